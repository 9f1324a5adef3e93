import type { PartyEvent } from './events.ts';
import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { Role } from './roles.ts';
import type {
  Account,
  Consent,
  Identity,
  Key,
  Negative,
  OpenItem,
  Party,
  PartyEntities,
  PublicKey,
  Screening,
  User,
} from './state.ts';

const FOREVER = '2199-12-31';

/** A key that counts from a day, with the roles that come with it. */
type NewKeyEvent = Extract<PartyEvent, { kind: 'key.activated' | 'key.recovered' }>;

const withKey = change((state: Party, { person, roles }: NewKeyEvent) => ({
  ...raised(state),
  persons: distinct([...state.persons, person]),
  admins: roles.includes('admin') ? distinct([...state.admins, person]) : state.admins,
}));

const keyHeld = (_: Key | undefined, event: NewKeyEvent): Key => {
  const { key: id, publicKey, class: keyClass, party: owner, person } = event;
  const held = { key: id, publicKey, class: keyClass, party: owner, person };
  return { ...held, validFrom: event.validFrom, validUntil: event.validUntil, state: 'active' };
};

const userWithKey = (
  state: User | undefined,
  { party: owner, person, roles, validFrom: from }: NewKeyEvent,
): User => ({
  party: owner,
  person,
  roles: [...(state?.roles ?? []), ...roles.map(role => ({ role, from, until: null }))],
});

const withoutAdmin = change((state: Party, { person }: { readonly person: string }) => ({
  ...raised(state),
  admins: state.admins.filter(admin => admin !== person),
}));
const withoutRole = change((state: User, { role }: { readonly role: Role }) => ({
  ...state,
  roles: state.roles.filter(held => held.role !== role),
}));

const party = foldBy<Party>({
  'channel.bootstrapped': (state, event, id) => {
    const founder = event.organisations.find(organisation => organisation.party === id);
    if (!founder) return state;
    const { keys, kind } = founder;
    const roots = { identityRoot: null, ownersRoot: null, agreement: null };
    return {
      party: id,
      kinds: [kind],
      class: 'institution',
      state: 'active',
      ...roots,
      admittedOn: event.on,
      kybValidUntil: null,
      firstKey: null,
      persons: distinct(keys.map(({ person }) => person)),
      admins: distinct(
        keys.filter(({ roles }) => roles.includes('admin')).map(({ person }) => person),
      ),
      subjects: [],
      version: 1,
    };
  },
  'party.applied': (state, event) => {
    const { kinds, class: partyClass, identityRoot, ownersRoot, agreement, subjects } = event;
    const roots = { identityRoot, ownersRoot, agreement };
    const people = { firstKey: event.firstKey.key, persons: [], admins: [], subjects };
    const place = { party: event.party, kinds, class: partyClass, state: 'applied' } as const;
    const dates = { admittedOn: null, kybValidUntil: null };
    return { ...place, ...roots, ...dates, ...people, version: (state?.version ?? 0) + 1 };
  },
  'party.admitted': change((state, { on, kybValidUntil }) => ({
    ...raised(state),
    state: 'active',
    admittedOn: on,
    kybValidUntil,
  })),
  'party.refused': change(state => ({ ...raised(state), state: 'refused' })),
  'party.reviewed': change((state, { kybValidUntil }) => {
    return { ...raised(state), state: 'active', kybValidUntil };
  }),
  'party.suspended': change(state => ({ ...raised(state), state: 'suspended' })),
  'party.reinstated': change(state => ({ ...raised(state), state: 'active' })),
  'party.exited': change((state, { isFinal }) => {
    return { ...raised(state), state: isFinal ? 'exited' : 'exiting' };
  }),
  'party.restricted': change(state => ({ ...raised(state), state: 'restricted' })),
  'key.activated': withKey,
  'key.recovered': withKey,
  'user.granted': change((state, { person }) => ({
    ...raised(state),
    admins: distinct([...state.admins, person]),
  })),
  'user.revoked': withoutAdmin,
  'user.swept': withoutAdmin,
});

