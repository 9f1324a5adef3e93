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
export type { Key, Party, PartyClass, PartyEntities, User } from './state.ts';
