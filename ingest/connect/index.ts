export type { EgressOptions } from './address.ts';
export { compareSource } from './compare.ts';
export type { DroppedFile, Drops } from './folder.ts';
export { PRESETS } from './presets.ts';
export { checkSource, runSource, type RunOptions, type RunReport } from './run.ts';
export { acceptDrift, createSource, setSourceStatus, type SourceDraft } from './source.ts';
