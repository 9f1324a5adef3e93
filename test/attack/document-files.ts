import { PDF, rgb } from '@libpdf/core';
import {
  anchorBody,
  issueDocumentKey,
  makeDocumentRoot,
  renderDocument,
  signDocument,
  type DocumentKey,
  type DocumentRecord,
  type RenderedDocument,
  type Revocation,
  type SignedDocument,
} from '../../reports/index.ts';
import { workedCase, workedIssue } from '../../reports/kinds/worked-case.ts';

/** One file to be verified, and all that a verifier is told besides. */
export type TestFile = {
  readonly name: string;
  readonly file: Uint8Array;
  readonly qr?: { readonly link: string; readonly address: string };
};

/** A ledger of issued documents with the files made from them, genuine and tampered. */
export type World = {
  readonly original: TestFile;
  readonly tampered: Readonly<Record<TamperedName, TestFile>>;
  readonly records: readonly DocumentRecord[];
  readonly rootPem: string;
  readonly revoked: readonly Revocation[];
  readonly issuer: string;
  readonly rendered: RenderedDocument;
};

export const TAMPERED = [
  'painted amount',
  'flipped byte',
  'appended bytes',
  'byte range zeroed',
  'contents zeroed',
  'attacker certificate',
  'pasted QR',
  'superseded version',
  'revoked key',
] as const;

export type TamperedName = (typeof TAMPERED)[number];

export const ISSUER = 'party-broker-01';
const ADDRESS = 'https://verify.tallystick.example';
const SIGNED_AT = '2026-03-31T08:00:00.000Z';
const VALID = { from: '2026-01-01T00:00:00.000Z', until: '2029-01-01T00:00:00.000Z' };
const SUBJECT = { name: '算筹供应链金融服务有限公司', party: ISSUER };

/** Makes the world of DOC-54: one genuine file and those made from it. */
export async function makeWorld(): Promise<World> {
  const root = await makeDocumentRoot({ ...SUBJECT, ...VALID, name: 'Pinned Root', serial: '01' });
  const key = await issueDocumentKey(root, { ...SUBJECT, ...VALID, serial: '0a01' });
  const stolen = await issueDocumentKey(root, { ...SUBJECT, ...VALID, serial: '0a02' });
  const rendered = await render('BRK-RC-r7-20260331-0001');
  const signed = await sign(rendered, key);
  const other = await render('BRK-RC-r8-20260331-0002');
  const old = await render('BRK-RC-r9-20260331-0003');
  const oldSigned = await sign(old, key);
  const bad = await render('BRK-RC-r9-20260331-0004');
  const badSigned = await sign(bad, stolen);
  const replacedBy = { documentId: other.documentId, number: 'BRK-RC-r9-V2', on: '2026-04-02' };
  const records = [
    record(rendered, signed),
    { ...record(old, oldSigned), replacedBy },
    record(bad, badSigned),
  ];
  return {
    original: { name: 'original', file: signed.file },
    tampered: {
      ...(await tamper(signed)),
      'attacker certificate': await attackerFile(),
      'pasted QR': {
        name: 'pasted QR',
        file: await painted(signed.file, { x: 460, y: 690, width: 90, height: 90 }),
        qr: {
          link: `${ADDRESS}/v/${other.documentId}#${other.figuresHash.slice(0, 16)}`,
          address: ADDRESS,
        },
      },
      'superseded version': { name: 'superseded version', file: oldSigned.file },
      'revoked key': { name: 'revoked key', file: badSigned.file },
    },
    records,
    rootPem: root.certificatePem,
    revoked: [{ serial: '0a02', at: '2026-03-30T00:00:00.000Z' }],
    issuer: ISSUER,
    rendered,
  };
}

/** Replaces bytes in place; the length stays. */
export function overwrite(file: Uint8Array, at: number, text: string): Buffer {
  const copy = Buffer.from(file);
  copy.write(text, at, 'latin1');
  return copy;
}

