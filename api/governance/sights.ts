import { FULL_SIGHT, type Sight } from '../../domain/document/index.ts';
import type { Purpose } from '../../domain/party/index.ts';

/**
 * What a consent for a purpose lets its reader see of the opened documents. Who finances or examines
 * knows the trade and its parties, and of persons only that they are there; who rates sees the trade
 * with its parties veiled; a data product sees counts and dates.
 */
export const SIGHTS: Readonly<Record<Purpose, Sight>> = {
  financing: { trade: 'shown', identity: 'shown', personal: 'masked' },
  scoring: { trade: 'shown', identity: 'shown', personal: 'absent' },
  audit: { trade: 'shown', identity: 'shown', personal: 'masked' },
  rating: { trade: 'shown', identity: 'masked', personal: 'absent' },
  regulator: { trade: 'shown', identity: 'shown', personal: 'masked' },
  product: { trade: 'absent', identity: 'absent', personal: 'absent' },
};

/** Roles whose work needs the persons behind their own party's documents. */
const WITH_PERSONS: readonly string[] = [
  'admin',
  'maker',
  'checker',
  'treasurer',
  'compliance',
  'cash',
  'onboarding',
];

/** What a person or program of a party sees of the party's own files. */
export function ownSight(caller: {
  readonly kind: string;
  readonly roles: readonly string[];
}): Sight {
  const isEntitled = caller.kind === 'service' || caller.roles.some(r => WITH_PERSONS.includes(r));
  return isEntitled ? FULL_SIGHT : { ...FULL_SIGHT, personal: 'masked' };
}
