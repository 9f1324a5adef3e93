import type { CanonicalDocument } from '../domain/document/index.ts';
import { fail, ok, type Result } from '../domain/result/index.ts';
import {
  toCanonical,
  type CanonicalContext,
  type CanonicalRecord,
  type Provenance,
} from './canonical/index.ts';
import { declaredCharset, decode, type Decoded } from './decode.ts';
import { fatal, isFatal, type Finding, type Place } from './finding.ts';
import { mapCamt } from './format/camt/index.ts';
import { mapCsv, type MappingProfile } from './format/csv/index.ts';
import { canonicalTree, mapUbl, type DraftDocument } from './format/ubl/index.ts';
import { readXml, type XmlDocument } from './format/xml.ts';
import { LIMITS, type Limits } from './limits.ts';
import { isSuspicion, runOwnRules } from './rule/own.ts';
import { sniff, type Sniffed } from './sniff.ts';

/** One record as read: what it is, whether it may be written, and everything found in it. */
export type ReadRecord = CanonicalRecord & {
  /** The canonical document is complete and no fatal finding stands against it. */
  readonly accepted: boolean;
  /** A statement that is loaded and used for no match until two persons release it. */
  readonly suspect: boolean;
};

export type FileRead = {
  readonly sniffed: Sniffed;
  readonly charset: string;
  readonly records: readonly ReadRecord[];
  /** Findings about the file as a whole. */
  readonly findings: readonly Finding[];
  /** The text of K3, for XML files. */
  readonly canonicalText?: string;
};

export type ReadOptions = {
  readonly context: CanonicalContext;
  readonly profile?: MappingProfile;
  /** Kind of record that a table holds, where no profile says so. */
  readonly kind?: string;
  readonly limits?: Limits;
};

/**
 * Reads a file from bytes to canonical records: sniff, limits, decode, parse, map, validate. A
 * refusal concerns the whole file; faults of single records stand in the records.
 */
export function readFile(
  file: { readonly bytes: Uint8Array; readonly name: string },
  options: ReadOptions,
): Result<FileRead, Finding[]> {
  const limits = options.limits ?? LIMITS;
  const { bytes } = file;
  if (bytes.length === 0) return fail([fatal('IN-05', {})]);
  if (bytes.length > limits.bytesMax) {
    return fail([fatal('LIM-01', {}, { bytes: String(bytes.length) })]);
  }
  const sniffed = sniff(bytes, file.name);
  if (!sniffed.ok) return sniffed;
  const { format, kind } = sniffed.value;
  const stage = { sniffed: sniffed.value, limits, options };
  if (format === 'csv') return then(decode(bytes, tableCharset(options)), d => readTable(d, stage));
  if (format !== 'ubl' && format !== 'camt') return fail([fatal('SN-03', {}, { kind, format })]);
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared === undefined ? {} : { declared });
  return then(decoded, d => readTree(d, stage));
}

function tableCharset({ profile }: ReadOptions): { profile?: string } {
  return profile?.charset === undefined ? {} : { profile: profile.charset };
}

function then<T, U, E>(result: Result<T, E>, next: (value: T) => Result<U, E>): Result<U, E> {
  return result.ok ? next(result.value) : result;
}

type Stage = {
  readonly sniffed: Sniffed;
  readonly limits: Limits;
  readonly options: ReadOptions;
};

function readTree(decoded: Decoded, stage: Stage): Result<FileRead, Finding[]> {
  const parsed = readXml(decoded, stage.limits);
  if (!parsed.ok) return fail([...decoded.findings, parsed.error]);
  const { sniffed } = stage;
  const drafts =
    sniffed.format === 'ubl' ? [mapUbl(parsed.value)] : mapCamt(parsed.value, sniffed.kind);
  return ok({
    sniffed,
    charset: decoded.charset,
    records: drafts.map(d => readDraft(d, stage.options.context)),
    findings: decoded.findings,
    canonicalText: treeText(parsed.value),
  });
}

function treeText(document: XmlDocument): string {
  return canonicalTree(document.root);
}

function readTable(decoded: Decoded, stage: Stage): Result<FileRead, Finding[]> {
  const mapped = mapCsv(decoded, stage.limits, stage.options);
  if (!mapped.ok) return fail([...decoded.findings, ...mapped.error]);
  return ok({
    sniffed: stage.sniffed,
    charset: decoded.charset,
    records: mapped.value.drafts.map(d => readDraft(d, stage.options.context)),
    findings: [...decoded.findings, ...mapped.value.findings],
  });
}

/** From a draft to a canonical record with the verdict of the own rules. */
function readDraft(draft: DraftDocument, context: CanonicalContext): ReadRecord {
  const record = toCanonical(draft, context);
  const { document } = record;
  if (!document) return { ...record, accepted: false, suspect: false };
  const verdict = runOwnRules(document, placeFinder(record));
  const findings = [...record.findings, ...verdict.findings];
  const { assignment } = verdict;
  const whole = assignment ? ({ ...document, assignment } as CanonicalDocument) : document;
  const accepted = !findings.some(f => isFatal(f) && !isSuspicion(f));
  const suspect = findings.some(f => isFatal(f) && isSuspicion(f));
  return { ...record, document: whole, findings, accepted, suspect };
}

function placeFinder(record: CanonicalRecord): (path: string) => Place {
  const places = new Map<string, Provenance>(record.provenance.map(p => [p.path, p]));
  return path => {
    const at = places.get(path)?.at;
    const file = at && at.kind !== 'derived' ? at : record.draft.at;
    return { path, line: file.line, column: file.column };
  };
}
