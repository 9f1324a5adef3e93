import type { MspId } from '../port.ts';
import type { CollectionBook } from './collections.ts';
import { del } from './commit.ts';
import * as keys from './keys.ts';
import { decodeVersion } from './rows.ts';
import type { Operation, Store } from './store.ts';
import type { StateView, Updates } from './view.ts';

export type ExpiryContext = {
  readonly store: Store;
  readonly organisations: readonly MspId[];
  readonly collections: CollectionBook;
};

/**
 * Removes the private values whose block-to-live ends with this block: hash rows through
 * `updates`, members' values and the index entries through the returned operations. A value that
 * was written again since has another entry and stays.
 */
export async function expire(
  block: number,
  context: ExpiryContext,
  current: StateView,
  updates: Updates,
): Promise<Operation[]> {
  const operations: Operation[] = [];
  const range = { gte: keys.concat('x'), lt: keys.concat('x', keys.uint64(block + 1)) };
  for await (const [key, value] of context.store.rows(range)) {
    operations.push(del(key));
    const place = placeOf(key);
    const written = decodeVersion(value);
    const row = current.hashed(place.namespace, place.collection, place.keyHash);
    if (row?.version.block !== written.block || row.version.index !== written.index) continue;
    updates.setHashed(place.namespace, place.collection, place.keyHash, null);
    const clearKey = value.subarray(12).toString();
    const members = context.collections(place.collection)?.members ?? [];
    for (const [organisation, mspId] of context.organisations.entries()) {
      if (!members.includes(mspId)) continue;
      operations.push(del(keys.privateKey({ ...place, organisation, key: clearKey })));
    }
  }
  return operations;
}

/** The lowest block at which something expires; Infinity when nothing does. */
export async function firstExpiry(store: Store): Promise<number> {
  for await (const [key] of store.rows({ gte: keys.concat('x'), lt: keys.concat('y') })) {
    return Number(key.readBigUInt64BE(1));
  }
  return Infinity;
}

function placeOf(key: Buffer): { namespace: string; collection: string; keyHash: string } {
  const names = key.subarray(9, -33).toString().split('\0');
  const [namespace = '', collection = ''] = names;
  return { namespace, collection, keyHash: key.subarray(-32).toString('hex') };
}
