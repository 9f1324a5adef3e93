import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';

/** A file embedded in a PDF. */
export type EmbeddedFile = { readonly name: string; readonly bytes: Uint8Array };

const OUTPUT_MAX = 50_000_000;
const FILES_MAX = 20;

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
  for (const body of objects.values()) {
    const reference = contentOf(body, objects);
    if (reference === undefined || seen.has(reference) || files.length >= FILES_MAX) continue;
    seen.add(reference);
    const content = streamOf(objects.get(reference) ?? '');
    if (content) files.push({ name: nameOf(body), bytes: content });
  }
  return files;
}

/** The number of the stream that a file specification names in EF, itself or by reference. */
function contentOf(body: string, objects: ReadonlyMap<string, string>): string | undefined {
  const indirect = /\/EF\s+(\d+)\s+\d+\s+R/.exec(body)?.[1];
  const own = indirect === undefined ? /\/EF\s*(<<[^>]*>>)/.exec(body)?.[1] : objects.get(indirect);
  return /\/U?F\s+(\d+)\s+\d+\s+R/.exec(own ?? '')?.[1];
}

/** Bodies of the indirect objects by number; of two with one number the later one counts. */
function readObjects(text: string): Map<string, string> {
  const objects = new Map<string, string>();
  for (const match of text.matchAll(/(?:^|[\r\n\s])(\d{1,10})\s+\d{1,5}\s+obj\b/g)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('endobj', from);
    objects.set(match[1] ?? '', text.slice(from, end < 0 ? text.length : end));
  }
  for (const body of [...objects.values()]) {
    if (/\/Type\s*\/ObjStm\b/.test(body.slice(0, 400))) addPacked(objects, body);
  }
  return objects;
}

function addPacked(objects: Map<string, string>, body: string): void {
  const packed = streamOf(body);
  if (!packed) return;
  const text = Buffer.from(packed).toString('latin1');
  const first = Number(/\/First\s+(\d+)/.exec(body)?.[1] ?? 0);
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number);
  for (let n = 0; n + 1 < numbers.length; n += 2) {
    const from = first + (numbers[n + 1] ?? 0);
    const next = numbers[n + 3];
    const to = next === undefined ? text.length : first + next;
    objects.set(String(numbers[n]), text.slice(from, to));
  }
}

function streamOf(body: string): Uint8Array | undefined {
  const start = /stream\r?\n/.exec(body);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  const head = body.slice(0, start.index);
  const end = body.lastIndexOf('endstream');
  const stated = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(head)?.[1] ?? Number.NaN);
  const to = stated > 0 && from + stated <= body.length ? from + stated : end;
  const raw = Buffer.from(body.slice(from, to), 'latin1');
  if (!/\/Filter/.test(head)) return raw;
  if (!/\/FlateDecode/.test(head) || /ASCII|LZW|Crypt/.test(head)) return undefined;
  try {
    return inflateSync(raw, { maxOutputLength: OUTPUT_MAX, finishFlush: 2 });
  } catch {
    return undefined;
  }
}

function nameOf(body: string): string {
  const bare = body.replace(/\/EF\s*<<[^>]*>>/, '');
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
