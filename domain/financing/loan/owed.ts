import type { MoneyWire } from '../../money/index.ts';
import type { PriceWire, Take, OwedFinancing } from '../state.ts';
import type { OrderLoan } from './state.ts';

/** What interest is counted by: a financing that is owed, or an order loan. */
export type Owing = Pick<OwedFinancing, 'debt' | 'payOn' | 'mode'> & {
  readonly price: Pick<PriceWire, 'ratePpm' | 'advance' | 'discount' | 'days'>;
};

/** An order loan as a debt with interest on its due day. */
export function owingOf({ debt, dueOn, terms, amount }: OrderLoan): Owing {
  const discount = { ...amount, minor: '0' };
  const price = { ratePpm: terms?.ratePpm ?? 0, advance: amount, discount, days: 1 };
  return { debt, payOn: dueOn, mode: 'interest', price };
}

/** Takes of the same line and slice as one. */
export function mergeTakes(...lists: readonly (readonly Take[])[]): readonly Take[] {
  const byLine = new Map<string, Map<number, MoneyWire>>();
  for (const { line, slices } of lists.flat()) {
    const held = byLine.get(line) ?? new Map<number, MoneyWire>();
    for (const { slice, amount } of slices) {
      const minor = BigInt(held.get(slice)?.minor ?? '0') + BigInt(amount.minor);
      held.set(slice, { minor: minor.toString(), currency: amount.currency });
    }
    byLine.set(line, held);
  }
  return [...byLine].map(([line, held]) => ({
    line,
    slices: [...held].map(([slice, amount]) => ({ slice, amount })),
  }));
}
