export { differencesOf, type Difference } from './difference.ts';
export { reperform, startReperforming, type Performed, type Reperformance } from './reperform.ts';
