import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  blockDataHash,
  decodeBlock,
  type DecodedBlock,
  type DecodedTransaction,
} from '../block.ts';
import { VALID, validationCodeName } from '../validation-code.ts';
import { createCollectionBook } from './collections.ts';
import { candidateOf, Committer } from './committer.ts';
import type { Genesis } from './genesis.ts';
import * as keys from './keys.ts';
import { readChain, storeGenesis } from './open.ts';
import { createIdentityBook, type KnownIdentity } from './peer.ts';
import { parsePolicyText } from './policy.ts';
import { verifyBytes } from '../signature.ts';
import { Store, type Operation } from './store.ts';

/** The first place where a ledger is not what its own blocks say. */
export type Difference = {
  readonly block: number;
  readonly transaction: number | null;
  /** What differs: a part of the block, or the key of a row. */
  readonly what: string;
  readonly found: string;
  readonly expected: string;
};

export type ReplayCounts = {
  blocks: number;
  transactions: number;
  valid: number;
  signatures: number;
  acts: number;
};

/** Says what is wrong with a valid transaction's act, or null; the product checks signatures. */
export type ActCheck = (transaction: DecodedTransaction) => Promise<string | null>;

export type ReplayOptions = {
  readonly source: Store;
  /** An empty folder. */
  readonly into: string;
  /** Signatures of earlier blocks are taken as good. */
  readonly signaturesFrom: number;
  readonly checkAct: ActCheck;
};

export type Replay = {
  readonly target: Store;
  readonly genesis: Genesis;
  readonly counts: ReplayCounts;
  readonly difference: Difference | null;
};

/**
 * Makes the whole state anew from the blocks, as the peer did block by block: chain, transaction
 * ids, signatures, every code by validating again, commit hashes. Stops at the first difference.
 */
export async function replay(options: ReplayOptions): Promise<Replay> {
  const { source, into } = options;
  const { genesis, tip } = readChain(source);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  const target = await Store.open({ folder: into });
  const counts = { blocks: 1, transactions: 0, valid: 0, signatures: 0, acts: 0 };
  const first = await storeGenesis(target, source.block(0) ?? new Uint8Array(0));
  let written: Uint8Array = new Uint8Array(0);
  let from = 0;
  const committer = new Committer({
    store: target,
    tip: first,
    namespace: genesis.chaincode,
    organisations: genesis.organisations.map(one => one.mspId),
    collections: collectionsOf(genesis),
    validation: {
      channel: genesis.channel,
      chaincode: genesis.chaincode,
      policies: {
        chaincode: parsePolicyText(genesis.policy),
        collections: collectionsOf(genesis),
      },
      identify: createIdentityBook(genesis.organisations),
      verify: (identity: KnownIdentity, signed, signature) => {
        if (from < options.signaturesFrom) return Promise.resolve(true);
        counts.signatures += 1;
        return verifyBytes(identity.publicKey, signed.bytes(), signature);
      },
    },
    pending: () => null,
    stored: (_number, bytes) => {
      written = bytes;
    },
  });
  const acts = new Set<string>();
  for (let number = 1; number < tip.height; number++) {
    from = number;
    const difference = await replayBlock(number, {
      source,
      counts,
      acts,
      checkAct: options.checkAct,
      write: async envelopes => {
        const batch = envelopes.map(envelope => ({ envelope, candidate: candidateOf(envelope) }));
        await (
          await committer.write(batch)
        ).stored;
        return { bytes: written, candidates: batch.map(one => one.candidate) };
      },
    });
    if (difference) return { target, genesis, counts, difference };
    counts.blocks += 1;
  }
  return { target, genesis, counts, difference: tipDifference(source, target) };
}

type BlockReplay = {
  readonly source: Store;
  readonly counts: ReplayCounts;
  readonly acts: Set<string>;
  readonly checkAct: ActCheck;
  readonly write: (envelopes: readonly Uint8Array[]) => Promise<{
    readonly bytes: Uint8Array;
    readonly candidates: readonly ReturnType<typeof candidateOf>[];
  }>;
};

