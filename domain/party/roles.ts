/** Kinds of a party (receivables.md §2.1). */
export const PARTY_KINDS = [
  'enterprise',
  'funder',
  'bank',
  'partner',
  'professional',
  'auditor',
  'regulator',
  'neutral',
  'investor',
  'operator',
  'association',
] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** Roles of a person in a party. */
export const PERSON_ROLES = [
  'admin',
  'maker',
  'checker',
  'director',
  'treasurer',
  'attestor',
  'viewer',
  'onboarding',
  'compliance',
  'risk',
  'cash',
  'operations',
  'banker',
  'breaker',
  'registrar',
] as const;

/** Roles of a program's key; it signs only the kinds that name its role. */
export const SERVICE_ROLES = [
  'scorer',
  'matcher',
  'screening',
  'rule',
  'ingest',
  'metering',
  'system',
  'document',
  'stepup',
] as const;

export type PersonRole = (typeof PERSON_ROLES)[number];
export type ServiceRole = (typeof SERVICE_ROLES)[number];
export type Role = PersonRole | ServiceRole;
export const ROLES: readonly Role[] = [...PERSON_ROLES, ...SERVICE_ROLES];

/** Where a private key lives. */
export const KEY_CLASSES = ['browser', 'agent', 'custodial', 'hardware', 'service'] as const;
export type KeyClass = (typeof KEY_CLASSES)[number];
