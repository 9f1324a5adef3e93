import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PDF } from '@libpdf/core';
import { figuresHash } from '../figures/index.ts';
import { DOCUMENT_KINDS, renderDocument, type DocumentKind } from './kinds.ts';
import { workedCase, workedIssue } from './worked-case.ts';
import type { RenderedDocument } from '../render.ts';
import type { Locale } from '../figures/index.ts';

const LOCALES = ['zh', 'en', 'zh+en'] as const;
const EVERY = DOCUMENT_KINDS.flatMap(kind => LOCALES.map(locale => [kind, locale] as const));

async function made(kind: DocumentKind, locale: Locale): Promise<RenderedDocument> {
  const rendered = await renderDocument(kind, workedCase[kind], workedIssue(locale, `N-${kind}`));
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error));
  return rendered.value;
}

async function textOf(body: Uint8Array): Promise<string> {
  const pdf = await PDF.load(body);
  return pdf
    .extractText()
    .map(page => page.text)
    .join('\n');
}

describe.each(EVERY)('%s in %s', (kind, locale) => {
  test('renders as PDF/A-3a with tags, title, id = figuresHash and the attached figures', async () => {
    const document = await made(kind, locale);
    const raw = document.body.toString('latin1');
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(raw).toContain('/Marked true');
    expect(raw).toContain(`/ID [<${document.figuresHash}> <${document.figuresHash}>]`);
    const pdf = await PDF.load(document.body);
    const attached = pdf.attachments.get('figures.json');
    expect(figuresHash(JSON.parse(Buffer.from(attached ?? []).toString()))).toBe(
      document.figuresHash,
    );
  });

  test('writes no script, action, form, layer or outside reference', async () => {
    const { body } = await made(kind, locale);
    const raw = body.toString('latin1');
    for (const name of [
      'JavaScript',
      '/JS',
      '/Launch',
      '/AcroForm',
      '/OCG',
      '/URI',
      '/OpenAction',
      '/AA',
    ]) {
      expect(raw.includes(name)).toBe(false);
    }
  });

  test('renders again to the same bytes', async () => {
    const [one, two] = [await made(kind, locale), await made(kind, locale)];
    expect(one.bodyHash).toBe(two.bodyHash);
    expect(one.layoutHash).toBe(two.layoutHash);
  });
});

test('a certificate is one page in every language, with two hundred characters of name too', async () => {
  for (const locale of LOCALES) {
    const input = workedCase.RECEIVABLE_CERTIFICATE;
    const long = { ...input, debtor: { ...input.debtor, name: '华'.repeat(200) } };
    const rendered = await renderDocument(
      'RECEIVABLE_CERTIFICATE',
      long,
      workedIssue(locale, 'N-1'),
    );
    expect(rendered).toMatchObject({ ok: true, value: { pages: 1 } });
  }
});

test('a certificate of a hundred parts prints the first and says where the others are', async () => {
  const input = workedCase.RECEIVABLE_CERTIFICATE;
  const [part] = input.children;
  if (!part) throw new Error('one part');
  const many = { ...input, children: Array.from({ length: 99 }, () => part) };
  const made = await renderDocument('RECEIVABLE_CERTIFICATE', many, workedIssue('en', 'N-1'));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  expect(made.value.pages).toBe(1);
  expect(await textOf(made.value.body)).toContain('95 more rows in the attachment figures.json');
});

test('the text of a certificate comes out whole and in order, Chinese intact', async () => {
  const { body } = await made('RECEIVABLE_CERTIFICATE', 'zh');
  const text = await textOf(body);
  const wanted = [
    '电子债权凭证',
    'CNY 1,000,000.00',
    '人民币壹佰万元整',
    '华东精密装备制造股份有限公司',
    '2026-06-30',
  ];
  const places = wanted.map(part => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(text).toContain('测试');
});

test('the layout of every kind and language is the one last approved', async () => {
  // After a wanted change of layout, look at the pages, then write what is received into the file.
  const file = new URL('./layout.golden.json', import.meta.url);
  const approved: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const received: Record<string, string> = {};
  for (const [kind, locale] of EVERY) {
    received[`${kind} ${locale}`] = (await made(kind, locale)).layoutHash;
  }
  expect(received).toEqual(approved);
});

test('two processes under two time zones and locales write the same bytes', async () => {
  const script = `
    import { renderDocument } from './reports/kinds/kinds.ts';
    import { workedCase, workedIssue } from './reports/kinds/worked-case.ts';
    const made = await renderDocument('FINANCING_AGREEMENT', workedCase.FINANCING_AGREEMENT,
      workedIssue('zh+en', 'N-FINANCING_AGREEMENT'));
    console.log(made.value.bodyHash + ' ' + made.value.layoutHash);`;
  const run = (zone: string, language: string): string =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../..', import.meta.url),
      env: { ...process.env, TZ: zone, LANG: language, LC_ALL: language },
      encoding: 'utf8',
    }).trim();
  const here = await made('FINANCING_AGREEMENT', 'zh+en');
  const expected = `${here.bodyHash} ${here.layoutHash}`;
  expect(run('Asia/Shanghai', 'zh_CN.UTF-8')).toBe(expected);
  expect(run('America/New_York', 'de_DE.UTF-8')).toBe(expected);
});

