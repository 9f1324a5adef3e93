import { within, type Clock } from '../clock.ts';
import { envelopeOf } from '../block.ts';
import {
  LedgerError,
  parseRefusal,
  type Attempt,
  type Cause,
  type EvaluateOptions,
  type EvaluateResult,
  type Ledger,
  type MspId,
  type NotSent,
  type Query,
  type SignedAct,
  type SubmitOptions,
  type SubmitResult,
} from '../port.ts';
import { decodeTransaction } from '../transaction.ts';
import { VALID } from '../validation-code.ts';
import { put } from './commit.ts';
import { candidateOf } from './committer.ts';
import type { CallFailure, CallRequest, Endorsed, Endorser } from './endorse.ts';
import { followBlocks, followEnvelopes, type Heights } from './follow.ts';
import * as keys from './keys.ts';
import type { Orderer, Ordered } from './order.ts';
import { encodePrivateWrites, type PrivateWrite } from './rows.ts';
import type { Store } from './store.ts';

/** The embedded ledger, with the steps of `submit` apart for tests and the conformance suite. */
export type EmbeddedLedger = Ledger & {
  /** Runs any function of the contract and endorses what came out. */
  endorse(request: CallRequest): Promise<Endorsed | CallFailure>;
  /** Asks any function of the contract; nothing is kept. */
  ask(request: CallRequest): Promise<{ kind: 'answer'; bytes: Uint8Array } | CallFailure>;
  /** Orders an envelope as it stands; resolves when its block is on the disk. */
  order(envelope: Uint8Array): Promise<Ordered>;
  /** Makes a block of what waits, and resolves when it is on the disk. */
  cut(): Promise<void>;
};

/** What the adapter is made of. */
export type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: string;
  readonly submitter: MspId;
  readonly organisations: readonly MspId[];
  readonly endorser: Endorser;
  readonly orderer: Orderer;
  readonly heights: Heights;
  readonly pending: Map<string, readonly PrivateWrite[]>;
  readonly closeExecution: () => Promise<void>;
};

const WAITING_MAX = 5000;
const BUSY: NotSent = { kind: 'notSent', cause: 'BUSY', retryAfterMs: 250 };
const RETRY_AFTER_MS = 500;
const ENDORSE_MS = 20_000;
const COMMIT_MS = 30_000;
const DRAIN_MS = 30_000;
const LATE = null;

