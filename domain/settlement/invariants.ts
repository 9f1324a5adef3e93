import type { Financing, Slice } from '../financing/index.ts';
import { assertBalanced, type Balance, type JournalEntry } from '../journal/index.ts';
import type { Holding } from '../receivable/index.ts';
import { invariant } from '../result/index.ts';
import type { Match, Payment, Payout } from './state.ts';

/** What one transaction leaves behind, by noun; asserted again after the fold, before the write. */
export type MoneyTouched = {
  readonly balances: readonly Balance[];
  readonly entries: readonly JournalEntry[];
  readonly payments: readonly Payment[];
  readonly matches: readonly Match[];
  readonly payouts: readonly Payout[];
  readonly slices: readonly Slice[];
  readonly financings: readonly Financing[];
  readonly holdings: readonly Holding[];
};

/** INV-R4, R7, R8, R9, R11 and R12 over everything that a transaction changed. */
export function checkMoney(touched: MoneyTouched): void {
  for (const { lines } of touched.entries) assertBalanced(lines);
  for (const { party, folded } of touched.balances) {
    invariant('INV-R9', BigInt(folded) >= 0n, () => `${party} has ${folded}`);
  }
  touched.payments.forEach(paymentLaw);
  touched.matches.forEach(matchLaw);
  for (const { line, slice, frozen, used } of touched.slices) {
    const whole = BigInt(frozen) >= 0n && BigInt(used) >= 0n;
    invariant('INV-R12', whole, () => `slice ${slice} of ${line}: ${frozen} frozen, ${used} used`);
  }
  titleLaw(touched);
  encumbranceLaw(touched);
}

/** INV-R11: what is allocated and refunded lies between nothing and what was received. */
function paymentLaw({ payment, received, allocated, refunded }: Payment): void {
  const back = BigInt(refunded.minor);
  const held = BigInt(allocated.minor);
  const open = BigInt(received.minor) - held - back;
  invariant(
    'INV-R11',
    open >= 0n && held >= 0n && back >= 0n,
    () => `${payment}: ${held} allocated, ${open} open`,
  );
}

/** INV-R11: the division of a repayment sums to the repayment. */
function matchLaw({ match, allocations, divisions }: Match): void {
  const paid = allocations
    .filter(({ target }) => target === 'receivable')
    .reduce((total, { amount }) => total + BigInt(amount.minor), 0n);
  const divided = divisions.reduce(
    (total, { toFunder, toReserve, toHolder }) =>
      total + BigInt(toFunder) + BigInt(toReserve) + BigInt(toHolder),
    0n,
  );
  invariant('INV-R11', paid === divided, () => `${match}: ${divided} divided of ${paid}`);
}

/**
 * INV-R7: title goes to a funder in the transaction that confirms the payout of exactly the agreed
 * cash, and in no other.
 */
function titleLaw({ payouts, financings }: MoneyTouched): void {
  const begun = financings.filter(row => {
    return row.status === 'active' && row.debt.principal === row.price.advance.minor;
  });
  const paid = payouts.filter(({ status, purpose }) => {
    return status === 'confirmed' && purpose === 'disbursement';
  });
  for (const payout of paid) {
    const financing = begun.find(row => row.financing === payout.financing);
    const agreed = financing?.status === 'active' ? financing.price.cash.minor : 'nothing';
    invariant('INV-R7', agreed === payout.amount.minor, () => {
      return `payout ${payout.payout} of ${payout.amount.minor}, agreed ${agreed}`;
    });
  }
}

/** INV-R4: an encumbered holding belongs to the financing that names it. */
function encumbranceLaw({ financings, holdings }: MoneyTouched): void {
  for (const holding of holdings) {
    if (holding.state !== 'sold' && holding.state !== 'pledged') continue;
    const claimants = financings.filter(row => {
      return row.status === 'active' && row.holdings.some(own => own.holding === holding.holding);
    });
    const strangers = claimants.filter(({ financing }) => financing !== holding.financing);
    invariant('INV-R4', strangers.length === 0, () => {
      return `${holding.holding} is held for ${holding.financing} and ${strangers.length} more`;
    });
  }
}
