import { testFigures as figures } from '../../test/fixture/figures.ts';
import { DocumentStop } from '../fault.ts';
import { fromLedger, type FigureGroup, type Locale } from '../figures/index.ts';
import { interpret } from './interpret.ts';
import { checkTemplate, type Block, type Template } from './template.ts';
import type { Said } from './resolved.ts';

const make = fromLedger('receivable~r1', 7);
const template = (blocks: readonly Block[], more: Partial<Template> = {}): Template => ({
  kind: 'TEST',
  version: 1,
  short: 'T',
  rules: [],
  codes: { status: { open: { zh: '有效', en: 'Open' } } },
  blocks,
  ...more,
});
const faultsOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    if (error instanceof DocumentStop) return error.faults[0];
    throw error;
  }
  return null;
};
const para = (text: string): Block => ({ block: 'para', text: { zh: text, en: text } });
const fill = (text: string, tree: FigureGroup, locale?: Locale): Said => {
  const [block] = interpret(template([para(text)]), figures(tree, locale));
  return block?.block === 'para' ? block.text : [];
};

describe('formats', () => {
  const cny = (minor: string) => make.money({ minor, currency: 'CNY' });
  test.each<[string, FigureGroup, string, string]>([
    ['{a|money}', { a: cny('123450') }, 'CNY\u00a01,234.50', 'CNY\u00a01,234.50'],
    ['{a|amount}', { a: cny('100000000') }, '1,000,000.00', '1,000,000.00'],
    ['{a|entry}', { a: cny('0') }, '–', '–'],
    [
      '{a|moneyWords}',
      { a: cny('10700053') },
      '人民币壹拾万柒仟元伍角叁分',
      'CNY one hundred and seven thousand and 53/100',
    ],
    [
      '{a|money}',
      { a: make.money({ minor: '1200', currency: 'JPY' }) },
      'JPY\u00a01,200',
      'JPY\u00a01,200',
    ],
    ['{a|ppm}', { a: make.ppm(56_125) }, '5.61\u00a0%', '5.61\u00a0%'],
    ['{a|ppm}', { a: make.ppm(56_150) }, '5.62\u00a0%', '5.62\u00a0%'],
    ['{a|rate}', { a: make.ppm(56_125) }, '5.6125\u00a0%', '5.6125\u00a0%'],
    ['{a|rate}', { a: make.ppm(60_000) }, '6.00\u00a0%', '6.00\u00a0%'],
    ['{a|rate}', { a: make.ppm(500) }, '0.05\u00a0%', '0.05\u00a0%'],
    ['{a|days}', { a: make.count(90) }, '90\u00a0天', '90\u00a0days'],
    ['{a|days}', { a: make.count(1) }, '1\u00a0天', '1\u00a0day'],
    ['{a|count}', { a: make.count(12_345) }, '12,345', '12,345'],
    ['{a|date}', { a: make.date('2026-03-31') }, '2026-03-31', '2026-03-31'],
    [
      '{a|time}',
      { a: make.date('2026-03-31T05:01:37.000Z') },
      '2026-03-31\u00a005:01:37\u00a0UTC',
      '2026-03-31\u00a005:01:37\u00a0UTC',
    ],
    ['{a|code:status}', { a: make.code('open') }, '有效', 'Open'],
  ])('%s of %j', (text, tree, zh, en) => {
    expect(fill(text, tree, 'zh')).toEqual([{ language: 'zh', text: zh }]);
    expect(fill(text, tree, 'en')).toEqual([{ language: 'en', text: en }]);
  });

  test('a text that is the same in both languages is printed once', () => {
    expect(fill('{a|date}', { a: make.date('2026-03-31') })).toHaveLength(1);
    expect(fill('{a|days}', { a: make.count(2) })).toHaveLength(2);
  });
});

describe('refusals', () => {
  test('a missing figure names its path', () => {
    expect(faultsOf(() => fill('{a.b|text}', { a: { c: make.text('x') } }))).toEqual({
      code: 'FIGURE_MISSING',
      facts: { path: 'a.b' },
    });
  });

  test('a figure of another type is not printed', () => {
    expect(faultsOf(() => fill('{a|money}', { a: make.count(5) }))).toMatchObject({
      code: 'FIGURE_TYPE',
      facts: { path: 'a', is: 'count' },
    });
  });

  test('no figure is typed into a text', () => {
    const typed = template([para('共 5 笔')]);
    expect(faultsOf(() => interpret(typed, figures({})))).toMatchObject({ code: 'NUMBER_IN_TEXT' });
    const quoted = template([
      { block: 'para', text: { zh: '第 768 条', en: 'Article 768', source: 'Civil Code' } },
    ]);
    expect(interpret(quoted, figures({}))).toHaveLength(1);
  });

  test('a text missing in a chosen language blocks, and only there', () => {
    const half = template([{ block: 'para', text: { zh: '仅中文' } }]);
    expect(faultsOf(() => interpret(half, figures({}, 'zh+en')))).toMatchObject({
      code: 'MISSING_TRANSLATION',
      facts: { place: 'blocks[0].text', language: 'en' },
    });
    expect(interpret(half, figures({}, 'zh'))).toHaveLength(1);
  });

  test('a code that its list does not know blocks', () => {
    expect(faultsOf(() => fill('{a|code:status}', { a: make.code('gone') }))).toMatchObject({
      code: 'MISSING_TRANSLATION',
      facts: { code: 'gone', list: 'status' },
    });
  });

  test.each([['{a|roman}'], ['{a|code:nowhere}'], ['{a|text'], ['{a}']])(
    'the template %s is invalid',
    text => {
      const fault = faultsOf(() => {
        checkTemplate(template([para(text)]), ['zh', 'en']);
      });
      expect(fault).toMatchObject({ code: 'TEMPLATE_INVALID' });
    },
  );

  test('a rule that no block fills blocks the template', () => {
    const open = template([para('文')], { rules: ['R-1'] });
    expect(faultsOf(() => interpret(open, figures({})))).toMatchObject({
      code: 'TEMPLATE_INVALID',
      facts: { open: 'R-1' },
    });
  });
});

describe('conditions', () => {
  const shown = (when: Block['when'], tree: FigureGroup): number =>
    interpret(template([{ ...para('文'), ...(when ? { when } : {}) }]), figures(tree)).length;

  test.each<[Block['when'], FigureGroup, number]>([
    [{ exists: 'a' }, {}, 0],
    [{ exists: 'a' }, { a: make.count(0) }, 1],
    [{ exists: 'a' }, { a: [] }, 0],
    [{ equals: ['a', 'x'] }, { a: make.code('x') }, 1],
    [{ equals: ['a', 'x'] }, { a: make.code('y') }, 0],
    [{ above: ['a', 5] }, { a: make.count(5) }, 0],
    [{ above: ['a', 5] }, { a: make.count(6) }, 1],
    [{ below: ['a', 5] }, { a: make.money({ minor: '4', currency: 'CNY' }) }, 1],
  ])('%j with %j shows %s', (when, tree, count) => {
    expect(shown(when, tree)).toBe(count);
  });
});
