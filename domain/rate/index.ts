export { aprPpm, interestOf, lateInterestOf, shareOf, type Period } from './rate.ts';
export {
  compareFractions,
  fraction,
  fractionOf,
  minus,
  over,
  plus,
  roundFraction,
  times,
  type Fraction,
} from './fraction.ts';
