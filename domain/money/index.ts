export * from './money.ts';
export {
  formatDecimal,
  formatGrouped,
  formatMoney,
  parseDecimal,
  type AmountFault,
} from './text.ts';
export { moneyWords, parseMoneyWords, type WordsFault, type WordsLanguage } from './words.ts';
