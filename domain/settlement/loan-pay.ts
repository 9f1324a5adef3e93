import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import {
  frozenBack,
  isPayable,
  mergeTakes,
  OWED_LOANS,
  owingOf,
  releaseOf,
  type LoanDraw,
  type OrderLoan,
  type Take,
} from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import {
  debitFault,
  entry as posting,
  posted,
  type Balance,
  type JournalLine,
} from '../journal/index.ts';
import { formatMoney, fromWire, money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { releaseHolding, type Holding } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Divided } from './divide.ts';
import { accrued, isRepaid, stepOf, type LateRules } from './division.ts';
import { instruct } from './instruct.ts';
import { releaseEvents } from './returning.ts';
import type { Allocation, Payment, Payout } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type FundState = {
  readonly loan: OrderLoan | undefined;
  readonly payout: Payout | undefined;
  readonly account: Account | undefined;
  readonly balance: Balance | undefined;
};

/** `orderLoan.fund`: the funder pays a draw out of its folded balance. */
export function decideFund(
  state: FundState,
  act: Act<'orderLoan.fund'>,
  context: Context,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const { loan, payout } = state;
  const draw = loan?.draws.find(one => one.draw === body.draw);
  if (loan?.funder !== actor || !draw) return refuse('NOT_FOUND', { id: body.loan });
  const states = ['committed', 'active'];
  if (!states.includes(loan.status)) {
    return refuseState(kind, { object: `loan ${body.loan}`, state: loan.status, states });
  }
  if (draw.status !== 'asked') {
    const object = `draw ${body.draw}`;
    return refuseState(kind, { object, state: draw.status, states: ['asked'] });
  }
  if (payout) return refuse('PAYOUT_IN_FLIGHT', { payout: body.payout });
  const { amount, payTo, payee } = draw;
  const fault = drawFault(state, draw, act);
  if (fault) return fail(fault);
  const named = { payout: body.payout, purpose: 'draw', financing: null, funder: actor } as const;
  const order = {
    ...named,
    source: { account: '2101', sub: actor },
    loan: { loan: loan.loan, draw: draw.draw, takes: [] },
    ...{ payee, account: payTo, valueOn: on, amount: fromWire(amount), about: loan.order },
  } as const;
  const funded: LedgerEvent = {
    kind: 'orderLoan.funded',
    loan: body.loan,
    ...{ draw: body.draw, payout: body.payout, on },
  };
  return ok([funded, ...instruct(order, act, context)]);
}

/** The very amount, an account that may be paid, and money of the funder. */
function drawFault(
  { account, balance }: FundState,
  { amount, payTo, payee }: LoanDraw,
  { body, businessDate: on }: Act<'orderLoan.fund'>,
): Refusal | null {
  if (body.amount.minor !== amount.minor || body.amount.currency !== amount.currency) {
    return { code: 'TERMS_DIFFER', facts: { field: 'amount' } };
  }
  const { currency } = amount;
  if (isPayable(account, { party: payee, currency, on })) {
    return debitFault(balance, fromWire(amount));
  }
  return { code: 'ACCOUNT_NOT_VERIFIED', facts: { account: payTo, state: 'not payable' } };
}

/** What a draw that the bank has paid does: debt, lines, and the loan lives (§3.1). */
export function drawPaid(
  loan: OrderLoan,
  payout: Payout,
  of: { readonly act: Act; readonly rules: LateRules },
): { readonly events: readonly LedgerEvent[]; readonly lines: readonly JournalLine[] } {
  const { act, rules } = of;
  const { businessDate: on } = act;
  const { amount } = payout;
  const parts = loan.frozen.map(take => ({ take, ...releaseOf(take, BigInt(amount.minor)) }));
  const used = parts.map(({ take, released }) => ({ line: take.line, slices: released }));
  const before = accrued(owingOf(loan), on, rules);
  const principal = (BigInt(before.principal) + BigInt(amount.minor)).toString();
  const period = on.slice(0, 7);
  const paid: LedgerEvent = {
    kind: 'orderLoan.drawPaid',
    ...{ loan: loan.loan, draw: payout.loan?.draw ?? '', amount, used, on },
    frozen: parts.map(({ left }) => left),
    takes: mergeTakes(loan.takes, used),
    debt: { ...before, principal },
  };
  const activated: readonly LedgerEvent[] =
    loan.status === 'committed'
      ? [{ kind: 'orderLoan.activated', loan: loan.loan, sides: sidesOf(loan), on }]
      : [];
  const funder = loan.funder ?? '';
  return {
    events: [
      paid,
      ...activated,
      ...used.map(({ line, slices }): LedgerEvent => {
        return { kind: 'limit.used', line, period, act: act.id, slices };
      }),
    ],
    lines: posting('obligation', ['8101', funder], ['9101', loan.supplier], fromWire(amount)),
  };
}

