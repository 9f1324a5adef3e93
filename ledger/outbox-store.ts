import type { Attempt, LedgerRefusal, Position } from './port.ts';

/** What the relay reads of an outbox row. */
export type RelayRow = {
  readonly actId: string;
  /** Canonical `{act, signatures}`. */
  readonly signed: string;
  readonly transient: Readonly<Record<string, Uint8Array>>;
  readonly hint: number | null;
  /** Every try so far, newest last. */
  readonly attempts: readonly { readonly txId: string }[];
  /** The newest try as it can be sent again; null before the first. */
  readonly lastAttempt: Attempt | null;
};

export type RelayOutcome =
  | { readonly kind: 'committed'; readonly txId: string; readonly at: Position }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal };

/** Where signed acts wait; every change is durable before its promise resolves. */
export interface OutboxStore<Row extends RelayRow> {
  /** Takes rows that are due and keeps others off them for `leaseMs`. */
  take(max: number, leaseMs: number): Promise<readonly Row[]>;
  /** Stores the signed envelope; called before it is ordered. */
  recordAttempt(row: Row, attempt: Attempt): Promise<void>;
  settle(row: Row, outcome: RelayOutcome): Promise<void>;
  /** `waiting`: a person must look. Otherwise the row is due again after `afterMs`. */
  putOff(row: Row, to: PutOff): Promise<void>;
}

export type PutOff = {
  readonly state: 'saved' | 'unknown' | 'waiting';
  readonly afterMs: number;
  /** `CONTENTION`, `LEDGER_UNREACHABLE`, `INCIDENT_…` */
  readonly code: string;
};
