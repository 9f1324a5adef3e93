import { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';

/** A part of an archive as its central directory states it; nothing is unpacked yet. */
type Part = {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly checksum: number;
  readonly headerAt: number;
};

/** The parts of an archive, unpacked one by one when asked for. */
export type Archive = {
  readonly names: readonly string[];
  /** The content of a part; undefined where there is none, XLS-01 where it is damaged. */
  readonly part: (name: string) => Result<Uint8Array | undefined, Finding[]>;
};

type ArchiveLimits = Pick<Limits, 'unpackedMax' | 'ratioMax' | 'partsMax'>;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const COMMENT_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;
const SYMLINK = 0xa000;

/**
 * Opens a ZIP archive (APPNOTE 6.3, no ZIP64, which no file under our limit needs) by its central
 * directory. Refused are sizes that pass the limits or a ratio above them (LIM-05), too many parts
 * (LIM-06), encryption (LIM-08), names that leave the archive, stand twice or are links (LIM-09),
 * and a directory that cannot be read (XLS-01). Names are keys and never paths.
 */
export function openArchive(bytes: Uint8Array, limits: ArchiveLimits): Result<Archive, Finding[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const listed = listParts(buffer, limits);
  if (!listed.ok) return listed;
  const parts = listed.value;
  const sum = parts.reduce((all, part) => all + part.bytes, 0);
  if (sum > limits.unpackedMax || sum > bytes.length * limits.ratioMax) {
    return fail([fatal('LIM-05', {}, { bytes: String(sum) })]);
  }
  const byName = new Map(parts.map(part => [part.name, part]));
  return ok({
    names: [...byName.keys()],
    part: name => {
      const part = byName.get(name);
      return part ? unpack(buffer, part) : ok(undefined);
    },
  });
}

function listParts(buffer: Buffer, limits: ArchiveLimits): Result<Part[], Finding[]> {
  const end = findEnd(buffer);
  if (end === undefined) return fail([damaged('central directory')]);
  const count = buffer.readUInt16LE(end + 10);
  if (count > limits.partsMax) return fail([fatal('LIM-06', {}, { parts: String(count) })]);
  const parts: Part[] = [];
  const seen = new Set<string>();
  let at = buffer.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > end || buffer.readUInt32LE(at) !== CENTRAL) return fail([damaged('directory')]);
    const nameEnd = at + 46 + buffer.readUInt16LE(at + 28);
    const name = buffer.toString('utf8', at + 46, nameEnd);
    const fault = partFault(buffer, { at, name, seen });
    if (fault) return fail([fault]);
    seen.add(foldName(name));
    parts.push({
      name,
      method: buffer.readUInt16LE(at + 10),
      checksum: buffer.readUInt32LE(at + 16),
      packedBytes: buffer.readUInt32LE(at + 20),
      bytes: buffer.readUInt32LE(at + 24),
      headerAt: buffer.readUInt32LE(at + 42),
    });
    at = nameEnd + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  return ok(parts);
}

function partFault(
  buffer: Buffer,
  of: { readonly at: number; readonly name: string; readonly seen: ReadonlySet<string> },
): Finding | undefined {
  const { at, name, seen } = of;
  const isLink = ((buffer.readUInt32LE(at + 38) >>> 16) & 0xf000) === SYMLINK;
  const isOutside = /^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\u0000/.test(name);
  if (isLink || isOutside || seen.has(foldName(name))) {
    return fatal('LIM-09', {}, { part: name.slice(0, 80) });
  }
  const isEncrypted = (buffer.readUInt16LE(at + 8) & 1) === 1;
  return isEncrypted ? fatal('LIM-08', {}) : undefined;
}

/** Part names of Open Packaging Conventions are equal whatever their case. */
function foldName(name: string): string {
  return name.toLowerCase();
}

function findEnd(buffer: Buffer): number | undefined {
  const least = Math.max(0, buffer.length - END_BYTES - COMMENT_MAX);
  for (let at = buffer.length - END_BYTES; at >= least; at -= 1) {
    if (buffer.readUInt32LE(at) === END) return at;
  }
  return undefined;
}

function unpack(buffer: Buffer, part: Part): Result<Uint8Array, Finding[]> {
  const { headerAt, packedBytes, bytes, method, name } = part;
  if (headerAt + 30 > buffer.length || buffer.readUInt32LE(headerAt) !== LOCAL) {
    return fail([damaged(name)]);
  }
  const from =
    headerAt + 30 + buffer.readUInt16LE(headerAt + 26) + buffer.readUInt16LE(headerAt + 28);
  const packed = buffer.subarray(from, from + packedBytes);
  const content = method === STORED ? packed : inflate(packed, { method, bytes });
  const isWhole = content?.length === bytes && crc32(content) === part.checksum;
  return content && isWhole ? ok(content) : fail([damaged(name)]);
}

/** What comes out is never more than the directory stated. */
function inflate(
  packed: Buffer,
  of: { readonly method: number; readonly bytes: number },
): Buffer | undefined {
  if (of.method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, of.bytes) });
  } catch {
    return undefined;
  }
}

function damaged(part: string): Finding {
  return fatal('XLS-01', {}, { part: part.slice(0, 80) });
}
