import type { EntityRef } from '../event/entity-ref.ts';
import type { Currency } from '../money/index.ts';
import type { KeyClass, PartyKind, Role } from './roles.ts';
import type { Account, PartyClass } from './state.ts';

type NewKey = {
  readonly key: string;
  readonly publicKey: string;
  readonly class: KeyClass;
  readonly person: string;
};

export type PartyEvent =
  | {
      readonly kind: 'party.applied';
      readonly party: string;
      readonly kinds: readonly PartyKind[];
      readonly class: PartyClass;
      readonly identityRoot: string;
      readonly ownersRoot: string;
      readonly agreement: string;
      /** Keyed hashes: the registration number first, then owners and representative. */
      readonly subjects: readonly string[];
      readonly firstKey: NewKey;
    }
  | {
      readonly kind: 'party.admitted';
      readonly party: string;
      readonly on: string;
      readonly kybValidUntil: string;
      readonly screening: string;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'party.refused'; readonly party: string; readonly reason: string }
  /** Effect of a hit: new business stops. */
  | { readonly kind: 'party.restricted'; readonly party: string; readonly reason: string }
  | ({
      readonly kind: 'key.activated';
      readonly party: string;
      readonly validFrom: string;
      readonly validUntil: string;
      /** Roles that come with it: a party's first key only. */
      readonly roles: readonly Role[];
    } & NewKey)
  /** As activated, after all keys were lost; with the hashes of what was verified. */
  | ({
      readonly kind: 'key.recovered';
      readonly party: string;
      readonly validFrom: string;
      readonly validUntil: string;
      readonly roles: readonly Role[];
      readonly evidence: readonly string[];
    } & NewKey)
  | { readonly kind: 'key.revoked'; readonly key: string; readonly reason: string }
  | {
      readonly kind: 'user.granted';
      readonly party: string;
      readonly person: string;
      readonly role: Role;
      readonly from: string;
      readonly until: string | null;
    }
  | {
      readonly kind: 'user.revoked';
      readonly party: string;
      readonly person: string;
      readonly role: Role;
    }
  | {
      /** Unused for too long; a new grant brings the role back. */
      readonly kind: 'user.swept';
      readonly party: string;
      readonly person: string;
      readonly role: Role;
      readonly usedOn: string;
      readonly on: string;
    }
  | {
      readonly kind: 'account.registered';
      readonly account: string;
      readonly party: string;
      readonly bankRoot: string;
      readonly currency: Currency;
      readonly purpose: Account['purpose'];
      readonly bank: string | null;
      readonly on: string;
    }
  | {
      readonly kind: 'account.verified';
      readonly account: string;
      readonly message: string;
      readonly on: string;
      readonly usableFrom: string;
    }
  | {
      readonly kind: 'screening.recorded';
      readonly screening: string;
      readonly party: string;
      readonly lists: readonly string[];
      readonly listVersion: string;
      readonly result: 'clear' | 'hit';
      readonly on: string;
      readonly until: string;
      readonly evidence: string;
    }
  | {
      readonly kind: 'negativeList.added';
      readonly subject: string;
      readonly reason: string;
      readonly source: string;
      readonly from: string;
      readonly until: string | null;
    }
  | { readonly kind: 'negativeList.removed'; readonly subject: string; readonly on: string }
  | {
      readonly kind: 'consent.granted';
      readonly party: string;
      readonly to: string;
      readonly purpose: string;
      readonly dataClasses: readonly string[];
      readonly from: string;
      readonly until: string;
    }
  | {
      readonly kind: 'consent.withdrawn';
      readonly party: string;
      readonly to: string;
      readonly purpose: string;
      readonly on: string;
    };

type Of<K extends PartyEvent['kind']> = Extract<PartyEvent, { kind: K }>;
type Targets<K extends PartyEvent['kind']> = (event: Of<K>) => readonly EntityRef[];

const ofParty = ({ party }: { readonly party: string }): readonly EntityRef[] => [
  { type: 'party', id: party },
];
const ofNewKey = (event: { party: string } & NewKey): readonly EntityRef[] => [
  { type: 'key', id: event.key },
  { type: 'publicKey', id: event.publicKey },
  { type: 'party', id: event.party },
  { type: 'user', id: `${event.party}~${event.person}` },
];
const ofUser = (event: { party: string; person: string; role: Role }): readonly EntityRef[] => [
  { type: 'user', id: `${event.party}~${event.person}` },
  ...(event.role === 'admin' ? ofParty(event) : []),
];
const ofConsent = (event: { party: string; to: string; purpose: string }): EntityRef[] => [
  { type: 'consent', id: `${event.party}~${event.to}~${event.purpose}` },
];

/** Which entities an event changes, in the order in which they are changed. */
export const partyTargets: { readonly [K in PartyEvent['kind']]: Targets<K> } = {
  'party.applied': ({ party, subjects, firstKey: { key, publicKey } }) => [
    { type: 'party', id: party },
    { type: 'key', id: key },
    { type: 'publicKey', id: publicKey },
    ...subjects.slice(0, 1).map(id => ({ type: 'identity' as const, id })),
  ],
  'party.admitted': ofParty,
  'party.refused': ofParty,
  'party.restricted': ofParty,
  'key.activated': ofNewKey,
  'key.recovered': ofNewKey,
  'key.revoked': ({ key }) => [{ type: 'key', id: key }],
  'user.granted': ofUser,
  'user.revoked': ofUser,
  'user.swept': ofUser,
  'account.registered': ({ account }) => [{ type: 'account', id: account }],
  'account.verified': ({ account }) => [{ type: 'account', id: account }],
  'screening.recorded': ({ party }) => [{ type: 'screening', id: party }],
  'negativeList.added': ({ subject }) => [{ type: 'negative', id: subject }],
  'negativeList.removed': ({ subject }) => [{ type: 'negative', id: subject }],
  'consent.granted': ofConsent,
  'consent.withdrawn': ofConsent,
};
