import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { OwedFinancing } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { posted } from '../journal/index.ts';
import { formatMoney, fromWire, money, sum, type Currency, type Money } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import { OWED_CLAIMS, payHoldings, type Holding, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { divide, type Divided, type DivideState } from './divide.ts';
import { loanOf, type LateRules } from './division.ts';
import { loanFaults, paidByClaims, payLoan, type LoanState } from './loan-pay.ts';
import { releaseEvents, returnHoldings, type Returned } from './returning.ts';
import {
  demandFaults,
  demandPayer,
  settleDemand,
  type DemandState,
  type SettledDemand,
} from './settle-demand.ts';
import { unallocatedOf } from './decide-refund.ts';
import type { Allocation, Division, Payment } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export const GRACE = { key: 'late.graceDays', fallback: 3 } as const;
export const MULTIPLE = { key: 'late.multiplePpm', fallback: 1_500_000 } as const;

export type MatchState = DivideState & {
  readonly payment: Payment | undefined;
  /** Parties that an allocation for funding or margin names. */
  readonly funders: ReadonlyMap<string, Party>;
  /** Recourse demands and repurchases that allocations name, by id. */
  readonly demands: ReadonlyMap<string, DemandState>;
  /** Order loans that allocations name, by id. */
  readonly loans: ReadonlyMap<string, LoanState>;
  /** The payout that is on its way for a holding, by holding: its bank decides first. */
  readonly inFlight: ReadonlyMap<string, string>;
  /** The other holdings and claims of financings that this payment may repay in full. */
  readonly rest: {
    readonly holdings: readonly Holding[];
    readonly receivables: readonly Receivable[];
  };
};

/**
 * `payment.match`: money becomes what it is for. A payment on a claim is divided over its live
 * holdings and runs down the waterfall of each financing; money for a funder fills
 * its balance; a paid demand brings the claim back. What is left stays unallocated.
 */
export function decideMatch(
  state: MatchState,
  act: Act<'payment.match'>,
  context: Context,
): Decision {
  const { payment } = state;
  const { body, businessDate: on } = act;
  if (!payment) return refuse('NOT_FOUND', { id: body.payment });
  const rules = lateRules(context);
  const fault = firstOf([...paymentFaults(payment, act), ...targetFaults(state, act, rules)]);
  if (fault) return fail(fault);
  const { allocations } = body;
  const divided = divide(state, { payment, allocations, rules });
  const demands = settledDemands(state, act, payment);
  const loans = allocations.flatMap(allocation => {
    const loan = allocation.target === 'loan' ? state.loans.get(allocation.id) : undefined;
    return loan ? [payLoan(loan, allocation, { act, payment, rules })] : [];
  });
  const back = divided.repaid.map(financing => restOf(state, divided, financing));
  const { currency } = payment.received;
  const amount = totalOf(allocations, currency);
  const { divisions } = divided;
  const debts = [...divided.debts, ...demands.map(({ debt }) => debt)];
  const lines = [divided, ...demands, ...loans, ...back].flatMap(part => [...part.lines]);
  const wire = { minor: amount.minor.toString(), currency };
  const made = { match: act.id, payment: payment.payment, tier: body.tier, amount: wire };
  const releases = [divided, ...demands, ...loans].flatMap(part => [...part.releases]);
  return ok([
    { kind: 'payment.matched', ...made, allocations, divisions, debts, lines, on },
    ...allocations.flatMap(({ target, id: partner, amount }): LedgerEvent[] => {
      return target === 'margin' ? [{ kind: 'margin.deposited', partner, amount, on }] : [];
    }),
    ...paidEvents(state, divisions, on),
    ...reserveEvents(divisions, on),
    ...releaseEvents(releases, act),
    ...divided.repaid.map(({ financing, funder, holder, buyer, payOn }): LedgerEvent => {
      return { kind: 'financing.repaid', financing, funder, holder, buyer, payOn, on };
    }),
    ...[...demands, ...loans, ...back].flatMap(part => [...part.events]),
    ...paidByClaims(divided, state.kept, act),
    ...awardEvents(state, allocations, on),
    ...posted(act, lines),
  ]);
}

function settledDemands(
  state: MatchState,
  act: Act<'payment.match'>,
  payment: Payment,
): readonly SettledDemand[] {
  const unallocated = ['2201', payment.payment] as const;
  return act.body.allocations.flatMap(allocation => {
    const demand = state.demands.get(allocation.id);
    if (allocation.target === 'receivable' || !demand?.financing) return [];
    const { financing } = demand;
    return [settleDemand({ ...demand, financing }, allocation, { act, unallocated })];
  });
}

/** What a repaid financing still has of its claims, as this payment leaves it, goes back. */
function restOf(state: MatchState, divided: Divided, financing: OwedFinancing): Returned {
  const paid = new Map<string, bigint>();
  for (const { holding, amount, recovered } of divided.divisions) {
    if (recovered === '0') paid.set(holding, (paid.get(holding) ?? 0n) + BigInt(amount));
  }
  const holdings = [...state.holdings.values(), ...state.rest.holdings].map(holding => {
    const { minor, currency } = holding.outstanding;
    const left = BigInt(minor) - (paid.get(holding.holding) ?? 0n);
    return { ...holding, outstanding: { minor: left.toString(), currency } };
  });
  const receivables = [...state.receivables.values(), ...state.rest.receivables];
  return returnHoldings(financing, holdings, receivables);
}

/**
 * What a claim is paid goes to its awards, the older first; an award that has all it asks for closes
 * its case (receivables.md §11).
 */
function awardEvents(
  { receivables }: MatchState,
  allocations: readonly Allocation[],
  on: string,
): readonly LedgerEvent[] {
  return allocations.flatMap(({ target, id, amount }) => {
    const claim = target === 'receivable' ? receivables.get(id) : undefined;
    let left = BigInt(amount.minor);
    return (claim?.disputes ?? []).flatMap((open): LedgerEvent[] => {
      if (!open.awarded || left === 0n) return [];
      const asked = BigInt(open.amount.minor);
      const part = left < asked ? left : asked;
      left -= part;
      const paid = { minor: part.toString(), currency: amount.currency };
      const { dispute, sides } = open;
      const closes = part === asked;
      return [{ kind: 'dispute.paid', dispute, sides, receivable: id, amount: paid, closes, on }];
    });
  });
}

/** The late rules of the day. */
export function lateRules(context: Pick<Context, 'parameters' | 'businessDate'>): LateRules {
  const at = (key: string, fallback: number): number =>
    Number(parameterAt(context.parameters.get(key), context.businessDate, fallback));
  return {
    graceDays: at(GRACE.key, GRACE.fallback),
    multiplePpm: at(MULTIPLE.key, MULTIPLE.fallback),
  };
}

/** What comes back to the risk reserve of its draws, by loss. */
function reserveEvents(divisions: readonly Division[], on: string): readonly LedgerEvent[] {
  return divisions.flatMap(({ financing: loss, toReserve: minor }): LedgerEvent[] => {
    if (loss === null || minor === '0') return [];
    return [{ kind: 'reserve.accrued', amount: { minor, currency: 'CNY' }, loss, on }];
  });
}

function paidEvents(
  state: MatchState,
  divisions: readonly Division[],
  on: string,
): readonly LedgerEvent[] {
  return [...state.receivables.values()].flatMap(receivable => {
    const { currency } = receivable.face;
    const own = divisions
      .filter(division => division.receivable === receivable.receivable)
      .flatMap(({ holding: id, amount: minor, recovered, financing }) => {
        const holding = state.holdings.get(id);
        const amount = { minor, currency };
        return holding ? [{ holding, amount, lost: recovered !== '0', financing }] : [];
      });
    const shares = own.filter(({ lost }) => !lost);
    const recoveries = own.flatMap(({ holding, amount, lost, financing }) =>
      lost && financing !== null ? [{ holding, amount, financing }] : [],
    );
    return own.length > 0 ? payHoldings(receivable, shares, on, recoveries) : [];
  });
}

function paymentFaults(payment: Payment, act: Act<'payment.match'>): readonly Refusal[] {
  const { allocations } = act.body;
  const { currency } = payment.received;
  const other = allocations.find(({ amount }) => amount.currency !== currency);
  if (other) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: other.amount.currency, b: currency } }];
  }
  if (payment.status === 'reversed') {
    const object = `payment ${payment.payment}`;
    const facts = { object, state: payment.status, kind: act.kind, states: 'open' };
    return [{ code: 'STATE_WRONG', facts }];
  }
  const open = unallocatedOf(payment).minor;
  const total = totalOf(allocations, currency);
  if (total.minor <= open) return [];
  const facts = { x: formatMoney(total), open: formatMoney(money(open, currency)) };
  return [{ code: 'MATCH_EXCEEDS', facts }];
}

