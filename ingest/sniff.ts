import { Buffer } from 'node:buffer';
import { fail, ok, type Result } from '../domain/result/index.ts';
import { declaredCharset, decode } from './decode.ts';
import { fatal, type Finding } from './finding.ts';
import { detectSeparator } from './format/csv/separator.ts';
import { readXmlRoot } from './format/xml.ts';

/** What the content of a file is; only some of these are read so far (SN-03 names the others). */
export type Format =
  | 'ubl'
  | 'camt'
  | 'csv'
  | 'cii'
  | 'pain'
  | 'einvoice'
  | 'xbrl'
  | 'idoc'
  | 'x12'
  | 'edifact'
  | 'mt940'
  | 'ofx'
  | 'bai2'
  | 'qif'
  | 'json'
  | 'pdf'
  | 'xlsx'
  | 'archive'
  | 'image';

export type Sniffed = {
  readonly format: Format;
  /** The root element's local name, or the message type. */
  readonly kind: string;
  /** The root element's namespace. */
  readonly namespace?: string;
};

const HEAD_BYTES = 65_536;
const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const ISO20022 = 'urn:iso:std:iso:20022:tech:xsd:';

/** Extensions that promise a content; others promise nothing. */
const PROMISES: Readonly<Record<string, readonly Format[]>> = {
  csv: ['csv'],
  tsv: ['csv'],
  xml: ['ubl', 'camt', 'cii', 'pain', 'einvoice', 'xbrl', 'idoc', 'ofx'],
  json: ['json'],
  pdf: ['pdf'],
  xlsx: ['xlsx'],
  zip: ['archive', 'xlsx'],
  jpg: ['image'],
  jpeg: ['image'],
  png: ['image'],
};

/**
 * Names the type of a file by its first 64 KiB (ING-9). The name only raises SN-02 when its
 * extension promises another content. Refuses with SN-01 (unknown), LIM-10 (DOCTYPE), XML-01 (not
 * well-formed before the root), LIM-07 (old .xls) and the findings of decoding.
 */
export function sniff(bytes: Uint8Array, name: string): Result<Sniffed, Finding[]> {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = sniffContent(bytes, extension === 'csv' || extension === 'tsv');
  if (!found.ok) return found;
  const promise = PROMISES[extension];
  if (promise && !promise.includes(found.value.format)) {
    return fail([fatal('SN-02', {}, { name: extension, content: found.value.format })]);
  }
  return found;
}

