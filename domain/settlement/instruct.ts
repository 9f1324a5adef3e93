import type { Act } from '../act/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { entry as posting, posted, type JournalLine } from '../journal/index.ts';
import { add, toWire, zero, type Money } from '../money/index.ts';
import { creditorReference, endToEndIdOf, uetrOf } from './reference.ts';
import type { Payout } from './state.ts';

type Order = Pick<
  Payout,
  'payout' | 'purpose' | 'financing' | 'funder' | 'source' | 'payee' | 'account' | 'valueOn'
> & {
  readonly loan?: Payout['loan'];
  readonly amount: Money;
  /** Kept back for the platform, from the same source. */
  readonly fees?: Money;
  /** What the creditor reference is made of: the claim, else the payout itself. */
  readonly about?: string;
};

/**
 * Money leaves an account for a payee's bank account (§7.5): the order with its names for the bank,
 * and the entry that puts it in transit. `more` lines are booked by the same act.
 */
export function instruct(
  order: Order,
  act: Act,
  { sha256 }: Context,
  more: readonly JournalLine[] = [],
): readonly LedgerEvent[] {
  const { amount, about, loan = null, ...of } = order;
  const fees = order.fees ?? zero(amount.currency);
  const hash = (text: string): string => sha256(new TextEncoder().encode(text));
  const debited = toWire(add(amount, fees));
  const sums = { amount: toWire(amount), fees: toWire(fees), debited };
  const names = {
    endToEndId: endToEndIdOf(of.payout),
    uetr: uetrOf(hash(of.payout)),
    reference: creditorReference(hash(about ?? of.payout)),
  };
  const source = [of.source.account, of.source.sub] as const;
  const lines = [
    ...posting('cash', source, ['2301', of.payout], amount),
    ...posting('cash', source, ['2501', 'platform'], fees),
    ...more,
  ];
  const on = act.businessDate;
  return [{ kind: 'payout.instructed', ...of, loan, ...sums, ...names, on }, ...posted(act, lines)];
}
