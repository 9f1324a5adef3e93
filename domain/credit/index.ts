export * from './apply.ts';
export * from './attestation.ts';
export * from './events.ts';
export * from './facts/index.ts';
export * from './feature/index.ts';
export * from './score/index.ts';
export { aucOf, hanleyMcNeilError, ksOf } from './stats/index.ts';
export type * from './state.ts';
export * from './table/index.ts';
