import type { Signature } from '../../domain/act/index.ts';
import type { Sql } from '../database/index.ts';
import type { FreeRefusal } from './services.ts';

/** An act as `app` keeps it: the bytes, who signed, how far it is. */
export type ActRow = {
  readonly tenant: string;
  readonly id: string;
  readonly kind: string;
  readonly businessDate: string;
  readonly sha256: string;
  readonly bytes: string;
  readonly signatures: readonly Signature[];
  readonly state: string;
  readonly missing: readonly string[];
  /** Private input kept while signatures are missing; dropped once the act is sent. */
  readonly transient: Readonly<Record<string, string>> | null;
  readonly refusal: FreeRefusal | null;
  readonly txId: string | null;
  readonly block: bigint | null;
  readonly createdAt: string;
};

type Row = {
  tenant_id: string;
  id: string;
  kind: string;
  business_date: string;
  sha256: string;
  bytes: string;
  signatures: Signature[];
  state: string;
  missing: string[] | null;
  transient: Record<string, string> | null;
  refusal: FreeRefusal | null;
  tx_id: string | null;
  block: bigint | null;
  created_at: string;
  sent: string | null;
};

/** The act's own row and, once it was sent, what the outbox knows of it. */
const SELECT = `select a.tenant_id, a.id, a.kind, a.business_date, a.sha256, a.bytes, a.signatures,
    a.state, a.missing, a.transient, coalesce(o.refusal, a.refusal) as refusal,
    coalesce(o.tx_id, a.tx_id) as tx_id, coalesce(o.block, a.block) as block, a.created_at,
    o.state as sent
  from app.act a
  left join app.outbox o on o.tenant_id = a.tenant_id and o.act_id = a.id`;

/** Rows that a condition on `a` (the act) picks, in the order of `tail`. */
export async function readActs(
  query: Sql['query'],
  condition: string,
  values: readonly unknown[],
): Promise<ActRow[]> {
  const rows = await query<Row>(`${SELECT} where ${condition}`, values);
  return rows.map(row => ({
    tenant: row.tenant_id,
    id: row.id,
    kind: row.kind,
    businessDate: row.business_date,
    sha256: row.sha256,
    bytes: row.bytes,
    signatures: row.signatures,
    state: stateOf(row),
    missing: row.missing ?? [],
    transient: row.transient,
    refusal: row.refusal,
    txId: row.tx_id,
    block: row.block,
    createdAt: row.created_at,
  }));
}

/** State on screen (PT-405) from the act's row and the outbox's. */
function stateOf({ state, sent }: Row): string {
  const words: Readonly<Record<string, string>> = {
    saved: 'submitted',
    submitted: 'submitted',
    waiting: 'submitted',
    unknown: 'unknown',
    committed: 'done',
    refused: 'refused',
  };
  return sent === null ? state : (words[sent] ?? state);
}

export type ActDraft = {
  readonly tenant: string;
  readonly id: string;
  readonly kind: string;
  readonly businessDate: string;
  readonly sha256: string;
  readonly bytes: string;
  readonly by: string;
};

/**
 * Keeps the act before anything is sent. The first bytes under an id stand: gives back their hash,
 * or `null` when the row is not of this tenant.
 */
export async function keepAct(sql: Sql, draft: ActDraft): Promise<string | null> {
  await sql.query(
    `insert into app.act (tenant_id, id, kind, business_date, sha256, bytes, state, created_by)
     values ($1, $2, $3, $4, $5, $6, 'proposed', $7) on conflict do nothing`,
    [draft.tenant, draft.id, draft.kind, draft.businessDate, draft.sha256, draft.bytes, draft.by],
  );
  const [row] = await sql.query<{ sha256: string }>(
    'select sha256 from app.act where tenant_id = $1 and id = $2 for update',
    [draft.tenant, draft.id],
  );
  return row?.sha256 ?? null;
}

/** Writes who has signed and who is still missing. */
export async function saveSignatures(
  sql: Sql,
  act: { readonly tenant: string; readonly id: string },
  given: {
    readonly state: 'partly' | 'submitted';
    readonly signatures: readonly Signature[];
    readonly missing: readonly string[];
    readonly parties: readonly string[];
    readonly transient: Readonly<Record<string, string>> | null;
  },
): Promise<void> {
  await sql.query(
    `update app.act set signatures = $3, missing = $4, state = $5, parties = $6, transient = $7,
        changed_at = now(), version = version + 1
      where tenant_id = $1 and id = $2`,
    [
      act.tenant,
      act.id,
      JSON.stringify(given.signatures),
      JSON.stringify(given.missing),
      given.state,
      given.parties,
      given.transient === null ? null : JSON.stringify(given.transient),
    ],
  );
}

/** One line of the audit log. */
export async function writeAudit(
  sql: Sql,
  line: {
    readonly tenant: string;
    readonly actor: string;
    readonly action: string;
    readonly object: string | null;
    readonly actId: string | null;
    readonly outcome: string;
    readonly code: string | null;
    readonly requestId: string;
  },
): Promise<void> {
  await sql.query(
    `insert into app.audit (tenant_id, actor, action, object, act_id, outcome, code, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      line.tenant,
      line.actor,
      line.action,
      line.object,
      line.actId,
      line.outcome,
      line.code,
      line.requestId,
    ],
  );
}
