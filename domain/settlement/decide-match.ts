import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { releaseOf, type Take } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { entry, posted, type JournalLine } from '../journal/index.ts';
import { formatMoney, fromWire, money, sum, type Currency, type Money } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import { payHoldings, type Holding, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import {
  divisionOf,
  financingOf,
  isRepaid,
  sharesOf,
  stepOf,
  type ActiveFinancing,
  type LateRules,
} from './division.ts';
import type { Allocation, DebtChange, Division, Payment } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export const GRACE = { key: 'late.graceDays', fallback: 3 } as const;
export const MULTIPLE = { key: 'late.multiplePpm', fallback: 1_500_000 } as const;

export type MatchState = {
  readonly payment: Payment | undefined;
  readonly receivables: ReadonlyMap<string, Receivable>;
  /** Live holdings by id, of every receivable that is paid. */
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly financings: ReadonlyMap<string, ActiveFinancing>;
  /** Parties that a funding allocation names. */
  readonly funders: ReadonlyMap<string, Party>;
};

/** What a payment does before it is written: the division of every allocation. */
export type Divided = {
  readonly divisions: readonly Division[];
  readonly debts: readonly DebtChange[];
  readonly lines: readonly JournalLine[];
  readonly releases: readonly Take[];
  readonly repaid: readonly { readonly financing: string; readonly holder: string }[];
};

/**
 * `payment.match`: money becomes what it is for. A payment on a claim is divided over its live
 * holdings and runs down the waterfall of each financing; money for a funder fills
 * its balance. What is left stays unallocated.
 */
export function decideMatch(
  state: MatchState,
  act: Act<'payment.match'>,
  context: Context,
): Decision {
  const { payment } = state;
  const { body, businessDate: on } = act;
  if (!payment) return refuse('NOT_FOUND', { id: body.payment });
  const fault = firstOf([...paymentFaults(payment, act), ...targetFaults(state, act)]);
  if (fault) return fail(fault);
  const rules = lateRules(context);
  const divided = divide(state, { payment, allocations: body.allocations, rules });
  const { currency } = payment.received;
  const amount = totalOf(body.allocations, currency);
  const { divisions, debts, lines } = divided;
  const wire = { minor: amount.minor.toString(), currency };
  const made = { match: act.id, payment: payment.payment, tier: body.tier, amount: wire };
  const allocations = body.allocations;
  return ok([
    { kind: 'payment.matched', ...made, allocations, divisions, debts, lines, on },
    ...paidEvents(state, divisions, on),
    ...releaseEvents(divided.releases, act),
    ...divided.repaid.map(done => ({ kind: 'financing.repaid' as const, ...done, on })),
    ...posted(act, lines),
  ]);
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

/** Divides every allocation of a payment; writes nothing (`payment.preview` asks the same). */
export function divide(
  state: Pick<MatchState, 'receivables' | 'holdings' | 'financings'>,
  of: {
    readonly payment: Pick<Payment, 'payment' | 'received' | 'valueOn'>;
    readonly allocations: readonly Allocation[];
    readonly rules: LateRules;
  },
): Divided {
  const { payment, rules } = of;
  const open = new Map(state.financings);
  const divisions: Division[] = [];
  const lines: JournalLine[] = [];
  const unallocated = ['2201', payment.payment] as const;
  for (const { target, id, amount } of of.allocations) {
    if (target === 'funding') {
      lines.push(...entry('cash', unallocated, ['2101', id], fromWire(amount)));
      continue;
    }
    const receivable = state.receivables.get(id);
    if (!receivable) continue;
    const holdings = receivable.holdings.flatMap(name => state.holdings.get(name) ?? []);
    if (holdings.length === 0) continue;
    for (const { holding, minor } of sharesOf(holdings, fromWire(amount))) {
      if (minor === 0n) continue;
      const division = divideShare(open, holding, { minor, on: payment.valueOn, rules });
      divisions.push(division);
      lines.push(...linesOf(division, { receivable, unallocated, holding }));
    }
  }
  return { divisions, lines, ...outcomeOf(state.financings, open) };
}

/** One holding's share down the waterfall; `open` keeps the debts as they fall. */
function divideShare(
  open: Map<string, ActiveFinancing>,
  holding: Holding,
  of: { readonly minor: bigint; readonly on: string; readonly rules: LateRules },
): Division {
  const financing = open.get(financingOf(holding) ?? '');
  if (!financing) return divisionOf(holding, of.minor, null, null);
  const step = stepOf(financing, of.minor, of.on, of.rules);
  open.set(financing.financing, {
    ...financing,
    debt: step.debt,
    takes: financing.takes.map(take => releaseOf(take, step.principal).left),
  });
  return divisionOf(holding, of.minor, step, financing.funder);
}

/** Debts after, what returns to the lines, and which financings are repaid now. */
function outcomeOf(
  before: ReadonlyMap<string, ActiveFinancing>,
  after: ReadonlyMap<string, ActiveFinancing>,
): Pick<Divided, 'debts' | 'releases' | 'repaid'> {
  const debts: DebtChange[] = [];
  const releases: Take[] = [];
  const repaid: { financing: string; holder: string }[] = [];
  for (const [id, { debt, takes, holder }] of after) {
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
    if (isRepaid(debt)) repaid.push({ financing: id, holder });
  }
  return { debts, releases, repaid };
}

/** One event a line, whatever number of financings give back to it (a row a line and act). */
function releaseEvents(releases: readonly Take[], act: Act): readonly LedgerEvent[] {
  const byLine = new Map<string, Map<number, Money>>();
  for (const { line, slices } of releases) {
    const parts = byLine.get(line) ?? new Map<number, Money>();
    for (const { slice, amount } of slices) {
      const { minor, currency } = fromWire(amount);
      parts.set(slice, money((parts.get(slice)?.minor ?? 0n) + minor, currency));
    }
    byLine.set(line, parts);
  }
  const period = act.businessDate.slice(0, 7);
  return [...byLine].map(([line, parts]) => ({
    kind: 'limit.released',
    from: 'used',
    line,
    period,
    act: act.id,
    slices: [...parts].map(([slice, { minor, currency }]) => {
      return { slice, amount: { minor: minor.toString(), currency } };
    }),
  }));
}

function paidEvents(
  state: MatchState,
  divisions: readonly Division[],
  on: string,
): readonly LedgerEvent[] {
  return [...state.receivables.values()].flatMap(receivable => {
    const own = divisions.filter(division => division.receivable === receivable.receivable);
    const { currency } = receivable.face;
    const shares = own.flatMap(({ holding, amount }) => {
      const found = state.holdings.get(holding);
      return found ? [{ holding: found, amount: { minor: amount, currency } }] : [];
    });
    return shares.length > 0 ? payHoldings(receivable, shares, on) : [];
  });
}

/** Cash to funder and holder; debt of the buyer and of the supplier falls; discount is earned. */
function linesOf(
  division: Division,
  of: {
    readonly receivable: Receivable;
    readonly unallocated: readonly ['2201', string];
    readonly holding: Holding;
  },
): readonly JournalLine[] {
  const { currency } = of.receivable.face;
  const at = (minor: string): Money => money(BigInt(minor), currency);
  const { buyer } = of.receivable;
  const { funder, holder } = division;
  return [
    ...entry('cash', of.unallocated, ['2101', funder], at(division.toFunder)),
    ...entry('cash', of.unallocated, ['2101', holder], at(division.toHolder)),
    ...entry('obligation', ['9001', buyer], ['8001', of.holding.holder], at(division.amount)),
    ...entry('obligation', ['9101', holder], ['8101', funder], at(division.principal)),
    ...entry('obligation', ['8191', funder], ['8192', funder], at(division.earned)),
    ...entry('obligation', ['8191', funder], ['8190', holder], at(division.rebate)),
  ];
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
  const open = BigInt(payment.received.minor) - BigInt(payment.allocated.minor);
  const total = totalOf(allocations, currency);
  if (total.minor <= open) return [];
  const facts = { x: formatMoney(total), open: formatMoney(money(open, currency)) };
  return [{ code: 'MATCH_EXCEEDS', facts }];
}

function targetFaults(state: MatchState, act: Act<'payment.match'>): readonly Refusal[] {
  const { allocations } = act.body;
  const named = new Set(allocations.map(({ target, id }) => `${target} ${id}`));
  if (named.size < allocations.length) {
    return [{ code: 'MATCH_AMBIGUOUS', facts: { n: allocations.length } }];
  }
  return allocations.flatMap(allocation =>
    allocation.target === 'funding'
      ? fundingFaults(state, allocation, act)
      : receivableFaults(state, allocation, act),
  );
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

/** A live claim, not more than is outstanding on it, paid by its debtor. */
function receivableFaults(
  state: MatchState,
  { id, amount }: Allocation,
  act: Act<'payment.match'>,
): readonly Refusal[] {
  const receivable = state.receivables.get(id);
  if (!receivable) return [{ code: 'NOT_FOUND', facts: { id } }];
  if (receivable.status !== 'confirmed' && receivable.status !== 'recorded') {
    const facts = { object: `receivable ${id}`, state: receivable.status, kind: act.kind };
    return [{ code: 'STATE_WRONG', facts: { ...facts, states: 'confirmed, recorded' } }];
  }
  if (receivable.face.currency !== amount.currency) {
    const facts = { a: amount.currency, b: receivable.face.currency };
    return [{ code: 'CURRENCY_MISMATCH', facts }];
  }
  if (BigInt(amount.minor) > BigInt(receivable.outstanding.minor)) {
    const open = formatMoney(fromWire(receivable.outstanding));
    return [{ code: 'MATCH_EXCEEDS', facts: { x: formatMoney(fromWire(amount)), open } }];
  }
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