function targetFaults(
  state: MatchState,
  act: Act<'payment.match'>,
  rules: LateRules,
): readonly Refusal[] {
  const { allocations } = act.body;
  const named = new Set(allocations.map(({ target, id }) => `${target} ${id}`));
  if (named.size < allocations.length || paysLoanTwice(state, allocations)) {
    return [{ code: 'MATCH_AMBIGUOUS', facts: { n: allocations.length } }];
  }
  return allocations.flatMap(allocation => {
    if (allocation.target === 'funding') return fundingFaults(state, allocation, act);
    if (allocation.target === 'margin') return marginFaults(state, allocation, act);
    if (allocation.target === 'receivable') return receivableFaults(state, allocation, act);
    if (allocation.target === 'loan') return borrowerFaults(state, allocation, act, rules);
    const demand = state.demands.get(allocation.id);
    const faults = demandFaults(demand, allocation, act.kind);
    if (faults.length > 0 || !demand) return faults;
    return payerFaults(state.payment, demandPayer(demand), act);
  });
}

/** A loan and a claim that is kept for it are paid by two acts: the one changes what the other owes. */
function paysLoanTwice(
  { receivables, holdings }: MatchState,
  allocations: readonly Allocation[],
): boolean {
  const loans = allocations.filter(({ target }) => target === 'loan').map(({ id }) => id);
  const claims = allocations.flatMap(({ target, id }) =>
    target === 'receivable' ? (receivables.get(id)?.holdings ?? []) : [],
  );
  return claims.some(id => {
    const holding = holdings.get(id);
    return holding !== undefined && loans.includes(loanOf(holding) ?? '');
  });
}

