import type { EntityType } from '../../domain/event/index.ts';

/** `party` is named by the object; `all` sees the whole channel. */
export type Viewer = {
  readonly tenant: string;
  readonly object: string;
  readonly level: 'party' | 'all';
};

/** Types that every member of the channel may read: rules, days, who is a member, public keys. */
export const PUBLIC_TYPES: readonly string[] = [
  'channel',
  'day',
  'openDays',
  'param',
  'breaker',
  'party',
  'key',
];

/** Kinds of party that see the whole channel. */
const SEE_ALL = ['operator', 'auditor', 'regulator'];

/** Fields of a state that name a party which may read it. */
const PARTY_FIELDS = [
  'party',
  'supplier',
  'buyer',
  'holder',
  'funder',
  'applicant',
  'payer',
  'payee',
  'owner',
  'debtor',
  'creditor',
  'subject',
  'grantee',
];

/** Fields that name a party which may not: a buyer sees no price of its supplier's cash. */
const HIDDEN_FROM: Readonly<Record<string, readonly string[]>> = { financing: ['buyer', 'debtor'] };

/** Who may read an entity, from its state alone. */
export function viewersOf(type: EntityType, id: string, state: unknown): readonly Viewer[] {
  if (typeof state !== 'object' || state === null) return [];
  const fields = state as Readonly<Record<string, unknown>>;
  if (type === 'party') return seesAll(fields['kinds']) ? [everythingFor(id)] : [];
  if (PUBLIC_TYPES.includes(type)) return [];
  const hidden = HIDDEN_FROM[type] ?? [];
  const tenants = PARTY_FIELDS.filter(field => !hidden.includes(field))
    .map(field => fields[field])
    .filter(isUuid);
  return [...new Set(tenants)].map(tenant => ({ tenant, object: `${type}~${id}`, level: 'party' }));
}

function everythingFor(tenant: string): Viewer {
  return { tenant, object: '*', level: 'all' };
}

function seesAll(kinds: unknown): boolean {
  return Array.isArray(kinds) && kinds.some(kind => SEE_ALL.includes(String(kind)));
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