function sniffContent(bytes: Uint8Array, namedTable: boolean): Result<Sniffed, Finding[]> {
  const head = bytes.subarray(0, HEAD_BYTES);
  const ascii = Buffer.from(head).toString('latin1');
  const binary = sniffBinary(bytes, ascii);
  if (binary) return binary;
  if (WIDE.test(ascii)) return sniffText(bytes);
  const body = ascii.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (body === '') return fail([fatal('IN-05', {})]);
  const edi = sniffEdi(body);
  if (edi) return ok(edi);
  if (body.startsWith('<')) return sniffText(bytes);
  if (/^[{[]/.test(body)) return ok({ format: 'json', kind: 'JSON' });
  const isTable = detectSeparator(body) !== undefined || (namedTable && !CONTROL.test(body));
  return isTable ? ok({ format: 'csv', kind: 'table' }) : fail([fatal('SN-01', {})]);
}

const WIDE = /^(\u00ff\u00fe|\u00fe\u00ff|\u0000<|<\u0000)/;
const CONTROL = /[\u0001-\u0008\u000e-\u001f]/;

function sniffBinary(bytes: Uint8Array, ascii: string): Result<Sniffed, Finding[]> | undefined {
  if (ascii.startsWith('PK\u0003\u0004')) return ok(sniffArchive(bytes, ascii));
  if (ascii.slice(0, 1024).includes('%PDF-')) return ok({ format: 'pdf', kind: 'PDF' });
  if (ascii.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    const isSealed = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return fail([fatal(isSealed ? 'LIM-08' : 'LIM-07', {})]);
  }
  if (ascii.startsWith('\u0089PNG') || (bytes[0] === 0xff && bytes[1] === 0xd8)) {
    return ok({ format: 'image', kind: 'image' });
  }
  return undefined;
}

/** The names of all parts stand at the end too; many programs write the list of types last. */
function sniffArchive(bytes: Uint8Array, ascii: string): Sniffed {
  const names = ascii + Buffer.from(bytes.subarray(-HEAD_BYTES)).toString('latin1');
  const isBook = names.includes('[Content_Types].xml') && names.includes('xl/');
  return isBook ? { format: 'xlsx', kind: 'workbook' } : { format: 'archive', kind: 'zip' };
}

type EdiForm = { readonly form: RegExp; readonly as: (body: string) => Sniffed };

const EDI: readonly EdiForm[] = [
  {
    form: /^(ISA|SA[^A-Za-z0-9\s]|GS[^A-Za-z0-9\s])/,
    as: body => {
      const type = /(?:^|[~\n\r'])ST.(\d{3})/.exec(body)?.[1];
      return { format: 'x12', kind: type ?? 'interchange' };
    },
  },
  {
    form: /^(UNA|UNB|BGM|UNH)[^A-Za-z0-9\s]/,
    as: body => {
      const type = /UNH\+[^+]*\+([A-Z]{6})/.exec(body)?.[1];
      return { format: 'edifact', kind: type ?? 'interchange' };
    },
  },
  {
    form: /(?:^|[\r\n]):(?:20:[\s\S]*[\r\n]:(?:25|28C?|34F|60F|60M):|60[FM]:[CD]\d{6}|61:\d{6}|62[FM]:[CD]\d{6})/,
    as: body => ({ format: 'mt940', kind: body.includes(':34F:') ? 'MT942' : 'MT940' }),
  },
  { form: /^(?:.{0,400}OFXHEADER[:=]|<OFX>)/s, as: () => ({ format: 'ofx', kind: 'OFX' }) },
  { form: /^01,[^\n]*\/\s*[\r\n]/, as: () => ({ format: 'bai2', kind: 'BAI2' }) },
  { form: /^EDI_DC40/, as: () => ({ format: 'idoc', kind: 'IDoc' }) },
  { form: /^!(Type|Account|Option|Clear)\b/i, as: () => ({ format: 'qif', kind: 'QIF' }) },
];

function sniffEdi(body: string): Sniffed | undefined {
  return EDI.find(({ form }) => form.test(body))?.as(body);
}

function sniffText(bytes: Uint8Array): Result<Sniffed, Finding[]> {
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared === undefined ? {} : { declared });
  if (!decoded.ok) return decoded;
  const text = decoded.value.text.trimStart();
  if (text === '') return fail([fatal('IN-05', {})]);
  if (!text.startsWith('<')) {
    return detectSeparator(text) !== undefined
      ? ok({ format: 'csv', kind: 'table' })
      : fail([fatal('SN-01', {})]);
  }
  const root = readXmlRoot(decoded.value.text);
  if (!root.ok) return fail([root.error]);
  const told = classify(root.value);
  return told.ok ? told : (sniffInside(text, root.value) ?? told);
}

/** What some formats hold whatever their root is called. */
const INSIDE: readonly { readonly form: RegExp; readonly format: Format }[] = [
  {
    form: /<(FPHM|FP_HM|QDFPHM|SDFPHM|发票号码|数电发票号码|全电发票号码)[>\s]/,
    format: 'einvoice',
  },
  { form: /<IDOC[\s>][^]*?<EDI_DC40[\s>]/, format: 'idoc' },
];

function sniffInside(
  text: string,
  { uri: namespace, local: kind }: { readonly uri: string; readonly local: string },
): Result<Sniffed, Finding[]> | undefined {
  const head = text.slice(0, HEAD_BYTES);
  const format = INSIDE.find(({ form }) => form.test(head))?.format;
  return format && ok({ format, kind, namespace });
}

const ROOTS: readonly { readonly form: RegExp; readonly format: Format }[] = [
  { form: /^CrossIndustry(Invoice|Document)$/, format: 'cii' },
  { form: /^([A-Z]{6}\d{2}|ORD(CHG|RSP)|IDOC)$/, format: 'idoc' },
  { form: /^xbrl$/, format: 'xbrl' },
  { form: /^(EInvoice$|电子发票|发票|FP|DZFP)/, format: 'einvoice' },
  { form: /^OFX$/, format: 'ofx' },
];

function classify(root: {
  readonly uri: string;
  readonly local: string;
}): Result<Sniffed, Finding[]> {
  const { uri: namespace, local: kind } = root;
  if (namespace.startsWith(UBL) && !namespace.includes('Common')) {
    return ok({ format: 'ubl', kind, namespace });
  }
  const message = /(camt|pain)\.\d{3}\.\d{3}\.\d{2}$/.exec(namespace);
  if (namespace.startsWith(ISO20022) && message && kind === 'Document') {
    const format: Format = message[1] === 'camt' ? 'camt' : 'pain';
    return ok({ format, kind: message[0], namespace });
  }
  const known = ROOTS.find(({ form }) => form.test(kind));
  if (known) return ok({ format: known.format, kind, namespace });
  return fail([fatal('SN-01', {}, { root: kind, namespace })]);
}
