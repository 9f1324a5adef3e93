import type { OrderLoan, OwedFinancing, Take } from '../financing/index.ts';
import { OWED_LOANS, owingOf, releaseOf } from '../financing/index.ts';
import { entry, type JournalLine, type Place } from '../journal/index.ts';
import { allocate, fromWire, money, type Money } from '../money/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import {
  divisionOf,
  financingOf,
  isRepaid,
  loanOf,
  sharesOf,
  stepOf,
  type LateRules,
} from './division.ts';
import type { LoanState } from './loan-pay.ts';
import type { Allocation, DebtChange, Division, Payment } from './state.ts';

/** What a payment does before it is written: the division of every allocation. */
export type Divided = {
  readonly divisions: readonly Division[];
  readonly debts: readonly DebtChange[];
  readonly lines: readonly JournalLine[];
  readonly releases: readonly Take[];
  readonly repaid: readonly OwedFinancing[];
  /** Order loans as this payment leaves them, where it paid any of what they are owed. */
  readonly loans: readonly OrderLoan[];
};

export type DivideState = {
  readonly receivables: ReadonlyMap<string, Receivable>;
  /** Live holdings by id, and those with losses, of every receivable that is paid. */
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly financings: ReadonlyMap<string, OwedFinancing>;
  /** Who gets what is left of a loss: the seller, by financing, also of one that has ended. */
  readonly sellers: ReadonlyMap<string, string>;
  /** What the risk reserve gave for losses, by financing. */
  readonly drawn: ReadonlyMap<string, bigint>;
  /** Order loans that the holdings are kept for, by id. */
  readonly kept: ReadonlyMap<string, LoanState>;
};

/** A part that nobody has a claim on but its holder. */
const NOBODY = { funder: null, loan: null, toReserve: 0n };

type Dividing = {
  readonly state: DivideState;
  /** Debts as they fall. */
  readonly open: Map<string, OwedFinancing>;
  readonly loans: Map<string, OrderLoan>;
  /** What the risk reserve still has to get back, as it falls. */
  readonly drawn: Map<string, bigint>;
  readonly on: string;
  readonly rules: LateRules;
  readonly unallocated: Place;
};

/** Divides every allocation of a payment; writes nothing (`payment.preview` asks the same). */
export function divide(
  state: DivideState,
  of: {
    readonly payment: Pick<Payment, 'payment' | 'received' | 'valueOn'>;
    readonly allocations: readonly Allocation[];
    readonly rules: LateRules;
  },
): Divided {
  const { payment, rules } = of;
  const unallocated = ['2201', payment.payment] as const;
  const open = new Map(state.financings);
  const loans = new Map<string, OrderLoan>();
  const drawn = new Map(state.drawn);
  const dividing = { state, open, loans, drawn, on: payment.valueOn, rules, unallocated };
  const divisions: Division[] = [];
  const lines: JournalLine[] = [];
  for (const { target, id, amount } of of.allocations) {
    if (target === 'funding') {
      lines.push(...entry('cash', unallocated, ['2101', id], fromWire(amount)));
      continue;
    }
    if (target === 'margin') {
      lines.push(...entry('cash', unallocated, ['2601', id], fromWire(amount)));
      continue;
    }
    const receivable = target === 'receivable' ? state.receivables.get(id) : undefined;
    if (!receivable) continue;
    const parts = divideClaim(dividing, receivable, BigInt(amount.minor));
    divisions.push(...parts);
    lines.push(...parts.flatMap(part => linesOf(part, { ...dividing, receivable })));
  }
  const released = [...loans.values()].flatMap(loan => releasedOf(state.kept, loan));
  const { releases, ...outcome } = outcomeOf(state.financings, open);
  const all = [...releases, ...released];
  return { divisions, lines, ...outcome, releases: all, loans: [...loans.values()] };
}

/** What is outstanding is paid first; money beyond it recovers what was written off. */
function divideClaim(dividing: Dividing, receivable: Receivable, amount: bigint): Division[] {
  const { currency } = receivable.face;
  const outstanding = BigInt(receivable.outstanding.minor);
  const paid = amount < outstanding ? amount : outstanding;
  const live = receivable.holdings.flatMap(id => dividing.state.holdings.get(id) ?? []);
  const shares = live.length > 0 ? sharesOf(live, money(paid, currency)) : [];
  const divisions = shares
    .filter(({ minor }) => minor > 0n)
    .map(({ holding, minor }) => {
      return divideShare(dividing, holding, {
        minor,
        financing: financingOf(holding),
        lost: false,
      });
    });
  if (amount === paid) return divisions;
  const losses = receivable.losses.flatMap(({ holding: id, financing }) => {
    const holding = dividing.state.holdings.get(id);
    return holding ? [{ holding, financing }] : [];
  });
  losses.sort((a, b) => byCodeUnit(a.holding.holding, b.holding.holding));
  const weights = losses.map(({ holding }) => BigInt(holding.writtenOff.minor));
  const parts = allocate(amount - paid, weights);
  const recovered = losses.flatMap(({ holding, financing }, at) => {
    const minor = parts[at] ?? 0n;
    if (minor === 0n) return [];
    const share = divideShare(dividing, holding, { minor, financing, lost: true });
    const seller = dividing.state.sellers.get(financing) ?? share.holder;
    return [{ ...share, financing, holder: seller }];
  });
  return [...divisions, ...recovered];
}

