import { fraction, type Fraction } from '../rate/index.ts';
import { invariant } from '../result/index.ts';

/** Digits that {@link powFixed} answers with. */
const DIGITS = 30n;
const GUARD = 10n ** 45n;
const CUT = 10n ** (45n - DIGITS);

/** 10³⁰: what one is in the answer of {@link powFixed}. */
export const ONE_FIXED = 10n ** DIGITS;

const LN2 = logarithmNear(2n * GUARD);
const memo = new Map<string, bigint>();

/**
 * base ^ exponent with 30 decimal digits, truncated: the same digits on every machine (SEC-4). Series
 * of the natural logarithm and of its inverse over whole numbers; base and answer are not negative.
 * @example powFixed(fraction(99n, 100n), fraction(31n, 365n)) // 0.999146771…
 */
export function powFixed(base: Fraction, exponent: Fraction): bigint {
  invariant('POWER', base.n >= 0n, () => `negative base ${base.n}`);
  const key = `${base.n}/${base.d}^${exponent.n}/${exponent.d}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const answer = compute(base, exponent) / CUT;
  if (memo.size > 20_000) memo.clear();
  memo.set(key, answer);
  return answer;
}

function compute(base: Fraction, exponent: Fraction): bigint {
  if (exponent.n === 0n || base.n === base.d) return GUARD;
  if (base.n === 0n) return 0n;
  if (exponent.n % exponent.d === 0n && exponent.n > 0n) {
    return wholePower((base.n * GUARD) / base.d, exponent.n / exponent.d);
  }
  return exponential((logarithm((base.n * GUARD) / base.d) * exponent.n) / exponent.d);
}

function wholePower(base: bigint, exponent: bigint): bigint {
  let [answer, square, left] = [GUARD, base, exponent];
  while (left > 0n) {
    if (left % 2n === 1n) answer = (answer * square) / GUARD;
    square = (square * square) / GUARD;
    left /= 2n;
  }
  return answer;
}

/** ln x: halves or doubles x until it lies near one, then the series. */
function logarithm(x: bigint): bigint {
  let halvings = 0n;
  let near = x;
  while (near > (GUARD * 3n) / 2n) {
    near /= 2n;
    halvings++;
  }
  while (near < (GUARD * 3n) / 4n) {
    near *= 2n;
    halvings--;
  }
  return halvings * LN2 + logarithmNear(near);
}

/** ln x = 2 artanh((x − 1) / (x + 1)). */
function logarithmNear(x: bigint): bigint {
  const z = ((x - GUARD) * GUARD) / (x + GUARD);
  const square = (z * z) / GUARD;
  let [sum, term] = [0n, z];
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = (term * square) / GUARD;
  }
  return 2n * sum;
}

function exponential(x: bigint): bigint {
  const twos = x / LN2;
  const rest = x - twos * LN2;
  let [sum, term] = [GUARD, GUARD];
  for (let k = 1n; term !== 0n; k++) {
    term = (term * rest) / (GUARD * k);
    sum += term;
  }
  return twos >= 0n ? sum * 2n ** twos : sum / 2n ** -twos;
}

/**
 * base ^ exponent as a binary64 calculation answers it, exact from there on: both arguments and the
 * answer are rounded to 53 bits. The compatible mode needs it where an exact power would fall on the
 * other side of a cent.
 */
export function powBinary(base: Fraction, exponent: Fraction): number {
  const rounded = powFixed(exactOf(toBinary(base)), exactOf(toBinary(exponent)));
  return toBinary(fraction(rounded, ONE_FIXED));
}

/** The nearest binary64 of a fraction of at most 40 digits on either side. */
export function toBinary({ n, d }: Fraction): number {
  const digits = (n * 10n ** 40n) / d;
  const text = (digits < 0n ? -digits : digits).toString().padStart(41, '0');
  return Number(`${digits < 0n ? '-' : ''}${text.slice(0, -40)}.${text.slice(-40)}`);
}

/** A binary64 as the exact fraction that it stands for. */
export function exactOf(value: number): Fraction {
  let [scaled, d] = [value, 1n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    d *= 2n;
  }
  return { n: BigInt(scaled), d };
}
