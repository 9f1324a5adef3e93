import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MspId } from '../port.ts';
import type { Version } from '../read-write-set.ts';
import { sha256 } from '../transaction.ts';
import * as keys from './keys.ts';
import { replay, type ActCheck, type Difference, type ReplayCounts } from './replay.ts';
import { decodeRow, type Row } from './rows.ts';
import { Store } from './store.ts';

export type VerifyOptions = {
  readonly folder: string;
  /** First block whose signatures are checked; the replay always begins at block 0. */
  readonly from?: number;
  /** Only this organisation's private values. */
  readonly organisation?: MspId;
  readonly checkAct?: ActCheck;
};

export type Verification = {
  readonly counts: ReplayCounts & { readonly rows: number; readonly privateValues: number };
  /** Null: the state is what the blocks say. */
  readonly difference: Difference | null;
};

/** Letters whose rows follow from the blocks alone, and what a row of each is. */
const FROM_BLOCKS: Readonly<Record<string, string>> = {
  b: 'block',
  c: 'hash of a private value',
  s: 'state',
  t: 'transaction index',
  y: 'history',
};

/**
 * Checks a closed ledger against its own blocks: replays them all into a scratch folder and
 * compares every row; private values are compared with the hashes of the rebuilt state.
 * @throws LedgerError `LEDGER_LOCKED` while a process has it open
 */
export async function verifyLedger(options: VerifyOptions): Promise<Verification> {
  const source = await Store.openExisting(options.folder);
  const into = mkdtempSync(join(tmpdir(), 'tally-verify-'));
  const opened: Store[] = [source];
  try {
    const { target, genesis, counts, difference } = await replay({
      source,
      into,
      signaturesFrom: options.from ?? 0,
      checkAct: options.checkAct ?? (() => Promise.resolve(null)),
    });
    opened.push(target);
    const rows = { rows: 0, privateValues: 0 };
    const organisations = genesis.organisations.map(one => one.mspId);
    const found =
      difference ??
      (await compareRows(source, target, rows)) ??
      (await comparePrivate(source, target, rows, {
        organisations,
        only: options.organisation ?? null,
      }));
    return { counts: { ...counts, ...rows }, difference: found };
  } finally {
    for (const store of opened) await store.close();
    rmSync(into, { recursive: true, force: true });
  }
}

async function compareRows(
  source: Store,
  target: Store,
  counts: { rows: number },
): Promise<Difference | null> {
  for (const [letter, what] of Object.entries(FROM_BLOCKS)) {
    const range = keys.rowsOf(letter);
    for await (const { key, found, expected } of sideBySide(
      source.rows(range),
      target.rows(range),
    )) {
      const isSame = found && expected && Buffer.compare(found, expected) === 0;
      if (!isSame) return rowDifference(what, key, { found, expected });
      counts.rows += 1;
    }
  }
  return null;
}

type Pair = {
  readonly key: Buffer;
  readonly found: Buffer | null;
  readonly expected: Buffer | null;
};

/** Two sorted lists of rows, key by key; null where one of them lacks the key. */
async function* sideBySide(
  has: AsyncIterable<[Buffer, Buffer]>,
  should: AsyncIterable<[Buffer, Buffer]>,
): AsyncGenerator<Pair, void, undefined> {
  const rest = should[Symbol.asyncIterator]();
  const following = async (): Promise<[Buffer, Buffer] | null> => {
    const next = await rest.next();
    return next.done ? null : next.value;
  };
  let next = await following();
  for await (const [key, found] of has) {
    while (next && Buffer.compare(next[0], key) < 0) {
      yield { key: next[0], found: null, expected: next[1] };
      next = await following();
    }
    const expected = next && Buffer.compare(next[0], key) === 0 ? next[1] : null;
    if (expected) next = await following();
    yield { key, found, expected };
  }
  for (; next; next = await following()) {
    yield { key: next[0], found: null, expected: next[1] };
  }
}

async function comparePrivate(
  source: Store,
  target: Store,
  counts: { privateValues: number },
  who: { readonly organisations: readonly MspId[]; readonly only: MspId | null },
): Promise<Difference | null> {
  for await (const [key, value] of source.rows(keys.rowsOf('p'))) {
    const mspId = who.organisations[key.readUInt8(1)] ?? 'nobody';
    if (who.only !== null && mspId !== who.only) continue;
    const { version, value: found } = decodeRow(value);
    const { namespace, collection, keyHash } = privatePlace(key);
    const hash = target.newest.hashed(namespace, collection, keyHash);
    if (!hash || !isSameRow(hash, version, sha256(found))) {
      return {
        block: version.block,
        transaction: version.index,
        what: `private value of ${mspId} in ${collection}, key hash ${keyHash}`,
        found: sha256(found).toString('hex'),
        expected: hash ? Buffer.from(hash.value).toString('hex') : 'no such value',
      };
    }
    counts.privateValues += 1;
  }
  return null;
}

function isSameRow(row: Row, version: Version, value: Uint8Array): boolean {
  const { block, index } = row.version;
  const isThis = block === version.block && index === version.index;
  return isThis && Buffer.compare(row.value, value) === 0;
}

function privatePlace(key: Buffer): { namespace: string; collection: string; keyHash: string } {
  const [namespace = '', collection = '', ...name] = key.subarray(2).toString().split('\0');
  const keyHash = sha256(Buffer.from(name.join('\0'))).toString('hex');
  return { namespace, collection, keyHash };
}

function rowDifference(
  what: string,
  key: Buffer,
  values: { readonly found: Buffer | null; readonly expected: Buffer | null },
): Difference {
  const name = JSON.stringify(key.subarray(1).toString());
  const isVersioned = what === 'state' || what.startsWith('hash');
  const row = isVersioned ? decodeRow(values.found ?? values.expected ?? Buffer.alloc(16)) : null;
  const shown = (bytes: Buffer | null): string => {
    if (!bytes) return 'absent';
    return isVersioned
      ? JSON.stringify(Buffer.from(decodeRow(bytes).value).toString())
      : bytes.toString('hex');
  };
  return {
    block: row?.version.block ?? 0,
    transaction: row?.version.index ?? null,
    what: `${what} ${name}`,
    found: shown(values.found),
    expected: shown(values.expected),
  };
}
