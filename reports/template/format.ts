import {
  divide,
  formatGrouped,
  formatMoney,
  isEqual,
  moneyWords,
  parseMoneyWords,
} from '../../domain/money/index.ts';
import { leafMoney, type FigureLeaf, type LeafType } from '../figures/index.ts';
import { stop } from '../fault.ts';
import type { Language, Template } from './template.ts';

/** Keeps an amount and its unit on one line. */
export const NO_BREAK = '\u00a0';

export type Formatting = {
  readonly path: string;
  readonly format: string;
  readonly list: string | undefined;
  readonly language: Language;
  readonly codes: Template['codes'];
};

/**
 * One figure as text. `money` CNY 1,234.50 · `amount` 1,234.50 · `entry` the
 * same, nothing as a dash · `moneyWords` in words, read back and
 * compared · `ppm` percent with two decimals, half up · `rate` percent, exact · `date` the day ·
 * `time` the second, UTC · `count` · `days` · `code` by the named list · `text`.
 * Refuses `FIGURE_TYPE`, `MISSING_TRANSLATION` for a code that the list does not know, `WORDS_DIFFER`.
 */
export function formatLeaf(leaf: FigureLeaf, how: Formatting): string {
  const allowed = TYPES[how.format] ?? [];
  if (!allowed.includes(leaf.t)) {
    return stop('FIGURE_TYPE', { path: how.path, is: leaf.t, format: how.format });
  }
  if (leaf.t === 'money') return formatAmount(leaf, how);
  if (typeof leaf.v === 'number') return formatNumber(leaf.v, how);
  if (leaf.t === 'date') return formatDate(leaf.v, how.format);
  return how.list === undefined ? leaf.v : codeText(leaf.v, how.list, how);
}

const TYPES: Readonly<Record<string, readonly LeafType[]>> = {
  money: ['money'],
  amount: ['money'],
  entry: ['money'],
  moneyWords: ['money'],
  ppm: ['ppm'],
  rate: ['ppm'],
  date: ['date'],
  time: ['date'],
  count: ['count'],
  days: ['count'],
  code: ['code'],
  text: ['text', 'code'],
};

function formatAmount(leaf: FigureLeaf, how: Formatting): string {
  const amount = leafMoney(leaf, how.path);
  if (how.format === 'entry' && amount.minor === 0n) return '–';
  if (how.format === 'amount' || how.format === 'entry') return formatGrouped(amount);
  if (how.format === 'money') return formatMoney(amount).replace(' ', NO_BREAK);
  const words = moneyWords(amount, how.language);
  if (!words.ok) return stop('WORDS_DIFFER', { path: how.path, reason: words.error });
  // The words are read back: paper must not say two amounts.
  const again = parseMoneyWords(words.value, how.language);
  if (!again.ok || !isEqual(again.value, amount)) {
    return stop('WORDS_DIFFER', { path: how.path, words: words.value });
  }
  return words.value;
}

function formatNumber(value: number, how: Formatting): string {
  if (how.format === 'rate') return exactRate(value);
  return how.format === 'ppm' ? percent(value) : formatCount(value, how);
}

/** 56,125 ppm is 5.61 %. */
function percent(ppm: number): string {
  const hundredths = divide(BigInt(ppm), 100n, 'halfUp');
  const sign = hundredths < 0n ? '-' : '';
  const text = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${sign}${text.slice(0, -2)}.${text.slice(-2)}${NO_BREAK}%`;
}

/** 56,125 ppm is 5.6125 %, 56,000 ppm 5.60 %. */
function exactRate(ppm: number): string {
  const sign = ppm < 0 ? '-' : '';
  const text = Math.abs(ppm).toString().padStart(5, '0');
  const decimals = text.slice(-4).replace(/0{1,2}$/, '');
  return `${sign}${text.slice(0, -4)}.${decimals}${NO_BREAK}%`;
}

function formatCount(value: number, how: Formatting): string {
  const grouped = String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  if (how.format === 'count') return grouped;
  if (how.language === 'zh') return `${grouped}${NO_BREAK}天`;
  return `${grouped}${NO_BREAK}${value === 1 ? 'day' : 'days'}`;
}

function formatDate(value: string, format: string): string {
  if (format === 'date') return value.slice(0, 10);
  return value.length > 10
    ? `${value.slice(0, 10)}${NO_BREAK}${value.slice(11, 19)}${NO_BREAK}UTC`
    : value;
}

function codeText(code: string, list: string, how: Formatting): string {
  const text = how.codes[list]?.[code]?.[how.language];
  if (text !== undefined) return text;
  return stop('MISSING_TRANSLATION', { path: how.path, list, code, language: how.language });
}
