export { isLiveConsent, PURPOSES, type Purpose } from './consent.ts';
export { introducedKeys } from './introduced.ts';
export {
  ROLES,
  type KeyClass,
  type PartyKind,
  type PersonRole,
  type Role,
  type ServiceRole,
} from './roles.ts';
export type {
  Account,
  Consent,
  Identity,
  Key,
  Negative,
  Party,
  PartyClass,
  PartyEntities,
  PublicKey,
  Screening,
  User,
} from './state.ts';
export {
  decidePartyAdmit,
  decidePartyApply,
  decidePartyRefuse,
  type AdmitState,
  type ApplyState,
} from './decide-admission.ts';
export {
  accountFault,
  decideAccountRegister,
  decideAccountVerify,
  decideConsentGrant,
  decideConsentWithdraw,
  decideNegativeAdd,
  decideNegativeRemove,
  decideScreening,
  maySpeakFor,
  type NegativeState,
  type ScreeningState,
} from './decide-file.ts';
export {
  decideKeyRecover,
  decideKeyRegister,
  decideKeyRevoke,
  decideUserGrant,
  decideUserRevoke,
  type RegisterState,
} from './decide-key.ts';
export { readApplicantFile, subjectPreimages } from './private.ts';
export {
  decidePartyExit,
  decidePartyReinstate,
  decidePartyReview,
  decidePartySuspend,
  type ExitState,
  type ReturnState,
} from './decide-standing.ts';
export { decideSweep, type SweptUser } from './decide-sweep.ts';
export { areRelated } from './related.ts';
