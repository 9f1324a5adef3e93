import type { LedgerEvent } from '../event/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Order } from './state.ts';

/** `order.closed` once claims of `more` minor units, with those before, cover a fulfilled order. */
export function closedBy(order: Order, more: bigint, on: string): readonly LedgerEvent[] {
  const covered = BigInt(order.covered.minor) + more;
  if (covered < BigInt(order.value.minor)) return [];
  return [{ kind: 'order.closed', order: order.order, on }];
}

/** What confirmed claims do to the orders that they name: each counts once, with their sum. */
export function coverEvents(
  orders: ReadonlyMap<string, Order>,
  claims: readonly { readonly order: string | null; readonly face: MoneyWire }[],
  on: string,
): readonly LedgerEvent[] {
  return [...orders.values()].flatMap((order): readonly LedgerEvent[] => {
    const own = claims.filter(claim => claim.order === order.order);
    const sum = own.reduce((total, { face }) => total + BigInt(face.minor), 0n);
    if (sum === 0n) return [];
    const amount = { ...order.value, minor: sum.toString() };
    const covered: LedgerEvent = { kind: 'order.covered', order: order.order, amount, on };
    return [covered, ...(order.status === 'fulfilled' ? closedBy(order, sum, on) : [])];
  });
}
