import { divide, isCurrency, MINOR_DIGITS, type Money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';

/** An exact decimal for prices and quantities: `coefficient` / 10^`scale`, scale 0 to 12. */
export type Decimal = { readonly coefficient: bigint; readonly scale: number };

/**
 * Why a decimal is not read: NUM-01 not a plain decimal, NUM-03 more digits than the type holds,
 * NUM-04 separators that can be read in two ways, CUR-02 a currency this product cannot carry.
 */
export type NumberFault = 'NUM-01' | 'NUM-03' | 'NUM-04' | 'CUR-02';

/** A read value; `snapped` says that binary float noise was taken off (NUM-02). */
export type NumberRead<T> = { readonly value: T; readonly snapped: boolean };

/** The marks of a decimal text, named by a mapping profile and never guessed. */
export type NumberMarks = {
  readonly decimal: '.' | ',';
  readonly group?: ',' | '.' | ' ' | "'";
  readonly trailingMinus?: boolean;
  readonly parentheses?: boolean;
};

const SCALE_MAX = 12;
const DIGITS_MAX = 40;
const SNAP_SCALE = 6;

/**
 * Reads plain decimal text (`-12.50`, `.5`, `+3`): ASCII digits, one point, no exponent and no
 * separators. A value within 10⁻⁹ of a decimal of at most six places becomes it.
 * @example readDecimal('489.37500000000006') // 489.375, snapped
 */
export function readDecimal(text: string): Result<NumberRead<Decimal>, NumberFault> {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match) return fail(syntaxFault(text));
  const [, mark, whole = '', decimals = ''] = match;
  const fraction = decimals.replace(/0+$/, '');
  if (whole.length + fraction.length > DIGITS_MAX) return fail('NUM-03');
  const sign = mark === '-' ? -1n : 1n;
  const exact = { coefficient: sign * BigInt(whole + fraction || '0'), scale: fraction.length };
  const near = snap(exact);
  if (near) return ok({ value: near, snapped: true });
  return exact.scale > SCALE_MAX ? fail('NUM-03') : ok({ value: exact, snapped: false });
}

/** Reads decimal text whose marks a profile has named; a group mark must stand every three digits. */
export function readMarked(
  text: string,
  marks: NumberMarks,
): Result<NumberRead<Decimal>, NumberFault> {
  const { body, isNegative } = takeSign(text.trim(), marks);
  const bare = takeGroups(body, marks);
  if (!bare.ok) return bare;
  if (marks.decimal === ',' && bare.value.includes('.')) return fail('NUM-04');
  const plain = marks.decimal === ',' ? bare.value.replace(',', '.') : bare.value;
  return readDecimal(isNegative ? `-${plain}` : plain);
}

function takeSign(text: string, marks: NumberMarks): { body: string; isNegative: boolean } {
  if (marks.parentheses === true && /^\(.*\)$/.test(text)) {
    return { body: text.slice(1, -1).trim(), isNegative: true };
  }
  if (marks.trailingMinus === true && text.endsWith('-')) {
    return { body: text.slice(0, -1).trim(), isNegative: true };
  }
  return { body: text, isNegative: false };
}

function takeGroups(body: string, marks: NumberMarks): Result<string, NumberFault> {
  if (marks.group === undefined || !body.includes(marks.group)) return ok(body);
  const group = marks.group === ' ' ? '[ \\u00a0\\u202f]' : `\\${marks.group}`;
  const grouped = new RegExp(`^[+-]?\\d{1,3}(${group}\\d{3})+(\\${marks.decimal}\\d*)?$`);
  return grouped.test(body) ? ok(body.replace(new RegExp(group, 'g'), '')) : fail('NUM-01');
}

/**
 * A decimal as money. Excess digits are NUM-03 unless `rounding` names how to drop them.
 * @example toMoney({ coefficient: 1250n, scale: 1 }, 'EUR') // EUR 125.00
 */
export function toMoney(
  decimal: Decimal,
  currency: string,
  rounding?: 'halfUp',
): Result<Money, NumberFault> {
  if (!isCurrency(currency)) return fail('CUR-02');
  const shift = MINOR_DIGITS[currency] - decimal.scale;
  if (shift >= 0) return ok({ minor: decimal.coefficient * powerOfTen(shift), currency });
  const divisor = powerOfTen(-shift);
  if (decimal.coefficient % divisor !== 0n && rounding === undefined) return fail('NUM-03');
  return ok({ minor: divide(decimal.coefficient, divisor, rounding ?? 'down'), currency });
}

/** −1, 0 or 1, whatever the scales. */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [left, right] = align(a, b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [left, right] = align(a, b);
  return { coefficient: left + right, scale: Math.max(a.scale, b.scale) };
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, { coefficient: -b.coefficient, scale: b.scale });
}

/** Exact product; the scale is the sum of both scales and may pass 12. */
export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale };
}

export const DECIMAL_ZERO: Decimal = { coefficient: 0n, scale: 0 };

/** Plain text without excess zeros: `489.375`. */
export function formatExact(decimal: Decimal): string {
  const negative = decimal.coefficient < 0n;
  const digits = (negative ? -decimal.coefficient : decimal.coefficient)
    .toString()
    .padStart(decimal.scale + 1, '0');
  const whole = digits.slice(0, digits.length - decimal.scale);
  const fraction = digits.slice(digits.length - decimal.scale).replace(/0+$/, '');
  return (negative ? '-' : '') + (fraction === '' ? whole : `${whole}.${fraction}`);
}

function syntaxFault(text: string): NumberFault {
  return /^[+-]?\d{1,3}([.,' ]\d{3})*([.,]\d+)?$/.test(text) ? 'NUM-04' : 'NUM-01';
}

function snap(exact: Decimal): Decimal | undefined {
  if (exact.scale <= SNAP_SCALE) return undefined;
  const unit = 10n ** BigInt(exact.scale - SNAP_SCALE);
  const rounded = divide(exact.coefficient, unit, 'halfUp');
  const distance = exact.coefficient - rounded * unit;
  const size = distance < 0n ? -distance : distance;
  if (size * 1_000_000_000n > 10n ** BigInt(exact.scale)) return undefined;
  return { coefficient: rounded, scale: SNAP_SCALE };
}

function align(a: Decimal, b: Decimal): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [lift(a, scale), lift(b, scale)];
}

function lift({ coefficient, scale }: Decimal, to: number): bigint {
  return scale === to ? coefficient : coefficient * powerOfTen(to - scale);
}

const POWERS: readonly bigint[] = Array.from({ length: 64 }, (_, power) => 10n ** BigInt(power));

/** 10 to a whole power; the usual ones are worked out once. */
export function powerOfTen(power: number): bigint {
  return POWERS[power] ?? 10n ** BigInt(power);
}
