export { readAcross, type Crossing, type Opened, type Used } from './crossing.ts';
export { ownSight } from './sights.ts';
