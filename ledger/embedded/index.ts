import { systemClock, type Clock } from '../clock.ts';
import type { MspId } from '../port.ts';
import { EmbeddedAdapter, type EmbeddedLedger, type Parts } from './adapter.ts';
import { createCollectionBook, type CollectionDefinition } from './collections.ts';
import { Committer } from './committer.ts';
import { createContractRuntime, type ContractClass } from './contract-runtime.ts';
import { Endorser, type Execute } from './endorse.ts';
import { executeOnce } from './execute-once.ts';
import { Heights } from './follow.ts';
import { openChain } from './open.ts';
import { Orderer } from './order.ts';
import { createIdentityBook, openOrganisation } from './peer.ts';
import { parsePolicyText } from './policy.ts';
import type { PrivateWrite } from './rows.ts';
import { createSignatureMemory, verifyBytes } from './signature.ts';
import { Store, type StoreOptions } from './store.ts';
import type { ValidationContext, ValidationSteps } from './validate.ts';

export type { EmbeddedLedger } from './adapter.ts';
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
  return {
    store,
    clock,
    channel,
    submitter,
    organisations: ORGANISATIONS,
    endorser,
    orderer,
    heights,
    pending,
  };
}
