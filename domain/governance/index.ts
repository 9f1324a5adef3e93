export { type Band } from './band.ts';
export { parameterAt, RULES_VERSION, type Context, type Signer } from './context.ts';
export { decideBootstrap, decideDayClose, decideDayOpen } from './decide.ts';
export { checkSigners } from './signers.ts';
export type { Breaker, Channel, Day, OpenDays, Parameter } from './state.ts';
