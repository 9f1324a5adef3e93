import { Buffer, isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { fail, ok, type Result } from '../domain/result/index.ts';
import { fatal, warning, type Finding } from './finding.ts';

/** A file as text; `bomBytes` stand before the first character. */
export type Decoded = {
  readonly text: string;
  readonly charset: string;
  readonly bomBytes: number;
  readonly findings: readonly Finding[];
};

const BOMS = [
  { charset: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'utf-16le', bytes: [0xff, 0xfe] },
  { charset: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * Decodes a file by its byte order mark, its declared charset, or strict UTF-8. A guess is never
 * taken: without a profile that names the charset the answer is ENC-03 with the likely one. NUL is
 * refused (ENC-05).
 */
export function decode(
  bytes: Uint8Array,
  options: { readonly declared?: string; readonly profile?: string },
): Result<Decoded, Finding[]> {
  const bom = BOMS.find(b => b.bytes.every((byte, at) => bytes[at] === byte));
  if (bom) {
    const text = decodeStrict(bytes.subarray(bom.bytes.length), bom.charset);
    if (text === undefined) return fail([fatal('ENC-03', {}, { guess: bom.charset })]);
    const note = warning('ENC-01', {}, { charset: bom.charset });
    return finish({ text, charset: bom.charset, bomBytes: bom.bytes.length, findings: [note] });
  }
  const wide = wideWithoutMark(bytes);
  if (wide) return decodeAs(bytes, wide, []);
  return decodeUnmarked(bytes, options);
}

/** The charset that an XML declaration names, read from its ASCII bytes. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^[^<]{0,4}<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
}

/** Finds the byte offset of a character offset in a decoded text. */
export function byteIndex(decoded: Decoded): (character: number) => number {
  const { text, bomBytes, charset } = decoded;
  const width = fixedWidth(charset, text);
  if (width !== undefined) return character => bomBytes + character * width;
  const step = 256;
  const marks: number[] = [bomBytes];
  return character => {
    const slot = Math.floor(character / step);
    while (marks.length <= slot) {
      const at = (marks.length - 1) * step;
      marks.push((marks.at(-1) ?? 0) + byteLength(text.slice(at, at + step), charset));
    }
    return (marks[slot] ?? 0) + byteLength(text.slice(slot * step, character), charset);
  };
}

/** The text of a byte range, in the charset of the file. */
export function decodeSlice(bytes: Uint8Array, charset: string): string {
  return iconv.decode(Buffer.from(bytes), charset, { stripBOM: false });
}

function decodeUnmarked(
  bytes: Uint8Array,
  options: { readonly declared?: string; readonly profile?: string },
): Result<Decoded, Finding[]> {
  const declared = options.declared?.toLowerCase();
  const utf8 = decodeStrict(bytes, 'utf-8');
  if (utf8 !== undefined) {
    const notes = contradicts(declared, utf8)
      ? [warning('ENC-02', {}, { declared: declared ?? '', real: 'utf-8' })]
      : [];
    return finish({ text: utf8, charset: 'utf-8', bomBytes: 0, findings: notes });
  }
  const named = [declared, options.profile?.toLowerCase()].find(
    name => name !== undefined && !isUtf8Name(name) && iconv.encodingExists(name),
  );
  if (named !== undefined) return decodeAs(bytes, named, []);
  const guess = chardet.detect(bytes.subarray(0, 65_536)) ?? 'unknown';
  return fail([fatal('ENC-03', {}, { guess, declared: declared ?? 'none' })]);
}

/** Bytes that are UTF-8 while another charset is declared; plain ASCII contradicts no known one. */
function contradicts(declared: string | undefined, text: string): boolean {
  if (declared === undefined || isUtf8Name(declared)) return false;
  return !iconv.encodingExists(declared) || !isAscii(text);
}

function decodeAs(
  bytes: Uint8Array,
  charset: string,
  notes: Finding[],
): Result<Decoded, Finding[]> {
  const text = decodeStrict(bytes, charset);
  if (text === undefined) return fail([fatal('ENC-03', {}, { guess: charset })]);
  return finish({ text, charset, bomBytes: 0, findings: notes });
}

function finish(decoded: Decoded): Result<Decoded, Finding[]> {
  const { text } = decoded;
  const nul = text.indexOf('\u0000');
  if (nul >= 0) return fail([...decoded.findings, fatal('ENC-05', placeOf(text, nul))]);
  if (!text.isWellFormed()) return fail([...decoded.findings, fatal('ENC-04', {})]);
  const lost = text.indexOf('\ufffd');
  if (lost < 0) return ok(decoded);
  return ok({
    ...decoded,
    findings: [...decoded.findings, warning('ENC-04', placeOf(text, lost))],
  });
}

/** Line and column of a character offset. */
function placeOf(text: string, at: number): { line: number; column: number } {
  const head = text.slice(0, at);
  const line = head.split(/\r\n|\r|\n/).length;
  return { line, column: at - Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r')) };
}

function decodeStrict(bytes: Uint8Array, charset: string): string | undefined {
  if (charset === 'utf-8') return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined;
  if (charset.startsWith('utf-16')) {
    return bytes.length % 2 === 0
      ? new TextDecoder(charset, { ignoreBOM: true }).decode(bytes)
      : undefined;
  }
  const text = iconv.decode(Buffer.from(bytes), charset);
  return text.includes('\ufffd') ? undefined : text;
}

function wideWithoutMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return undefined;
}

function isUtf8Name(name: string): boolean {
  return name === 'utf-8' || name === 'utf8' || name === 'us-ascii' || name === 'ascii';
}

function isAscii(text: string): boolean {
  return !/[^\u0000-\u007f]/.test(text);
}

function fixedWidth(charset: string, text: string): number | undefined {
  if (charset.startsWith('utf-16')) return 2;
  if (/^(iso-8859|latin|windows-125|win125|us-ascii|ascii)/.test(charset)) return 1;
  return isAscii(text) ? 1 : undefined;
}

function byteLength(text: string, charset: string): number {
  return charset === 'utf-8' ? Buffer.byteLength(text, 'utf8') : iconv.encode(text, charset).length;
}
