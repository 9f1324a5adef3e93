import { within, type Clock } from '../clock.ts';
import type { Cause, MspId } from '../port.ts';
import type { NamespaceSet } from '../read-write-set.ts';
import type { DecodedTransaction } from '../transaction.ts';
import type { CollectionBook } from './collections.ts';
import type { ContractAnswer } from './contract-runtime.ts';
import { rulesFor, type Policies } from './policy-check.ts';
import { satisfies } from './policy.ts';
import type { Organisation } from './peer.ts';
import { createProposal, responsePayload, sealTransaction, type Proposal } from './proposal.ts';
import type { PrivateWrite } from './rows.ts';
import type { SignatureMemory } from '../signature.ts';
import { Simulation, type HistoryEntry, type SimulationOptions } from './simulate.ts';
import type { Store, StoreView } from './store.ts';

/** A call of the contract by one of the organisations' clients. */
export type CallRequest = {
  readonly function: string;
  readonly args: readonly string[];
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  /** Whose client calls; the ledger's own submitter when left out. */
  readonly as?: MspId;
  /** Endorsers by name; the smallest set that meets all policies when left out. */
  readonly organisations?: readonly MspId[];
  readonly timestampMs?: number;
};

export type Endorsed = {
  readonly kind: 'endorsed';
  readonly txId: string;
  readonly envelope: Uint8Array;
  readonly transaction: DecodedTransaction;
  readonly organisations: readonly MspId[];
  readonly privateWrites: readonly PrivateWrite[];
};

export type CallFailure =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail: string };

/** One run of the contract: what it answered and what it read and wrote. */
export type Execution = {
  readonly answer: ContractAnswer;
  readonly set: NamespaceSet;
  readonly privateWrites: readonly PrivateWrite[];
  /** Those of the candidates for which this run counts. */
  readonly organisations: readonly MspId[];
};

export type SimulationFactory = (organisations: readonly MspId[], named: boolean) => Simulation;

/** Runs a proposal for these organisations: once for all, or once in each one's process. */
export type Execute = (
  proposal: Proposal,
  candidates: { readonly organisations: readonly MspId[]; readonly named: boolean },
  simulate: SimulationFactory,
) => Promise<Execution | CallFailure>;

export type EndorserOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: string;
  readonly chaincode: string;
  readonly organisations: readonly Organisation[];
  readonly submitter: MspId;
  readonly policies: Policies;
  readonly collections: CollectionBook;
  readonly memory: SignatureMemory;
  readonly execute: Execute;
  readonly queryLimit: number;
  readonly callMs: number;
};

/** Peers refuse a proposal whose time is further away than this (Fabric 3.x). */
const TIME_WINDOW_MS = 15 * 60_000;
const VALUE_BYTES_MAX = 1_048_576;
const ENVELOPE_BYTES_MAX = 10 * 1_048_576;

/** Proposal → contract → read/write set → endorsements → signed envelope. */
export class Endorser {
  readonly #options: EndorserOptions;

  constructor(options: EndorserOptions) {
    this.#options = options;
  }

