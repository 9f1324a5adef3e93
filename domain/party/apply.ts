import type { ApplyEntity } from '../event/entity-ref.ts';
import type { PartyEntities } from './state.ts';

const FOREVER = '2199-12-31';

/** How parties, keys and users change by events. Other events leave them as they are. */
export const applyParty: {
  readonly [T in keyof PartyEntities]: ApplyEntity<PartyEntities[T]>;
} = {
  party: (state, event, id) => {
    if (event.kind !== 'channel.bootstrapped') return state;
    const founder = event.organisations.find(({ party }) => party === id);
    if (!founder) return state;
    return {
      party: id,
      kinds: [founder.kind],
      class: 'institution',
      state: 'active',
      identityRoot: null,
      ownersRoot: null,
      agreement: null,
      admittedOn: event.on,
      kybValidUntil: null,
      persons: [...new Set(founder.keys.map(({ person }) => person))],
      version: 1,
    };
  },
  key: (state, event, id) => {
    if (event.kind !== 'channel.bootstrapped') return state;
    for (const { party, keys } of event.organisations) {
      const found = keys.find(({ key }) => key === id);
      if (!found) continue;
      const { key, publicKey, class: keyClass, person } = found;
      const validFrom = event.on;
      const held = { key, publicKey, class: keyClass, party, person };
      return { ...held, validFrom, validUntil: FOREVER, state: 'active' };
    }
    return state;
  },
  user: (state, event, id) => {
    if (event.kind !== 'channel.bootstrapped') return state;
    for (const { party, keys } of event.organisations) {
      const own = keys.filter(({ person }) => `${party}~${person}` === id);
      const [first] = own;
      if (!first) continue;
      const roles = [...new Set(own.flatMap(key => key.roles))];
      const from = event.on;
      return {
        party,
        person: first.person,
        roles: roles.map(role => ({ role, from, until: null })),
      };
    }
    return state;
  },
};
