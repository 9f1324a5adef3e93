import { systemClock, within, type Clock } from '../clock.ts';
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
import { createCollectionBook, type CollectionDefinition } from './collections.ts';
import { candidateOf, Committer } from './committer.ts';
import { createContractRuntime, type ContractClass } from './contract-runtime.ts';
import {
  Endorser,
  type CallFailure,
  type CallRequest,
  type Endorsed,
  type Execute,
} from './endorse.ts';
import { executeOnce } from './execute-once.ts';
import { followBlocks, followEnvelopes, Heights } from './follow.ts';
import * as keys from './keys.ts';
import { openChain } from './open.ts';
import { Orderer, type Ordered } from './order.ts';
import { createIdentityBook, openOrganisation } from './peer.ts';
import { parsePolicyText } from './policy.ts';
import { encodePrivateWrites, type PrivateWrite } from './rows.ts';
import { createSignatureMemory, verifyBytes } from './signature.ts';
import { Store, type StoreOptions } from './store.ts';
import { put } from './commit.ts';
import type { ValidationContext, ValidationSteps } from './validate.ts';

export type { CollectionDefinition } from './collections.ts';
export type { ContractClass } from './contract-runtime.ts';
export type { CallRequest } from './endorse.ts';
export type { Ordered } from './order.ts';

export type EmbeddedLedgerOptions = {
  /** Made when absent; holds `state` (LevelDB), `identities` (private keys) and `holder`. */
  readonly folder: string;
  /** The class with `submit(ctx, act, hint)` and `evaluate(ctx, query)`. */
  readonly contract: ContractClass;
  /** `chaincode/collections.json`; fixed for a folder once it is made, like all of block 0. */
  readonly collections: readonly CollectionDefinition[];
  readonly chaincodeName?: string;
  readonly channel?: string;
  /** Whose client submits and evaluates: `BrokerMSP`. */
  readonly submitter?: MspId;
  readonly clock?: Clock;
  /** 0: a block is cut as soon as the writer is idle. */
  readonly batchTimeoutMs?: number;
  /** `manual`: only `cut()` makes blocks. */
  readonly cutting?: 'automatic' | 'manual';
  /** Rows after which a query is cut without a word, as on a peer: 100,000. */
  readonly queryLimit?: number;
  /** How the contract is run; once for all organisations when left out. */
  readonly execute?: Execute;
  /** What tests put in the place of parts of the ledger. Never set in a product. */
  readonly test?: {
    readonly steps?: Partial<ValidationSteps>;
    readonly wrapBatch?: StoreOptions['wrapBatch'];
    readonly disseminate?: (collection: string, organisation: MspId) => boolean;
  };
};

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

export const ORGANISATIONS: readonly MspId[] = ['BrokerMSP', 'EnterprisesMSP', 'AuditorsMSP'];

/** Two of the three organisations endorse what no other policy asks more for. */
export const CHAINCODE_POLICY =
  "OutOf(2,'BrokerMSP.peer','EnterprisesMSP.peer','AuditorsMSP.peer')";

const WAITING_MAX = 5000;
const BUSY: NotSent = { kind: 'notSent', cause: 'BUSY', retryAfterMs: 250 };
const RETRY_AFTER_MS = 500;
const ENDORSE_MS = 20_000;
const COMMIT_MS = 30_000;
const CALL_MS = 30_000;
const DRAIN_MS = 30_000;
const LATE = null;

/**
 * Opens a ledger with Fabric's semantics in this process, or makes one with fresh keys.
 * @throws LedgerError `LEDGER_LOCKED` (another process has it), `LEDGER_CORRUPT` (the end of the
 *   chain or its writes are not what they should be), `CONFIG` (made with another definition)
 */
export async function openEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  const store = await Store.open({
    folder: options.folder,
    ...(options.test?.wrapBatch ? { wrapBatch: options.test.wrapBatch } : {}),
  });
  try {
    return await EmbeddedLedgerAdapter.open(store, options);
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: string;
  readonly submitter: MspId;
  readonly endorser: Endorser;
  readonly orderer: Orderer;
  readonly heights: Heights;
  readonly pending: Map<string, readonly PrivateWrite[]>;
};

