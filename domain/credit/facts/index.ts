export * from './assemble.ts';
export type { Arrival } from './completeness.ts';
export * from './facts.ts';
