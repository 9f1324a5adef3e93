import { refuse, type Refusal } from '../../errors/index.ts';
import {
  compareFractions,
  fraction,
  minus,
  over,
  plus,
  roundFraction,
  times,
  type Fraction,
} from '../../rate/index.ts';
import { ok, type Result } from '../../result/index.ts';

const NONE: Fraction = { n: 0n, d: 1n };
const WHOLE: Fraction = { n: 1n, d: 1n };
const YEAR = 12;
const MONTHS_ABSENT_MAX = 2;

/** A monthly ratio; `null` for a month without sales. */
export type Ratio = Fraction | null;

/** A reserve, or why it cannot be said: then nothing is funded (SEC-33). */
export type Reserve = Result<Fraction, Refusal>;

/** What a month of a pool was (SEC-32); amounts in minor units. */
export type Month = {
  readonly sales: bigint;
  readonly dilutions: bigint;
  readonly newlyDefaulted: bigint;
  readonly balance: bigint;
};

/** New defaults of a month over the sales of `lag` months before. */
export function defaultRatio(months: readonly Month[], at: number, lag: number): Ratio {
  return ratioOf(months[at]?.newlyDefaulted, months[at - lag]?.sales);
}

/** Dilutions of a month over the sales of the month before, or of two before. */
export function dilutionRatio(months: readonly Month[], at: number, lag: 1 | 2): Ratio {
  return ratioOf(months[at]?.dilutions, months[at - lag]?.sales);
}

/** Days sales outstanding: balance over the sales of three months, × 90. */
export function daysSalesOutstanding(months: readonly Month[]): Ratio {
  const sales = months.slice(-3).reduce((sum, month) => sum + month.sales, 0n);
  const balance = months.at(-1)?.balance;
  return balance === undefined || sales === 0n ? null : fraction(balance * 90n, sales);
}

function ratioOf(part: bigint | undefined, whole: bigint | undefined): Ratio {
  return part === undefined || whole === undefined || whole === 0n ? null : fraction(part, whole);
}

/**
 * Loss reserve: SF × highest three-month average of twelve default ratios × sales of the horizon /
 * net pool balance. `RESERVE_UNAVAILABLE` when three months are absent or the pool is empty.
 */
export function lossReserve(terms: {
  readonly stress: Fraction;
  readonly defaultRatios: readonly Ratio[];
  readonly horizonSales: readonly bigint[];
  readonly netPoolBalance: bigint;
}): Reserve {
  const ratios = present(terms.defaultRatios);
  if (!ratios.ok) return ratios;
  if (terms.netPoolBalance <= 0n)
    return refuse('RESERVE_UNAVAILABLE', { missing: 'netPoolBalance' });
  const sales = terms.horizonSales.reduce((a, b) => a + b, 0n);
  const horizon = fraction(sales, terms.netPoolBalance);
  return ok(times(times(terms.stress, highestAverage(ratios.value, 3)), horizon));
}

/** How the dilution spike is taken: of single months, or of three-month averages. */
export type Spike = 'highestMonth' | 'highestAverage';

/**
 * Dilution reserve: [SF × ED + (DS − ED) × DS / ED] × DHR. Nothing when there never was dilution;
 * `RESERVE_ED_ZERO` when the average is nil and the spike is not: the floor then decides.
 */
export function dilutionReserve(terms: {
  readonly stress: Fraction;
  readonly ratios: readonly Ratio[];
  readonly spike: Spike;
  readonly horizon: Fraction;
}): Reserve {
  const ratios = present(terms.ratios);
  if (!ratios.ok) return ratios;
  const expected = average(ratios.value);
  const spike = highestAverage(ratios.value, terms.spike === 'highestMonth' ? 1 : 3);
  return dilutionFrom(terms.stress, expected, spike, terms.horizon);
}

/** The dilution reserve of an average and a spike that are known. */
export function dilutionFrom(
  stress: Fraction,
  expected: Fraction,
  spike: Fraction,
  horizon: Fraction,
): Reserve {
  if (expected.n === 0n) {
    return spike.n === 0n ? ok(NONE) : refuse('RESERVE_ED_ZERO', { spike: printedPercent(spike) });
  }
  const volatile = times(minus(spike, expected), over(spike, expected));
  return ok(times(plus(times(stress, expected), volatile), horizon));
}