/** A loan that money is given for, with the holdings that are kept for its funder. */
export type LoanState = { readonly loan: OrderLoan; readonly holdings: readonly Holding[] };

/** The loan is owed, in this currency, at least this much, and its borrower paid. */
export function loanFaults(
  state: LoanState | undefined,
  { id, amount }: Allocation,
  of: { readonly kind: string; readonly on: string; readonly rules: LateRules },
): readonly Refusal[] {
  if (!state) return [{ code: 'NOT_FOUND', facts: { id } }];
  const { loan } = state;
  if (!OWED_LOANS.includes(loan.status)) {
    const object = `loan ${id}`;
    return [refuseState(of.kind, { object, state: loan.status, states: OWED_LOANS }).error];
  }
  const { currency } = loan.amount;
  if (currency !== amount.currency) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: currency } }];
  }
  const { residual } = stepOf(owingOf(loan), BigInt(amount.minor), of.on, of.rules);
  if (residual === 0n) return [];
  const open = formatMoney(money(BigInt(amount.minor) - residual, currency));
  return [{ code: 'MATCH_EXCEEDS', facts: { x: formatMoney(fromWire(amount)), open } }];
}

export type PaidLoan = {
  readonly events: readonly LedgerEvent[];
  readonly lines: readonly JournalLine[];
  readonly releases: readonly Take[];
};

/** Late interest, interest, principal; what nothing more is owed on ends, and its locks. */
export function payLoan(
  { loan, holdings }: LoanState,
  { amount }: Allocation,
  of: { readonly act: Act; readonly payment: Payment; readonly rules: LateRules },
): PaidLoan {
  const { act, payment, rules } = of;
  const on = act.businessDate;
  const step = stepOf(owingOf(loan), BigInt(amount.minor), payment.valueOn, rules);
  const parts = loan.takes.map(take => ({ take, ...releaseOf(take, step.principal) }));
  const takes = parts.map(({ left }) => left);
  const { debt } = step;
  const { currency } = amount;
  const funder = loan.funder ?? '';
  const owed = ['9101', loan.supplier] as const;
  return {
    events: [
      { kind: 'orderLoan.paid', loan: loan.loan, amount, debt, takes, on },
      ...(isOver({ ...loan, debt }) ? endLoan(loan, holdings, act) : []),
    ],
    lines: [
      ...posting('cash', ['2201', payment.payment], ['2101', funder], fromWire(amount)),
      ...posting('obligation', owed, ['8101', funder], money(step.principal, currency)),
      ...posting('obligation', owed, ['8090', funder], money(step.restored, currency)),
    ],
    releases: parts.map(({ take, released }) => ({ line: take.line, slices: released })),
  };
}

/** Who is bound by the loan. */
const sidesOf = ({ supplier, funder }: OrderLoan): readonly string[] =>
  funder === null ? [supplier] : [supplier, funder];

/** Nothing is owed, and no draw is on its way to become a debt. */
export function isOver({ debt, draws }: OrderLoan): boolean {
  return isRepaid(debt) && !draws.some(({ status }) => status === 'instructed');
}

/**
 * Loans that a payment on claims kept for them has paid; what it leaves of the holdings is free where
 * nothing more is owed.
 */
export function paidByClaims(
  { divisions, loans }: Pick<Divided, 'divisions' | 'loans'>,
  kept: ReadonlyMap<string, LoanState>,
  act: Act<'payment.match'>,
): readonly LedgerEvent[] {
  const { businessDate: on } = act;
  const paid = new Map<string, bigint>();
  for (const { holding, amount } of divisions) {
    paid.set(holding, (paid.get(holding) ?? 0n) + BigInt(amount));
  }
  return loans.flatMap((loan): readonly LedgerEvent[] => {
    const own = divisions.filter(division => division.loan === loan.loan);
    const minor = own.reduce((total, { toFunder }) => total + BigInt(toFunder), 0n);
    const amount = { ...loan.amount, minor: minor.toString() };
    const left = (kept.get(loan.loan)?.holdings ?? []).flatMap(holding => {
      const rest = BigInt(holding.outstanding.minor) - (paid.get(holding.holding) ?? 0n);
      const outstanding = { ...holding.outstanding, minor: rest.toString() };
      return rest > 0n ? [{ ...holding, outstanding }] : [];
    });
    const { loan: id, debt, takes } = loan;
    return [
      { kind: 'orderLoan.paid', loan: id, amount, debt, takes, on },
      ...(isOver(loan) ? endLoan(loan, left, act) : []),
    ];
  });
}

