import type { CanonicalDocument } from '../domain/document/index.ts';
import { fail, ok, type Result } from '../domain/result/index.ts';
import {
  toCanonical,
  type CanonicalContext,
  type CanonicalRecord,
  type Provenance,
} from './canonical/index.ts';
import { fatal, isFatal, type Finding, type Place } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import { eachAnew, READERS, type DraftDocument, type MappedFile } from './format/index.ts';
import type { XmlNode } from './format/xml.ts';
import { LIMITS, type Limits } from './limits.ts';
import { correctDrafts, type Correction } from './overlay.ts';
import { holdsBack, runNativeRules } from './rule/native.ts';
import { isSuspicion, runOwnRules } from './rule/own.ts';
import { sniff, type Sniffed } from './sniff.ts';

/** One record as read: what it is, whether it may be written, and everything found in it. */
export type ReadRecord = CanonicalRecord & {
  /** The canonical document is complete and no fatal finding stands against it. */
  readonly accepted: boolean;
  /** A statement that is loaded and used for no match until two persons release it. */
  readonly suspect: boolean;
  /** The element that it was read from, where the syntax has elements. */
  readonly root?: XmlNode;
};

export type FileRead = {
  readonly sniffed: Sniffed;
  readonly charset: string;
  readonly records: readonly ReadRecord[];
  /** Findings about the file as a whole. */
  readonly findings: readonly Finding[];
  /** Types of EDI messages in order. */
  readonly messages: readonly string[];
  /** The text of K3, for XML files. */
  readonly canonicalText?: () => string;
  /** Texts inside the file that places count their bytes in, by name. */
  readonly parts?: ReadonlyMap<string, Uint8Array>;
};

/** A file whose records are read when they are asked for, anew at each walk. */
export type OpenedFile = Omit<FileRead, 'records'> & { readonly records: Iterable<ReadRecord> };

export type ReadOptions = {
  readonly context: CanonicalContext;
  readonly profile?: MappingProfile;
  /** Kind of record that a table holds, where no profile says so. */
  readonly kind?: string;
  /** Keys of tax bureaus that are trusted, as points of SM2 in 128 hexadecimal digits. */
  readonly sealKeys?: readonly string[];
  readonly limits?: Limits;
  /** What persons put over the file's own values. */
  readonly corrections?: readonly Correction[];
};

/** Reads a file and keeps all its records; see {@link openFile}. */
export function readFile(
  file: { readonly bytes: Uint8Array; readonly name: string },
  options: ReadOptions,
): Result<FileRead, Finding[]> {
  const opened = openFile(file, options);
  return opened.ok ? ok({ ...opened.value, records: [...opened.value.records] }) : opened;
}

/**
 * Reads a file from bytes to canonical records: sniff, limits, decode, parse, map, validate. A
 * refusal concerns the whole file; faults of single records stand in the records. What a whole file
 * must not have is told before the first record; each record is then made when it is asked for.
 */
export function openFile(
  file: { readonly bytes: Uint8Array; readonly name: string },
  options: ReadOptions,
): Result<OpenedFile, Finding[]> {
  const { context, limits = LIMITS, corrections = [], ...rest } = options;
  const { bytes } = file;
  if (bytes.length === 0) return fail([fatal('IN-05', {})]);
  if (bytes.length > limits.bytesMax) {
    return fail([fatal('LIM-01', {}, { bytes: String(bytes.length) })]);
  }
  const sniffed = sniff(bytes, file.name);
  if (!sniffed.ok) return sniffed;
  const { format, kind } = sniffed.value;
  const reader = READERS[format];
  if (!reader) return fail([fatal('SN-03', {}, { kind, format })]);
  const mapped = reader(bytes, { sniffed: sniffed.value, limits, corrections, ...rest });
  if (!mapped.ok) return mapped;
  const drafts = correctDrafts(mapped.value.drafts, corrections);
  return ok(openMapped({ ...mapped.value, drafts }, sniffed.value, context));
}

function openMapped(mapped: MappedFile, sniffed: Sniffed, context: CanonicalContext): OpenedFile {
  const { drafts, findings, charset = 'utf-8', messages = [], canonicalText, parts } = mapped;
  return {
    sniffed,
    charset,
    messages,
    records: eachAnew(drafts, d => readDraft(d, context)),
    findings,
    ...(canonicalText === undefined ? {} : { canonicalText }),
    ...(parts === undefined ? {} : { parts }),
  };
}

/**
 * From a draft to a canonical record with the verdicts of the own and of the published rules. Of
 * the published, only those hold a document back that it says itself it follows.
 */
function readDraft(draft: DraftDocument, context: CanonicalContext): ReadRecord {
  const held = draft.isHeld === true ? [fatal('IN-07', placeOf(draft))] : [];
  const record = toCanonical({ ...draft, findings: [...draft.findings, ...held] }, context);
  const published = draft.root ? runNativeRules(draft.root) : [];
  const { document } = record;
  if (!document) {
    const findings = [...record.findings, ...published];
    const root = draft.root && { root: draft.root };
    return { ...record, ...root, findings, accepted: false, suspect: false };
  }
  const verdict = runOwnRules(document, placeFinder(draft, record, context));
  const own = [...record.findings, ...verdict.findings];
  const binding = draft.root ? holdsBack(published, draft.root) : [];
  const { assignment } = verdict;
  return {
    ...record,
    ...(draft.root && { root: draft.root }),
    document: assignment ? ({ ...document, assignment } as CanonicalDocument) : document,
    findings: [...own, ...published],
    accepted: binding.length === 0 && !own.some(f => isFatal(f) && !isSuspicion(f)),
    suspect: own.some(f => isFatal(f) && isSuspicion(f)),
  };
}

function placeOf({ draft }: DraftDocument): Place {
  const { path, line, column } = draft.at;
  return { path, line, column };
}

/** Places of a record's fields; a record without provenance is built again when one is asked for. */
function placeFinder(
  draft: DraftDocument,
  record: CanonicalRecord,
  context: CanonicalContext,
): (path: string) => Place {
  let places: Map<string, Provenance> | undefined;
  return path => {
    places ??= new Map(tracedBy(draft, record, context).map(p => [p.path, p]));
    const at = places.get(path)?.at;
    const file = at && 'line' in at ? at : record.draft.at;
    return { path, line: file.line, column: file.column };
  };
}

function tracedBy(
  draft: DraftDocument,
  record: CanonicalRecord,
  context: CanonicalContext,
): readonly Provenance[] {
  if (context.isTraced !== false) return record.provenance;
  return toCanonical(draft, { ...context, isTraced: true }).provenance;
}
