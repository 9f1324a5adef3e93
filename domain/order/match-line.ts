import { addDays, isAfter, type BusinessDate } from '../calendar/index.ts';
import {
  addDecimal,
  compareDecimal,
  formatExact,
  subtractDecimal,
  type Decimal,
  type InvoiceLine,
  type Price,
  type Quantity,
} from '../document/index.ts';
import { divide, formatDecimal, MINOR_DIGITS, type Currency } from '../money/index.ts';
import type { OrderLink } from './link.ts';
import { isWithin, type MatchException, type Tolerances } from './match-rules.ts';
import { toBase } from './units.ts';

/** Everything that the rules of one line look at; quantities in base units. */
export type LineFacts = {
  readonly line: InvoiceLine;
  readonly link: OrderLink;
  readonly quantity: Quantity;
  readonly received: Decimal;
  readonly billedBefore: Decimal;
  readonly netBefore: bigint;
  readonly lastReceivedOn: BusinessDate | undefined;
  readonly issuedOn: BusinessDate;
  readonly tolerances: Tolerances;
};

export type Judged = {
  readonly exceptions: MatchException[];
  /** No difference at all, not even one within a tolerance. */
  readonly isExact: boolean;
};

/** Runs MT-20, 21, 30, 31 and 50 over one linked invoice line. */
export function lineExceptions(facts: LineFacts): Judged {
  const exceptions = [
    ...quantityExceptions(facts),
    ...priceExceptions(facts),
    ...dateExceptions(facts),
  ];
  return { exceptions, isExact: exceptions.length === 0 && isExactPrice(facts) };
}

function quantityExceptions(facts: LineFacts): MatchException[] {
  const { line, link, quantity, received, billedBefore } = facts;
  const path = `line ${line.id}`;
  const billed = addDecimal(billedBefore, quantity.value);
  const found: MatchException[] = [];
  const { unit } = quantity;
  if (compareDecimal(billed, received) > 0) {
    const over = formatExact(subtractDecimal(billed, received));
    const params = { over, unit, billed: formatExact(billed), received: formatExact(received) };
    found.push({ rule: 'MT-20', path, params });
  }
  const ordered = toBase(link.line.quantity);
  const allowance = scaled(ordered.value, 1_000_000n + link.line.overPpm);
  if (ordered.unit !== unit || compareDecimal(billed, allowance) > 0) {
    const params = { billed: formatExact(billed), ordered: formatExact(ordered.value), unit };
    found.push({ rule: 'MT-21', path, params });
  }
  return found;
}

function priceExceptions(facts: LineFacts): MatchException[] {
  const { line, link, tolerances } = facts;
  const path = `line ${line.id}`;
  const found: MatchException[] = [];
  const { currency } = line.net;
  const [billed, ordered] = [line.price, link.line.price];
  if (billed && ordered) {
    const [actual, expected] = [unitPriceMicro(billed), unitPriceMicro(ordered)];
    const micro = { ppm: tolerances.price.ppm, minor: tolerances.price.minor * 1_000_000n };
    if (!isWithin(micro, actual, expected)) {
      const params = { price: formatPrice(billed), ordered: formatPrice(ordered), currency };
      found.push({ rule: 'MT-30', path, params });
    }
  }
  const expected = expectedNet(facts);
  const actual = facts.netBefore + line.net.minor;
  if (expected !== undefined && !isWithin(tolerances.lineTotal, actual, expected)) {
    const shown = (minor: bigint): string => formatDecimal({ minor, currency });
    const params = { billed: shown(actual), expected: shown(expected), currency };
    found.push({ rule: 'MT-31', path, params });
  }
  return found;
}

/**
 * What the order makes of the quantity billed so far: the share of the order line's own net where
 * it states one, else quantity times price.
 */
function expectedNet(facts: LineFacts): bigint | undefined {
  const { link, quantity, billedBefore, line } = facts;
  const ordered = toBase(link.line.quantity).value;
  const billed = addDecimal(billedBefore, quantity.value);
  if (link.line.net && ordered.coefficient > 0n && billed.coefficient >= 0n) {
    const [share, whole] = [lift(billed, 12), lift(ordered, 12)];
    return divide(link.line.net.minor * share, whole, 'halfUp');
  }
  const { price } = link.line;
  if (!price) return undefined;
  const micro = unitPriceMicro(price);
  return divide(micro * lift(billed, 12), 1_000_000n * 10n ** 12n, 'halfUp') * signOf(line);
}

function signOf(line: InvoiceLine): bigint {
  return line.net.minor < 0n ? -1n : 1n;
}

function dateExceptions(facts: LineFacts): MatchException[] {
  const { line, lastReceivedOn, issuedOn, tolerances } = facts;
  if (lastReceivedOn === undefined) return [];
  if (!isAfter(lastReceivedOn, addDays(issuedOn, tolerances.receiptDays))) return [];
  const params = { receivedOn: lastReceivedOn, issuedOn };
  return [{ rule: 'MT-50', path: `line ${line.id}`, params }];
}

function isExactPrice({ line, link }: LineFacts): boolean {
  if (!line.price || !link.line.price) return false;
  return unitPriceMicro(line.price) === unitPriceMicro(link.line.price);
}

/** A price for one base unit in millionths of a minor unit, half up. */
export function unitPriceMicro(price: Price): bigint {
  const digits = MINOR_DIGITS[price.currency];
  const per = toBase(price.per).value;
  const numerator = price.net.coefficient * 10n ** BigInt(digits + 6 + per.scale);
  const denominator = per.coefficient * 10n ** BigInt(price.net.scale);
  return denominator > 0n ? divide(numerator, denominator, 'halfUp') : 0n;
}

function formatPrice(price: Price): string {
  const micro = unitPriceMicro(price);
  return formatMicro(micro, price.currency);
}

function formatMicro(micro: bigint, currency: Currency): string {
  const minor = divide(micro, 1_000_000n, 'halfUp');
  if (minor * 1_000_000n === micro) return formatDecimal({ minor, currency });
  return formatExact({ coefficient: micro, scale: MINOR_DIGITS[currency] + 6 });
}

function scaled(value: Decimal, ppm: bigint): Decimal {
  return { coefficient: value.coefficient * ppm, scale: value.scale + 6 };
}

/** The coefficient at a fixed scale; digits beyond it are cut. */
function lift(value: Decimal, scale: number): bigint {
  if (value.scale <= scale) return value.coefficient * 10n ** BigInt(scale - value.scale);
  return divide(value.coefficient, 10n ** BigInt(value.scale - scale), 'down');
}