const key = foldBy<Key>({
  'channel.bootstrapped': (state, event, id) => {
    for (const organisation of event.organisations) {
      const found = organisation.keys.find(founding => founding.key === id);
      if (!found) continue;
      const { publicKey, class: keyClass, person } = found;
      const held = { key: id, publicKey, class: keyClass, party: organisation.party, person };
      return { ...held, validFrom: event.on, validUntil: FOREVER, state: 'active' };
    }
    return state;
  },
  'party.applied': (_, { party: owner, firstKey }) => {
    return { ...firstKey, party: owner, validFrom: '', validUntil: '', state: 'pending' };
  },
  'key.activated': keyHeld,
  'key.recovered': keyHeld,
  'key.revoked': change(state => ({ ...state, state: 'revoked' })),
});

const user = foldBy<User>({
  'channel.bootstrapped': (state, event, id) => {
    for (const { party: owner, keys } of event.organisations) {
      const own = keys.filter(({ person }) => `${owner}~${person}` === id);
      const [first] = own;
      if (!first) continue;
      const roles = distinct(own.flatMap(founding => founding.roles));
      const from = event.on;
      const granted = roles.map(role => ({ role, from, until: null }));
      return { party: owner, person: first.person, roles: granted };
    }
    return state;
  },
  'key.activated': userWithKey,
  'key.recovered': userWithKey,
  'user.granted': (state, { party: owner, person, role, from, until }) => ({
    party: owner,
    person,
    roles: [...(state?.roles ?? []).filter(held => held.role !== role), { role, from, until }],
  }),
  'user.revoked': withoutRole,
  'user.swept': withoutRole,
});

const publicKey = foldBy<PublicKey>({
  'channel.bootstrapped': (state, event, id) => {
    const keys = event.organisations.flatMap(organisation => organisation.keys);
    const found = keys.find(founding => founding.publicKey === id);
    return found ? { publicKey: id, key: found.key } : state;
  },
  'party.applied': (_, { firstKey }, id) => ({ publicKey: id, key: firstKey.key }),
  'key.activated': (_, event, id) => ({ publicKey: id, key: event.key }),
  'key.recovered': (_, event, id) => ({ publicKey: id, key: event.key }),
});

const identity = foldBy<Identity>({
  'party.applied': (_, event, id) => ({ subject: id, party: event.party }),
});

const account = foldBy<Account>({
  'account.registered': (_, event) => {
    const { account: id, party: owner, bankRoot, currency, purpose, bank, on } = event;
    const place = { account: id, party: owner, bankRoot, currency, purpose, bank };
    return { ...place, registeredOn: on, state: 'registered' };
  },
  'account.verified': change((state, { on, usableFrom }) => {
    return { ...state, state: 'verified', verifiedOn: on, usableFrom };
  }),
});

const screening = foldBy<Screening>({
  'screening.recorded': (_, { kind: _kind, ...row }) => row,
});

const negative = foldBy<Negative>({
  'negativeList.added': (_, { kind: _kind, ...row }) => ({ ...row, removedOn: null }),
  'negativeList.removed': change((state, { on }) => ({ ...state, removedOn: on })),
});

const consent = foldBy<Consent>({
  'consent.granted': (_, { kind: _kind, ...row }) => ({ ...row, withdrawnOn: null }),
  'consent.withdrawn': change((state, { on }) => ({ ...state, withdrawnOn: on })),
});

const bound = (_: OpenItem | undefined, _event: unknown, id: string): OpenItem => {
  const [party = '', object = ''] = id.split('~');
  return { party, object };
};
const free = (): undefined => undefined;

const openItem = foldBy<OpenItem>({
  'dispute.opened': bound,
  'dispute.withdrawn': free,
  'dispute.settled': free,
  'dispute.awarded': free,
  'dispute.paid': free,
  'dispute.stepped': free,
  'financing.activated': bound,
  'financing.repaid': free,
  'financing.returned': free,
  'financing.assigned': (_, { to }, id) =>
    id.startsWith(`${to}~`) ? bound(_, null, id) : undefined,
  'orderLoan.activated': bound,
  'orderLoan.repaid': free,
});

/** How parties, their keys, users and files change by events. */
export const applyParty: {
  readonly [T in keyof PartyEntities]: ApplyEntity<PartyEntities[T]>;
} = {
  party,
  openItem,
  key,
  user,
  publicKey,
  identity,
  account,
  screening,
  negative,
  consent,
};

function raised(state: Party): Party {
  return { ...state, version: state.version + 1 };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
