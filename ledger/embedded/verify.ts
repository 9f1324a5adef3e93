import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MspId } from '../port.ts';
import { sha256 } from '../transaction.ts';
import * as keys from './keys.ts';
import { replay, type ActCheck, type Difference, type ReplayCounts } from './replay.ts';
import { decodeRow } from './rows.ts';
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
  const source = await Store.open({ folder: options.folder });
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
    const should = target.rows(keys.rowsOf(letter))[Symbol.asyncIterator]();
    let next = await should.next();
    for await (const [key, value] of source.rows(keys.rowsOf(letter))) {
      const expected = next.done ? null : next.value;
      if (!expected || Buffer.compare(key, expected[0]) !== 0) {
        const isExtra = !expected || Buffer.compare(key, expected[0]) < 0;
        return rowDifference(what, isExtra ? key : expected[0], {
          found: isExtra ? value : null,
          expected: isExtra ? null : expected[1],
        });
      }
      if (Buffer.compare(value, expected[1]) !== 0) {
        return rowDifference(what, key, { found: value, expected: expected[1] });
      }
      counts.rows += 1;
      next = await should.next();
    }
    if (!next.done) {
      return rowDifference(what, next.value[0], { found: null, expected: next.value[1] });
    }
    await should.return?.();
  }
  return null;
}

async function comparePrivate(
  source: Store,
  target: Store,
  counts: { privateValues: number },
  who: { readonly organisations: readonly MspId[]; readonly only: MspId | null },
): Promise<Difference | null> {
  for await (const [key, value] of source.rows(keys.rowsOf('p'))) {
    const mspId = who.organisations[key[1] ?? 0];
    if (who.only !== null && mspId !== who.only) continue;
    const [namespace = '', collection = '', ...name] = key.subarray(2).toString().split('\0');
    const row = decodeRow(value);
    const keyHash = sha256(Buffer.from(name.join('\0'))).toString('hex');
    const hash = target.newest.hashed(namespace, collection, keyHash);
    const isSame =
      hash?.version.block === row.version.block &&
      hash.version.index === row.version.index &&
      Buffer.compare(hash.value, sha256(row.value)) === 0;
    if (!isSame) {
      return {
        block: row.version.block,
        transaction: row.version.index,
        what: `private value of ${mspId ?? 'nobody'} in ${collection}, key hash ${keyHash}`,
        found: sha256(row.value).toString('hex'),
        expected: hash ? Buffer.from(hash.value).toString('hex') : 'no such value',
      };
    }
    counts.privateValues += 1;
  }
  return null;
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
