import { FULL_SIGHT, isPersonal, seenValue } from '../domain/document/index.ts';
import { invariant } from '../domain/result/index.ts';
import { loadRoot, sha256Hex } from './commitment.ts';
import { fatal, isFatal, OWN_RULES_VERSION, type Finding } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import type { LoadRow } from './load-row.ts';
import { loadEvents, matchEvents, writeLineage } from './lineage/index.ts';
import { linkReferences, matchWritten } from './match-store.ts';
import { judgeRecords, type Decision, type JudgedRecord } from './outcome.ts';
import type { FileRead } from './read.ts';
import { suspectByHistory } from './statement-chain.ts';
import type {
  LoadContext,
  LoadedDocument,
  LoadFile,
  LoadReport,
  Policy,
  RecordOutcome,
} from './store.ts';
import { writeDocuments, type WrittenDocument } from './write.ts';
import { writeFindings, writeHeld, writeRecords } from './write-record.ts';

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
  const ended = { row, endedAt: context.now(), judged: [], findings };
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
 * Judges what was read and writes it with its counts, in the caller's transaction. Records that are
 * replayed keep what was held back in its own quarantine row; `decisions` are a person's, by the
 * place of the record.
 */
export async function commitRead(
  context: LoadContext,
  of: Loading,
  read: FileRead,
  decisions: ReadonlyMap<number, Decision> = new Map(),
): Promise<CommittedLoad> {
  const { format } = read.sniffed;
  const policy: Policy = of.file.policy ?? (format === 'csv' ? 'record' : 'message');
  const records = await suspectByHistory(context.sql, read.records);
  const judged = applyPolicy(policy, await judgeRecords(context.sql, records, decisions));
  const canonicalHash =
    read.canonicalText === undefined ? {} : { canonicalHash: sha256Hex(read.canonicalText()) };
  const written = await writeDocuments(context, judged, { ...of, ...canonicalHash });
  await linkReferences(context.sql, written);
  const matched = await matchWritten(context, written, of);
  const anchor = await anchorOf(context, of, written);
  const counts = countOutcomes(judged);
  const row: LoadRow = {
    ...frame(of),
    format,
    kind: read.sniffed.kind,
    charset: read.charset,
    stage: 'committed',
    state: stateOf(counts, read.findings.some(isFatal)),
    policy,
    received: judged.length,
    ...counts,
    ...anchor,
  };
  await writeLoad(context, row);
  await writeRecords(context, of, judged);
  if (of.parent === undefined) await writeHeld(context, of, judged);
  const findings = [
    ...read.findings,
    ...judged.flatMap(j => j.findings.map(f => ({ ...f, seq: j.seq }))),
  ];
  const kinds = new Map(judged.map(j => [j.seq, j.document?.kind ?? j.record.kind]));
  await writeFindings(
    context,
    of.load,
    findings.map(f => veiled(f, kinds)),
  );
  const ended = { row, endedAt: context.now(), judged, findings };
  const match = matched === 0 ? [] : matchEvents(ended, { run: context.newId(), matched });
  await writeLineage(context, of.load, [...loadEvents(ended), ...match]);
  await proveCounts(context, row);
  return { judged, report: report(row, of, { documents: judged.map(documentOf), findings }) };
}

export type CommittedLoad = {
  readonly judged: readonly JudgedRecord[];
  readonly report: LoadReport;
};

/** Policy `file`: one record that is not good holds all back (IN-06). */
function applyPolicy(policy: Policy, judged: readonly JudgedRecord[]): JudgedRecord[] {
  const isWhole = judged.every(j => j.outcome === 'written' || j.outcome === 'unchanged');
  if (policy !== 'file' || isWhole) return [...judged];
  return judged.map(one =>
    one.outcome === 'written'
      ? { ...one, outcome: 'quarantined', findings: [...one.findings, fatal('IN-06', {})] }
      : one,
  );
}

/** What a finding quotes of a person's value is masked in its row; the value is in the sealed body. */
function veiled<T extends Finding & { readonly seq?: number }>(
  found: T,
  kinds: ReadonlyMap<number, string>,
): T {
  const kind = found.seq === undefined ? undefined : kinds.get(found.seq);
  if (kind === undefined || !isPersonal(kind, found.path)) return found;
  const params = Object.entries(found.params).map(([name, value]) => {
    return [name, seenValue(kind, { field: found.path, value }, VEILED) ?? ''] as const;
  });
  return { ...found, params: Object.fromEntries(params) };
}

const VEILED = { ...FULL_SIGHT, personal: 'masked' } as const;

type Counts = Readonly<Record<RecordOutcome, number>>;

function countOutcomes(judged: readonly JudgedRecord[]): Counts {
  const counts = { ...NONE };
  for (const { outcome } of judged) counts[outcome] += 1;
  return counts;
}

function stateOf(counts: Counts, isFaulty: boolean): LoadRow['state'] {
  const isWhole = counts.conflict + counts.quarantined === 0;
  if (isWhole) return isFaulty ? 'partly' : 'loaded';
  return counts.written + counts.unchanged > 0 ? 'partly' : 'quarantined';
}

async function anchorOf(
  context: LoadContext,
  of: Loading,
  written: readonly WrittenDocument[],
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

function documentOf(one: JudgedRecord): LoadedDocument {
  const { document } = one;
  const kind = document?.kind ?? one.record.kind;
  const own = { seq: one.seq, outcome: one.outcome, kind };
  if (!document) return own;
  return { ...own, id: document.id, version: document.version, number: document.number };
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