async function replayBlock(number: number, context: BlockReplay): Promise<Difference | null> {
  const bytes = context.source.block(number);
  if (!bytes) return differenceAt(number, 'block', { found: 'missing', expected: 'present' });
  const has = decodeBlock(bytes);
  const data = blockDataHash(has.envelopes);
  if (!same(data, has.dataHash)) {
    return differenceAt(number, 'data hash', { found: hex(has.dataHash), expected: hex(data) });
  }
  const made = await context.write(has.envelopes);
  const should = decodeBlock(made.bytes);
  const difference = blockDifference(number, has, should);
  if (difference) return difference;
  if (!same(bytes, made.bytes)) {
    const values = { found: 'other bytes', expected: 'as validated again' };
    return differenceAt(number, 'block bytes', values);
  }
  context.counts.transactions += should.codes.length;
  for (const [index, candidate] of made.candidates.entries()) {
    if (should.codes[index] !== VALID || 'fault' in candidate) continue;
    context.counts.valid += 1;
    const found = (await context.checkAct(candidate)) ?? repeatedAct(candidate, context);
    if (found === null) continue;
    return differenceAt(number, 'act', { found, expected: 'a signed act, once' }, index);
  }
  return null;
}

function blockDifference(
  number: number,
  has: DecodedBlock,
  should: DecodedBlock,
): Difference | null {
  const pair = (found: Uint8Array, expected: Uint8Array) => ({
    found: hex(found),
    expected: hex(expected),
  });
  if (!same(has.previousHash, should.previousHash)) {
    return differenceAt(number, 'previous hash', pair(has.previousHash, should.previousHash));
  }
  const index = should.codes.findIndex((code, at) => has.codes[at] !== code);
  if (index >= 0) {
    const found = validationCodeName(has.codes[index] ?? 254);
    const expected = validationCodeName(should.codes[index] ?? 254);
    return differenceAt(number, 'code', { found, expected }, index);
  }
  if (same(has.commitHash, should.commitHash)) return null;
  return differenceAt(number, 'commit hash', pair(has.commitHash, should.commitHash));
}

function differenceAt(
  block: number,
  what: string,
  values: Pick<Difference, 'found' | 'expected'>,
  transaction: number | null = null,
): Difference {
  return { block, transaction, what, ...values };
}

/** Every act has one valid transaction: its id may appear in one envelope only. */
function repeatedAct(transaction: DecodedTransaction, context: BlockReplay): string | null {
  const payload = transaction.event && Buffer.from(transaction.event.payload).toString();
  if (!payload) return null;
  const { actId } = parsed(payload);
  if (typeof actId !== 'string') return null;
  if (context.acts.has(actId)) return `act ${actId} has a second envelope`;
  context.acts.add(actId);
  context.counts.acts += 1;
  return null;
}

function parsed(text: string): { readonly actId?: unknown } {
  try {
    return JSON.parse(text) as { readonly actId?: unknown };
  } catch {
    return {};
  }
}

function tipDifference(source: Store, target: Store): Difference | null {
  const [has, should] = [source.tip(), target.tip()];
  if (has.height === should.height && same(has.hash, should.hash)) return null;
  const block = Math.min(has.height, should.height) - 1;
  return {
    block,
    transaction: null,
    what: 'tip',
    found: hex(has.hash),
    expected: hex(should.hash),
  };
}

/**
 * Takes over what no block carries: private values whose hash is in the rebuilt state, the clear
 * keys of those that expire, endorsed private writes, and the organisations' keys.
 */
export async function copyPrivate(source: Store, target: Store, genesis: Genesis): Promise<number> {
  const operations: Operation[] = [];
  for (const letter of ['p', 'r', 'x']) {
    for await (const [key, value] of source.rows(keys.rowsOf(letter))) {
      operations.push({ type: 'put', key, value });
    }
  }
  await target.commit(operations);
  const { organisations } = genesis;
  for (const { mspId } of organisations) {
    const file = join('identities', `${mspId}.key`);
    mkdirSync(join(target.folder, 'identities'), { recursive: true, mode: 0o700 });
    cpSync(join(source.folder, file), join(target.folder, file));
  }
  return operations.length;
}

function collectionsOf(genesis: Genesis): ReturnType<typeof createCollectionBook> {
  const organisations = genesis.organisations.map(one => one.mspId);
  return createCollectionBook(genesis.collections, organisations);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