  async endorse(request: CallRequest): Promise<Endorsed | CallFailure> {
    const proposal = this.#propose(request);
    return this.#options.store.withSnapshot(async view => {
      const run = await this.#run(proposal, request, view);
      if ('kind' in run) return run;
      return this.#seal(proposal, request, run, view);
    });
  }

  /** The answer of one peer, the caller's own unless named; whatever was written is dropped. */
  async evaluate(
    asked: CallRequest,
  ): Promise<{ readonly kind: 'answer'; readonly bytes: Uint8Array } | CallFailure> {
    const organisations = asked.organisations ?? [asked.as ?? this.#options.submitter];
    const request = { ...asked, organisations };
    const proposal = this.#propose(request);
    const run = await this.#options.store.withSnapshot(view => this.#run(proposal, request, view));
    return 'kind' in run ? run : { kind: 'answer', bytes: run.answer.payload };
  }

  #propose(request: CallRequest): Proposal {
    const { channel, chaincode, submitter, clock } = this.#options;
    return createProposal({
      channel,
      chaincode,
      client: this.#organisation(request.as ?? submitter).client,
      timestampMs: request.timestampMs ?? clock.nowMs(),
      args: [request.function, ...request.args].map(text => Buffer.from(text)),
      transient: request.transient ?? {},
    });
  }

  async #run(
    proposal: Proposal,
    request: CallRequest,
    view: StoreView,
  ): Promise<Execution | CallFailure> {
    const { clock, callMs, organisations } = this.#options;
    if (Math.abs(proposal.timestampMs - clock.nowMs()) > TIME_WINDOW_MS) {
      return { kind: 'refused', message: 'proposal has an incorrect timestamp' };
    }
    const candidates = {
      organisations: request.organisations ?? organisations.map(one => one.mspId),
      named: request.organisations !== undefined,
    };
    const simulate: SimulationFactory = (mspIds, named) =>
      new Simulation(this.#simulationOptions(proposal, request, view, { mspIds, named }));
    const running = this.#options.execute(proposal, candidates, simulate);
    const late = {
      kind: 'failed',
      cause: 'TIMEOUT',
      detail: 'the contract took too long',
    } as const;
    const run = await within(clock, callMs, running, late);
    if ('kind' in run) return run;
    if (run.answer.status >= 400) return { kind: 'refused', message: run.answer.message };
    return run;
  }

  async #seal(
    proposal: Proposal,
    request: CallRequest,
    run: Execution,
    view: StoreView,
  ): Promise<Endorsed | CallFailure> {
    if (run.set.writes.some(write => write.value.length > VALUE_BYTES_MAX)) {
      return { kind: 'refused', message: 'TOO_LARGE {"limit":"value"}' };
    }
    const chosen = request.organisations ?? this.#smallestSet(run, view);
    if (!chosen) {
      const detail = 'no set of organisations satisfies the policies of what was written';
      return { kind: 'failed', cause: 'NO_ENDORSERS', detail };
    }
    const set = isEmpty(run.set) ? [] : [run.set];
    const response = responsePayload(proposal, run.answer, set);
    const endorsers = chosen.map(mspId => ({
      mspId,
      signer: this.#organisation(mspId).endorser,
    }));
    const sealed = await sealTransaction(proposal, response, endorsers, this.#options.memory);
    if (sealed.envelope.length > ENVELOPE_BYTES_MAX) {
      return { kind: 'refused', message: 'TOO_LARGE {"limit":"envelope"}' };
    }
    return {
      kind: 'endorsed',
      txId: proposal.txId,
      envelope: sealed.envelope,
      // What decoding the envelope gives, without decoding it (held by a test).
      transaction: {
        channel: proposal.channel,
        txId: proposal.txId,
        timestampMs: proposal.timestampMs,
        chaincode: proposal.chaincode,
        args: proposal.args,
        creator: proposal.client.bytes,
        nonce: proposal.nonce,
        payload: sealed.payload,
        signature: sealed.signature,
        responsePayload: response,
        proposalHash: proposal.hash,
        proposalHashComputed: proposal.hash,
        endorsements: sealed.endorsements,
        event: run.answer.event,
        response: { status: run.answer.status, payload: run.answer.payload },
        readWriteSet: set,
      },
      organisations: chosen,
      privateWrites: run.privateWrites,
    };
  }

  /** The first of the smallest sets of organisations whose peers satisfy every rule. */
  #smallestSet(run: Execution, view: StoreView): readonly MspId[] | null {
    const rules = [...rulesFor(run.set, view, this.#options.policies)];
    const fits = (mspIds: readonly MspId[]): boolean => {
      const peers = mspIds.map(mspId => ({ mspId, role: 'peer' as const }));
      return rules.every(rule => rule !== null && satisfies(rule, peers));
    };
    return subsetsOf(run.organisations).find(fits) ?? null;
  }

  #simulationOptions(
    proposal: Proposal,
    request: CallRequest,
    view: StoreView,
    run: { readonly mspIds: readonly MspId[]; readonly named: boolean },
  ): SimulationOptions {
    const { chaincode, collections, organisations, queryLimit, submitter } = this.#options;
    return {
      view,
      namespace: chaincode,
      txId: proposal.txId,
      creator: request.as ?? submitter,
      collections,
      organisations: run.mspIds,
      allOrganisations: organisations.map(one => one.mspId),
      named: run.named,
      queryLimit,
      valueAt: (key, version) => this.#valueAt(key, version),
    };
  }

  #valueAt(
    key: string,
    at: { readonly block: number; readonly index: number },
  ): Omit<HistoryEntry, 'isDelete'> {
    const { store, chaincode } = this.#options;
    const transaction = store.transaction(at.block, at.index);
    const set = transaction.readWriteSet.find(one => one.namespace === chaincode);
    const write = set?.writes.find(one => one.key === key);
    const { txId, timestampMs } = transaction;
    return { txId, timestampMs, value: write?.value ?? new Uint8Array(0) };
  }

  #organisation(mspId: MspId): Organisation {
    const found = this.#options.organisations.find(one => one.mspId === mspId);
    if (!found) throw new TypeError(`no organisation ${mspId}`);
    return found;
  }
}

function isEmpty(set: NamespaceSet): boolean {
  return (
    set.reads.length + set.ranges.length + set.writes.length + set.metadataWrites.length === 0 &&
    set.collections.length === 0
  );
}

const subsets = new Map<string, readonly (readonly MspId[])[]>();

/** All non-empty subsets, small ones first, each in the given order. */
function subsetsOf(mspIds: readonly MspId[]): readonly (readonly MspId[])[] {
  const name = mspIds.join();
  const known = subsets.get(name);
  if (known) return known;
  const found = mspIds
    .reduce<MspId[][]>((sets, one) => [...sets, ...sets.map(set => [...set, one])], [[]])
    .filter(set => set.length > 0)
    .sort((a, b) => a.length - b.length);
  subsets.set(name, found);
  return found;
}
