export type { ClassesOf, DataClass, FieldClass, Mask } from './class-parts.ts';
export {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
  multiplyDecimal,
  powerOfTen,
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
export { kindsOpened } from './data-set.ts';
export { masked } from './mask.ts';
export * from './message.ts';
export * from './party.ts';
export {
  askedIdentities,
  personParts,
  sealedParts,
  withOpened,
  withSealed,
  type PersonPart,
} from './person.ts';
export {
  FULL_SIGHT,
  isPersonal,
  seenBy,
  seenText,
  seenValue,
  type Seen,
  type Sight,
} from './sight.ts';
export * from './statement.ts';
export * from './subledger.ts';
export { cleanIdentifier, cleanText, isMixedScript, type TextNote } from './text.ts';
export { documentFromWire, documentToWire } from './wire.ts';