/** One holding's share down the waterfall; `open` keeps the debts as they fall. */
function divideShare(
  dividing: Dividing,
  holding: Holding,
  of: { readonly minor: bigint; readonly financing: string | null; readonly lost: boolean },
): Division {
  const { open, on, rules } = dividing;
  const financing = open.get(of.financing ?? '');
  const recovered = of.lost ? of.minor : 0n;
  if (!financing) return divideForLoan(dividing, holding, { minor: of.minor, recovered });
  const step = stepOf(financing, of.minor, on, rules);
  open.set(financing.financing, {
    ...financing,
    debt: step.debt,
    takes: financing.takes.map(take => releaseOf(take, step.principal).left),
  });
  const toReserve = reservesPart(dividing, financing.financing, step.restored);
  const owed = { funder: financing.funder, loan: null, toReserve };
  return divisionOf(holding, { amount: of.minor, recovered }, step, owed);
}

/** Who bore the loss last is made good first: the reserve, for what it paid the funder. */
function reservesPart({ drawn }: Dividing, financing: string, restored: bigint): bigint {
  const left = drawn.get(financing) ?? 0n;
  const part = left < restored ? left : restored;
  drawn.set(financing, left - part);
  return part;
}

/**
 * A holding that no financing has: what an order loan is owed for which it is kept goes to the loan's
 * funder in the same order, the rest to the holder.
 */
function divideForLoan(
  { state, loans, on, rules }: Dividing,
  holding: Holding,
  { minor, recovered }: { readonly minor: bigint; readonly recovered: bigint },
): Division {
  const id = loanOf(holding);
  const loan = id === null ? undefined : (loans.get(id) ?? state.kept.get(id)?.loan);
  if (!loan || !OWED_LOANS.includes(loan.status) || isRepaid(loan.debt)) {
    return divisionOf(holding, { amount: minor, recovered }, null, NOBODY);
  }
  const step = stepOf(owingOf(loan), minor, on, rules);
  const takes = loan.takes.map(take => releaseOf(take, step.principal).left);
  loans.set(loan.loan, { ...loan, debt: step.debt, takes });
  const owed = { funder: loan.funder, loan: loan.loan, toReserve: 0n };
  return divisionOf(holding, { amount: minor, recovered }, step, owed);
}

/** What a loan's lines get back for the principal that was paid. */
function releasedOf(kept: DivideState['kept'], { loan: id, debt }: OrderLoan): readonly Take[] {
  const before = kept.get(id)?.loan;
  if (!before) return [];
  const principal = BigInt(before.debt.principal) - BigInt(debt.principal);
  return before.takes.map(take => {
    return { line: take.line, slices: releaseOf(take, principal).released };
  });
}

/** Debts after, what returns to the lines, and which financings are repaid now. */
export function outcomeOf(
  before: ReadonlyMap<string, OwedFinancing>,
  after: ReadonlyMap<string, OwedFinancing>,
): Pick<Divided, 'debts' | 'releases' | 'repaid'> {
  const debts: DebtChange[] = [];
  const releases: Take[] = [];
  const repaid: OwedFinancing[] = [];
  for (const [id, financing] of after) {
    const { debt, takes } = financing;
    const held = before.get(id);
    if (!held || held.debt === debt) continue;
    debts.push({ financing: id, debt, takes });
    const principal = BigInt(held.debt.principal) - BigInt(debt.principal);
    if (principal > 0n) {
      releases.push(
        ...held.takes.map(take => ({
          line: take.line,
          slices: releaseOf(take, principal).released,
        })),
      );
    }
    if (isRepaid(debt)) repaid.push(financing);
  }
  return { debts, releases, repaid };
}

/** Cash to funder and holder; debt of the buyer and of the supplier falls; discount is earned. */
function linesOf(
  division: Division,
  of: { readonly receivable: Receivable; readonly unallocated: Place; readonly state: DivideState },
): readonly JournalLine[] {
  const { currency } = of.receivable.face;
  const at = (minor: string): Money => money(BigInt(minor), currency);
  const { buyer } = of.receivable;
  const { funder, holder } = division;
  const title = of.state.holdings.get(division.holding)?.holder ?? holder;
  const account = division.recovered === '0' ? '8001' : '8090';
  // What was written off of a loan is no longer lent; of a financing the claim was lost, not the debt.
  const isLost = division.loan !== null;
  const lent = BigInt(division.principal) + (isLost ? 0n : BigInt(division.restored));
  return [
    ...entry('cash', of.unallocated, ['2101', funder], at(division.toFunder)),
    ...entry('cash', of.unallocated, ['2701', 'reserve'], at(division.toReserve)),
    ...entry('cash', of.unallocated, ['2101', holder], at(division.toHolder)),
    ...entry('obligation', ['9001', buyer], [account, title], at(division.amount)),
    ...entry('obligation', ['9101', holder], ['8101', funder], at(lent.toString())),
    ...(isLost
      ? entry('obligation', ['9101', holder], ['8090', funder], at(division.restored))
      : []),
    ...entry('obligation', ['8191', funder], ['8192', funder], at(division.earned)),
    ...entry('obligation', ['8191', funder], ['8190', holder], at(division.rebate)),
  ];
}
