import type { Act } from '../act/index.ts';
import { businessDayFrom, daysBetween } from '../calendar/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../credit/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import {
  advanceFaults,
  assuranceOf,
  creditFaults,
  isPayable,
  lineFaults,
  owingOf,
  releaseOf,
  takeLines,
  type Credit,
  type Financing,
  type FinancingIn,
  type LineState,
  type OrderLoan,
  type Take,
} from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { debitFault, entry as posting, posted, type Balance } from '../journal/index.ts';
import { formatMoney, fromWire, money, sum, toWire, type Money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { shareOf } from '../rate/index.ts';
import {
  agreementFault,
  pledgeHolding,
  uncleanFaults,
  type Holding,
  type Receivable,
} from '../receivable/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { lateRules } from './decide-match.ts';
import { accrued } from './division.ts';
import { instruct } from './instruct.ts';
import { financedEvents, financingOf, type Moved } from './loan-financing.ts';
import { endLoan, isOver } from './loan-pay.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type ConvertState = {
  readonly loan: OrderLoan | undefined;
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
  /** Other holdings that are kept for the funder. */
  readonly rest: readonly Holding[];
  readonly credit: Credit;
  readonly lines: readonly LineState[];
  readonly account: Account | undefined;
  readonly balance: Balance | undefined;
};

/**
 * `orderLoan.convert`: principal of the loan, with the interest that has accrued, becomes a pledge
 * financing of claims of the order at the loan's rate, without cash; what the claims carry beyond it
 * is paid out. Supplier and funder sign.
 */
