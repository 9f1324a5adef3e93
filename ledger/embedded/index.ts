import { systemClock, type Clock } from '../clock.ts';
import { LedgerError, type MspId } from '../port.ts';
import { EmbeddedAdapter, type EmbeddedLedger, type Parts } from './adapter.ts';
import {
  createCollectionBook,
  type CollectionBook,
  type CollectionDefinition,
} from './collections.ts';
import { Committer } from './committer.ts';
import { createContractRuntime, type ContractClass } from './contract-runtime.ts';
import { Endorser, type Execute } from './endorse.ts';
import { executeInEach, type ContractModule } from './execute-each.ts';
import { executeOnce } from './execute-once.ts';
import { Heights } from './follow.ts';
import type { Genesis } from './genesis.ts';
import { openChain } from './open.ts';
import { Orderer } from './order.ts';
import { createIdentityBook, openOrganisation } from './peer.ts';
import type { Policies } from './policy-check.ts';
import { parsePolicyText } from './policy.ts';
import type { PrivateWrite } from './rows.ts';
import { createSignatureMemory, verifyBytes, type SignatureMemory } from '../signature.ts';
import { Store, type StoreOptions } from './store.ts';
import type { Tip } from './tip.ts';
import type { ValidationSteps } from './validate.ts';

export type { EmbeddedLedger } from './adapter.ts';
export type { CollectionDefinition } from './collections.ts';
export type { ContractModule } from './execute-each.ts';
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
  /** How long a call of the contract may take: 30 s. */
  readonly callMs?: number;
  /**
   * `once` (when left out): the contract runs once and each organisation signs what came out.
   * `each`: a process of every organisation runs it and the results are compared, byte by byte.
   */
  readonly endorse?: 'once' | 'each';
  /** Needed for `each`: where the processes find the class that `contract` is. */
  readonly contractModule?: ContractModule;
  /** What tests put in the place of parts of the ledger. Never set in a product. */
  readonly test?: {
    readonly steps?: Partial<ValidationSteps>;
    readonly wrapBatch?: StoreOptions['wrapBatch'];
    readonly disseminate?: (collection: string, organisation: MspId) => boolean;
  };
};

export const ORGANISATIONS: readonly MspId[] = ['BrokerMSP', 'EnterprisesMSP', 'AuditorsMSP'];

/** Two of the three organisations endorse what no other policy asks more for. */
export const CHAINCODE_POLICY =
  "OutOf(2,'BrokerMSP.peer','EnterprisesMSP.peer','AuditorsMSP.peer')";

const CALL_MS = 30_000;

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
    return new EmbeddedAdapter(await assemble(store, options));
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

type Resolved = Required<
  Pick<EmbeddedLedgerOptions, 'clock' | 'channel' | 'chaincodeName' | 'submitter'>
> & {
  readonly options: EmbeddedLedgerOptions;
  readonly store: Store;
  readonly genesis: Genesis;
  readonly tip: Tip;
  readonly collections: CollectionBook;
  readonly policies: Policies;
  readonly memory: SignatureMemory;
  readonly pending: Map<string, readonly PrivateWrite[]>;
  readonly heights: Heights;
};

async function assemble(store: Store, options: EmbeddedLedgerOptions): Promise<Parts> {
  const execution = await executionOf(options);
  try {
    const resolved = await resolve(store, options);
    const { clock, channel, submitter, heights, pending } = resolved;
    const committer = committerOf(resolved);
    const orderer = new Orderer({
      clock,
      cutting: options.cutting ?? 'automatic',
      batchTimeoutMs: options.batchTimeoutMs ?? 0,
      write: batch => committer.write(batch),
    });
    return {
      store,
      clock,
      channel,
      submitter,
      organisations: ORGANISATIONS,
      endorser: endorserOf(resolved, execution.execute),
      orderer,
      heights,
      pending,
      closeExecution: execution.close,
    };
  } catch (fault) {
    await execution.close();
    throw fault;
  }
}

async function executionOf(options: EmbeddedLedgerOptions): ReturnType<typeof executeInEach> {
  if (options.endorse !== 'each') {
    const execute = executeOnce(createContractRuntime(options.contract));
    return { execute, close: () => Promise.resolve() };
  }
  if (options.contractModule) return executeInEach(options.contractModule, ORGANISATIONS);
  throw new LedgerError('CONFIG', 'mode each needs contractModule');
}

async function resolve(store: Store, options: EmbeddedLedgerOptions): Promise<Resolved> {
  const { clock = systemClock, channel = 'tally', chaincodeName = 'tally' } = options;
  const definition = {
    channel,
    chaincode: chaincodeName,
    policy: CHAINCODE_POLICY,
    organisations: ORGANISATIONS,
    collections: options.collections,
  };
  const { genesis, tip } = await openChain(store, definition, clock.nowMs());
  const collections = createCollectionBook(genesis.collections, ORGANISATIONS);
  return {
    options,
    store,
    clock,
    channel,
    chaincodeName,
    submitter: options.submitter ?? 'BrokerMSP',
    genesis,
    tip,
    collections,
    policies: { chaincode: parsePolicyText(genesis.policy), collections },
    memory: createSignatureMemory(),
    pending: new Map(),
    heights: new Heights(tip.height),
  };
}

function committerOf(resolved: Resolved): Committer {
  const { store, tip, channel, collections, policies, memory, pending, heights } = resolved;
  const { steps, disseminate } = resolved.options.test ?? {};
  return new Committer({
    store,
    tip,
    namespace: resolved.chaincodeName,
    organisations: ORGANISATIONS,
    collections,
    validation: {
      channel,
      chaincode: resolved.chaincodeName,
      policies,
      identify: createIdentityBook(resolved.genesis.organisations),
      verify: (identity, signed, signature) =>
        memory.knows(identity.id, signed, signature)
          ? Promise.resolve(true)
          : verifyBytes(identity.publicKey, signed.bytes(), signature),
    },
    pending: txId => {
      const writes = pending.get(txId) ?? store.pending(txId);
      pending.delete(txId);
      return writes;
    },
    stored: number => {
      heights.reached(number + 1);
    },
    ...(steps ? { steps } : {}),
    ...(disseminate ? { disseminate } : {}),
  });
}

function endorserOf(resolved: Resolved, execute: Execute): Endorser {
  const { store, clock, channel, submitter, policies, collections, memory, options } = resolved;
  return new Endorser({
    store,
    clock,
    channel,
    chaincode: resolved.chaincodeName,
    organisations: resolved.genesis.organisations.map(one => openOrganisation(options.folder, one)),
    submitter,
    policies,
    collections,
    memory,
    execute,
    queryLimit: options.queryLimit ?? 100_000,
    callMs: options.callMs ?? CALL_MS,
  });
}
