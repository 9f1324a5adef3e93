import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { convert, freshRate, invert, type Context, type LatestRate } from '../governance/index.ts';
import {
  debitFault,
  entry as posting,
  posted,
  type Balance,
  type JournalLine,
} from '../journal/index.ts';
import { formatMoney, fromWire, isCurrency, sum, type Money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { unallocatedOf, type Payment } from '../settlement/index.ts';
import type { Hedge } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type HedgeState = {
  readonly hedge: Hedge | undefined;
  /** The entry that brought its result, when it is on the ledger. */
  readonly payment: Payment | undefined;
};

/** `hedge.record`: what the bank confirmed, and which items it covers, within the notional. */
export function decideHedge({ hedge }: HedgeState, act: Act<'hedge.record'>): Decision {
  const { body, actor, businessDate: on, kind } = act;
  if (hedge) {
    const object = `hedge ${body.hedge}`;
    return refuseState(kind, { object, state: hedge.status, states: ['none'] });
  }
  const fault = pairFault(act) ?? coveredFault(act);
  if (fault) return fail(fault);
  if (body.maturesOn <= on) return refuse('DATES_DISORDERED', { a: on, b: body.maturesOn });
  const { kind: of, confirmation, ...terms } = body;
  const recorded = { ...terms, owner: actor, of, confirmation: confirmation.hash };
  return ok([{ kind: 'hedge.recorded', ...recorded, recordedOn: on }]);
}

/** Two known currencies, of which the notional is in the first. */
function pairFault({ body: { pair, notional } }: Act<'hedge.record'>): Refusal | null {
  const [of = '', to = '', ...rest] = pair.split('/');
  const isPair = isCurrency(of) && isCurrency(to) && of !== to && rest.length === 0;
  if (!isPair)
    return { code: 'ACT_MALFORMED', facts: { n: 1, faults: [`act.body.pair: ${pair}`] } };
  if (notional.currency === of) return null;
  return { code: 'CURRENCY_MISMATCH', facts: { a: notional.currency, b: of } };
}

/** INV-R22: what is covered is in the notional's currency, each item once, within the notional. */
function coveredFault({ body: { covered, notional } }: Act<'hedge.record'>): Refusal | null {
  const other = covered.find(({ amount }) => amount.currency !== notional.currency);
  if (other) {
    const facts = { a: other.amount.currency, b: notional.currency };
    return { code: 'CURRENCY_MISMATCH', facts };
  }
  if (new Set(covered.map(({ item }) => item)).size < covered.length) {
    return { code: 'ACT_MALFORMED', facts: { n: 1, faults: ['act.body.covered: an item twice'] } };
  }
  const total = sum(
    covered.map(({ amount }) => fromWire(amount)),
    notional.currency,
  );
  if (total.minor <= BigInt(notional.minor)) return null;
  const facts = { x: formatMoney(total), y: formatMoney(fromWire(notional)) };
  return { code: 'COVER_EXCEEDS_HEDGE', facts };
}

/**
 * `hedge.settle`: the result at maturity. A gain whose money is on the ledger becomes its owner's; a
 * loss was paid from the owner's own bank account and is recorded.
 */
export function decideHedgeSettle(
  { hedge, payment }: HedgeState,
  act: Act<'hedge.settle'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  if (hedge?.owner !== actor) return refuse('NOT_FOUND', { id: body.hedge });
  if (hedge.status === 'settled') {
    const object = `hedge ${body.hedge}`;
    return refuseState(kind, { object, state: hedge.status, states: ['live'] });
  }
  if (on < hedge.maturesOn) return refuse('TOO_EARLY', { kind, date: hedge.maturesOn });
  const amount = fromWire(body.amount);
  const fault = payment && amount.minor > 0n ? gainFault(payment, amount, actor) : null;
  if (fault) return fail(fault);
  const items = hedge.covered.map(({ item }) => item);
  const { entry } = body;
  return ok([
    { kind: 'hedge.settled', hedge: body.hedge, items, amount: body.amount, entry, on },
    ...(payment && amount.minor > 0n ? gained(payment, amount, act) : []),
  ]);
}

/** Only money that the owner itself brought in, from its account at the hedge's bank. */
function gainFault(payment: Payment, amount: Money, owner: string): Refusal | null {
  if (payment.payer !== owner) return { code: 'PAYER_NOT_DEBTOR', facts: { debtor: owner } };
  const open = unallocatedOf(payment);
  if (open.currency !== amount.currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: open.currency } };
  }
  if (amount.minor <= open.minor && payment.status !== 'reversed') return null;
  return { code: 'MATCH_EXCEEDS', facts: { x: formatMoney(amount), open: formatMoney(open) } };
}

function gained(
  { payment }: Payment,
  amount: Money,
  act: Act<'hedge.settle'>,
): readonly LedgerEvent[] {
  const { actor, body, businessDate: on } = act;
  const lines = posting('cash', ['2201', payment], ['2101', actor], amount);
  const allocations = [{ target: 'funding', id: actor, amount: body.amount }] as const;
  const matched = { match: act.id, payment, tier: 1, amount: body.amount, allocations };
  return [
    { kind: 'payment.matched', ...matched, divisions: [], debts: [], lines, on },
    ...posted(act, lines),
  ];
}

export type ConvertState = {
  readonly balance: Balance | undefined;
  readonly rate: LatestRate | undefined;
};

/**
 * `fx.convert`: folded money of the actor changes its currency at the official rate of the pair, in
 * either direction, half up; both legs go over account 3900.
 */
export function decideConvert(
  { balance, rate }: ConvertState,
  act: Act<'fx.convert'>,
  context: Context,
): Decision {
  const { body, actor, businessDate: on } = act;
  const { from, to } = body;
  const isForward = directionOf(act);
  if (isForward === null) {
    return refuse('CURRENCY_MISMATCH', { a: `${from.currency}/${to.currency}`, b: body.rate });
  }
  const fresh = freshRate(rate, context.businessDate);
  if (!fresh.ok) return fresh;
  if (fresh.value.on !== body.at) return refuse('TERMS_DIFFER', { field: 'at' });
  const given = fromWire(from);
  const computed = (isForward ? convert : invert)(given, to.currency, fresh.value);
  if (computed.minor !== BigInt(to.minor)) return refuse('TERMS_DIFFER', { field: 'to' });
  const short = debitFault(balance, given);
  if (short) return fail(short);
  const { units, ratePpm, pair } = fresh.value;
  const converted = { conversion: act.id, party: actor, from, to, pair, units, ratePpm, on };
  return ok([{ kind: 'fx.converted', ...converted }, ...posted(act, legs(actor, given, computed))]);
}

/** From the pair's first currency to its second, or back; `null` for any other two. */
function directionOf({ body: { from, to, rate } }: Act<'fx.convert'>): boolean | null {
  if (rate === `${from.currency}/${to.currency}`) return true;
  return rate === `${to.currency}/${from.currency}` ? false : null;
}

function legs(party: string, from: Money, to: Money): readonly JournalLine[] {
  return [
    ...posting('cash', ['2101', party], ['3900', party], from),
    ...posting('cash', ['3900', party], ['2101', party], to),
  ];
}
