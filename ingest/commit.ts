import { invariant } from '../domain/result/index.ts';
import { loadRoot, sha256Hex } from './commitment.ts';
import { PartCommit, partsOf, type RecordEnd, type WrittenRoot } from './commit-part.ts';
import { isFatal, OWN_RULES_VERSION, type Finding } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import type { LoadRow } from './load-row.ts';
import { loadEvents, matchEvents, writeLineage } from './lineage/index.ts';
import type { Decision } from './outcome.ts';
import type { OpenedFile } from './read.ts';
import type { LoadContext, LoadFile, LoadReport, Policy, RecordOutcome } from './store.ts';
import { writeFindings } from './write-record.ts';

/** Raised with any change of how files are read; stands in every load. */
const PARSER_VERSION = '1';

/** A load that is under way: its id, its file, and the load whose records it replays. */
export type Loading = {
  readonly load: string;
  readonly at: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly file: Pick<LoadFile, 'name' | 'source' | 'policy'>;
  readonly profile: MappingProfile | undefined;
  readonly parent?: string;
};

const NONE = { written: 0, unchanged: 0, conflict: 0, quarantined: 0 };

/** Writes a load that nothing was read from, with the reasons. */
export async function refuseFile(
  context: LoadContext,
  of: Loading,
  findings: readonly Finding[],
): Promise<LoadReport> {
  const row: LoadRow = {
    ...frame(of),
    format: null,
    kind: null,
    charset: null,
    stage: 'refused',
    state: 'refused',
    policy: of.file.policy ?? 'file',
    received: 0,
    ...NONE,
    root: null,
    anchorAct: null,
  };
  await writeLoad(context, row);
  await writeFindings(context, of.load, findings);
  const ended = { row, endedAt: context.now(), kinds: new Map(), findings };
  await writeLineage(context, of.load, loadEvents(ended));
  return report(row, of, { documents: [], findings });
}

type Frame = Pick<LoadRow, 'id' | 'source' | 'sha256' | 'name' | 'at' | 'profile' | 'parent'>;

function frame(of: Loading): Frame {
  const { load: id, sha256, at, file, profile, parent } = of;
  const own = { id, source: file.source, sha256, name: file.name, at, profile };
  return parent === undefined ? own : { ...own, parent };
}

/**
 * Judges what was read and writes it with its counts, in the caller's transaction, part by part: of a
 * record that is written a few words are kept. Records that are replayed keep what was held back in
 * its own quarantine row; `decisions` are a person's, by the place of the record.
 */
export async function commitRead(
  context: LoadContext,
  of: Loading,
  read: OpenedFile,
  decisions: ReadonlyMap<number, Decision> = new Map(),
): Promise<CommittedLoad> {
  const { format } = read.sniffed;
  const policy: Policy = of.file.policy ?? (format === 'csv' ? 'record' : 'message');
  const hash =
    read.canonicalText === undefined ? {} : { canonicalHash: sha256Hex(read.canonicalText()) };
  const parts = new PartCommit(context, { ...of, ...hash }, { policy, decisions });
  await parts.begin(read.findings);
  for (const records of partsOf(read.records, policy)) await parts.commit(records);
  const { counts, findings, kinds, documents, ends } = parts;
  const matched = await parts.match();
  const anchor = await anchorOf(context, of, parts.written);
  const row: LoadRow = {
    ...frame(of),
    format,
    kind: read.sniffed.kind,
    charset: read.charset,
    stage: 'committed',
    state: stateOf(counts, read.findings.some(isFatal)),
    policy,
    received: ends.length,
    ...counts,
    ...anchor,
  };
  await writeLoad(context, row);
  const ended = { row, endedAt: context.now(), kinds, findings };
  const match = matched === 0 ? [] : matchEvents(ended, { run: context.newId(), matched });
  await writeLineage(context, of.load, [...loadEvents(ended), ...match]);
  await proveCounts(context, row);
  return { ends, report: report(row, of, { documents, findings }) };
}

export type CommittedLoad = {
  /** How each record ended, in their order. */
  readonly ends: readonly RecordEnd[];
  readonly report: LoadReport;
};

type Counts = Readonly<Record<RecordOutcome, number>>;

function stateOf(counts: Counts, isFaulty: boolean): LoadRow['state'] {
  const isWhole = counts.conflict + counts.quarantined === 0;
  if (isWhole) return isFaulty ? 'partly' : 'loaded';
  return counts.written + counts.unchanged > 0 ? 'partly' : 'quarantined';
}

async function anchorOf(
  context: LoadContext,
  of: Loading,
  written: readonly WrittenRoot[],
): Promise<Pick<LoadRow, 'root' | 'anchorAct'>> {
  if (written.length === 0) return { root: null, anchorAct: null };
  const root = loadRoot(written);
  const body = { load: of.load, source: of.file.source, root, count: written.length };
  const anchorAct = context.anchor ? await context.anchor(context.sql, body) : null;
  return { root, anchorAct };
}

async function writeLoad(context: LoadContext, row: LoadRow): Promise<void> {
  const { received, written, unchanged, conflict, quarantined } = row;
  invariant(
    'INV-I1',
    received === written + unchanged + conflict + quarantined,
    () => `${received} received, ${written} + ${unchanged} + ${conflict} + ${quarantined}`,
  );
  await context.sql.query(
    `insert into erp.load (tenant_id, id, source, sha256, name, format, kind, charset, stage, state,
       policy, parser_version, rules_version, profile, profile_version, received, written, unchanged,
       conflict, quarantined, root, anchor_act, loaded_by, started_at, finished_at, parent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       $20, $21, $22, $23, $24, $25, $26)`,
    [
      context.tenant,
      row.id,
      row.source,
      row.sha256,
      row.name,
      row.format,
      row.kind,
      row.charset,
      row.stage,
      row.state,
      row.policy,
      PARSER_VERSION,
      OWN_RULES_VERSION,
      row.profile?.name ?? null,
      row.profile?.version ?? null,
      received,
      written,
      unchanged,
      conflict,
      quarantined,
      row.root,
      row.anchorAct,
      context.actor,
      row.at,
      context.now(),
      row.parent ?? null,
    ],
  );
}

/** The second path of INV-I1: what was written says the same as what was counted. */
async function proveCounts(context: LoadContext, row: LoadRow): Promise<void> {
  const found = await context.sql.query<{ outcome: RecordOutcome; count: number }>(
    'select outcome, count(*)::integer as count from erp.record where load = $1 group by outcome',
    [row.id],
  );
  const counts: Record<RecordOutcome, number> = { ...NONE };
  for (const { outcome, count } of found) counts[outcome] = count;
  for (const name of ['written', 'unchanged', 'conflict', 'quarantined'] as const) {
    invariant(
      'INV-I1',
      counts[name] === row[name],
      () => `${name}: ${counts[name]}, not ${row[name]}`,
    );
  }
}

function report(
  row: LoadRow,
  of: Loading,
  found: Pick<LoadReport, 'documents' | 'findings'>,
): LoadReport {
  const { received, written, unchanged, conflict, quarantined, anchorAct } = row;
  return {
    load: row.id,
    state: row.state,
    policy: row.policy,
    sha256: row.sha256,
    bytes: of.bytes,
    format: row.format,
    kind: row.kind,
    received,
    written,
    unchanged,
    conflict,
    quarantined,
    anchorAct,
    ...found,
  };
}
