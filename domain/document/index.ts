export {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
  multiplyDecimal,
  readDecimal,
  readMarked,
  subtractDecimal,
  toMoney,
  type Decimal,
  type NumberFault,
  type NumberMarks,
  type NumberRead,
} from './decimal.ts';
export * from './document.ts';
export { hasCheckDigits, isIban, isUscc, type CheckedScheme } from './identifier.ts';
export * from './message.ts';
export * from './party.ts';
export * from './statement.ts';
export * from './subledger.ts';
export { cleanIdentifier, cleanText, isMixedScript, type TextNote } from './text.ts';
export { documentFromWire, documentToWire } from './wire.ts';
