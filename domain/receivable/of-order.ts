import type { LedgerEvent } from '../event/index.ts';
import { hasFirstRight, type OrderLoan } from '../financing/loan/state.ts';
import { refuseState, type Refusal } from '../errors/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Order } from '../order/state.ts';

/** Orders on which a claim may still be made. */
const OPEN: readonly string[] = ['registered', 'accepted', 'fulfilled'];

/**
 * A claim that names an order: an order of the actor's, of the same two sides, in its currency, and
 * still open. What others ordered of each other answers as if it were not there.
 */
export function orderFaults(
  claim: {
    readonly order?: string | undefined;
    readonly supplier: string;
    readonly buyer: string;
    readonly face: MoneyWire;
  },
  order: Order | undefined,
  { side, kind }: { readonly side: 'supplier' | 'buyer'; readonly kind: string },
): readonly Refusal[] {
  const { order: id, supplier, buyer, face } = claim;
  if (id === undefined) return [];
  if (order?.[side] !== claim[side]) return [{ code: 'NOT_FOUND', facts: { id } }];
  const isOfBoth = order.supplier === supplier && order.buyer === buyer;
  if (!isOfBoth || order.value.currency !== face.currency) {
    return [{ code: 'ORDER_MISMATCH', facts: { order: id } }];
  }
  if (OPEN.includes(order.status)) return [];
  const object = `order ${id}`;
  return [refuseState(kind, { object, state: order.status, states: OPEN }).error];
}

/** The first holding of a claim on an order with a loan is kept for the loan's funder. */
export function reservedFor(
  { receivable, face: amount }: { readonly receivable: string; readonly face: MoneyWire },
  loan: OrderLoan | undefined,
): readonly LedgerEvent[] {
  if (!loan || !hasFirstRight(loan) || loan.funder === null) return [];
  const lockedFor = { kind: 'orderLoan', id: loan.loan, funder: loan.funder } as const;
  return [{ kind: 'holding.reserved', holding: receivable, receivable, amount, lockedFor }];
}
