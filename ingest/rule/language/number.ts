import {
  addDecimal,
  compareDecimal,
  multiplyDecimal,
  powerOfTen,
  type Decimal,
} from '../../../domain/document/index.ts';

/** What is no number where one was wanted; it equals nothing and is above and below nothing. */
export const NOT_A_NUMBER = { kind: 'none' } as const;

export type NumberValue =
  { readonly kind: 'number'; readonly number: Decimal } | typeof NOT_A_NUMBER;

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Plain decimal text of any length, exactly. @throws SyntaxError where the text is none */
export function readNumber(text: string): Decimal {
  const plain = text.trim();
  if (!PLAIN.test(plain)) throw new SyntaxError(`${text} is no decimal`);
  const point = plain.indexOf('.');
  if (point < 0) return { coefficient: BigInt(plain.replace('+', '')), scale: 0 };
  const digits = plain.slice(0, point) + plain.slice(point + 1);
  return { coefficient: BigInt(digits.replace('+', '')), scale: plain.length - point - 1 };
}

/** The number that a text says, or that it says none. */
export function numberOf(text: string): NumberValue {
  const known = READ.get(text);
  if (known) return known;
  const plain = text.trim();
  const found = PLAIN.test(plain) ? value(readNumber(plain)) : NOT_A_NUMBER;
  if (text.length > READ_LENGTH_MAX) return found;
  if (READ.size === READ_MAX) READ.clear();
  READ.set(text, found);
  return found;
}

/** Many rules read the same few amounts and rates of a document. */
const READ = new Map<string, NumberValue>();
const READ_MAX = 4_096;
const READ_LENGTH_MAX = 24;

export function value(number: Decimal): NumberValue {
  return { kind: 'number', number };
}

export function integer(count: number): NumberValue {
  return INTEGERS[count] ?? whole(count);
}

function whole(count: number): NumberValue {
  return value({ coefficient: BigInt(count), scale: 0 });
}

const INTEGERS: readonly NumberValue[] = Array.from({ length: 256 }, (_, count) => whole(count));

export function negate({ coefficient, scale }: Decimal): Decimal {
  return { coefficient: -coefficient, scale };
}

/** Quotients keep 20 digits after the point: more than any price or tolerance states. */
const QUOTIENT_DIGITS = 20;

export function divideExact(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.coefficient === 0n) return undefined;
  const raised = a.coefficient * powerOfTen(QUOTIENT_DIGITS + b.scale);
  return { coefficient: raised / (b.coefficient * powerOfTen(a.scale)), scale: QUOTIENT_DIGITS };
}

/** The greatest whole number that is not above. */
export function floor({ coefficient, scale }: Decimal): Decimal {
  const unit = powerOfTen(scale);
  const whole = coefficient / unit;
  const below = coefficient < 0n && whole * unit !== coefficient;
  return { coefficient: below ? whole - 1n : whole, scale: 0 };
}

const HALF: Decimal = { coefficient: 5n, scale: 1 };

/** The nearest whole number, a half upwards (−2.5 becomes −2), as the published rules round. */
export function roundHalfUp(number: Decimal): Decimal {
  return floor(addDecimal(number, HALF));
}

/** Rounded to two places in the same way. */
export function roundCents(number: Decimal): Decimal {
  const hundred = { coefficient: 100n, scale: 0 };
  return { coefficient: roundHalfUp(multiplyDecimal(number, hundred)).coefficient, scale: 2 };
}

/** a − b × ⌊a ÷ b⌋ toward zero, as `mod` means. */
export function remainder(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.coefficient === 0n) return undefined;
  const scale = Math.max(a.scale, b.scale);
  const left = a.coefficient * 10n ** BigInt(scale - a.scale);
  const right = b.coefficient * 10n ** BigInt(scale - b.scale);
  return { coefficient: left % right, scale };
}

export { addDecimal, compareDecimal, multiplyDecimal };
