import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { formatExact } from '../domain/document/index.ts';
import { isList, isObject, type Wire } from '../domain/wire/index.ts';
import { applyTransforms, type Provenance } from './canonical/index.ts';
import { decodeSlice } from './decode.ts';
import type { FileLocator, Locator, ManualLocator } from './locator.ts';

/** Provenance as stored: the lexical text stands there only by the head of its SHA-256. */
export type StoredProvenance = {
  readonly path: string;
  readonly at: Locator;
  readonly transforms: readonly string[];
  /** First 16 hexadecimal digits of the SHA-256 of the lexical text; empty where derived. */
  readonly textHash: string;
};

type Packed = {
  readonly v: 1;
  /** Dictionary of transforms lists, places, formulas. */
  readonly d: readonly string[];
  /** Rows: path, kind, then by kind. */
  readonly r: readonly (readonly (string | number)[])[];
};

/** A map has a few kilobytes: a window of 4 KB costs a fraction of the usual memory to set up. */
const SMALL = { level: 1, windowBits: 12, memLevel: 5, chunkSize: 4_096 };

/** Packs the provenance of one document: dictionary-coded and compressed. */
export function packProvenance(entries: readonly Provenance[]): Buffer {
  const dictionary = new Map<string, number>();
  const code = (text: string): number => {
    const known = dictionary.get(text);
    if (known !== undefined) return known;
    dictionary.set(text, dictionary.size);
    return dictionary.size - 1;
  };
  const hashes = new Map<string, string>();
  const rows = entries.map(({ path, at, transforms, text }) => {
    // A document says the same currency, unit and rate many times over.
    const hash = hashes.get(text) ?? hashHead(text);
    hashes.set(text, hash);
    const own = [path, code(JSON.stringify(transforms)), hash];
    if (at.kind === 'derived')
      return [...own, 'd', code(at.formula), code(JSON.stringify(at.inputs))];
    if (at.kind === 'manual') return [...own, 'm', code(JSON.stringify(at))];
    const flags = KINDS.indexOf(at.kind) * 4 + (at.escaped ? 2 : 0) + 1;
    const place = [...own, flags, at.path, at.from, at.to - at.from, at.line, at.column];
    return at.within === undefined ? place : [...place, code(at.within)];
  });
  const packed: Packed = { v: 1, d: [...dictionary.keys()], r: rows };
  return deflateRawSync(JSON.stringify(packed), SMALL);
}

/** The inverse of {@link packProvenance}. */
export function unpackProvenance(map: Uint8Array): StoredProvenance[] {
  const packed = JSON.parse(inflateRawSync(map).toString('utf8')) as Packed;
  const word = (at: string | number | undefined): string => packed.d[Number(at)] ?? '';
  return packed.r.map(row => {
    const [path, transforms, textHash, flags, ...rest] = row;
    const own = {
      path: String(path),
      transforms: JSON.parse(word(transforms)) as string[],
      textHash: String(textHash),
    };
    if (flags === 'd') {
      const inputs = JSON.parse(word(rest[1])) as string[];
      return { ...own, at: { kind: 'derived', formula: word(rest[0]), inputs } };
    }
    if (flags === 'm') return { ...own, at: JSON.parse(word(rest[0])) as ManualLocator };
    const at = fileLocator(Number(flags), rest);
    return { ...own, at: rest[5] === undefined ? at : { ...at, within: word(rest[5]) } };
  });
}

const KINDS: readonly FileLocator['kind'][] = ['xml', 'cell', 'edi', 'json', 'mt'];

/** A map that was packed with even flags tells only cells from XML. */
function fileLocator(flags: number, rest: readonly (string | number)[]): FileLocator {
  const [place = '', from = 0, length = 0, line = 0, column = 0] = rest;
  return {
    kind: (flags & 1) === 1 ? (KINDS[flags >> 2] ?? 'xml') : 'cell',
    path: String(place),
    from: Number(from),
    to: Number(from) + Number(length),
    escaped: (flags & 2) === 2,
    line: Number(line),
    column: Number(column),
  };
}

