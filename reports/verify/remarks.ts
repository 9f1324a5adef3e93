import type { Remark } from './outcome.ts';
import type { DocumentRecord } from './record.ts';

const ACTIVE = [
  'JavaScript',
  'JS',
  'Launch',
  'OpenAction',
  'AA',
  'OCProperties',
  'RichMedia',
  'XFA',
];

/** What to say besides the steps: where the QR code leads, and active content in the file's clear text. */
export function remarksOn(seen: {
  readonly file: Uint8Array;
  readonly record: DocumentRecord | null;
  readonly related: DocumentRecord | null;
  readonly qr: { readonly link: string; readonly address: string } | undefined;
}): readonly Remark[] {
  return [...qrRemarks(seen), ...activeRemarks(seen.file)];
}

function qrRemarks(seen: Parameters<typeof remarksOn>[0]): readonly Remark[] {
  if (seen.qr === undefined) return [];
  const { link, address } = seen.qr;
  const genuine = `${address.replace(/\/+$/, '')}/v/`;
  if (!link.startsWith(genuine)) return [{ code: 'QR_OTHER_ADDRESS', facts: { link, genuine } }];
  const [id = '', figures = ''] = link.slice(genuine.length).split('#');
  const own = seen.related;
  if (own?.documentId === id && own.figuresHash.startsWith(figures)) return [];
  const file = own?.documentId ?? 'unknown';
  return [{ code: 'QR_OTHER_DOCUMENT', facts: { qr: id, file } }];
}

function activeRemarks(file: Uint8Array): readonly Remark[] {
  const text = Buffer.from(file).toString('latin1');
  const found = ACTIVE.filter(name => new RegExp(`/${name}[\\s/<(\\[]`).test(text));
  return found.length === 0 ? [] : [{ code: 'ACTIVE_CONTENT', facts: { names: found.join(' ') } }];
}
