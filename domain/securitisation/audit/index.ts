export { differencesOf, type Difference } from './difference.ts';
export { reperform, type Performed, type Reperformance } from './reperform.ts';
