export {
  bookDigest,
  type BookSchema,
  bookStatements,
  bookTables,
  ensureBook,
  tableOf,
} from './book-schema.ts';
export { type BookDifference, compareBook, tableHashes } from './compare.ts';
export { type Checkpoint, ProjectorStopped } from './fold.ts';
export {
  type CrashPoint,
  type Projector,
  type ProjectorEnd,
  type ProjectorOptions,
  type Target,
  startProjector,
} from './projector.ts';
export { rebuildBook, type RebuildReport } from './rebuild.ts';
