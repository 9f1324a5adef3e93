import type { PrivateField } from '../domain/evidence/index.ts';
import { isObject, type Wire } from '../domain/wire/index.ts';
import type { PrivateEntry } from './handler.ts';
import { COLLECTION_TRADE_DETAILS } from './state-keys.ts';
import type { Tx } from './tx.ts';

/** So many fields stay below the 64 KB that a value should have (L-41): each is some 100 bytes. */
const FIELDS_TOGETHER = 500;

/**
 * The private details of one act's claims. A claim that comes alone is kept under its own id, those
 * of a batch together under the act's: each private key costs every peer of the channel a look-up
 * and a hash, whatever it holds.
 */
export function keptDetails(
  details: ReadonlyMap<string, readonly PrivateField[]>,
  act: string,
): readonly PrivateEntry[] {
  const all = [...details];
  const entry = (key: string, value: Wire): PrivateEntry => {
    return { collection: COLLECTION_TRADE_DETAILS, key, value };
  };
  const [only] = all;
  if (only && all.length === 1) return [entry(...only)];
  return partsOf(all).map((part, at) => entry(partKey(act, at), Object.fromEntries(part)));
}

/** The private details of a claim: its own, or those that came with `act` where it names one. */
export async function detailsOf(
  tx: Tx,
  receivable: string,
  act: string | undefined,
): Promise<Wire | undefined> {
  const own = await tx.privateValue(COLLECTION_TRADE_DETAILS, receivable);
  if (own !== undefined || act === undefined) return own;
  for (let at = 0; ; at += 1) {
    const part = await tx.privateValue(COLLECTION_TRADE_DETAILS, partKey(act, at));
    if (!isObject(part)) return undefined;
    if (Object.hasOwn(part, receivable)) return part[receivable];
  }
}

type Claim = readonly [receivable: string, fields: readonly PrivateField[]];

function partsOf(all: readonly Claim[]): Claim[][] {
  const parts: Claim[][] = [];
  let room = 0;
  for (const claim of all) {
    room -= claim[1].length;
    const last = parts.at(-1);
    if (last && room >= 0) last.push(claim);
    else {
      parts.push([claim]);
      room = FIELDS_TOGETHER - claim[1].length;
    }
  }
  return parts;
}

function partKey(act: string, at: number): string {
  return `${act}.${String(at)}`;
}