/** Nothing is owed: the holdings kept for the funder are free, lines get back what was not drawn. */
export function endLoan(
  loan: OrderLoan,
  holdings: readonly Holding[],
  act: Act,
): readonly LedgerEvent[] {
  const { loan: id, order } = loan;
  const own = holdings.filter(holding => {
    return holding.state === 'reserved' && holding.lockedFor.id === id;
  });
  return [
    ...own.map(holding => releaseHolding(holding)),
    { kind: 'orderLoan.repaid', loan: id, order, sides: sidesOf(loan), on: act.businessDate },
    ...frozenBack(loan, act),
  ];
}

/** The surplus of a conversion is lent once the bank has paid it. */
export function surplusPaid(
  { financing, funder, payee, amount, loan }: Payout,
  act: Act,
): { readonly events: readonly LedgerEvent[]; readonly lines: readonly JournalLine[] } {
  const { businessDate: on } = act;
  const takes = loan?.takes ?? [];
  const paid = { financing: financing ?? '', amount, takes, on };
  return {
    events: [
      { kind: 'orderLoan.surplusPaid', ...paid },
      ...takes.map(({ line, slices }): LedgerEvent => {
        return { kind: 'limit.used', line, period: on.slice(0, 7), act: act.id, slices };
      }),
    ],
    lines: posting('obligation', ['8101', funder], ['9101', payee], fromWire(amount)),
  };
}

/**
 * What the bank did not pay: the draw is asked again, or the loan ends that only waited for it; lines
 * get back what they held.
 */
export function unpaidEvents(
  { loan: paid }: Payout,
  drawn: LoanState | undefined,
  act: Act,
): readonly LedgerEvent[] {
  if (!paid) return [];
  const { businessDate: on } = act;
  if (paid.draw !== null) {
    const failed = { loan: paid.loan, draw: paid.draw, on };
    const ended = drawn ? endWithoutDraw(drawn, paid.draw, act) : [];
    return [{ kind: 'orderLoan.drawFailed', ...failed }, ...ended];
  }
  return paid.takes.map(({ line, slices }) => {
    const period = on.slice(0, 7);
    return { kind: 'limit.released', from: 'frozen', line, period, act: act.id, slices };
  });
}

function endWithoutDraw(
  { loan, holdings }: LoanState,
  draw: string,
  act: Act,
): readonly LedgerEvent[] {
  const left = { ...loan, draws: loan.draws.filter(one => one.draw !== draw) };
  return OWED_LOANS.includes(loan.status) && isOver(left) ? endLoan(loan, holdings, act) : [];
}

/**
 * `writeoff.book` of a loan: the funder gives up principal, with the auditor. What is lent becomes a
 * loss in its books while the supplier goes on owing it; money that comes later restores it.
 */
export function writeoffLoan(
  loan: OrderLoan | undefined,
  act: Act<'writeoff.book'>,
  rules: LateRules,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const id = 'loan' in body ? body.loan : '';
  if (loan?.funder !== actor) return refuse('NOT_FOUND', { id });
  const states = ['defaulted', 'writtenOff'];
  if (!states.includes(loan.status)) {
    return refuseState(kind, { object: `loan ${id}`, state: loan.status, states });
  }
  const { takes, amount: lent } = loan;
  const debt = accrued(owingOf(loan), on, rules);
  const [a, b] = [body.amount.currency, lent.currency];
  if (a !== b) return refuse('CURRENCY_MISMATCH', { a, b });
  const total = BigInt(body.amount.minor);
  if (total > BigInt(debt.principal)) {
    return refuse('WRITEOFF_ABOVE', { y: formatMoney(money(BigInt(debt.principal), b)) });
  }
  const principal = (BigInt(debt.principal) - total).toString();
  const writtenOff = (BigInt(debt.writtenOff) + total).toString();
  const parts = takes.map(take => ({ line: take.line, ...releaseOf(take, total) }));
  const after = { debt: { ...debt, principal, writtenOff }, takes: parts.map(({ left }) => left) };
  return ok([
    { kind: 'orderLoan.writtenOff', loan: id, amount: body.amount, ...after, on },
    ...releaseEvents(
      parts.map(({ line, released }) => ({ line, slices: released })),
      act,
    ),
    ...posted(act, posting('obligation', ['8090', actor], ['8101', actor], fromWire(body.amount))),
  ]);
}
