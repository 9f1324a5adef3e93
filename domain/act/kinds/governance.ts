import { KEY_CLASSES, ROLES } from '../../party/roles.ts';
import { kind } from '../kind.ts';
import { code, date, hash, id, list, object, oneOf, publicKey, wire } from '../schema.ts';

const FOUNDING_KEY = object({
  key: code(),
  publicKey,
  class: oneOf(...KEY_CLASSES),
  person: hash,
  roles: list(oneOf(...ROLES), 1, 15),
});

const ORGANISATION = object({
  party: id,
  kind: oneOf('operator', 'association', 'auditor'),
  keys: list(FOUNDING_KEY, 2, 30),
});

const PARAMETER = object({ key: code(), value: wire });

/** Acts about the channel itself: its founding and its business days. */
export const governanceKinds = {
  'channel.bootstrap': kind({
    body: object({
      organisations: list(ORGANISATION, 3, 3),
      clock: oneOf('wall', 'test'),
      parameters: list(PARAMETER, 0, 100),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    // The founding keys are not yet registered: `decideBootstrap` checks one of each organisation.
    signers: () => [],
    stepUp: 'none',
  }),
  'day.open': kind({
    body: object({ date }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['operations'], ['rule']] }]],
    stepUp: 'none',
  }),
  'day.close': kind({
    body: object({ date }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['operations'], ['rule']] }]],
    stepUp: 'none',
  }),
} as const;
