import type { Act } from '../act/index.ts';
import { addBusinessDays, isBusinessDay, nextBusinessDay } from '../calendar/index.ts';
import type { ApplyEntity, EntityRef } from '../event/entity-ref.ts';
import { foldBy } from '../event/fold.ts';
import type { LedgerEvent } from '../event/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import { divide, isCurrency, MINOR_DIGITS, type Currency, type Money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { parameterAt, type Context } from './context.ts';

/** What one source says a day's rate is. */
export type RateQuote = {
  readonly source: string;
  readonly key: string;
  readonly ratePpm: number;
};

/** Rate of one pair on one day; key `rate~<pair>~<day>`. Official when two sources agree. */
export type Rate = {
  readonly pair: string;
  readonly on: string;
  /** Units of the first currency that the rate is for: 1 or 100. */
  readonly units: number;
  readonly quotes: readonly RateQuote[];
  /** Second currency per `units` of the first, in millionths; `null` until two agree. */
  readonly ratePpm: number | null;
};

/** The last official rate of a pair; key `latestRate~<pair>`. */
export type LatestRate = {
  readonly pair: string;
  readonly on: string;
  readonly units: number;
  readonly ratePpm: number;
};

export type ExchangeEntities = { rate: Rate; latestRate: LatestRate };

export type ExchangeEvent = { readonly kind: 'rate.recorded' } & Rate;

/** Which entities an event changes. */
export const exchangeTargets = {
  'rate.recorded': ({ pair, on, ratePpm }: ExchangeEvent): readonly EntityRef[] => [
    { type: 'rate', id: `${pair}~${on}` },
    ...(ratePpm === null ? [] : [{ type: 'latestRate' as const, id: pair }]),
  ],
};

/** How rates change by events. */
export const applyExchange: {
  readonly [T in keyof ExchangeEntities]: ApplyEntity<ExchangeEntities[T]>;
} = {
  rate: foldBy<Rate>({ 'rate.recorded': (_, { kind: _kind, ...rate }) => rate }),
  latestRate: foldBy<LatestRate>({
    'rate.recorded': (state, { pair, on, units, ratePpm }) => {
      if (ratePpm === null || (state && state.on > on)) return state;
      return { pair, on, units, ratePpm };
    },
  }),
};

/** Two sources may differ by so much of the lower one. */
export const DIVERGE = { key: 'fx.divergePpm', fallback: 5_000 } as const;

/**
 * `rate.record`: one source's rate of a day. The second source that agrees makes it official, at the
 * mean of the two (half up); a source may correct what nobody has agreed with.
 */
export function decideRate(
  { rate }: { readonly rate: Rate | undefined },
  act: Act<'rate.record'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { pair, ratePpm, on, source } = act.body;
  const units = Number(act.body.units);
  const fault = pairFault(act) ?? dateFault(act);
  if (fault) return fail(fault);
  const key = context.signers[0]?.key ?? '';
  const quote = { source, key, ratePpm };
  const recorded = { kind: 'rate.recorded', pair, on, units } as const;
  const first = rate?.quotes[0];
  if (!rate || !first || isOwnQuote(rate, first, quote)) {
    return ok([{ ...recorded, quotes: [quote], ratePpm: null }]);
  }
  const refused = secondFault(rate, { first, quote }, act, context);
  if (refused) return fail(refused);
  const mean = Number(divide(BigInt(first.ratePpm) + BigInt(ratePpm), 2n, 'halfUp'));
  return ok([{ ...recorded, quotes: [first, quote], ratePpm: mean }]);
}

/** The first source and key speak again, before anybody agreed. */
function isOwnQuote({ ratePpm }: Rate, first: RateQuote, quote: RateQuote): boolean {
  return ratePpm === null && first.source === quote.source && first.key === quote.key;
}