/** Shares of the largest obligors by group of rating, highest first within each. */
export type ObligorShares = Readonly<Record<'A' | 'B' | 'C' | 'D', readonly Fraction[]>>;

/** The five largest of D, three of C, two of B or the largest of A, whichever is more; or `least`. */
export function concentrationFloor(shares: ObligorShares, least: Fraction = NONE): Fraction {
  const counts = { A: 1, B: 2, C: 3, D: 5 } as const;
  const sums = (['A', 'B', 'C', 'D'] as const).map(group =>
    [...shares[group]]
      .sort((a, b) => compareFractions(b, a))
      .slice(0, counts[group])
      .reduce(plus, NONE),
  );
  return [...sums, least].reduce(larger);
}

/** Floor of concentration and of expected dilution over its horizon. */
export function minimumReserve(floor: Fraction, expected: Fraction, horizon: Fraction): Fraction {
  return plus(floor, times(expected, horizon));
}

/** k × DSO × yearly rate / base: yield (k 1.5) and servicing (k 1). */
export function carryReserve(
  k: Fraction,
  dso: Fraction,
  annual: Fraction,
  base: 360 | 365,
): Fraction {
  return times(times(k, dso), fraction(annual.n, annual.d * BigInt(base)));
}

export type TotalReserve = {
  readonly part: Fraction;
  readonly reserve: bigint;
  readonly funding: bigint;
  readonly decidedBy: 'dynamic' | 'minimum';
};

/**
 * Net pool balance × [max(loss + dilution, minimum) + yield + servicing], rounded half up. Without a
 * dilution reserve (`RESERVE_ED_ZERO`) the minimum decides; any other refusal funds nothing.
 */
export function totalReserve(terms: {
  readonly netPoolBalance: bigint;
  readonly loss: Reserve;
  readonly dilution: Reserve;
  readonly minimum: Fraction;
  readonly yield: Fraction;
  readonly servicing: Fraction;
}): Result<TotalReserve, Refusal> {
  if (!terms.loss.ok) return terms.loss;
  const { dilution } = terms;
  if (!dilution.ok && dilution.error.code !== 'RESERVE_ED_ZERO') return dilution;
  const dynamic = dilution.ok ? plus(terms.loss.value, dilution.value) : NONE;
  const byMinimum = compareFractions(terms.minimum, dynamic) > 0 || !dilution.ok;
  const part = plus(plus(byMinimum ? terms.minimum : dynamic, terms.yield), terms.servicing);
  const reserve = roundFraction(times(fraction(terms.netPoolBalance), part), 'halfUp');
  const funding = terms.netPoolBalance > reserve ? terms.netPoolBalance - reserve : 0n;
  return ok({ part, reserve, funding, decidedBy: byMinimum ? 'minimum' : 'dynamic' });
}

/** The reserve on capital that a part R of the whole is: C × R / (1 − R), half up. */
export function reserveOnCapital(capital: bigint, part: Fraction): bigint {
  return roundFraction(times(fraction(capital), over(part, minus(WHOLE, part))), 'halfUp');
}

/** A ratio as printed: per cent to two places, 0.005 % up. */
export function printedPercent(ratio: Fraction): string {
  const hundredths = roundFraction(times(ratio, fraction(10_000n)), 'halfUp');
  const text = hundredths.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}%`;
}

/** The last twelve ratios that are there; three absent months are too many. */
function present(ratios: readonly Ratio[]): Result<Fraction[], Refusal> {
  const year = ratios.slice(-YEAR);
  const found = year.filter(ratio => ratio !== null);
  if (year.length - found.length > MONTHS_ABSENT_MAX || found.length === 0) {
    return refuse('RESERVE_UNAVAILABLE', { missing: `${year.length - found.length} months` });
  }
  return ok(found);
}

function average(values: readonly Fraction[]): Fraction {
  const sum = values.reduce(plus, NONE);
  return fraction(sum.n, sum.d * BigInt(values.length));
}

function highestAverage(values: readonly Fraction[], length: number): Fraction {
  const width = Math.min(length, values.length);
  return values
    .slice(0, values.length - width + 1)
    .map((_, at) => average(values.slice(at, at + width)))
    .reduce(larger, NONE);
}

function larger(a: Fraction, b: Fraction): Fraction {
  return compareFractions(a, b) >= 0 ? a : b;
}
