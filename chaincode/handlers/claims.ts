import { assuranceOf, sliceId } from '../../domain/financing/index.ts';
import type { Credit, Financing, Line, Slice } from '../../domain/financing/index.ts';
import { visitOrder } from '../../domain/financing/index.ts';
import type { Assurance } from '../../domain/credit/index.ts';
import type { Holding, Receivable } from '../../domain/receivable/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import type { Tx } from '../tx.ts';
import { creditOf } from './credit-file.ts';

/** A financing with its holdings and claims, each read once by exact key. */
export type Loaded = {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
};

export async function financingOf(tx: Tx, id: string): Promise<Loaded> {
  const financing = await tx.entity('financing', id);
  const held = financing?.holdings ?? [];
  const names = held.map(({ holding }) => holding);
  const holdings = await tx.entities('holding', names);
  const claims = await claimsOf(
    tx,
    held.map(({ receivable }) => receivable),
  );
  return { financing, holdings: [...holdings.values()], receivables: claims };
}

/** Claims by id, each once, in the order of first mention. */
export async function claimsOf(tx: Tx, ids: readonly string[]): Promise<readonly Receivable[]> {
  return [...(await tx.entities('receivable', [...new Set(ids)])).values()];
}

/** Credit of both sides, scored for the weakest of the claims. */
export async function claimsCredit(
  tx: Tx,
  of: {
    readonly holder: string;
    readonly buyer: string;
    readonly receivables: readonly Receivable[];
  },
): Promise<Credit> {
  const { holder: supplier, buyer, receivables } = of;
  return creditOf(tx, { supplier, buyer, assurance: weakestOf(receivables) });
}

/** As {@link claimsCredit}, of a financing that may be absent. */
export async function financingCredit(tx: Tx, { financing, receivables }: Loaded): Promise<Credit> {
  const { holder = '', buyer = '' } = financing ?? {};
  return claimsCredit(tx, { holder, buyer, receivables });
}

function weakestOf(receivables: readonly Receivable[]): Assurance {
  return receivables.every(claim => assuranceOf(claim) === 'L3') ? 'L3' : 'L1';
}

/** Defaults of a debtor whose loss is not booked. */
export async function lossesOf(tx: Tx, buyer = ''): Promise<readonly Entities['openLoss'][]> {
  return buyer === '' ? [] : tx.range('openLoss', buyer);
}

/** Every slice of a line, in its own order. */
export async function slicesOf(tx: Tx, line: Line | undefined): Promise<readonly Slice[]> {
  const ids = Array.from({ length: line?.slices ?? 0 }, (_, at) => sliceId(line?.line ?? '', at));
  return [...(await tx.entities('slice', ids)).values()];
}

/**
 * Slices of a line from `hint mod K` round, only as many as `wanted` minor units need; all of them
 * when `whole` (R-61: exact keys, and each key that is read guards the sum).
 */
export async function slicesFor(
  tx: Tx,
  line: Line | undefined,
  of: { readonly hint: number; readonly wanted: bigint; readonly whole: boolean },
): Promise<readonly Slice[]> {
  if (!line) return [];
  const slices: Slice[] = [];
  let room = 0n;
  for (const at of visitOrder(line.slices, of.hint)) {
    if (!of.whole && room >= of.wanted) break;
    const slice = await tx.entity('slice', sliceId(line.line, at));
    if (!slice) continue;
    slices.push(slice);
    const free = BigInt(slice.cap) - BigInt(slice.frozen) - BigInt(slice.used);
    if (free > 0n) room += free;
  }
  return slices;
}
