import type { ActId, TxId } from '../domain/id/index.ts';
import type { Instant } from '../domain/calendar/index.ts';
import type { ValidationCode } from './validation-code.ts';

/**
 * The door to a ledger: embedded, Fabric gateway or the older SDK behave alike. Outcomes are
 * values; {@link LedgerError} is thrown only for what no retry cures.
 */
export interface Ledger {
  /**
   * Endorses, calls `record`, orders, and waits for the commit status. If `record` rejects,
   * nothing is ordered and the rejection is passed on.
   */
  submit(act: SignedAct, options: SubmitOptions): Promise<SubmitResult>;
  /** Orders the same signed envelope again, byte for byte; safe, as a second one gets code 9. */
  resend(attempt: Attempt): Promise<SubmitResult>;
  /** Asks one organisation, or several and compares their answers byte by byte. */
  evaluate(query: Query, options?: EvaluateOptions): Promise<EvaluateResult>;
  /** Does not wait. `absent` means "not at this height", never "never". */
  status(txId: TxId): Promise<TxStatus>;
  /**
   * Every endorsed transaction in order, valid or not, and then the ones to come.
   * @param from the last position seen (exclusive), or `null` for all from block 0
   * @throws LedgerError `LEDGER_CORRUPT` at a gap or a broken chain
   */
  envelopes(from: Position | null): AsyncIterable<EnvelopeRecord>;
  /** Raw blocks from this number on (inclusive), and then the ones to come. */
  blocks(from: bigint): AsyncIterable<BlockRecord>;
  info(): Promise<LedgerInfo>;
  /** Drains what is in flight for at most 30 s, then ends all iterators. */
  close(): Promise<void>;
}

export type MspId = string;

/** `text` is the canonical JSON `{act, signatures}`: the contract's first argument as it stands. */
export type SignedAct = { readonly id: ActId; readonly text: string };

/** `text` is the only argument of the contract's `evaluate`. */
export type Query = { readonly text: string };

export type SubmitOptions = {
  /** Private input; reaches the contract, never a block or the disk. */
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  /** Second contract argument, unsigned, decimal; 0 when left out. */
  readonly hint?: number;
  /** Endorsers asked for by name; the smallest set that meets all policies when left out. */
  readonly organisations?: readonly MspId[];
  readonly deadlineMs?: number;
  /** Awaited between endorsement and ordering. */
  record(attempt: Attempt): Promise<void>;
};

export type EvaluateOptions = {
  readonly organisations?: readonly MspId[];
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly deadlineMs?: number;
};

export type Attempt = {
  readonly actId: ActId;
  readonly txId: TxId;
  readonly envelope: Uint8Array;
  readonly endorsedAt: Instant;
  readonly organisations: readonly MspId[];
};

export type SubmitResult =
  | {
      readonly kind: 'committed';
      readonly txId: TxId;
      readonly block: bigint;
      readonly index: number;
      readonly envelope: Envelope;
      /** The act was on the ledger before: this is the first transaction that carried it. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal }
  | {
      readonly kind: 'invalid';
      readonly txId: TxId;
      readonly block: bigint;
      readonly index: number;
      readonly code: ValidationCode;
    }
  | NotSent
  | { readonly kind: 'unknown'; readonly txId: TxId; readonly cause: Cause };

/** It is certain that nothing was ordered. `detail` is for a person, never for a decision. */
export type NotSent = {
  readonly kind: 'notSent';
  readonly cause: Cause;
  readonly retryAfterMs: number;
  readonly detail?: string;
};

export type EvaluateResult =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal }
  | NotSent
  | { readonly kind: 'disagree'; readonly answers: Readonly<Record<MspId, Uint8Array>> };

export type TxStatus =
  | {
      readonly kind: 'valid' | 'invalid';
      readonly code: ValidationCode;
      readonly block: bigint;
      readonly index: number;
    }
  | { readonly kind: 'absent'; readonly height: bigint };

export type Position = { readonly block: bigint; readonly index: number };

export type BlockRecord = {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly hash: Uint8Array;
  /** The whole `common.Block` as Fabric's own protobuf, metadata included. */
  readonly bytes: Uint8Array;
  /** Endorsed transactions only; a configuration block has none. */
  readonly txs: readonly TxRecord[];
};

export type TxRecord = {
  readonly txId: TxId;
  readonly code: ValidationCode;
  readonly creator: MspId;
  readonly endorsers: readonly MspId[];
  readonly writes: readonly KeyWrite[];
};

/** `collection` is '' for public state, where `key` is the key; else `key` is its SHA-256 in hex. */
export type KeyWrite = {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
  readonly kind: 'put' | 'delete' | 'purge' | 'metadata';
  /** The value of a public put; its SHA-256 in a collection; empty otherwise. */
  readonly value: Uint8Array;
};

/** `envelope` is null for an invalid transaction, or one that emitted none. */
export type EnvelopeRecord = {
  readonly block: bigint;
  readonly index: number;
  readonly txId: TxId;
  readonly code: ValidationCode;
  readonly envelope: Envelope | null;
};

/** What the contract emits once for each act, as parsed JSON; `domain/event` knows the events. */
export type Envelope = {
  readonly v: number;
  readonly actId: ActId;
  readonly kind: string;
  readonly actor: string;
  readonly businessDate: string;
  readonly rulesVersion: string;
  readonly events: readonly unknown[];
};

export type LedgerInfo = {
  readonly channel: string;
  /** Number of blocks: the newest is `height - 1`. */
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly kind: 'embedded' | 'gateway' | 'legacy';
  readonly version: string;
  readonly organisations: readonly MspId[];
};

export type Cause =
  'BUSY' | 'UNREACHABLE' | 'NO_ENDORSERS' | 'MISMATCH' | 'CHAINCODE_DOWN' | 'TIMEOUT' | 'CANCELLED';

/** What the contract said: a code of `domain/errors` and its facts. */
export type LedgerRefusal = {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type LedgerErrorCode =
  | 'CONFIG'
  | 'LEDGER_LOCKED'
  | 'LEDGER_BEHIND'
  | 'LEDGER_CORRUPT'
  | 'STORAGE_FULL'
  | 'CLOSED'
  | 'CHANNEL_UNKNOWN';

/** What no retry cures. `facts` name the place: block, key, process id. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(code: LedgerErrorCode, text: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${text}`);
    this.name = 'LedgerError';
    this.code = code;
    this.facts = facts;
  }
}

/** The name of the one event that each act sets; its payload is the envelope. */
export const ENVELOPE_EVENT = 'tally.v1';

/**
 * Reads a contract's error message `CODE {json facts}`. A text of another form is a fault of the
 * contract itself and comes back as `CONTRACT_ERROR` with the text as its only fact.
 */
export function parseRefusal(message: string): LedgerRefusal {
  const match = /^([A-Z][A-Z0-9_]*)(?: (\{.*\}))?$/s.exec(message);
  if (!match?.[1]) return { code: 'CONTRACT_ERROR', facts: { message } };
  try {
    const facts: unknown = JSON.parse(match[2] ?? '{}');
    return { code: match[1], facts: facts as Record<string, unknown> };
  } catch {
    return { code: 'CONTRACT_ERROR', facts: { message } };
  }
}