export function decideConvert(
  state: ConvertState,
  act: Act<'orderLoan.convert'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Decision {
  const { body, actor } = act;
  const { loan } = state;
  if (loan?.supplier !== actor || loan.funder === null)
    return refuse('NOT_FOUND', { id: body.loan });
  const missing = agreementFault([loan.supplier, loan.funder], context);
  if (missing) return fail(missing);
  const wrong = stateFault(state, loan, act);
  if (wrong) return fail(wrong);
  const moved = movedBy(state, loan, { act, context });
  if (!moved.ok) return moved;
  const share = advanceFault(state, moved.value, { act, policy });
  if (share) return fail(share);
  const paid = surplusOf(state, loan, moved.value, { act, context });
  return paid.ok ? ok(events(state, loan, moved.value, { act, context, takes: paid.value })) : paid;
}

function stateFault(
  { financing }: ConvertState,
  loan: OrderLoan,
  { body, kind }: Act<'orderLoan.convert'>,
): Refusal | null {
  const states = ['active', 'overdue'];
  if (!states.includes(loan.status)) {
    return refuseState(kind, { object: `loan ${loan.loan}`, state: loan.status, states }).error;
  }
  if (!financing) return null;
  const object = `financing ${body.financing}`;
  return refuseState(kind, { object, state: financing.status, states: ['unknown'] }).error;
}

/** Every holding is kept for this loan, of a clean claim on its order and in its currency. */
function claimFaults(
  { holdings, receivables }: Pick<ConvertState, 'holdings' | 'receivables'>,
  loan: OrderLoan,
  { body, businessDate: on }: Act<'orderLoan.convert'>,
): readonly Refusal[] {
  const found = new Set(holdings.map(({ holding }) => holding));
  const unknown = body.holdings.filter(id => !found.has(id));
  if (unknown.length > 0) return unknown.map(id => ({ code: 'NOT_FOUND', facts: { id } }));
  const order = { order: loan.order };
  const { currency } = loan.amount;
  const others = receivables.filter(claim => {
    return claim.order !== loan.order || claim.face.currency !== currency;
  });
  const money = [body.amount, body.surplus].some(amount => amount.currency !== currency);
  if (others.length > 0 || money) return [{ code: 'ORDER_MISMATCH', facts: order }];
  const locked = holdings.filter(holding => {
    return holding.state !== 'reserved' || holding.lockedFor.id !== loan.loan;
  });
  if (locked.length > 0) {
    return locked.map(({ state, holding }) => {
      return { code: 'HOLDING_LOCKED', facts: { state, ref: holding } };
    });
  }
  return receivables.flatMap((claim): readonly Refusal[] => {
    if (claim.status === 'confirmed' || claim.status === 'recorded')
      return uncleanFaults(claim, on);
    const facts = { receivable: claim.receivable, state: claim.status };
    return [{ code: 'CLAIM_NOT_CLEAN', facts }];
  });
}

/** Not more is retired than is owed, and a surplus only when nothing of the loan stays. */
function movedBy(
  { holdings, receivables }: ConvertState,
  loan: OrderLoan,
  { act, context }: { readonly act: Act<'orderLoan.convert'>; readonly context: Context },
): Result<Moved, Refusal> {
  const claims = firstOf(claimFaults({ holdings, receivables }, loan, act));
  if (claims) return fail(claims);
  const { body, businessDate: on } = act;
  const { currency } = loan.amount;
  const rules = lateRules(context);
  const owed = accrued(owingOf(loan), on, rules);
  const late = daysBetween(loan.dueOn, on) > rules.graceDays ? BigInt(owed.lateDue) : 0n;
  const interest = money(BigInt(owed.interestDue) + late, currency);
  const [retired, surplus] = [fromWire(body.amount), fromWire(body.surplus)];
  const principal = BigInt(owed.principal);
  if (retired.minor > principal || (surplus.minor > 0n && retired.minor < principal)) {
    const x = formatMoney(money(principal, currency));
    return refuse('CONVERSION_UNBALANCED', { x, y: formatMoney(retired) });
  }
  const outstanding = sum(
    holdings.map(holding => fromWire(holding.outstanding)),
    currency,
  );
  const latest =
    receivables
      .map(({ dueOn }) => dueOn)
      .sort()
      .at(-1) ?? on;
  const payOn = businessDayFrom(latest);
  if (!payOn.ok) return payOn;
  const advance = money(retired.minor + interest.minor, currency);
  return ok({ retired, interest, surplus, advance, outstanding, payOn: payOn.value });
}

/** All that is lent on the claims, the surplus with it, within the cap of each (§6.4). */
function advanceFault(
  { receivables, credit }: ConvertState,
  { advance, surplus, outstanding }: Moved,
  of: { readonly act: Act; readonly policy: AdvancePolicy },
): Refusal | null {
  const lent = money(advance.minor + surplus.minor, advance.currency);
  const { businessDate } = of.act;
  const share = shareOf(lent, outstanding, 'up');
  const capped = advanceFaults({ receivables, credit }, share, { businessDate, policy: of.policy });
  const fresh = surplus.minor > 0n ? creditOfNewMoney(receivables, credit, businessDate) : [];
  return firstOf([...fresh, ...capped]);
}

function creditOfNewMoney(
  receivables: readonly Receivable[],
  credit: Credit,
  businessDate: string,
): readonly Refusal[] {
  return receivables.flatMap(claim =>
    creditFaults(credit, { assurance: assuranceOf(claim), kind: 'pledge', businessDate }),
  );
}

/** A surplus needs lines, an account of the supplier and the funder's money. */
function surplusOf(
  { lines, credit, account, balance }: ConvertState,
  loan: OrderLoan,
  { surplus }: Moved,
  { act, context }: { readonly act: Act<'orderLoan.convert'>; readonly context: Context },
): Result<readonly Take[], Refusal> {
  if (surplus.minor === 0n) return ok([]);
  const { supplier: holder, buyer, terms } = loan;
  const { body, businessDate: on } = act;
  const programme = terms?.programme ?? '';
  const funder = loan.funder ?? '';
  const lined = { buyer, holder, programme, funder, outstanding: toWire(surplus) };
  const absent = firstOf(lineFaults(lined, lines, { named: body.lines ?? [], on }));
  if (absent) return fail(absent);
  const unpaid = payFault({ account, balance }, { holder, surplus, named: body.account, on });
  return unpaid ? fail(unpaid) : takeLines({ amount: surplus, funder }, lines, { credit, context });
}

function payFault(
  { account, balance }: Pick<ConvertState, 'account' | 'balance'>,
  of: {
    readonly holder: string;
    readonly surplus: Money;
    readonly named: string | undefined;
    readonly on: string;
  },
): Refusal | null {
  const { holder: party, surplus, on } = of;
  const { currency } = surplus;
  if (isPayable(account, { party, currency, on })) return debitFault(balance, surplus);
  const state = account ? 'not payable' : 'unknown';
  return { code: 'ACCOUNT_NOT_VERIFIED', facts: { account: of.named ?? '', state } };
}

function events(
  state: ConvertState,
  loan: OrderLoan,
  moved: Moved,
  of: {
    readonly act: Act<'orderLoan.convert'>;
    readonly context: Context;
    readonly takes: readonly Take[];
  },
): readonly LedgerEvent[] {
  const { act, context } = of;
  const { body, businessDate: on } = act;
  const { retired, interest, surplus, advance } = moved;
  const owed = accrued(owingOf(loan), on, lateRules(context));
  const left = BigInt(owed.principal) - retired.minor;
  const debt = { ...owed, principal: left.toString(), interestDue: '0', lateDue: '0' };
  const before = BigInt(owed.principal) + interest.minor;
  invariant('INV-R13', before === left + advance.minor, () => {
    return `${before} before, ${left} and ${advance.minor} after`;
  });
  const parts = loan.takes.map(take => ({ line: take.line, ...releaseOf(take, retired.minor) }));
  const passed = parts.map(({ line, released }) => ({ line, slices: released }));
  const made = financingOf(state, loan, moved, { act, takes: passed });
  const takes = parts.map(({ left: kept }) => kept);
  const after = { ...loan, debt, takes };
  const amounts = { amount: body.amount, interest: toWire(interest), surplus: body.surplus };
  const financing = { financing: body.financing, made };
  const to = { financing: body.financing, funder: made.funder };
  const { funder, holder, buyer, payOn } = made;
  const activated = { financing: body.financing, funder, holder, buyer, payOn, on };
  return [
    { kind: 'orderLoan.converted', loan: loan.loan, ...amounts, debt, takes, ...financing, on },
    ...state.holdings.map(holding => pledgeHolding(holding, to)),
    ...financedEvents(state, body.financing),
    { kind: 'financing.activated', ...activated },
    ...of.takes.map(({ line, slices }): LedgerEvent => {
      return { kind: 'limit.frozen', line, period: on.slice(0, 7), act: act.id, slices };
    }),
    ...(isOver(after) ? endLoan(after, state.rest, act) : []),
    ...bookedEvents(made, moved, of, surplus.minor > 0n ? loan.loan : null),
  ];
}

/** Both legs of what passes from loan to financing, and the surplus on its way to the supplier. */
function bookedEvents(
  { funder, holder }: FinancingIn<'disbursing'>,
  { retired, advance, surplus }: Moved,
  of: {
    readonly act: Act<'orderLoan.convert'>;
    readonly context: Context;
    readonly takes: readonly Take[];
  },
  loan: string | null,
): readonly LedgerEvent[] {
  const { act, context, takes } = of;
  const lines = [
    ...posting('obligation', ['9101', holder], ['8101', funder], retired),
    ...posting('obligation', ['8101', funder], ['9101', holder], advance),
  ];
  if (loan === null) return posted(act, lines);
  const order = {
    payout: act.id,
    purpose: 'surplus',
    financing: act.body.financing,
    funder,
    source: { account: '2101', sub: funder },
    loan: { loan, draw: null, takes },
    ...{ payee: holder, account: act.body.account ?? '', valueOn: act.businessDate },
    amount: surplus,
  } as const;
  return instruct(order, act, context, lines);
}
