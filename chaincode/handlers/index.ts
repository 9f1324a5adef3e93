import type { ActKind } from '../../domain/act/index.ts';
import type { AnyHandler } from '../handler.ts';
import { governanceHandlers } from './governance.ts';
import { partyHandlers } from './party.ts';

/** Every act kind has exactly one handler; the compiler holds the table complete. */
export const HANDLERS: Readonly<Record<ActKind, AnyHandler>> = {
  ...governanceHandlers,
  ...partyHandlers,
};
