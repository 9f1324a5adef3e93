import type { FinancingIn } from '../financing/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Holding } from '../receivable/index.ts';

/** CNY in minor units, for tests. */
export function cny(minor: bigint | number): MoneyWire {
  return { minor: minor.toString(), currency: 'CNY' };
}

/** A free holding of one claim. */
export function holdingOf(id: string, outstanding: bigint): Holding {
  const nothing = cny(0);
  return {
    holding: id,
    receivable: 'claim',
    holder: 'supplier',
    amount: cny(outstanding),
    outstanding: cny(outstanding),
    splitOut: nothing,
    paid: nothing,
    diluted: nothing,
    writtenOff: nothing,
    tier: 0,
    parent: null,
    recourseTo: null,
    version: 1,
    state: 'free',
  };
}

/** The financing of the worked example: 900,000.00 from 3 March to 1 June 2026, 90 days. */
export function activeFinancing(mode: 'discount' | 'interest' = 'discount'): FinancingIn<'active'> {
  const discount = mode === 'discount' ? 1_350_000 : 0;
  const take = { line: 'line', slices: [{ slice: 0, amount: cny(90_000_000) }] };
  return {
    status: 'active',
    financing: 'financing',
    version: 7,
    holder: 'supplier',
    buyer: 'buyer',
    holdings: [{ holding: 'claim', receivable: 'claim', outstanding: cny(100_000_000) }],
    outstanding: cny(100_000_000),
    kind: 'sale',
    mode,
    want: cny(90_000_000),
    aprMaxPpm: null,
    fundOn: '2026-03-03',
    payOn: '2026-06-01',
    windowUntil: '2026-03-03',
    invited: [],
    requestedOn: '2026-03-03',
    funder: 'funder',
    card: 'card',
    programme: 'programme',
    price: {
      advance: cny(90_000_000),
      discount: cny(discount),
      interest: cny(mode === 'interest' ? 1_350_000 : 0),
      cash: cny(90_000_000 - discount - 90_000),
      totalCost: cny(1_440_000),
      aprPpm: 65_944,
      feeLines: [],
      ratePpm: 60_000,
      advancePpm: 900_000,
      days: 90,
      fees: [],
    },
    quote: null,
    standing: null,
    cardTake: { line: 'card', slices: [{ slice: 0, amount: cny(90_000_000) }] },
    acceptedOn: '2026-03-03',
    takes: [take],
    committedOn: '2026-03-03',
    clearedOn: '2026-03-03',
    checklist: [],
    account: 'account',
    payout: 'payout',
    valueOn: '2026-03-03',
    activatedOn: '2026-03-03',
    debt: {
      principal: '90000000',
      unearned: discount.toString(),
      interestDue: '0',
      interestTo: '2026-03-03',
      lateDue: '0',
      lateTo: '2026-06-01',
      writtenOff: '0',
    },
  };
}
