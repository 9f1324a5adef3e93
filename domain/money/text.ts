import { fail, ok, type Result } from '../result/index.ts';
import { isCurrency, MINOR_DIGITS, type Money } from './money.ts';

export type AmountFault = 'AMOUNT_AMBIGUOUS' | 'AMOUNT_PRECISION' | 'AMOUNT_SYNTAX' | 'CURRENCY';

/**
 * Reads plain decimal text such as `1234.50` exactly. No separators, signs other than a leading
 * minus, exponents or non-ASCII digits. Excess zeros are dropped; any other excess digit is
 * `AMOUNT_PRECISION`.
 */
export function parseDecimal(text: string, currency: string): Result<Money, AmountFault> {
  if (!isCurrency(currency)) return fail('CURRENCY');
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match)
    return fail(/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text) ? 'AMOUNT_AMBIGUOUS' : 'AMOUNT_SYNTAX');
  const digits = MINOR_DIGITS[currency];
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return fail('AMOUNT_PRECISION');
  const minor = BigInt((match[2] ?? '0') + fraction.padEnd(digits, '0'));
  return ok({ minor: match[1] === '-' ? -minor : minor, currency });
}

/** `1234.50`: plain decimal text with the currency's own number of decimals. */
export function formatDecimal(amount: Money): string {
  const digits = MINOR_DIGITS[amount.currency];
  const sign = amount.minor < 0n ? '-' : '';
  const text = (amount.minor < 0n ? -amount.minor : amount.minor)
    .toString()
    .padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `1,234.50`: grouped by thousands, for people. */
export function formatGrouped(amount: Money): string {
  const [whole = '0', fraction] = formatDecimal(amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `CNY 1,234.50`. */
export function formatMoney(amount: Money): string {
  return `${amount.currency} ${formatGrouped(amount)}`;
}
