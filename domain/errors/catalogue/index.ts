import { actRefusals } from './act.ts';

/** Every refusal code with its sentences; one code has one meaning. */
export const REFUSALS = {
  ...actRefusals,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type { RefusalText } from './text.ts';
