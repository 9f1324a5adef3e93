export { lineageFaults } from './check.ts';
export { loadEvents, matchEvents } from './load-events.ts';
export { writeLineage } from './write.ts';
