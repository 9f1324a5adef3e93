import { fail, ok, type Result } from '../result/index.ts';

/** Largest amount that can be written: 9,999,999,999,999,999.99 in hundredths. */
export const WORDS_MINOR_MAX = 999_999_999_999_999_999n;

export type WordsFault = 'WORDS_SYNTAX' | 'WORDS_RANGE';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;

/**
 * The financial capitals of an amount in hundredths, without the currency.
 * One 零 stands for a run of zeros inside; none before 角 when 角 is not zero; 零 when 角 is zero and
 * 分 is not; 整 when there is no 分.
 * @example capitals(10_700_053n) // 壹拾万柒仟元伍角叁分
 */
export function capitals(hundredths: bigint): Result<string, WordsFault> {
  if (hundredths < 0n || hundredths > WORDS_MINOR_MAX) return fail('WORDS_RANGE');
  const whole = hundredths / 100n;
  const jiao = Number((hundredths / 10n) % 10n);
  const fen = Number(hundredths % 10n);
  const yuan = whole === 0n ? '' : `${wholeCapitals(whole)}元`;
  const cents = centCapitals({ jiao, fen, afterYuan: whole > 0n });
  if (cents === '') return ok(whole === 0n ? '零元整' : `${yuan}整`);
  return ok(yuan + cents);
}

/**
 * Reads what {@link capitals} wrote, back to hundredths. Any other spelling, such as a missing or a
 * doubled 零, is `WORDS_SYNTAX`: one amount has one spelling.
 */
export function parseCapitals(text: string): Result<bigint, WordsFault> {
  const match = /^(?:(.+)元)?(零)?(?:(.)角)?(?:(.)分)?(整)?$/u.exec(text);
  if (!match) return fail('WORDS_SYNTAX');
  const [, yuanText, , jiaoText, fenText] = match;
  const yuan = yuanText === undefined ? 0n : parseWhole(yuanText);
  const jiao = parseDigit(jiaoText);
  const fen = parseDigit(fenText);
  if (yuan === null || jiao === null || fen === null) return fail('WORDS_SYNTAX');
  const value = yuan * 100n + jiao * 10n + fen;
  const again = capitals(value);
  return again.ok && again.value === text ? ok(value) : fail('WORDS_SYNTAX');
}

function centCapitals(parts: { jiao: number; fen: number; afterYuan: boolean }): string {
  const { jiao, fen, afterYuan } = parts;
  if (jiao === 0 && fen === 0) return '';
  const jiaoText = jiao === 0 ? (afterYuan ? '零' : '') : `${digit(jiao)}角`;
  return jiaoText + (fen === 0 ? '整' : `${digit(fen)}分`);
}

function wholeCapitals(whole: bigint): string {
  const groups: number[] = [];
  for (let rest = whole; rest > 0n; rest /= 10_000n) groups.push(Number(rest % 10_000n));
  let text = '';
  let isZeroPending = false;
  for (let index = groups.length - 1; index >= 0; index -= 1) {
    const group = groups[index] ?? 0;
    if (group === 0) {
      isZeroPending = text !== '';
      continue;
    }
    const needsZero = text !== '' && (isZeroPending || group < 1000);
    text += (needsZero ? '零' : '') + groupCapitals(group) + groupUnit(groups, index);
    isZeroPending = false;
  }
  return text;
}

/** 万亿 is spoken 万…亿: the 亿 is said once, by the lowest non-zero group of the upper two. */
function groupUnit(groups: readonly number[], index: number): string {
  if (index === 3) return (groups[2] ?? 0) === 0 ? '万亿' : '万';
  return GROUPS[index] ?? '';
}

function groupCapitals(group: number): string {
  let text = '';
  let isZeroPending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const value = Math.floor(group / 10 ** place) % 10;
    if (value === 0) {
      isZeroPending = text !== '';
      continue;
    }
    text += (isZeroPending ? '零' : '') + digit(value) + (PLACES[place] ?? '');
    isZeroPending = false;
  }
  return text;
}

function parseWhole(text: string): bigint | null {
  let total = 0n;
  let group = 0n;
  let pending = 0n;
  for (const character of text) {
    const value = DIGITS.indexOf(character as (typeof DIGITS)[number]);
    const place = PLACES.indexOf(character as (typeof PLACES)[number]);
    if (value >= 0) {
      pending = BigInt(value);
    } else if (place > 0) {
      group += pending * 10n ** BigInt(place);
      pending = 0n;
    } else if (character === '万') {
      total += (group + pending) * 10_000n;
      group = 0n;
      pending = 0n;
    } else if (character === '亿') {
      total = (total + group + pending) * 100_000_000n;
      group = 0n;
      pending = 0n;
    } else {
      return null;
    }
  }
  return total + group + pending;
}

function parseDigit(character: string | undefined): bigint | null {
  if (character === undefined) return 0n;
  const value = DIGITS.indexOf(character as (typeof DIGITS)[number]);
  return value > 0 ? BigInt(value) : null;
}

function digit(value: number): string {
  return DIGITS[value] ?? '';
}
