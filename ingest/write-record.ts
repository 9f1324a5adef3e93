import { documentToWire } from '../domain/document/index.ts';
import { isFatal, type Finding } from './finding.ts';
import { insertRows } from './insert.ts';
import type { JudgedRecord } from './outcome.ts';
import { sealPersons, writePersons } from './person/index.ts';
import type { LoadContext } from './store.ts';

/** Which load is written, and when. */
export type LoadPlace = { readonly load: string; readonly at: string };

const RECORD = {
  load: 'uuid',
  seq: 'integer',
  kind: 'text',
  natural_key: 'text',
  content_hash: 'text',
  byte_from: 'bigint',
  byte_to: 'bigint',
  outcome: 'text',
  document: 'text',
  document_version: 'integer',
};
const QUARANTINE = {
  id: 'uuid',
  load: 'uuid',
  seq: 'integer',
  rules: 'text[]',
  kind: 'text',
  body: 'jsonb',
  raw_from: 'bigint',
  raw_to: 'bigint',
  created_at: 'timestamptz',
  attempts: 'integer',
  state: 'text',
  version: 'integer',
};

/** Writes every record with its outcome. */
export async function writeRecords(
  context: LoadContext,
  of: LoadPlace,
  judged: readonly JudgedRecord[],
): Promise<void> {
  const { sql, tenant } = context;
  const rows = judged.map(one => ({
    load: of.load,
    seq: one.seq,
    kind: one.document?.kind ?? one.record.kind,
    natural_key: one.naturalKey,
    content_hash: one.contentHash,
    byte_from: one.record.draft.at.from,
    byte_to: one.record.draft.at.to,
    outcome: one.outcome,
    document: one.document?.id,
    document_version: one.outcome === 'written' ? one.document?.version : undefined,
  }));
  await insertRows(sql, { table: 'erp.record', tenant, columns: RECORD }, rows);
}

/** Puts what is held back into quarantine, with its reasons; its persons under their keys. */
export async function writeHeld(
  context: LoadContext,
  of: LoadPlace,
  judged: readonly JudgedRecord[],
): Promise<void> {
  const { sql, tenant } = context;
  const held = judged.filter(j => j.outcome === 'conflict' || j.outcome === 'quarantined');
  const quarantined = [];
  const named = [];
  for (const one of held) {
    const row = heldRow(context, of, one);
    if (one.document === undefined) {
      quarantined.push(row);
      continue;
    }
    const place = { id: row.id, version: 0 };
    const sealed = await sealPersons(context, { ...place, body: documentToWire(one.document) });
    quarantined.push({ ...row, body: sealed.body });
    if (sealed.persons.length > 0) named.push({ ...place, persons: sealed.persons });
  }
  await insertRows(sql, { table: 'erp.quarantine', tenant, columns: QUARANTINE }, quarantined);
  await writePersons(context, named, of.at);
}

function heldRow(context: LoadContext, of: LoadPlace, one: JudgedRecord) {
  return {
    id: context.newId(),
    load: of.load,
    seq: one.seq,
    rules: rulesOf(one),
    kind: one.document?.kind ?? one.record.kind,
    raw_from: one.record.draft.at.from,
    raw_to: one.record.draft.at.to,
    created_at: of.at,
    attempts: 1,
    state: 'open',
    version: 1,
  };
}

/** The fatal rules that hold a record back, each once. */
export function rulesOf({ findings }: JudgedRecord): string[] {
  return [...new Set(findings.filter(isFatal).map(f => f.rule))];
}

const FINDING = {
  load: 'uuid',
  ordinal: 'integer',
  seq: 'integer',
  rule: 'text',
  rule_set: 'text',
  rule_version: 'text',
  severity: 'text',
  path: 'text',
  line: 'integer',
  column: 'integer',
  params: 'jsonb',
};

/** Writes findings of a load in their order, `first` the number of those before them. */
export async function writeFindings(
  context: LoadContext,
  load: string,
  findings: readonly (Finding & { readonly seq?: number })[],
  first = 0,
): Promise<void> {
  const rows = findings.map((f, at) => ({
    load,
    ordinal: first + at,
    seq: f.seq,
    rule: f.rule,
    rule_set: f.set,
    rule_version: f.version,
    severity: f.severity,
    path: f.path,
    line: f.line,
    column: f.column,
    params: f.params,
  }));
  const { sql, tenant } = context;
  await insertRows(sql, { table: 'erp.finding', tenant, columns: FINDING }, rows);
}