/** The second quote is of another source and key, for as many units, and near enough. */
function secondFault(
  rate: Rate,
  { first, quote }: { readonly first: RateQuote; readonly quote: RateQuote },
  { body, kind, businessDate }: Act<'rate.record'>,
  context: Context,
): Refusal | null {
  const object = `rate ${rate.pair} of ${rate.on}`;
  if (rate.ratePpm !== null) {
    return refuseState(kind, { object, state: 'official', states: ['none', 'one source'] }).error;
  }
  if (first.source === quote.source || first.key === quote.key) {
    const states = ['another source and key'];
    return refuseState(kind, { object, state: 'one source', states }).error;
  }
  if (rate.units !== Number(body.units)) return { code: 'TERMS_DIFFER', facts: { field: 'units' } };
  const ppm = divergence(first.ratePpm, quote.ratePpm);
  const most = parameterAt(context.parameters.get(DIVERGE.key), businessDate, DIVERGE.fallback);
  return ppm > Number(most) ? { code: 'RATE_DIVERGES', facts: { ppm } } : null;
}

/** The pair is of two known currencies. */
function pairFault({ body: { pair } }: Act<'rate.record'>): Refusal | null {
  const [of = '', to = '', ...rest] = pair.split('/');
  if (isCurrency(of) && isCurrency(to) && of !== to && rest.length === 0) return null;
  return { code: 'ACT_MALFORMED', facts: { n: 1, faults: [`act.body.pair: ${pair}`] } };
}

/** The day is a business day that has come. */
function dateFault({ body: { on }, businessDate }: Act<'rate.record'>): Refusal | null {
  if (on > businessDate) return { code: 'DATES_DISORDERED', facts: { a: on, b: businessDate } };
  const open = isBusinessDay(on);
  if (!open.ok) return open.error;
  if (open.value) return null;
  const next = nextBusinessDay(on);
  return next.ok ? { code: 'NOT_BUSINESS_DAY', facts: { date: on, next: next.value } } : next.error;
}

/** How far two rates lie apart, in millionths of the lower one, rounded up. */
function divergence(a: number, b: number): number {
  const [low, high] = a < b ? [BigInt(a), BigInt(b)] : [BigInt(b), BigInt(a)];
  return Number(divide((high - low) * 1_000_000n, low, 'up'));
}

const STALE_DAYS = 1;

/**
 * An amount in the second currency of a rate, half up: amount × ratePpm / (units × 10⁶ ×
 * 10^(digits of the first − digits of the second)); R-113.
 * @example USD 100.00 at 7.123456 for 1 is CNY 712.35; JPY 1,000 at 4.8 for 100 is CNY 48.00
 */
export function convert(amount: Money, to: Currency, rate: LatestRate): Money {
  const digits = MINOR_DIGITS[amount.currency] - MINOR_DIGITS[to];
  const [up, down] = digits < 0 ? [10n ** BigInt(-digits), 1n] : [1n, 10n ** BigInt(digits)];
  const numerator = amount.minor * BigInt(rate.ratePpm) * up;
  const minor = divide(numerator, BigInt(rate.units) * 1_000_000n * down, 'halfUp');
  return { minor, currency: to };
}

/**
 * The other way round, half up: an amount in the second currency of a rate, in the first one.
 * @example CNY 710.00 at 7.1 for 1 is USD 100.00
 */
export function invert(amount: Money, to: Currency, rate: LatestRate): Money {
  const digits = MINOR_DIGITS[to] - MINOR_DIGITS[amount.currency];
  const [up, down] = digits < 0 ? [1n, 10n ** BigInt(-digits)] : [10n ** BigInt(digits), 1n];
  const numerator = amount.minor * BigInt(rate.units) * 1_000_000n * up;
  return { minor: divide(numerator, BigInt(rate.ratePpm) * down, 'halfUp'), currency: to };
}

/** The rate, or `RATE_STALE` when there is none or it is older than one business day. */
export function freshRate(
  rate: LatestRate | undefined,
  businessDate: string,
): Result<LatestRate, Refusal> {
  if (!rate) return refuse('RATE_STALE', { date: 'none' });
  const last = addBusinessDays(rate.on, STALE_DAYS);
  if (!last.ok) return last;
  return last.value < businessDate ? refuse('RATE_STALE', { date: rate.on }) : ok(rate);
}
