import { fail, ok, type Result } from '../result/index.ts';
import { isCurrency, MINOR_DIGITS, type Money } from './money.ts';
import { englishWords, parseEnglishWords } from './words-en.ts';
import { capitals, parseCapitals, type WordsFault } from './words-zh.ts';

export { WORDS_MINOR_MAX, type WordsFault } from './words-zh.ts';

/** A language that amounts are written out in. */
export type WordsLanguage = 'zh' | 'en';

/**
 * Currencies that Chinese capitals name. One with other than two decimals has no 角 and 分: it is
 * written only while its amount is whole.
 */
const ZH_NAMES: Readonly<Record<string, string>> = {
  CNY: '人民币',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  HKD: '港元',
  JPY: '日元',
};

/**
 * An amount in words. Chinese: 人民币 before CNY, the currency's name (or its code) before others.
 * English: the code, the words, the minor units as a fraction.
 * @example moneyWords({ minor: 10_700_053n, currency: 'CNY' }, 'zh') // 人民币壹拾万柒仟元伍角叁分
 * @example moneyWords({ minor: 10_700_053n, currency: 'CNY' }, 'en')
 * // CNY one hundred and seven thousand and 53/100
 * Refuses `WORDS_RANGE`: below zero, above 9,999,999,999,999,999.99, or (Chinese) a third decimal.
 */
export function moneyWords(amount: Money, language: WordsLanguage): Result<string, WordsFault> {
  const digits = MINOR_DIGITS[amount.currency];
  if (amount.minor < 0n) return fail('WORDS_RANGE');
  if (language === 'en') {
    const unit = 10n ** BigInt(digits);
    const words = englishWords({ whole: amount.minor / unit, rest: amount.minor % unit, digits });
    return words.ok ? ok(`${amount.currency} ${words.value}`) : words;
  }
  const hundredths = toHundredths(amount.minor, digits);
  if (hundredths === null) return fail('WORDS_RANGE');
  const words = capitals(hundredths);
  return words.ok ? ok(zhName(amount.currency) + words.value) : words;
}

/** Reads {@link moneyWords} back: parse(words(x)) = x. Any other text is `WORDS_SYNTAX`. */
export function parseMoneyWords(text: string, language: WordsLanguage): Result<Money, WordsFault> {
  return language === 'en' ? parseEnglish(text) : parseChinese(text);
}

function parseEnglish(text: string): Result<Money, WordsFault> {
  const currency = text.slice(0, 3);
  if (!isCurrency(currency) || text.charAt(3) !== ' ') return fail('WORDS_SYNTAX');
  const digits = MINOR_DIGITS[currency];
  const parts = parseEnglishWords(text.slice(4), digits);
  if (!parts.ok) return parts;
  return ok({ minor: parts.value.whole * 10n ** BigInt(digits) + parts.value.rest, currency });
}

function parseChinese(text: string): Result<Money, WordsFault> {
  const currency = Object.keys(MINOR_DIGITS).find(code => text.startsWith(zhName(code)));
  if (currency === undefined || !isCurrency(currency)) return fail('WORDS_SYNTAX');
  const hundredths = parseCapitals(text.slice(zhName(currency).length));
  if (!hundredths.ok) return hundredths;
  const minor = fromHundredths(hundredths.value, MINOR_DIGITS[currency]);
  return minor === null ? fail('WORDS_SYNTAX') : ok({ minor, currency });
}

function zhName(currency: string): string {
  return ZH_NAMES[currency] ?? currency;
}

function toHundredths(minor: bigint, digits: number): bigint | null {
  if (digits <= 2) return minor * 10n ** BigInt(2 - digits);
  const unit = 10n ** BigInt(digits - 2);
  return minor % unit === 0n ? minor / unit : null;
}

function fromHundredths(hundredths: bigint, digits: number): bigint | null {
  if (digits >= 2) return hundredths * 10n ** BigInt(digits - 2);
  const unit = 10n ** BigInt(2 - digits);
  return hundredths % unit === 0n ? hundredths / unit : null;
}