/** What the raw file says at a place: the text in its bytes, and the canonical value it gives. */
export type ValueAtPlace = {
  readonly text: string;
  /** Canonical text: money in minor units, dates ISO, decimals without excess zeros. */
  readonly value: string | undefined;
  /** The text is the one that was read when the file was loaded. */
  readonly isUnaltered: boolean;
};

/** Cuts a value's byte range from its raw file and applies its transforms (INV-I2). */
export function valueAtPlace(
  bytes: Uint8Array,
  charset: string,
  entry: StoredProvenance,
): ValueAtPlace | undefined {
  const { at } = entry;
  if (at.kind === 'derived' || at.kind === 'manual') return undefined;
  const cut = decodeSlice(bytes.subarray(at.from, at.to), charset);
  const text = at.escaped ? unescape(cut, at, bytes) : cut;
  const value = applyTransforms(text, entry.transforms);
  return { text, value, isUnaltered: hashHead(text) === entry.textHash };
}

/** One value of a stored document with where it came from; `value` as {@link ValueAtPlace} has it. */
export type DescribedProvenance = {
  readonly field: string;
  readonly value: string | null;
  readonly locator: Wire;
};

/** Joins the places of a stored document with its values; only fields that the body holds. */
export function describeProvenance(map: Uint8Array, body: Wire): DescribedProvenance[] {
  return unpackProvenance(map).flatMap(({ path, at, transforms }) => {
    const value = canonicalText(body, path);
    if (value === undefined) return [];
    const locator = { ...at, transforms: [...transforms] } as unknown as Wire;
    return [{ field: path, value, locator }];
  });
}

function canonicalText(body: Wire, path: string): string | undefined {
  let at: Wire | undefined = body;
  for (const step of path.split(/\.|\[|\]\.?/).filter(s => s !== '')) {
    if (isList(at)) at = at[Number(step)];
    else if (isObject(at)) at = at[step];
    else return undefined;
  }
  if (!isObject(at))
    return typeof at === 'string' || typeof at === 'boolean' ? String(at) : undefined;
  const { minor, coefficient, scale } = at;
  if (typeof minor === 'string') return minor;
  if (typeof coefficient !== 'string' || typeof scale !== 'number') return undefined;
  return formatExact({ coefficient: BigInt(coefficient), scale });
}

/** Stored provenance of values that were just read. */
export function storedOf(entry: Provenance): StoredProvenance {
  const { path, at, transforms, text } = entry;
  return { path, at, transforms, textHash: hashHead(text) };
}

function hashHead(text: string): string {
  if (text === '') return '';
  return hash('sha256', text, 'hex').slice(0, 16);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescape(cut: string, { kind, within }: FileLocator, bytes: Uint8Array): string {
  if (kind === 'cell' && within !== undefined) return unescapeShared(cut);
  if (kind === 'cell') return cut.replaceAll('""', '"').trim();
  if (kind === 'json') return (JSON.parse(`"${cut}"`) as string).trim();
  if (kind === 'edi') return released(cut, bytes).trim();
  return unescapeXml(cut).trim();
}

/** Takes the release characters of EDIFACT off; UNA names another one than `?`. */
function released(cut: string, bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const release = /UNA[^]{3}([^])/.exec(head)?.[1] ?? '?';
  return cut
    .split(release + release)
    .map(part => part.replaceAll(release, ''))
    .join(release);
}

/** A text of a workbook: runs without their formats, no phonetic ones, `_x000D_` undone. */
function unescapeShared(cut: string): string {
  const runs = cut.replace(/<(\w+:)?rPh[\s>][\s\S]*?<\/(\w+:)?rPh>/g, '');
  const texts = runs.split(/<\/(?:\w+:)?t>[\s\S]*?<(?:\w+:)?t(?:\s[^>]*)?>/);
  const joined = texts.map(unescapeXml).join('');
  const plain = joined.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return plain.trim();
}

function unescapeXml(cut: string): string {
  const parts = cut.split(/(<!\[CDATA\[[\s\S]*?\]\]>)/);
  const text = parts.map(part => {
    if (part.startsWith('<![CDATA[')) return part.slice(9, -3);
    return part
      .replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '')
      .replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (_, name: string) => entity(name));
  });
  return text.join('').replace(/\r\n?/g, '\n');
}

function entity(name: string): string {
  if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
  if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
  return ENTITIES[name] ?? `&${name};`;
}
