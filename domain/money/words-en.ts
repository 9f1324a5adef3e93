import { fail, ok, type Result } from '../result/index.ts';
import type { WordsFault } from './words-zh.ts';

const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const;
const TENS = [
  '',
  '',
  'twenty',
  'thirty',
  'forty',
  'fifty',
  'sixty',
  'seventy',
  'eighty',
  'ninety',
] as const;
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion'] as const;

const WHOLE_MAX = 9_999_999_999_999_999n;

/** How an amount splits for words: whole units, and the rest over `10^digits`. */
export type WordsParts = { readonly whole: bigint; readonly rest: bigint; readonly digits: number };

/**
 * English words of a whole number and its hundredths (or thousandths) as a fraction.
 * @example englishWords({ whole: 107_000n, rest: 53n, digits: 2 })
 * // one hundred and seven thousand and 53/100
 */
export function englishWords(parts: WordsParts): Result<string, WordsFault> {
  if (parts.whole < 0n || parts.whole > WHOLE_MAX) return fail('WORDS_RANGE');
  const whole = wholeWords(parts.whole);
  if (parts.digits === 0) return ok(whole);
  const rest = parts.rest.toString().padStart(parts.digits, '0');
  return ok(`${whole} and ${rest}/${10n ** BigInt(parts.digits)}`);
}

/** Reads what {@link englishWords} wrote. One amount has one spelling; others are `WORDS_SYNTAX`. */
export function parseEnglishWords(text: string, digits: number): Result<WordsParts, WordsFault> {
  const match = digits === 0 ? /^(.*)()$/.exec(text) : /^(.*) and (\d+)\/10+$/.exec(text);
  if (!match) return fail('WORDS_SYNTAX');
  const whole = parseWholeWords(match[1] ?? '');
  if (whole === null) return fail('WORDS_SYNTAX');
  const parts = { whole, rest: BigInt(match[2] ?? '0'), digits };
  const again = englishWords(parts);
  return again.ok && again.value === text ? ok(parts) : fail('WORDS_SYNTAX');
}

function wholeWords(whole: bigint): string {
  if (whole === 0n) return 'zero';
  const parts: string[] = [];
  let rest = whole;
  for (let scale = 0; rest > 0n; scale += 1, rest /= 1000n) {
    const group = Number(rest % 1000n);
    if (group > 0) parts.unshift(`${groupWords(group)} ${SCALES[scale] ?? ''}`.trim());
  }
  const last = Number(whole % 1000n);
  if (parts.length > 1 && last > 0 && last < 100) {
    return `${parts.slice(0, -1).join(' ')} and ${parts.at(-1) ?? ''}`;
  }
  return parts.join(' ');
}

function groupWords(group: number): string {
  const hundreds = Math.floor(group / 100);
  const below = group % 100;
  if (hundreds === 0) return belowHundred(below);
  const head = `${SMALL[hundreds] ?? ''} hundred`;
  return below === 0 ? head : `${head} and ${belowHundred(below)}`;
}

function belowHundred(value: number): string {
  if (value < 20) return SMALL[value] ?? '';
  const ten = TENS[Math.floor(value / 10)] ?? '';
  return value % 10 === 0 ? ten : `${ten}-${SMALL[value % 10] ?? ''}`;
}

function parseWholeWords(text: string): bigint | null {
  let total = 0n;
  let group = 0n;
  for (const word of text.split(/[ -]/)) {
    const scale = word === '' ? -1 : SCALES.indexOf(word as (typeof SCALES)[number]);
    const small = SMALL.indexOf(word as (typeof SMALL)[number]);
    const ten = word === '' ? -1 : TENS.indexOf(word as (typeof TENS)[number]);
    if (word === 'and') continue;
    if (small >= 0) group += BigInt(small);
    else if (ten >= 0) group += BigInt(ten * 10);
    else if (word === 'hundred') group *= 100n;
    else if (scale > 0) {
      total += group * 1000n ** BigInt(scale);
      group = 0n;
    } else return null;
  }
  return total + group;
}
