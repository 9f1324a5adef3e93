import {
  blockRecord,
  decodeEmitted,
  decodeIdentity,
  envelopeOf,
  envelopeRecords,
} from '../block.ts';
import { wait, within } from '../clock.ts';
import {
  LedgerError,
  parseRefusal,
  type Attempt,
  type BlockRecord,
  type EnvelopeRecord,
  type EvaluateOptions,
  type EvaluateResult,
  type Ledger,
  type LedgerInfo,
  type MspId,
  type NotSent,
  type Position,
  type Query,
  type SignedAct,
  type SubmitOptions,
  type SubmitResult,
  type TxStatus,
} from '../port.ts';
import { VALID } from '../validation-code.ts';
import { notSent } from './faults.ts';
import { Channel, Unanswered } from './channel.ts';
import { Gate } from './gate.ts';
import { Outcomes, type Placed } from './outcomes.ts';
import type { Profile } from './profile.ts';
import { repeated, type Repeating } from './repeat.ts';
import { Streams } from './streams.ts';
import type { Call, Prepared, Refused, Transport } from './transport.ts';

/** A Fabric network behind the port, with the steps of `submit` apart for the conformance suite. */
export type FabricLedger = Ledger & {
  /** Runs any function of the contract and endorses what came out. */
  endorse(call: Omit<Call, 'chaincode'>): Promise<Prepared | Refused | NotSent>;
  /** Asks any function of the contract; nothing is kept. */
  ask(call: Omit<Call, 'chaincode'>): Promise<Uint8Array | Refused | NotSent>;
  /** Hands an envelope to the ordering service and does not wait; null when it was taken. */
  send(prepared: Prepared): Promise<null | NotSent | { kind: 'unknown' }>;
  /** Orders an envelope as it stands and waits for its block. */
  order(prepared: Prepared): Promise<Placed | NotSent | { kind: 'unknown' }>;
};

export type FabricParts = Repeating & {
  readonly transport: Transport;
  readonly profile: Profile;
};

const EVALUATE_MS = 10_000;
const ENDORSE_MS = 20_000;
const ORDER_MS = 20_000;
const COMMIT_MS = 30_000;
/** After a fault of ordering a block that holds the transaction has come by then, or likely never. */
const AFTER_FAULT_MS = 3_000;
const DRAIN_MS = 30_000;
/** Orderers take no larger message. */
const ENVELOPE_BYTES_MAX = 10 * 1_048_576;
const DISAGREE_TRIES = 3;
const DISAGREE_AFTER_MS = 200;

/** The port over one transport to a Fabric network. */
export class FabricAdapter implements FabricLedger {
  readonly #parts: FabricParts;
  readonly #channel: Channel;
  readonly #gate = new Gate();
  readonly #outcomes: Outcomes;
  readonly #streams: Streams;
  #following: Promise<void> | null = null;
  #closing = false;

  constructor(parts: FabricParts) {
    this.#parts = parts;
    this.#outcomes = new Outcomes(parts.clock);
    this.#streams = new Streams(parts.clock);
    const name = parts.profile.channel;
    this.#channel = new Channel({ ...parts, name, streams: this.#streams });
  }