/** The port over the parts of the embedded ledger. */
export class EmbeddedAdapter implements EmbeddedLedger {
  readonly #parts: Parts;
  #inFlight = 0;
  #becameIdle: () => void = () => undefined;
  #closing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async submit(act: SignedAct, options: SubmitOptions): Promise<SubmitResult> {
    return this.#counted(async () => {
      const { clock } = this.#parts;
      if (this.#parts.orderer.waiting >= WAITING_MAX) return BUSY;
      const request = {
        function: 'submit',
        args: [act.text, String(options.hint ?? 0)],
        transient: options.transient ?? {},
        ...(options.organisations ? { organisations: options.organisations } : {}),
      };
      const endorsed = await within(
        clock,
        options.deadlineMs ?? ENDORSE_MS,
        this.#endorse(request),
        LATE,
      );
      if (endorsed === LATE) return notSent('TIMEOUT', 'endorsement took too long');
      if (endorsed.kind === 'failed') return notSent(endorsed.cause, endorsed.detail);
      if (endorsed.kind === 'refused') return this.#refused(endorsed.message);
      const { txId, envelope, organisations } = endorsed;
      const endorsedAt = new Date(endorsed.transaction.timestampMs).toISOString();
      await options.record({ actId: act.id, txId, envelope, endorsedAt, organisations });
      return this.#finish(endorsed, options.deadlineMs ?? COMMIT_MS);
    });
  }

  async resend(attempt: Attempt): Promise<SubmitResult> {
    return this.#counted(async () => {
      const { envelope } = attempt;
      const transaction = decodeTransaction(envelope);
      return this.#finish({ txId: attempt.txId, envelope, transaction }, COMMIT_MS);
    });
  }

  async evaluate(query: Query, options: EvaluateOptions = {}): Promise<EvaluateResult> {
    return this.#counted(async () => {
      const named = options.organisations ?? [this.#parts.submitter];
      const answers: Record<MspId, Uint8Array> = {};
      for (const mspId of named) {
        const answer = await this.#parts.endorser.evaluate({
          function: 'evaluate',
          args: [query.text],
          organisations: [mspId],
          transient: options.transient ?? {},
        });
        if (answer.kind === 'failed') return notSent(answer.cause, answer.detail);
        if (answer.kind === 'refused') {
          return { kind: 'refused', refusal: parseRefusal(answer.message) };
        }
        answers[mspId] = answer.bytes;
      }
      const [first = new Uint8Array(0), ...others] = Object.values(answers);
      const isSame = others.every(other => Buffer.compare(first, other) === 0);
      return isSame ? { kind: 'answer', bytes: first } : { kind: 'disagree', answers };
    });
  }

  status(txId: string): ReturnType<Ledger['status']> {
    this.#checkOpen();
    return this.#status(txId);
  }

  envelopes(from: Parameters<Ledger['envelopes']>[0]): ReturnType<Ledger['envelopes']> {
    return followEnvelopes(this.#source(), from);
  }

  blocks(from: bigint): ReturnType<Ledger['blocks']> {
    return followBlocks(this.#source(), Number(from));
  }

  info(): ReturnType<Ledger['info']> {
    this.#checkOpen();
    const { channel, heights, store, organisations } = this.#parts;
    const tip = store.tip();
    return Promise.resolve({
      channel,
      height: BigInt(heights.height),
      blockHash: tip.hash,
      kind: 'embedded',
      version: '1',
      organisations,
    });
  }

  endorse(request: CallRequest): Promise<Endorsed | CallFailure> {
    return this.#counted(() => this.#endorse(request));
  }

  #endorse(request: CallRequest): Promise<Endorsed | CallFailure> {
    return this.#parts.endorser.endorse(request).then(async endorsed => {
      if (endorsed.kind === 'endorsed' && endorsed.privateWrites.length > 0) {
        // Kept until the commit, so that the same envelope can be ordered after a restart too.
        const { txId, privateWrites } = endorsed;
        this.#parts.pending.set(txId, privateWrites);
        const row = put(keys.pendingKey(txId), encodePrivateWrites(privateWrites));
        await this.#parts.store.keep(row);
      }
      return endorsed;
    });
  }

  ask(request: CallRequest): ReturnType<EmbeddedLedger['ask']> {
    this.#checkOpen();
    return this.#parts.endorser.evaluate(request);
  }

  order(envelope: Uint8Array): Promise<Ordered> {
    this.#checkOpen();
    return this.#parts.orderer.order(envelope, candidateOf(envelope));
  }

  cut(): Promise<void> {
    this.#checkOpen();
    return this.#parts.orderer.cut();
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const { clock, orderer, heights, store } = this.#parts;
    await within(clock, DRAIN_MS, this.#drained(orderer), undefined);
    heights.close();
    await this.#parts.closeExecution();
    await store.close();
  }

  async #drained(orderer: Orderer): Promise<void> {
    while (this.#inFlight > 0) await new Promise<void>(resolve => (this.#becameIdle = resolve));
    await orderer.drained();
  }

  async #finish(
    sent: Pick<Endorsed, 'txId' | 'envelope' | 'transaction'>,
    deadlineMs: number,
  ): Promise<SubmitResult> {
    const { txId, envelope, transaction } = sent;
    const { clock, orderer } = this.#parts;
    const ordered = await within(clock, deadlineMs, orderer.order(envelope, transaction), LATE);
    if (ordered === LATE) return { kind: 'unknown', txId, cause: 'TIMEOUT' };
    const { index, code } = ordered;
    const block = BigInt(ordered.block);
    if (code !== VALID) return { kind: 'invalid', txId, block, index, code };
    return committed(txId, { block, index }, transaction, false);
  }

  /** An act that is on the ledger already is a success: the first transaction is read back. */
  async #refused(message: string): Promise<SubmitResult> {
    const refusal = parseRefusal(message);
    const txId = refusal.facts['txId'];
    if (refusal.code !== 'ACT_DONE' || typeof txId !== 'string')
      return { kind: 'refused', refusal };
    const status = await this.#status(txId);
    if (status.kind !== 'valid') return { kind: 'refused', refusal };
    const { block, index } = status;
    const transaction = this.#parts.store.transaction(Number(block), index);
    return committed(txId, { block, index }, transaction, true);
  }

  #status(txId: string): ReturnType<Ledger['status']> {
    const place = /^[0-9a-f]{64}$/.test(txId) ? this.#parts.store.place(txId) : null;
    if (!place) {
      const height = BigInt(this.#parts.heights.height);
      return Promise.resolve({ kind: 'absent', height });
    }
    const { code, index } = place;
    const kind = code === VALID ? 'valid' : 'invalid';
    return Promise.resolve({ kind, code, block: BigInt(place.block), index });
  }

  #source(): Parameters<typeof followBlocks>[0] {
    this.#checkOpen();
    const { heights, store } = this.#parts;
    return { heights, block: number => store.block(number) };
  }

  async #counted<T>(run: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    this.#inFlight += 1;
    try {
      return await run();
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#becameIdle();
    }
  }

  #checkOpen(): void {
    if (this.#closing) throw new LedgerError('CLOSED', 'the ledger is closed');
  }
}

function committed(
  txId: string,
  at: { readonly block: bigint; readonly index: number },
  transaction: Parameters<typeof envelopeOf>[0],
  repeated: boolean,
): SubmitResult {
  const envelope = envelopeOf(transaction);
  if (!envelope) throw new TypeError(`transaction ${txId} emitted no envelope`);
  return { kind: 'committed', txId, ...at, envelope, repeated };
}

function notSent(cause: Cause, detail: string): NotSent {
  return { kind: 'notSent', cause, retryAfterMs: RETRY_AFTER_MS, detail };
}
