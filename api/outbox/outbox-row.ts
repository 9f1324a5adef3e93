import type { Attempt, LedgerRefusal, Position } from '../../ledger/index.ts';

/** `app` holds what people and robots signed, `erp` the evidence acts of loads. */
export type OutboxSchema = 'app' | 'erp';

/**
 * Life of an act on its way to the ledger (T-05): `saved → submitted → committed | refused`, with
 * `unknown` between; `waiting` needs a person (`CONTENTION`, an incident).
 */
export type OutboxState = 'saved' | 'submitted' | 'unknown' | 'committed' | 'refused' | 'waiting';

/** One try, without its envelope's bytes; `code` once its outcome is known. */
export type AttemptNote = {
  readonly txId: string;
  readonly at: string;
  readonly organisations: readonly string[];
  readonly code?: string;
};

export type OutboxRow = {
  readonly tenant: string;
  readonly actId: string;
  /** Canonical `{act, signatures}`. */
  readonly signed: string;
  readonly transient: Readonly<Record<string, Uint8Array>>;
  readonly hint: number | null;
  readonly state: OutboxState;
  readonly attempts: readonly AttemptNote[];
  /** The last attempt as it can be sent again byte for byte; null before the first. */
  readonly lastAttempt: Attempt | null;
  readonly version: number;
};

export type NewOutboxRow = Pick<OutboxRow, 'tenant' | 'actId' | 'signed'> & {
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly hint?: number;
  /** 0 goes first; money acts are 1, all others 5. */
  readonly priority?: number;
};

/** What became of an act, for good. */
export type Outcome =
  | { readonly kind: 'committed'; readonly txId: string; readonly at: Position }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal };

/** Where an act stands, for the person who signed it. */
export type OutboxStatus = {
  readonly state: OutboxState;
  readonly txId: string | null;
  readonly at: Position | null;
  readonly refusal: LedgerRefusal | null;
};

/** A row as the table has it. */
export type Stored = {
  tenant_id: string;
  act_id: string;
  signed: string;
  transient: Record<string, string> | null;
  hint: number | null;
  state: OutboxState;
  attempts: AttemptNote[];
  envelope: Buffer | null;
  tx_id: string | null;
  block: bigint | null;
  tx_index: number | null;
  refusal: LedgerRefusal | null;
  version: number;
};

export function rowOf(row: Stored): OutboxRow {
  return {
    tenant: row.tenant_id,
    actId: row.act_id,
    signed: row.signed,
    transient: bytesOf(row.transient),
    hint: row.hint,
    state: row.state,
    attempts: row.attempts,
    lastAttempt: lastAttemptOf(row),
    version: row.version,
  };
}

function lastAttemptOf(row: Stored): Attempt | null {
  const note = row.attempts.at(-1);
  if (!note || !row.envelope) return null;
  return {
    actId: row.act_id,
    txId: note.txId,
    envelope: new Uint8Array(row.envelope),
    endorsedAt: note.at,
    organisations: note.organisations,
  };
}

/** Private input as the table keeps it. */
export function textOf(transient: NewOutboxRow['transient']): string | null {
  if (!transient) return null;
  const text = Object.entries(transient).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('base64'),
  ]);
  return JSON.stringify(Object.fromEntries(text));
}

function bytesOf(transient: Record<string, string> | null): Record<string, Uint8Array> {
  const bytes = Object.entries(transient ?? {}).map(([name, text]) => [
    name,
    new Uint8Array(Buffer.from(text, 'base64')),
  ]);
  return Object.fromEntries(bytes) as Record<string, Uint8Array>;
}
