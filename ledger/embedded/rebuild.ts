import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBlock, decodeTransaction, envelopeOf } from '../block.ts';
import { LedgerError } from '../port.ts';
import { VALID } from '../validation-code.ts';
import { readChain } from './open.ts';
import { copyPrivate, replay, type Difference, type ReplayCounts } from './replay.ts';
import { Store } from './store.ts';

/**
 * Makes the state anew from the blocks beside the old one and swaps the two; the old one stays
 * as `state.before`. Nothing is swapped when the blocks themselves do not hold.
 * @throws LedgerError `CONFIG` when a `state.before` of an earlier run is still there
 */
export async function rebuildLedger(
  folder: string,
): Promise<{ readonly counts: ReplayCounts; readonly difference: Difference | null }> {
  const [state, before, into] = ['state', 'state.before', 'rebuilt'].map(name =>
    join(folder, name),
  );
  if (!state || !before || !into) throw new LedgerError('CONFIG', folder);
  if (existsSync(before)) throw new LedgerError('CONFIG', `${before} is in the way`);
  const source = await Store.openExisting(folder);
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { mode: 0o700 });
  const { target, genesis, counts, difference } = await replay({
    source,
    into,
    signaturesFrom: 0,
    checkAct: () => Promise.resolve(null),
  });
  if (!difference) await copyPrivate(source, target, genesis);
  await target.close();
  await source.close();
  if (!difference) {
    renameSync(state, before);
    renameSync(join(into, 'state'), state);
  }
  rmSync(into, { recursive: true, force: true });
  return { counts, difference };
}

/** One valid act as it was submitted, to be replayed elsewhere. */
export type ExportedAct = {
  readonly block: number;
  readonly index: number;
  readonly txId: string;
  readonly actId: string;
  /** Canonical `{act, signatures}`. */
  readonly signed: string;
};

/** Every block of a closed ledger as it is, in order. */
export async function* exportBlocks(
  folder: string,
  from: number,
): AsyncGenerator<{ readonly number: number; readonly bytes: Uint8Array }, void, undefined> {
  const source = await Store.openExisting(folder);
  try {
    const { height } = readChain(source).tip;
    for (let number = from; number < height; number++) {
      yield { number, bytes: source.block(number) ?? new Uint8Array(0) };
    }
  } finally {
    await source.close();
  }
}

/** Every valid act of a closed ledger, in order. */
export async function* exportActs(
  folder: string,
  from: number,
): AsyncGenerator<ExportedAct, void, undefined> {
  const source = await Store.openExisting(folder);
  try {
    const { height } = readChain(source).tip;
    for (let number = Math.max(1, from); number < height; number++) {
      const block = decodeBlock(source.block(number) ?? new Uint8Array(0));
      for (const [index, bytes] of block.envelopes.entries()) {
        if (block.codes[index] !== VALID) continue;
        const transaction = decodeTransaction(bytes);
        const actId = envelopeOf(transaction)?.actId;
        const signed = Buffer.from(transaction.args[1] ?? new Uint8Array(0)).toString();
        if (actId) yield { block: number, index, txId: transaction.txId, actId, signed };
      }
    }
  } finally {
    await source.close();
  }
}
