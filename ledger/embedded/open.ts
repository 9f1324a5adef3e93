import {
  blockDataHash,
  decodeBlock,
  DecodeFault,
  readEnvelope,
  type DecodedBlock,
} from '../block.ts';
import { LedgerError } from '../port.ts';
import type { Version, Write } from '../read-write-set.ts';
import { VALID } from '../validation-code.ts';
import { nextCommitHash, put } from './commit.ts';
import {
  checkDefinition,
  createGenesis,
  genesisBlock,
  readGenesis,
  type Definition,
  type Genesis,
} from './genesis.ts';
import * as keys from './keys.ts';
import type { Row } from './rows.ts';
import type { Store } from './store.ts';
import { decodeTip, encodeTip, type Tip } from './tip.ts';
import { Updates } from './view.ts';

const FORMAT = Buffer.from('1');
const BLOCKS_CHECKED = 1000;
/** Written keys are compared back to the first block that brings the count to this. */
const TRANSACTIONS_CHECKED = 2000;

/** Opens what is there after checking its end, or makes block 0. */
export async function openChain(
  store: Store,
  definition: Definition,
  nowMs: number,
): Promise<{ readonly genesis: Genesis; readonly tip: Tip }> {
  const stored = store.meta('tip');
  if (!stored) return createChain(store, definition, nowMs);
  const { genesis, tip } = readChain(store);
  checkDefinition(genesis, definition);
  await checkEnd(store, tip, genesis.chaincode);
  return { genesis, tip };
}

/** Reads an existing chain's ends without judging it. @throws LedgerError when there is none */
export function readChain(store: Store): { readonly genesis: Genesis; readonly tip: Tip } {
  const stored = store.meta('tip');
  if (!stored) throw new LedgerError('CONFIG', 'there is no ledger in this folder');
  const format = store.meta('format')?.toString() ?? 'none';
  if (format !== FORMAT.toString()) {
    throw new LedgerError('CONFIG', `format ${format} is not format ${FORMAT.toString()}`);
  }
  return { genesis: readGenesis(store.block(0) ?? new Uint8Array(0)), tip: decodeTip(stored) };
}

/** Writes block 0 into an empty store. */
export async function storeGenesis(store: Store, bytes: Uint8Array): Promise<Tip> {
  const { hash, commitHash } = decodeBlock(bytes);
  const tip = { height: 1, hash, commitHash };
  await store.commit([
    put(keys.metaKey('format'), FORMAT),
    put(keys.blockKey(0), Buffer.from(bytes)),
    put(keys.metaKey('tip'), encodeTip(tip)),
  ]);
  return tip;
}

async function createChain(
  store: Store,
  definition: Definition,
  nowMs: number,
): Promise<{ readonly genesis: Genesis; readonly tip: Tip }> {
  const genesis = createGenesis(store.folder, definition, nowMs);
  const commitHash = nextCommitHash(new Uint8Array(0), [VALID], new Updates());
  return { genesis, tip: await storeGenesis(store, genesisBlock(genesis, nowMs, commitHash)) };
}

/** The last blocks must be a chain that ends at the tip, and their writes must be in the state. */
async function checkEnd(store: Store, tip: Tip, namespace: string): Promise<void> {
  let expected: Uint8Array = tip.hash;
  let looked = 0;
  const first = Math.max(0, tip.height - BLOCKS_CHECKED);
  for (let number = tip.height - 1; number >= first; number--) {
    const block = checkBlock(store, number, expected);
    if (number === tip.height - 1 && Buffer.compare(block.commitHash, tip.commitHash) !== 0) {
      throw corrupt(number, 'commit hash');
    }
    expected = block.previousHash;
    if (number === 0 || looked >= TRANSACTIONS_CHECKED) continue;
    looked += block.envelopes.length;
    for (const [index, envelope] of block.envelopes.entries()) {
      if (block.codes[index] !== VALID) continue;
      await checkWrites(store, namespace, { block: number, index }, envelope);
    }
  }
}

function checkBlock(store: Store, number: number, hash: Uint8Array): DecodedBlock {
  const bytes = store.block(number);
  const block = bytes && decodeBlock(bytes);
  if (!block || Buffer.compare(block.hash, hash) !== 0) throw corrupt(number, 'hash');
  if (Buffer.compare(blockDataHash(block.envelopes), block.dataHash) !== 0) {
    throw corrupt(number, 'content');
  }
  return block;
}

async function checkWrites(
  store: Store,
  namespace: string,
  at: Version,
  envelope: Uint8Array,
): Promise<void> {
  const transaction = readEnvelope(envelope);
  if (!transaction || transaction instanceof DecodeFault) return;
  const set = transaction.readWriteSet.find(one => one.namespace === namespace);
  for (const write of set?.writes ?? []) {
    const row = store.newest.state(namespace, write.key);
    const isThere = row ? isWritten(row, write, at) : await isGone(store, namespace, write);
    if (isThere) continue;
    const { key } = write;
    const text = `block ${String(at.block)}: key ${JSON.stringify(key)}`;
    throw new LedgerError('LEDGER_CORRUPT', text, { ...at, key });
  }
}

/** The row is what this transaction wrote, or what a later one did. */
function isWritten({ version, value }: Row, write: Write, at: Version): boolean {
  if (version.block !== at.block) return version.block > at.block;
  if (version.index !== at.index) return version.index > at.index;
  return !write.isDelete && Buffer.compare(value, write.value) === 0;
}

async function isGone(store: Store, namespace: string, { key }: Write): Promise<boolean> {
  const newest = await store.newest.history(namespace, key).next();
  return newest.done !== true && newest.value.isDelete;
}

function corrupt(block: number, what: string): LedgerError {
  return new LedgerError('LEDGER_CORRUPT', `block ${String(block)}: ${what}`, { block, what });
}