  submit(act: SignedAct, options: SubmitOptions): Promise<SubmitResult> {
    return this.#counted(async () => {
      const endorsed = await this.#endorse(
        {
          function: 'submit',
          args: [act.text, String(options.hint ?? 0)],
          transient: options.transient ?? {},
          ...(options.organisations ? { organisations: options.organisations } : {}),
        },
        options.deadlineMs ?? ENDORSE_MS,
      );
      if (!('envelope' in endorsed)) {
        return endorsed.kind === 'refused' ? this.#refused(endorsed.message) : endorsed;
      }
      const { txId, envelope } = endorsed;
      const { endorsements, timestampMs } = decodeEmitted(envelope);
      const organisations = endorsements.map(one => decodeIdentity(one.endorser).mspId);
      const endorsedAt = new Date(timestampMs).toISOString();
      await options.record({ actId: act.id, txId, envelope, endorsedAt, organisations });
      return this.#finish(endorsed, options.deadlineMs ?? COMMIT_MS);
    });
  }

  resend({ txId, envelope }: Attempt): Promise<SubmitResult> {
    return this.#counted(() => this.#finish({ txId, envelope }, COMMIT_MS));
  }

  evaluate(query: Query, options: EvaluateOptions = {}): Promise<EvaluateResult> {
    return this.#counted(async () => {
      const call = { function: 'evaluate', args: [query.text], transient: options.transient ?? {} };
      const deadlineMs = options.deadlineMs ?? EVALUATE_MS;
      const organisations = options.organisations ?? [];
      if (organisations.length < 2) {
        const answer = await this.#ask({ ...call, ...named(organisations) }, deadlineMs);
        return answered(answer);
      }
      return this.#askEach(call, organisations, deadlineMs);
    });
  }

  status(txId: string): Promise<TxStatus> {
    this.#checkOpen();
    return this.#channel.status(txId);
  }

  async *envelopes(from: Position | null): AsyncGenerator<EnvelopeRecord, void, undefined> {
    this.#checkOpen();
    for await (const { block } of this.#channel.blocks(from?.block ?? 0n)) {
      yield* envelopeRecords(block, from);
    }
  }

  async *blocks(from: bigint): AsyncGenerator<BlockRecord, void, undefined> {
    this.#checkOpen();
    for await (const { bytes } of this.#channel.blocks(from)) yield blockRecord(bytes);
  }

  async info(): Promise<LedgerInfo> {
    this.#checkOpen();
    const { profile, transport } = this.#parts;
    const { height, blockHash } = await this.#channel.info();
    const organisations = new Set([
      profile.mspId,
      ...profile.peers.flatMap(one => one.mspId ?? []),
    ]);
    return {
      channel: profile.channel,
      height,
      blockHash,
      kind: transport.kind,
      version: profile.line,
      organisations: [...organisations],
    };
  }

  endorse(call: Omit<Call, 'chaincode'>): ReturnType<FabricLedger['endorse']> {
    return this.#counted(() => this.#endorse(call, ENDORSE_MS));
  }

  ask(call: Omit<Call, 'chaincode'>): ReturnType<FabricLedger['ask']> {
    return this.#counted(() => this.#ask(call, EVALUATE_MS));
  }

  send(prepared: Prepared): ReturnType<FabricLedger['send']> {
    return this.#counted(() => this.#parts.transport.order(prepared, ORDER_MS));
  }

  order(prepared: Prepared): ReturnType<FabricLedger['order']> {
    return this.#counted(() => this.#order(prepared, COMMIT_MS));
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await within(this.#parts.clock, DRAIN_MS, this.#gate.drained(), undefined);
    this.#streams.close();
    await this.#parts.transport.close();
  }

  async #endorse(
    call: Omit<Call, 'chaincode'>,
    deadlineMs: number,
  ): Promise<Prepared | Refused | NotSent> {
    const { transport, profile } = this.#parts;
    const endorsed = await repeated(this.#parts, () =>
      transport.endorse({ chaincode: profile.chaincode, ...call }, deadlineMs),
    );
    const isTooLarge = 'envelope' in endorsed && endorsed.envelope.length > ENVELOPE_BYTES_MAX;
    return isTooLarge ? { kind: 'refused', message: 'TOO_LARGE {"limit":"envelope"}' } : endorsed;
  }

  async #ask(
    call: Omit<Call, 'chaincode'>,
    deadlineMs: number,
  ): Promise<Uint8Array | Refused | NotSent> {
    const { transport, profile } = this.#parts;
    return repeated(this.#parts, () =>
      transport.evaluate({ chaincode: profile.chaincode, ...call }, deadlineMs),
    );
  }

  async #askEach(
    call: Omit<Call, 'chaincode' | 'organisations'>,
    organisations: readonly MspId[],
    deadlineMs: number,
  ): Promise<EvaluateResult> {
    for (let tries = 1; ; tries++) {
      const answers: Record<MspId, Uint8Array> = {};
      for (const mspId of organisations) {
        const answer = await this.#ask({ ...call, organisations: [mspId] }, deadlineMs);
        if ('kind' in answer) return answered(answer);
        answers[mspId] = answer;
      }
      const [first = new Uint8Array(0), ...others] = Object.values(answers);
      if (others.every(other => Buffer.compare(first, other) === 0)) {
        return { kind: 'answer', bytes: first };
      }
      // Peers may stand at different heights for a moment.
      if (tries === DISAGREE_TRIES) return { kind: 'disagree', answers };
      await wait(this.#parts.clock, DISAGREE_AFTER_MS);
    }
  }

  async #finish(prepared: Prepared, deadlineMs: number): Promise<SubmitResult> {
    const { txId } = prepared;
    const placed = await this.#order(prepared, deadlineMs);
    if ('kind' in placed) {
      return placed.kind === 'notSent' ? placed : { kind: 'unknown', txId, cause: 'TIMEOUT' };
    }
    const { block, index, code } = placed;
    if (code !== VALID) return { kind: 'invalid', txId, block, index, code };
    return committed(txId, placed, decodeEmitted(prepared.envelope), false);
  }

  async #order(
    prepared: Prepared,
    deadlineMs: number,
  ): Promise<Placed | NotSent | { kind: 'unknown' }> {
    const { transport } = this.#parts;
    const unfollowed = await orNotSent(this.#follow());
    if (unfollowed) return unfollowed;
    const { txId } = prepared;
    const outcome = this.#outcomes.of(txId, deadlineMs, () => transport.applied(txId, deadlineMs));
    const fault = await transport.order(prepared, ORDER_MS);
    if (fault?.kind === 'notSent') {
      this.#outcomes.drop(txId);
      return fault;
    }
    // An orderer that took it says nothing yet, and one that failed may have taken it (L-51).
    const afterMs = Math.min(deadlineMs, AFTER_FAULT_MS);
    const placed = await (fault ? within(this.#parts.clock, afterMs, outcome, null) : outcome);
    if (placed) return placed;
    this.#outcomes.drop(txId);
    const found = await this.#channel.find(txId).catch(() => null);
    return found?.placed ?? { kind: 'unknown' };
  }

  /** Begins to watch blocks, once, from the height of now. */
  #follow(): Promise<void> {
    this.#following ??= this.#startFollowing().catch((fault: unknown) => {
      this.#following = null;
      throw fault;
    });
    return this.#following;
  }

  async #startFollowing(): Promise<void> {
    const { transport } = this.#parts;
    const { height } = await this.#channel.info();
    const blocks = this.#streams.follow(
      height,
      from => transport.outcomes(from),
      block => block.number,
    );
    void (async () => {
      for await (const block of blocks) this.#outcomes.take(block);
    })();
  }

  /** An act that is on the ledger already is a success: the first transaction is read back. */
  async #refused(message: string): Promise<SubmitResult> {
    const refusal = parseRefusal(message);
    const txId = refusal.facts['txId'];
    if (refusal.code !== 'ACT_DONE' || typeof txId !== 'string')
      return { kind: 'refused', refusal };
    const found = await orNotSent(this.#channel.find(txId));
    if (found && 'kind' in found) return found;
    if (found?.placed.code !== VALID) return { kind: 'refused', refusal };
    return committed(txId, found.placed, decodeEmitted(found.envelope), true);
  }

  async #counted<T>(work: () => Promise<T>): Promise<T | NotSent> {
    this.#checkOpen();
    return this.#gate.run(work, notSent('BUSY', 'too many calls wait'));
  }

  #checkOpen(): void {
    if (this.#closing) throw new LedgerError('CLOSED', 'the ledger is closed');
  }
}

/** What is asked before anything is ordered: where no peer answers, nothing was sent. */
async function orNotSent<T>(asked: Promise<T>): Promise<T | NotSent> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Unanswered) return fault.fault;
    throw fault;
  }
}

function named(organisations: readonly MspId[]): { organisations?: readonly MspId[] } {
  return organisations.length > 0 ? { organisations } : {};
}

function answered(answer: Uint8Array | Refused | NotSent): EvaluateResult {
  if (!('kind' in answer)) return { kind: 'answer', bytes: answer };
  if (answer.kind === 'notSent') return answer;
  return { kind: 'refused', refusal: parseRefusal(answer.message) };
}

function committed(
  txId: string,
  { block, index }: Position,
  transaction: Parameters<typeof envelopeOf>[0],
  repeated: boolean,
): SubmitResult {
  const envelope = envelopeOf(transaction);
  if (!envelope) throw new TypeError(`transaction ${txId} emitted no envelope`);
  return { kind: 'committed', txId, block, index, envelope, repeated };
}
