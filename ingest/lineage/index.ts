export { lineageFaults } from './check.ts';
export { addWritten, loadEvents, matchEvents, type WrittenKind } from './load-events.ts';
export { writeLineage } from './write.ts';