async function tamper(
  signed: SignedDocument,
): Promise<
  Pick<
    Record<TamperedName, TestFile>,
    'painted amount' | 'flipped byte' | 'appended bytes' | 'byte range zeroed' | 'contents zeroed'
  >
> {
  const { file } = signed;
  const text = file.toString('latin1');
  const range = /\/ByteRange\s*(\[[^\]]+\])/.exec(text);
  const contents = /\/Contents\s*<([0-9A-Fa-f]+)>/.exec(text);
  if (!range?.[1] || !contents?.[1]) throw new Error('the original is not signed');
  const flipped = Buffer.from(file);
  flipped[signed.bodyLength >> 1] = (flipped[signed.bodyLength >> 1] ?? 0) ^ 0x01;
  const rangeAt = range.index + range[0].indexOf('[');
  const zeroRange = range[1].replace(/\d/g, '0');
  const contentsAt = contents.index + contents[0].indexOf('<') + 1;
  return {
    'painted amount': {
      name: 'painted amount',
      file: await painted(file, { x: 60, y: 600, width: 300, height: 60 }),
    },
    'flipped byte': { name: 'flipped byte', file: flipped },
    'appended bytes': {
      name: 'appended bytes',
      file: Buffer.concat([file, Buffer.from('\n% one more line\n')]),
    },
    'byte range zeroed': {
      name: 'byte range zeroed',
      file: overwrite(file, rangeAt, zeroRange),
    },
    'contents zeroed': {
      name: 'contents zeroed',
      file: overwrite(file, contentsAt, '0'.repeat(contents[1].length)),
    },
  };
}

/** Paints a white box with another amount over the page, as an incremental update after signing. */
async function painted(
  file: Uint8Array,
  box: { x: number; y: number; width: number; height: number },
): Promise<Uint8Array> {
  const pdf = await PDF.load(new Uint8Array(file));
  const page = pdf.getPage(0);
  if (!page) throw new Error('a page');
  page.drawRectangle({ ...box, color: rgb(1, 1, 1) });
  page.drawText('CNY 9,000,000.00', { x: box.x + 5, y: box.y + 20, size: 18 });
  return pdf.save({ incremental: true });
}

/** A document of the attacker's own making: same names and number, his own root and key. */
async function attackerFile(): Promise<TestFile> {
  const root = await makeDocumentRoot({ ...SUBJECT, ...VALID, name: 'Pinned Root', serial: '01' });
  const key = await issueDocumentKey(root, { ...SUBJECT, ...VALID, serial: '0a01' });
  const input = workedCase.RECEIVABLE_CERTIFICATE;
  const amount = { minor: '900000000', currency: 'CNY' };
  const made = await renderDocument(
    'RECEIVABLE_CERTIFICATE',
    { ...input, amount, free: amount },
    workedIssue('zh+en', 'BRK-RC-r7-20260331-0001'),
  );
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return { name: 'attacker certificate', file: (await sign(made.value, key)).file };
}

async function render(number: string): Promise<RenderedDocument> {
  const input = workedCase.RECEIVABLE_CERTIFICATE;
  const made = await renderDocument('RECEIVABLE_CERTIFICATE', input, workedIssue('zh+en', number));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

async function sign(rendered: RenderedDocument, key: DocumentKey): Promise<SignedDocument> {
  const signed = await signDocument({
    body: rendered.body,
    key,
    at: SIGNED_AT,
    reason: '签发 Issued',
  });
  if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  return signed.value;
}

function record(rendered: RenderedDocument, signed: SignedDocument): DocumentRecord {
  const anchor = anchorBody(rendered, signed, {
    subject: 'receivable-7',
    audience: ['party-supplier-07'],
    figuresRoot: '00'.repeat(32),
    effectiveOn: '2026-03-31',
  });
  return { ...anchor, anchoredAt: '2026-03-31T08:00:05.000Z', block: 1490, txId: 'ab'.repeat(32) };
}
