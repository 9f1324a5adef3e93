import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { canonical, isList, isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import { sha256Hex } from '../commitment.ts';
import { headerNames, readRows } from '../format/csv/index.ts';
import { decode } from '../decode.ts';
import { LIMITS } from '../limits.ts';

/** A data file of the sandbox: where it comes from, which edition, and its rows as text. */
export type DataFile = {
  readonly source: string;
  /** The file's own version, or the head of its hash where it names none. */
  readonly version: string;
  readonly sha256: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
};

/** ABSENT: no file of that name in the folder; MALFORMED: neither a table nor `{source, …}`. */
export type DataFault = 'ABSENT' | 'MALFORMED';

/**
 * Reads `<name>.json` (`{source, version, rows}`) or `<name>.csv` (header and rows) from a folder.
 * These files are sandbox data: they stand in for services that a production system asks.
 */
export async function readDataFile(
  folder: string,
  name: string,
): Promise<Result<DataFile, DataFault>> {
  const json = await readOptional(join(folder, `${name}.json`));
  if (json) return readJson(json);
  const csv = await readOptional(join(folder, `${name}.csv`));
  return csv ? readCsv(csv, name) : fail('ABSENT');
}

/** What an adapter answered, as text whose hash an act may name as evidence. */
export type Evidence = { readonly text: string; readonly sha256: string };

export function evidenceOf(file: DataFile, question: Wire, answer: Wire): Evidence {
  const { source, version, sha256 } = file;
  const text = canonical({ source, version, file: sha256, question, answer });
  return { text, sha256: sha256Hex(text) };
}

async function readOptional(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readJson(bytes: Uint8Array): Result<DataFile, DataFault> {
  const parsed = parseWire(new TextDecoder().decode(bytes));
  if (!parsed.ok || !isObject(parsed.value)) return fail('MALFORMED');
  const { source, version, rows } = parsed.value;
  if (typeof source !== 'string' || typeof version !== 'string' || !isList(rows)) {
    return fail('MALFORMED');
  }
  const texts = rows.map(row => (isObject(row) ? textsOf(row) : undefined));
  if (texts.some(row => row === undefined)) return fail('MALFORMED');
  const read = texts.filter(row => row !== undefined);
  return ok({ source, version, sha256: sha256Hex(bytes), rows: read });
}

function textsOf(row: Readonly<Record<string, Wire>>): Record<string, string> | undefined {
  const entries = Object.entries(row);
  if (entries.some(([, value]) => typeof value !== 'string')) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
}

function readCsv(bytes: Uint8Array, name: string): Result<DataFile, DataFault> {
  const sha256 = sha256Hex(bytes);
  const decoded = decode(bytes, {});
  if (!decoded.ok) return fail('MALFORMED');
  const own = { source: `sandbox ${name}`, version: sha256.slice(0, 12), sha256 };
  const read = readRows(decoded.value.text, LIMITS, undefined);
  if (!read.ok) {
    const isHeaderOnly = read.error.every(f => f.rule === 'IN-05');
    return isHeaderOnly ? ok({ ...own, rows: [] }) : fail('MALFORMED');
  }
  const names = headerNames(read.value.header);
  const rows = Array.from(read.value.rows, row =>
    Object.fromEntries(names.map((column, at) => [column, row.cells[at]?.text.trim() ?? ''])),
  );
  return ok({ ...own, rows });
}
