import { execFileSync } from 'node:child_process';
import {
  issueDocumentKey,
  makeDocumentRoot,
  recordOf,
  renderDocument,
  signDocument,
  anchorBody,
  verifyDocument,
  type DocumentKey,
  type RenderedDocument,
  type SignedDocument,
} from '../reports/index.ts';
import { workedCase, workedIssue } from '../reports/kinds/worked-case.ts';
import type { Paged } from './documents-pages.ts';
import type { Measured } from './run.ts';

const DOCUMENTS = 40;
const VALID = { from: '2020-01-01T00:00:00.000Z', until: '2060-01-01T00:00:00.000Z' };

/**
 * A bilingual certificate of one page: rendered, signed, verified. Reference: the targets of the
 * specification (250 ms and 120 KB a certificate, 6 signed documents a second). And a statement of a
 * thousand movements, beside the same rows written by pdfkit alone, each in a process of its own.
 */
export async function run(): Promise<Measured> {
  const root = await makeDocumentRoot({ name: 'Root', party: 'root', serial: '01', ...VALID });
  const about = { name: 'Issuer', party: 'party-broker-01', serial: '02', ...VALID };
  const key = await issueDocumentKey(root, about);
  const firstMs = await timed(() => issue(key, 0));
  const begin = performance.now();
  const cpuBegin = process.cpuUsage();
  let last: Issued | null = null;
  for (let seq = 1; seq <= DOCUMENTS; seq += 1) last = await issue(key, seq);
  const seconds = (performance.now() - begin) / 1000;
  const cpu = process.cpuUsage(cpuBegin);
  if (last === null) throw new Error('nothing issued');
  const issued = last;
  const verifyMs = await timed(() => verify(issued, root));
  const [long, plain] = [inProcess('ours'), inProcess('plain')];
  const figures = {
    certificateMs: round((seconds * 1000) / DOCUMENTS),
    certificateCpuMs: round((cpu.user + cpu.system) / 1000 / DOCUMENTS),
    firstCertificateMs: firstMs,
    certificateBytes: issued.signed.file.length,
    signedPerSecond: round(DOCUMENTS / seconds),
    verifyMs,
    statementPages: long.pages,
    statementPagesPerSecond: long.pagesPerSecond,
    statementFileMib: long.fileMib,
    statementPeakMib: long.peakMib,
  };
  const reference = {
    certificateMs: 250,
    certificateBytes: 120_000,
    signedPerSecond: 6,
    plainPages: plain.pages,
    plainPagesPerSecond: plain.pagesPerSecond,
    plainFileMib: plain.fileMib,
    plainPeakMib: plain.peakMib,
  };
  return {
    figures,
    reference,
    ratio: {
      certificateToTarget: round(figures.certificateMs / reference.certificateMs),
      pagesToPlain: round(long.pagesPerSecond / plain.pagesPerSecond),
      memoryToPlain: round(long.peakMib / plain.peakMib),
    },
  };
}

/** Measures one way of making a long paper in a fresh process, so that memory is its own. */
function inProcess(way: 'ours' | 'plain'): Paged {
  const module = JSON.stringify(new URL('./documents-pages.ts', import.meta.url).href);
  const script = `const { ${way} } = await import(${module});
    console.log(JSON.stringify(await ${way}()));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return JSON.parse(said) as Paged;
}

type Issued = { readonly rendered: RenderedDocument; readonly signed: SignedDocument };

async function issue(key: DocumentKey, seq: number): Promise<Issued> {
  const rendered = await renderDocument(
    'RECEIVABLE_CERTIFICATE',
    workedCase.RECEIVABLE_CERTIFICATE,
    workedIssue('zh+en', `BRK-RC-r${seq}-20260331-${String(seq).padStart(4, '0')}`),
  );
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error));
  const { body } = rendered.value;
  const signed = await signDocument({ body, key, at: '2026-03-31T08:00:00.000Z', reason: '签发' });
  if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  return { rendered: rendered.value, signed: signed.value };
}

async function verify({ rendered, signed }: Issued, root: DocumentKey): Promise<void> {
  const anchor = anchorBody(rendered, signed, {
    subject: 'r',
    audience: [],
    figuresRoot: '00'.repeat(32),
    effectiveOn: '2026-03-31',
  });
  const place = { anchoredAt: '2026-03-31T08:00:00.000Z', block: 1, txId: '00'.repeat(32) };
  const verdict = await verifyDocument({
    file: signed.file,
    lookUp: () => recordOf(anchor, place),
    checkProof: () => ({ ok: true }),
    roots: [root.certificatePem],
    revoked: [],
    isEntitled: () => true,
    today: '2026-03-31',
  });
  if (verdict.colour !== 'green') throw new Error(verdict.code);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return round(performance.now() - begin);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
