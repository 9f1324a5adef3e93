import type { Finding, Severity } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import type { LoadedDocument, LoadReport, Policy, RecordOutcome, Sql } from './store.ts';

/** A load as it is written. */
export type LoadRow = {
  readonly id: string;
  readonly source: string;
  readonly sha256: string;
  readonly name: string;
  readonly at: string;
  readonly profile: MappingProfile | undefined;
  readonly format: string | null;
  readonly kind: string | null;
  readonly charset: string | null;
  readonly stage: 'committed' | 'refused';
  readonly state: 'loaded' | 'partly' | 'quarantined' | 'refused';
  readonly policy: Policy;
  readonly received: number;
  readonly written: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly quarantined: number;
  readonly root: string | null;
  readonly anchorAct: string | null;
  /** The load whose records this one replays. */
  readonly parent?: string;
};

type Known = Omit<LoadRow, 'at' | 'profile' | 'anchorAct' | 'parent'> & {
  readonly anchor_act: string | null;
  readonly bytes: bigint;
};

/**
 * The answer of the load that first read these bytes under this profile, as state `unchanged`; a
 * refused load is no answer, so that a cured cause lets the same file in.
 */
export async function findFirstLoad(
  sql: Sql,
  by: {
    readonly sha256: string;
    readonly profile: string | undefined;
    readonly version: number | undefined;
  },
): Promise<LoadReport | undefined> {
  const [row] = await sql.query<Known>(
    `select l.*, r.bytes from erp.load l join erp.raw_object r on r.sha256 = l.sha256
     where l.sha256 = $1 and l.state <> 'refused' and l.parent is null and l.profile is not distinct from $2
       and l.profile_version is not distinct from $3
     order by l.started_at limit 1`,
    [by.sha256, by.profile ?? null, by.version ?? null],
  );
  if (!row) return undefined;
  const { received, written, unchanged, conflict, quarantined } = row;
  return {
    load: row.id,
    state: 'unchanged',
    policy: row.policy,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    format: row.format,
    kind: row.kind,
    received,
    written,
    unchanged,
    conflict,
    quarantined,
    documents: await findDocuments(sql, row.id),
    findings: await findFindings(sql, row.id),
    anchorAct: row.anchor_act,
  };
}

async function findDocuments(sql: Sql, load: string): Promise<LoadedDocument[]> {
  const rows = await sql.query<{
    seq: number;
    outcome: RecordOutcome;
    kind: string;
    document: string | null;
    document_version: number | null;
    number: string | null;
  }>(
    `select r.seq, r.outcome, r.kind, r.document, r.document_version, d.number
     from erp.record r left join erp.document d
       on d.id = r.document and d.version = coalesce(r.document_version, 1)
     where r.load = $1 order by r.seq`,
    [load],
  );
  return rows.map(row => ({
    seq: row.seq,
    outcome: row.outcome,
    kind: row.kind,
    ...(row.document === null ? {} : { id: row.document }),
    ...(row.document_version === null ? {} : { version: row.document_version }),
    ...(row.number === null ? {} : { number: row.number }),
  }));
}

type FindingRow = {
  readonly seq: number | null;
  readonly rule: string;
  readonly rule_set: string;
  readonly rule_version: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly params: Record<string, string>;
};

/** The findings of a load in their order. */
async function findFindings(
  sql: Sql,
  load: string,
): Promise<(Finding & { readonly seq?: number })[]> {
  const rows = await sql.query<FindingRow>(
    `select seq, rule, rule_set, rule_version, severity, path, line, "column", params
     from erp.finding where load = $1 order by ordinal`,
    [load],
  );
  return rows.map(row => ({
    rule: row.rule,
    set: row.rule_set,
    version: row.rule_version,
    severity: row.severity,
    path: row.path,
    params: row.params,
    ...(row.line === null ? {} : { line: row.line }),
    ...(row.column === null ? {} : { column: row.column }),
    ...(row.seq === null ? {} : { seq: row.seq }),
  }));
}