class EmbeddedLedgerAdapter implements EmbeddedLedger {
  readonly #parts: Parts;
  #inFlight = 0;
  #closing = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async open(store: Store, options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
    return new EmbeddedLedgerAdapter(await assemble(store, options));
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
        this.endorse(request),
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
    const place = /^[0-9a-f]{64}$/.test(txId) ? this.#parts.store.place(txId) : null;
    if (!place) {
      const height = BigInt(this.#parts.heights.height);
      return Promise.resolve({ kind: 'absent', height });
    }
    const { code, index } = place;
    const kind = code === VALID ? 'valid' : 'invalid';
    return Promise.resolve({ kind, code, block: BigInt(place.block), index });
  }

  envelopes(from: Parameters<Ledger['envelopes']>[0]): ReturnType<Ledger['envelopes']> {
    return followEnvelopes(this.#source(), from);
  }

  blocks(from: bigint): ReturnType<Ledger['blocks']> {
    return followBlocks(this.#source(), Number(from));
  }

  info(): ReturnType<Ledger['info']> {
    this.#checkOpen();
    const { channel, heights, store } = this.#parts;
    const tip = store.tip();
    return Promise.resolve({
      channel,
      height: BigInt(heights.height),
      blockHash: tip.hash,
      kind: 'embedded',
      version: '1',
      organisations: ORGANISATIONS,
    });
  }

  endorse(request: CallRequest): Promise<Endorsed | CallFailure> {
    this.#checkOpen();
    return this.#parts.endorser.endorse(request).then(async endorsed => {
      if (endorsed.kind === 'endorsed' && endorsed.privateWrites.length > 0) {
        // Kept until the commit, so that the same envelope can be ordered after a restart too.
        const { txId, privateWrites } = endorsed;
        this.#parts.pending.set(txId, privateWrites);
        const row = put(keys.pendingKey(txId), encodePrivateWrites(privateWrites));
        await this.#parts.store.commit([row]);
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
    await within(clock, DRAIN_MS, orderer.drained(), undefined);
    heights.close();
    await store.close();
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
    const status = await this.status(txId);
    if (status.kind !== 'valid') return { kind: 'refused', refusal };
    const { block, index } = status;
    const transaction = this.#parts.store.transaction(Number(block), index);
    return committed(txId, { block, index }, transaction, true);
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
    }
  }

  #checkOpen(): void {
    if (this.#closing) throw new LedgerError('CLOSED', 'the ledger is closed');
  }
}

async function assemble(store: Store, options: EmbeddedLedgerOptions): Promise<Parts> {
  const clock = options.clock ?? systemClock;
  const channel = options.channel ?? 'tally';
  const chaincode = options.chaincodeName ?? 'tally';
  const submitter = options.submitter ?? 'BrokerMSP';
  const { genesis, tip } = await openChain(
    store,
    {
      channel,
      chaincode,
      policy: CHAINCODE_POLICY,
      organisations: ORGANISATIONS,
      collections: options.collections,
    },
    clock.nowMs(),
  );
  const collections = createCollectionBook(genesis.collections, ORGANISATIONS);
  const policies = { chaincode: parsePolicyText(genesis.policy), collections };
  const memory = createSignatureMemory();
  const heights = new Heights(tip.height);
  const pending = new Map<string, readonly PrivateWrite[]>();
  const verify: ValidationContext['verify'] = (identity, bytes, signature) =>
    memory.knows(identity.id, bytes, signature)
      ? Promise.resolve(true)
      : verifyBytes(identity.publicKey, bytes, signature);
  const committer = new Committer({
    store,
    tip,
    namespace: chaincode,
    organisations: ORGANISATIONS,
    collections,
    validation: {
      channel,
      chaincode,
      policies,
      identify: createIdentityBook(genesis.organisations),
      verify,
    },
    pending: txId => {
      const writes = pending.get(txId) ?? store.pending(txId);
      pending.delete(txId);
      return writes;
    },
    stored: number => {
      heights.reached(number + 1);
    },
    ...(options.test?.steps ? { steps: options.test.steps } : {}),
    ...(options.test?.disseminate ? { disseminate: options.test.disseminate } : {}),
  });
  const endorser = new Endorser({
    store,
    clock,
    channel,
    chaincode,
    organisations: genesis.organisations.map(one => openOrganisation(options.folder, one)),
    submitter,
    policies,
    collections,
    memory,
    execute: options.execute ?? executeOnce(createContractRuntime(options.contract)),
    queryLimit: options.queryLimit ?? 100_000,
    callMs: CALL_MS,
  });
  const orderer = new Orderer({
    clock,
    cutting: options.cutting ?? 'automatic',
    batchTimeoutMs: options.batchTimeoutMs ?? 0,
    write: batch => committer.write(batch),
  });
  return { store, clock, channel, submitter, endorser, orderer, heights, pending };
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
