import { PARTY_KINDS } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import { code, date, id, list, object, text } from '../schema.ts';

/** What is to be disclosed: fields of an owner's claims, by their paths under the claims' roots. */
const TERMS = object({
  disclosure: id,
  of: id,
  objects: list(id, 1, 200),
  fields: list(text(100), 1, 100),
  purpose: code(),
  until: date,
});

/** Who examines signs as attestor where it has no other role. */
const ANY_USER: readonly SignerOption[] = [[{ of: 'actor', needs: [[...USER, 'attestor']] }]];
const core = { flow: 'core', stepUp: 'none', signers: () => ANY_USER } as const;

/** Acts with which private values are shown to those who examine (receivables.md 2.2). */
export const disclosureKinds = {
  'disclosure.request': kind({
    ...core,
    endorsement: 'E0',
    visibility: 'V3',
    body: TERMS,
    actors: ['auditor', 'regulator'],
  }),
  'disclosure.grant': kind({
    ...core,
    endorsement: 'E2',
    visibility: 'V1',
    body: TERMS,
    actors: PARTY_KINDS,
    signers: () => [[{ of: 'actor', needs: [USER] }]],
  }),
  'disclosure.end': kind({
    ...core,
    endorsement: 'E2',
    visibility: 'V0',
    body: object({ disclosure: id }),
    actors: PARTY_KINDS,
  }),
} as const;
