export { bookDigest, type BookSchema, ensureBook, tableOf } from './book-schema.ts';
export { type BookDifference } from './compare.ts';
export { type Checkpoint } from './fold.ts';
export {
  type CrashPoint,
  type Projector,
  type ProjectorEnd,
  type ProjectorOptions,
  type Target,
  startProjector,
} from './projector.ts';
export { rebuildBook, type RebuildReport } from './rebuild.ts';
