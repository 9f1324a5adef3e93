export {
  actBytes,
  parseSignedAct,
  readSignedAct,
  signatureBytes,
  type Act,
  type Signature,
  type SignedAct,
} from './act.ts';
export { describe, type Line } from './describe.ts';
export { optionalFields, skeletonOf } from './skeleton.ts';
export { FLOWS } from './kinds/control.ts';
export { ACT_KINDS, type ActBodies, type ActKind } from './kinds/index.ts';
export type {
  EndorsementClass,
  Flow,
  KindSpec,
  SignerGroup,
  SignerOf,
  SignerOption,
  StepUp,
  VisibilityClass,
} from './kind.ts';
export type { Document, Schema, Shape } from './schema.ts';
export * as schema from './schema.ts';
