export { aprPpm, interestOf, lateInterestOf, shareOf, type Period } from './rate.ts';
