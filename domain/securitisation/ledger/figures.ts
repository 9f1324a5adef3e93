import type { Deal } from '../deal/deal.ts';
import type { DealEvent, Journal } from '../waterfall/journal.ts';
import type { DealState } from '../waterfall/state.ts';
import type { DistributionFigures } from './deal-state.ts';
import { otherCashOf, paidByOthers } from './other-cash.ts';

type Kept = { readonly state: DealState; readonly journal: Journal };

/** What a payment date did, as reports show it; every amount is a sum of the run's own movements. */
export function figuresOf(given: {
  readonly deal: Deal;
  readonly before: Kept;
  readonly after: Kept;
  /** Movements before the run; the run's own follow them. */
  readonly from: Journal;
  readonly events: readonly DealEvent[];
}): DistributionFigures {
  const { deal, before, after, from, events } = given;
  const bonds = after.journal.bonds.slice(from.bonds.length);
  const fees = after.journal.fees.slice(from.fees.length);
  const moves = after.journal.accounts;
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
  const left = sum(
    // A transfer stays within the plan.
    moves.flatMap(({ change, memo }) => (change < 0n && memo.kind !== 'transfer' ? [-change] : [])),
  );
  const others = otherCashOf(moves, events);
  return {
    status: { before: before.state.status, after: after.state.status },
    classes: Object.keys(deal.bonds).map(bond => {
      const own = bonds.filter(entry => entry.bond === bond && entry.memo.kind !== 'capitalise');
      return {
        bond,
        opening: `${before.state.bonds[bond]?.balance ?? 0n}`,
        interest: `${sum(own.map(({ interest }) => interest))}`,
        principal: `${sum(own.map(({ principal }) => principal))}`,
        closing: `${after.state.bonds[bond]?.balance ?? 0n}`,
        interestDue: `${after.state.bonds[bond]?.interestDue ?? 0n}`,
      };
    }),
    fees: Object.entries(deal.fees).map(([fee, { payee }]) => ({
      fee,
      payee: payee ?? null,
      paid: `${sum(fees.filter(entry => entry.fee === fee).map(({ paid }) => paid))}`,
      due: `${(after.state.fees[fee]?.due ?? 0n) + (after.state.fees[fee]?.arrears ?? 0n)}`,
    })),
    accounts: accountsOf(given, moves),
    pools: Object.fromEntries(
      Object.keys(deal.pools).map(key => [
        key,
        {
          opening: `${before.state.pools[key]?.balance ?? 0n}`,
          closing: `${after.state.pools[key]?.balance ?? 0n}`,
        },
      ]),
    ),
    triggers: events.flatMap(event =>
      event.kind === 'trigger' ? [{ trigger: event.trigger, to: event.to, date: event.date }] : [],
    ),
    ...(others.length > 0 ? { others } : {}),
    total: `${left + paidByOthers(events)}`,
  };
}

/** INV-S1 for each account: opening + in − out = closing. */
function accountsOf(
  { deal, before, after }: { readonly deal: Deal; readonly before: Kept; readonly after: Kept },
  moves: Journal['accounts'],
): DistributionFigures['accounts'] {
  return Object.fromEntries(
    Object.keys(deal.accounts).map(key => {
      const own = moves.filter(({ account }) => account === key).map(({ change }) => change);
      const up = own.filter(change => change > 0n).reduce((a, b) => a + b, 0n);
      const down = own.filter(change => change < 0n).reduce((a, b) => a - b, 0n);
      const opening = before.state.accounts[key]?.balance ?? 0n;
      const closing = after.state.accounts[key]?.balance ?? 0n;
      return [key, { opening: `${opening}`, in: `${up}`, out: `${down}`, closing: `${closing}` }];
    }),
  );
}
