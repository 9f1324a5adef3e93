import type { Act } from '../act/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import {
  ceilingOf,
  exposureFault,
  lineFaults,
  lossFaults,
  takeFrom,
  type Credit,
  type Financing,
  type FinancingIn,
  type LineState,
  type Take,
  type UnbookedLoss,
} from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import {
  debitFault,
  entry as posting,
  posted,
  titleLines,
  type Balance,
  type JournalLine,
} from '../journal/index.ts';
import { fromWire, money, type Money } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import type { Holding } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { BufferClaim } from './buffer-state.ts';
import { releaseEvents } from './returning.ts';

type Live = FinancingIn<'active' | 'overdue'>;

export type AssignState = {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly credit: Credit;
  /** The new funder. */
  readonly party: Party | undefined;
  readonly lines: readonly LineState[];
  readonly losses: readonly UnbookedLoss[];
  /** The new funder's folded money. */
  readonly balance: Balance | undefined;
  readonly claim: BufferClaim | undefined;
};

/**
 * `financing.assign`: a financing passes to another funder at once, for money that is booked: title,
 * principal and unearned discount, and the limits. By rule it passes to the broker without cash when
 * a funder has not paid the buffer on its day.
 */
export function decideAssign(
  state: AssignState,
  act: Act<'financing.assign'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { body, businessDate: on } = act;
  const found = assignable(state, act);
  if (!found.ok) return found;
  const financing = found.value;
  const next = { ...financing, funder: body.to };
  const byRule = body.to === act.actor;
  const price = fromWire(body.price);
  const lines = byRule ? ruleLines(state) : state.lines;
  const fault =
    firstOf([
      ...partyFaults(state, act),
      ...lossFaults(state.losses, financing.buyer),
      ...lineFaults(next, state.lines, { named: body.lines, on }),
    ]) ?? (byRule ? ruleFault(state, act) : cashFault(state, price, { act, context, next }));
  if (fault) return fail(fault);
  const takes = takesOf(state, lines, { next, on });
  if (!takes.ok) return takes;
  const period = on.slice(0, 7);
  const own = byRule && state.claim ? [state.claim.take] : [];
  const { financing: id, funder: from } = financing;
  const holdings = state.holdings.filter(isUnder(id)).map(({ holding }) => holding);
  const all = [...takes.value, ...own];
  const passed = { financing: id, from, to: body.to, price: body.price, holdings, byRule, on };
  return ok([
    ...releaseEvents(financing.takes, act),
    { kind: 'financing.assigned', ...passed, takes: all },
    ...takes.value.map(({ line, slices }): LedgerEvent => {
      return { kind: 'limit.used', from: 'free', line, period, act: act.id, slices };
    }),
    ...own.map(({ line, slices }): LedgerEvent => {
      return { kind: 'limit.used', line, period, act: act.id, slices };
    }),
    ...posted(act, assignLines(state, { financing, to: body.to, price, byRule })),
  ]);
}

/** A financing of the actor's that is owed; by rule, of whoever missed its day. */
function assignable(state: AssignState, act: Act<'financing.assign'>): Result<Live, Refusal> {
  const { financing } = state;
  const { body, actor, businessDate: on } = act;
  const sees = financing && 'funder' in financing;
  const isOwn = sees && (financing.funder === actor || body.to === actor);
  if (!isOwn) return refuse('NOT_FOUND', { id: body.financing });
  const object = `financing ${financing.financing}`;
  if (financing.status !== 'active' && financing.status !== 'overdue') {
    const states = ['active', 'overdue'];
    return refuseState(act.kind, { object, state: financing.status, states });
  }
  if (body.on !== on) return refuse('DATES_DISORDERED', { a: body.on, b: on });
  if (financing.funder === body.to) {
    return refuseState(act.kind, { object, state: 'its own', states: ["another funder's"] });
  }
  return ok(financing);
}

function partyFaults({ party }: AssignState, { body }: Act<'financing.assign'>): Refusal[] {
  const { to } = body;
  if (!party?.kinds.some(kind => kind === 'funder' || kind === 'operator')) {
    return [{ code: 'NOT_FOUND', facts: { id: to } }];
  }
  if (party.state === 'active') return [];
  return [{ code: 'PARTY_NOT_ACTIVE', facts: { party: to, state: party.state } }];
}

/** The rule asks for a buffer claim that is past its day, and moves no cash. */
function ruleFault({ claim }: AssignState, act: Act<'financing.assign'>): Refusal | null {
  const { body, businessDate: on, kind } = act;
  if (claim?.status !== 'open') return { code: 'NOT_FOUND', facts: { id: body.financing } };
  if (claim.dueOn >= on) return { code: 'TOO_EARLY', facts: { kind, date: claim.dueOn } };
  if (body.price.minor === '0') return null;
  return { code: 'TERMS_DIFFER', facts: { field: 'price' } };
}

/** The price is booked money of the new funder; the broker stays within its exposure. */
function cashFault(
  state: AssignState,
  price: Money,
  of: {
    readonly act: Act<'financing.assign'>;
    readonly context: Context;
    readonly next: Live;
  },
): Refusal | null {
  const { next, context, act } = of;
  const { currency } = next.price.advance;
  if (price.currency !== currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: price.currency, b: currency } };
  }
  const isBrokers = act.body.to === context.channel.operator;
  const exposed = isBrokers ? exposureFault(state.lines, owedOf(next), context) : null;
  return exposed ?? debitFault(state.balance, price);
}

/** The broker's own risk already stands in the claim: it is not taken twice. */
function ruleLines({ lines }: AssignState): readonly LineState[] {
  return lines.filter(({ line }) => line.kind !== 'ownRisk');
}

function takesOf(
  state: AssignState,
  lines: readonly LineState[],
  of: { readonly next: Live; readonly on: string },
): Result<readonly Take[], Refusal> {
  const takes: Take[] = [];
  for (const { line, slices } of lines) {
    const taken = takeFrom(line, slices, owedOf(of.next), ceilingOf(line, state.credit, of.on));
    if (!taken.ok) return taken;
    takes.push(taken.value);
  }
  return ok(takes);
}

function owedOf({ debt, price }: Live): Money {
  return money(BigInt(debt.principal), price.advance.currency);
}

const isUnder =
  (financing: string) =>
  (holding: Holding): boolean =>
    (holding.state === 'sold' || holding.state === 'pledged') && holding.financing === financing;

/** Cash for the old funder; title, principal and unearned discount for the new one (§7.5). */
function assignLines(
  { holdings }: AssignState,
  of: {
    readonly financing: Live;
    readonly to: string;
    readonly price: Money;
    readonly byRule: boolean;
  },
): readonly JournalLine[] {
  const { financing, to, price } = of;
  const { funder: from, debt } = financing;
  const { currency } = financing.price.advance;
  const unearned = money(BigInt(debt.unearned), currency);
  const titles = holdings
    .filter(isUnder(financing.financing))
    .flatMap(({ state, outstanding: amount }) =>
      state === 'sold' ? titleLines({ from, to, amount }) : [],
    );
  return [
    ...(of.byRule ? [] : posting('cash', ['2101', to], ['2101', from], price)),
    ...titles,
    ...posting('obligation', ['8101', to], ['8101', from], owedOf(financing)),
    ...posting('obligation', ['8191', from], ['8191', to], unearned),
  ];
}
