import type { Infer } from '../schema.ts';
import { governanceKinds } from './governance.ts';

/** Every act kind that is built, by noun; the union's one source. */
export const ACT_KINDS = {
  ...governanceKinds,
} as const;

export type ActKind = keyof typeof ACT_KINDS;
export type ActBodies = { readonly [K in ActKind]: Infer<(typeof ACT_KINDS)[K]['body']> };
