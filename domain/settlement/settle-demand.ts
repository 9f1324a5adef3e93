import type { Act } from '../act/index.ts';
import { refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { OwedFinancing, Take } from '../financing/index.ts';
import { entry, type JournalLine, type Place } from '../journal/index.ts';
import { formatMoney, fromWire, money } from '../money/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';
import type { Recourse, Repurchase } from './loss-state.ts';
import { returnHoldings } from './returning.ts';
import type { Allocation, DebtChange } from './state.ts';

/** A demand or a take-back that money is given for, with everything under its financing. */
export type DemandState = {
  readonly recourse: Recourse | undefined;
  readonly repurchase: Repurchase | undefined;
  readonly financing: OwedFinancing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
};

export type SettledDemand = {
  readonly events: readonly LedgerEvent[];
  readonly lines: readonly JournalLine[];
  readonly debt: DebtChange;
  readonly releases: readonly Take[];
};

/** The demand waits for exactly this amount, and its financing is still owed. */
export function demandFaults(
  demand: DemandState | undefined,
  { id, target, amount }: Allocation,
  kind: string,
): readonly Refusal[] {
  const found = demand && (target === 'recourse' ? demand.recourse : demand.repurchase);
  if (!found) return [{ code: 'NOT_FOUND', facts: { id } }];
  const states = ['demanded', 'disputed', 'accepted'];
  if (!states.includes(found.status) || !demand.financing) {
    return [refuseState(kind, { object: `${target} ${id}`, state: found.status, states }).error];
  }
  const wanted = 'price' in found ? found.price : found.amount;
  if (wanted.currency !== amount.currency) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: wanted.currency } }];
  }
  if (wanted.minor === amount.minor) return [];
  const facts = { x: formatMoney(fromWire(amount)), open: formatMoney(fromWire(wanted)) };
  return [{ code: 'MATCH_EXCEEDS', facts }];
}

/** Who must have paid it: the seller of the claim. */
export function demandPayer({ recourse, repurchase }: DemandState): string {
  return (recourse ?? repurchase)?.supplier ?? '';
}

/** Title at cash: the funder is paid, the financing ends, everything under it goes back. */
export function settleDemand(
  demand: DemandState & { readonly financing: OwedFinancing },
  { id, target, amount }: Allocation,
  of: { readonly act: Act; readonly unallocated: Place },
): SettledDemand {
  const { financing } = demand;
  const on = of.act.businessDate;
  const { funder, holder, buyer, payOn, price } = financing;
  const { currency } = price.advance;
  const { debt } = financing;
  const owed = money(BigInt(debt.principal) + BigInt(debt.writtenOff), currency);
  const back = returnHoldings(financing, demand.holdings, demand.receivables);
  const nothing = { principal: '0', unearned: '0', interestDue: '0', lateDue: '0' };
  const settled: LedgerEvent =
    target === 'recourse'
      ? { kind: 'recourse.settled', recourse: id, on }
      : { kind: 'repurchase.settled', repurchase: id, on };
  return {
    events: [
      settled,
      ...back.events,
      {
        kind: 'financing.returned',
        ...{ financing: financing.financing, funder, holder, buyer, payOn, on },
      },
    ],
    lines: [
      ...entry('cash', of.unallocated, ['2101', funder], fromWire(amount)),
      ...entry('obligation', ['9101', holder], ['8101', funder], owed),
      ...entry(
        'obligation',
        ['8191', funder],
        ['8192', funder],
        money(BigInt(debt.unearned), currency),
      ),
      ...back.lines,
    ],
    debt: {
      financing: financing.financing,
      debt: { ...debt, ...nothing, writtenOff: '0' },
      takes: financing.takes.map(({ line }) => ({ line, slices: [] })),
    },
    releases: financing.takes,
  };
}