describe('refusals', () => {
  const input = workedCase.RECEIVABLE_CERTIFICATE;
  const refused = async (more: Partial<typeof input>): Promise<unknown> => {
    const made = await renderDocument(
      'RECEIVABLE_CERTIFICATE',
      { ...input, ...more },
      workedIssue('zh', 'N-1'),
    );
    return made.ok ? null : made.error[0];
  };

  test('a character that the font lacks is named, never printed blank', async () => {
    expect(await refused({ holder: { ...input.holder, name: '𠮷野家有限公司' } })).toMatchObject({
      code: 'GLYPH_MISSING',
      facts: { character: '𠮷', code: 'U+20BB7' },
    });
  });

  test('a name with a bidirectional override is refused', async () => {
    expect(await refused({ debtor: { ...input.debtor, name: 'abc\u202ecba' } })).toMatchObject({
      code: 'CHARACTER_REFUSED',
    });
  });

  test.each([
    ['2026-08-26', 'withinSixMonths'],
    ['2026-08-27', 'overSixMonths'],
    ['2027-02-26', 'overSixMonths'],
  ])('a claim from 26 February due %s is %s', async (dueOn, check) => {
    const made = await renderDocument(
      'RECEIVABLE_CERTIFICATE',
      { ...input, dueOn },
      workedIssue('en', 'N-1'),
    );
    expect(made).toMatchObject({
      ok: true,
      value: { figures: { figures: { tenor: { check: { v: check } } } } },
    });
  });

  test('a claim of more than twelve months gets no certificate', async () => {
    expect(await refused({ dueOn: '2027-02-27' })).toMatchObject({ code: 'TENOR_REFUSED' });
  });

  test('an amount of more than sixteen digits cannot be written in words', async () => {
    const amount = { minor: '1000000000000000000', currency: 'CNY' };
    expect(await refused({ amount })).toMatchObject({ code: 'WORDS_DIFFER' });
  });
});

test('a statement of two hundred movements repeats its heads and loses no row', async () => {
  const input = workedCase.ACCOUNT_STATEMENT;
  const [first] = input.movements;
  if (!first) throw new Error('one movement');
  const movements = Array.from({ length: 200 }, (_, index) => ({
    ...first,
    postingId: `p-${index}`,
    document: `DOC-${String(index).padStart(4, '0')}`,
  }));
  const made = await renderDocument(
    'ACCOUNT_STATEMENT',
    { ...input, movements },
    workedIssue('zh', 'N-1'),
  );
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const text = await textOf(made.value.body);
  expect(made.value.pages).toBeGreaterThan(5);
  expect(new Set(text.match(/DOC-\d{4}/g))).toHaveProperty('size', 200);
  const pdf = await PDF.load(made.value.body);
  const csv = Buffer.from(pdf.attachments.get('movements.csv') ?? []).toString();
  expect(csv.split('\r\n')).toHaveLength(202);
  expect(csv.startsWith('on,kind,counterparty,document,debit,debit_currency,')).toBe(true);
  expect(text.match(/对方与凭据/g)?.length).toBeGreaterThanOrEqual(made.value.pages - 1);
});

test('a chart stands in the tags as a figure that says every bar in words', async () => {
  const raw = (await made('DISTRIBUTION_REPORT', 'en')).body.toString('latin1');
  const said = [...raw.matchAll(/\/Alt \(((?:[^()\\]|\\.)*)\)/g)].map(([, text = '']) =>
    text.startsWith('\u00fe\u00ff') ? utf16(text) : text,
  );
  const chart = said.find(text => text.includes('principal repaid on the day'));
  expect(chart).toContain('优先级: Principal 959,201.37, Closing 7,540,798.63');
  expect(chart).toContain('次级: Principal 0.00, Closing 900,000.00');
});

/** Text of a PDF string in UTF-16 with its escapes. */
function utf16(text: string): string {
  const bytes = Buffer.from(
    text.replace(/\\([nrtbf()\\])/g, (_, c: string) => ESCAPES[c] ?? c),
    'latin1',
  );
  return bytes.subarray(2).swap16().toString('utf16le');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
