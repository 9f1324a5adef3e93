export * from './money.ts';
export {
  formatDecimal,
  formatGrouped,
  formatMoney,
  parseDecimal,
  type AmountFault,
} from './text.ts';
export {
  moneyWords,
  parseMoneyWords,
  WORDS_MINOR_MAX,
  type WordsFault,
  type WordsLanguage,
} from './words.ts';
