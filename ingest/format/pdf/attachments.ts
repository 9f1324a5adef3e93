import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';

/** A file embedded in a PDF. */
export type EmbeddedFile = { readonly name: string; readonly bytes: Uint8Array };

const OUTPUT_MAX = 50_000_000;
const FILES_MAX = 20;
/** Numbers that stand for one object; an embedded PDF has objects of the same numbers. */
const LENGTHS_MAX = 7;

/**
 * The files that a PDF embeds, by its file specifications (ISO 32000, 7.11); page contents are never
 * read. Streams that do not unpack within 50 MB are left out, as is all of an encrypted file.
 */
export function embeddedFiles(bytes: Uint8Array): EmbeddedFile[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) return [];
  const objects = readObjects(text);
  const files: EmbeddedFile[] = [];
  const seen = new Set<string>();
  for (const { words } of objects.values()) {
    const reference = contentOf(words, objects);
    if (reference === undefined || seen.has(reference) || files.length >= FILES_MAX) continue;
    seen.add(reference);
    const content = contentsOf(objects.get(reference));
    if (content) files.push({ name: nameOf(words), bytes: content });
  }
  return files;
}

/** An indirect object: its text without the stream, and the stream's bytes as they stand. */
type PdfObject = { readonly words: string; readonly stream?: Uint8Array };

/** The number of the stream that a file specification names in EF, itself or by reference. */
function contentOf(words: string, objects: ReadonlyMap<string, PdfObject>): string | undefined {
  const indirect = /\/EF\s+(\d+)\s+\d+\s+R/.exec(words)?.[1];
  const own =
    indirect === undefined ? /\/EF\s*(<<[^>]*>>)/.exec(words)?.[1] : objects.get(indirect)?.words;
  return /\/U?F\s+(\d+)\s+\d+\s+R/.exec(own ?? '')?.[1];
}

/**
 * The indirect objects by number; of two with one number the later one counts. What stands within a
 * stream is no object of this file: another PDF may be embedded as it is.
 */
function readObjects(text: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  const lengths = lengthsIn(text);
  const header = /(?<=^|[\r\n\s])(\d{1,10})\s+\d{1,5}\s+obj\b/g;
  for (let match = header.exec(text); match; match = header.exec(text)) {
    const { object, end } = readObject(text, { from: header.lastIndex, lengths });
    objects.set(match[1] ?? '', object);
    header.lastIndex = end;
  }
  for (const object of [...objects.values()]) {
    if (/\/Type\s*\/ObjStm\b/.test(object.words)) addPacked(objects, object);
  }
  return objects;
}

type Lengths = ReadonlyMap<string, readonly number[]>;

/** Objects that are a whole number: a stream may name one for its length. */
function lengthsIn(text: string): Lengths {
  const lengths = new Map<string, number[]>();
  for (const [, number = '', value] of text.matchAll(
    /(?<=^|[\r\n\s])(\d{1,10})\s+\d{1,5}\s+obj\s+(\d{1,12})\s+endobj\b/g,
  )) {
    lengths.set(number, [...(lengths.get(number) ?? []).slice(-LENGTHS_MAX), Number(value)]);
  }
  return lengths;
}

function readObject(
  text: string,
  { from, lengths }: { readonly from: number; readonly lengths: Lengths },
): { readonly object: PdfObject; readonly end: number } {
  const until = text.indexOf('endobj', from);
  const end = until < 0 ? text.length : until;
  const begun = /\bstream\r?\n/.exec(text.slice(from, end));
  if (!begun) return { object: { words: text.slice(from, end) }, end };
  const words = text.slice(from, from + begun.index);
  const start = from + begun.index + begun[0].length;
  const length = lengthsOf(words, lengths).find(one => endsAt(text, start + one));
  const stop = length === undefined ? endOfStream(text, start) : start + length;
  return { object: { words, stream: Buffer.from(text.slice(start, stop), 'latin1') }, end: stop };
}

/** The end of a stream that does not say its length: the end of line before the word is not of it. */
function endOfStream(text: string, start: number): number {
  const word = text.indexOf('endstream', start);
  if (word < 0) return text.length;
  return word - (/\r?\n?$/.exec(text.slice(word - 2, word))?.[0].length ?? 0);
}

/** How long a stream may be, by its own words. */
function lengthsOf(words: string, lengths: Lengths): readonly number[] {
  const [, number = '', isReference] = /\/Length\s+(\d+)\b(\s+\d+\s+R\b)?/.exec(words) ?? [];
  if (isReference !== undefined) return lengths.get(number) ?? [];
  return number === '' ? [] : [Number(number)];
}

/** Whether a stream that is as long as it says ends there. */
function endsAt(text: string, at: number): boolean {
  return /^\s{0,2}endstream\b/.test(text.slice(at, at + 12));
}

function addPacked(objects: Map<string, PdfObject>, packed: PdfObject): void {
  const contents = contentsOf(packed);
  if (!contents) return;
  const text = Buffer.from(contents).toString('latin1');
  const first = Number(/\/First\s+(\d+)/.exec(packed.words)?.[1] ?? 0);
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number);
  for (let n = 0; n + 1 < numbers.length; n += 2) {
    const from = first + (numbers[n + 1] ?? 0);
    const next = numbers[n + 3];
    const to = next === undefined ? text.length : first + next;
    objects.set(String(numbers[n]), { words: text.slice(from, to) });
  }
}

/** What a stream holds, unpacked; undefined for one that is packed in another way than Flate. */
function contentsOf(object: PdfObject | undefined): Uint8Array | undefined {
  if (!object?.stream) return undefined;
  const { words, stream } = object;
  if (!/\/Filter/.test(words)) return stream;
  if (!/\/FlateDecode/.test(words) || /ASCII|LZW|Crypt/.test(words)) return undefined;
  try {
    return inflateSync(stream, { maxOutputLength: OUTPUT_MAX, finishFlush: 2 });
  } catch {
    return undefined;
  }
}

function nameOf(words: string): string {
  const bare = words.replace(/\/EF\s*<<[^>]*>>/, '');
  const hex = /\/UF?\s*<([0-9A-Fa-f\s]+)>|\/F\s*<([0-9A-Fa-f\s]+)>/.exec(bare);
  if (hex) return decodeName(Buffer.from((hex[1] ?? hex[2] ?? '').replace(/\s/g, ''), 'hex'));
  const literal = /\/UF\s*\(((?:\\.|[^\\)])*)\)|\/F\s*\(((?:\\.|[^\\)])*)\)/.exec(bare);
  const text = (literal?.[1] ?? literal?.[2] ?? '').replace(
    /\\([0-7]{1,3}|[^])/g,
    (_, code: string) =>
      /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : code,
  );
  return decodeName(Buffer.from(text, 'latin1'));
}

function decodeName(raw: Buffer): string {
  const isWide = raw[0] === 0xfe && raw[1] === 0xff;
  return isWide ? new TextDecoder('utf-16be').decode(raw.subarray(2)) : raw.toString('latin1');
}
