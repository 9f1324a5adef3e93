export { barsOf } from './bars.ts';
export { patternOf, SERIES_MAX } from './pattern.ts';
