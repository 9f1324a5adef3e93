export { introducedKeys } from './introduced.ts';
export {
  KEY_CLASSES,
  PARTY_KINDS,
  PERSON_ROLES,
  ROLES,
  SERVICE_ROLES,
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
  activeNegatives,
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
  hasConsent,
  type NegativeState,
  type ScreeningState,
} from './decide-file.ts';
export {
  decideKeyRegister,
  decideKeyRevoke,
  decideUserGrant,
  decideUserRevoke,
  type RegisterState,
} from './decide-key.ts';
export { ownersFault, readApplicantFile, subjectPreimages } from './private.ts';
export { areRelated } from './related.ts';