function borrowerFaults(
  { loans, payment }: MatchState,
  allocation: Allocation,
  act: Act<'payment.match'>,
  rules: LateRules,
): readonly Refusal[] {
  const loan = loans.get(allocation.id);
  const on = payment?.valueOn ?? act.businessDate;
  const faults = loanFaults(loan, allocation, { kind: act.kind, on, rules });
  if (faults.length > 0 || !loan) return faults;
  return payerFaults(payment, loan.loan.supplier, act);
}

function fundingFaults(
  state: MatchState,
  { id }: Allocation,
  act: Act<'payment.match'>,
): readonly Refusal[] {
  const funder = state.funders.get(id);
  if (!funder || !funder.kinds.some(kind => kind === 'funder' || kind === 'operator')) {
    return [{ code: 'NOT_FOUND', facts: { id } }];
  }
  return payerFaults(state.payment, id, act);
}

/** A partner's own money. */
function marginFaults(
  state: MatchState,
  { id }: Allocation,
  act: Act<'payment.match'>,
): readonly Refusal[] {
  if (!state.funders.get(id)?.kinds.includes('partner')) {
    return [{ code: 'NOT_FOUND', facts: { id } }];
  }
  return payerFaults(state.payment, id, act);
}

/** A live claim, not more than is outstanding on it, paid by its debtor. */
function receivableFaults(
  state: MatchState,
  { id, amount }: Allocation,
  act: Act<'payment.match'>,
): readonly Refusal[] {
  const receivable = state.receivables.get(id);
  if (!receivable) return [{ code: 'NOT_FOUND', facts: { id } }];
  if (!OWED_CLAIMS.includes(receivable.status)) {
    const facts = { object: `receivable ${id}`, state: receivable.status, kind: act.kind };
    return [{ code: 'STATE_WRONG', facts: { ...facts, states: OWED_CLAIMS.join(', ') } }];
  }
  if (receivable.face.currency !== amount.currency) {
    const facts = { a: amount.currency, b: receivable.face.currency };
    return [{ code: 'CURRENCY_MISMATCH', facts }];
  }
  const due = BigInt(receivable.outstanding.minor) + BigInt(receivable.parts.writtenOff);
  if (BigInt(amount.minor) > due) {
    const open = formatMoney(money(due, amount.currency));
    return [{ code: 'MATCH_EXCEEDS', facts: { x: formatMoney(fromWire(amount)), open } }];
  }
  const payout = receivable.holdings.flatMap(holding => state.inFlight.get(holding) ?? []).at(0);
  // Who is to be paid is open until the bank has answered: title moves with its answer.
  if (payout !== undefined) return [{ code: 'PAYOUT_IN_FLIGHT', facts: { payout } }];
  return payerFaults(state.payment, receivable.buyer, act);
}

/** Money of somebody else is never matched by a program; two cash persons may decide. */
function payerFaults(
  payment: Payment | undefined,
  debtor: string,
  act: Act<'payment.match'>,
): readonly Refusal[] {
  if (act.body.tier > 2 || payment?.payer === debtor) return [];
  return [{ code: 'PAYER_NOT_DEBTOR', facts: { debtor } }];
}

function totalOf(allocations: readonly Allocation[], currency: Currency): Money {
  return sum(
    allocations.map(({ amount }) => fromWire(amount)),
    currency,
  );
}
