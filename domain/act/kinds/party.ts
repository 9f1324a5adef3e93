import { PURPOSES } from '../../party/consent.ts';
import { KEY_CLASSES, PARTY_KINDS, ROLES } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  code,
  currency,
  date,
  document,
  hash,
  id,
  list,
  object,
  oneOf,
  optional,
  publicKey,
} from '../schema.ts';

const NEW_KEY = object({ key: code(), publicKey, class: oneOf(...KEY_CLASSES), person: hash });
const EVIDENCE = object({
  channel: oneOf('licenceLogin', 'deposit', 'call'),
  hash,
  by: oneOf('onboarding', 'registrar'),
});
const ROLE = object({ person: hash, role: oneOf(...ROLES), until: optional(date) });

const ANYBODY = PARTY_KINDS;
const ADMISSION: SignerOption = [
  { of: 'operator', needs: [['onboarding'], ['compliance']] },
  { of: 'association', needs: [['registrar']] },
];
const COMPLIANCE: SignerOption = [{ of: 'actor', needs: [['compliance']] }];
const ADMIN: SignerOption = [{ of: 'actor', needs: [['admin']] }];

/** Admission of parties (receivables.md §2). */
export const partyKinds = {
  'party.apply': kind({
    body: object({
      party: id,
      kinds: list(oneOf(...PARTY_KINDS), 1, 5),
      class: oneOf('micro', 'small', 'medium', 'large', 'institution'),
      identityRoot: hash,
      ownersRoot: hash,
      agreement: document,
      firstKey: NEW_KEY,
    }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'onboarding',
    actors: ANYBODY,
    // The applicant has no registered key: `decidePartyApply` asks for its new key's signature.
    signers: () => [],
    stepUp: 'none',
  }),
  'party.admit': kind({
    body: object({
      party: id,
      evidence: list(EVIDENCE, 2, 6),
      kybValidUntil: date,
      screening: id,
    }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'onboarding',
    actors: ['operator'],
    signers: () => [ADMISSION],
    stepUp: 'none',
  }),
  'party.refuse': kind({
    body: object({ party: id, evidence: list(EVIDENCE, 0, 6), reason: code() }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'onboarding',
    actors: ['operator'],
    signers: () => [[{ of: 'operator', needs: [['onboarding'], ['compliance']] }]],
    stepUp: 'none',
  }),
  'key.register': kind({
    body: object({
      key: code(),
      publicKey,
      class: oneOf(...KEY_CLASSES),
      person: hash,
      validUntil: date,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'onboarding',
    actors: ANYBODY,
    signers: () => [ADMIN],
    stepUp: 'all',
  }),
  'key.recover': kind({
    body: object({
      party: id,
      key: code(),
      publicKey,
      class: oneOf(...KEY_CLASSES),
      person: hash,
      evidence: list(EVIDENCE, 2, 6),
    }),
    endorsement: 'E3',
    visibility: 'V0',
    flow: 'onboarding',
    actors: ['operator'],
    signers: () => [[...ADMISSION, { of: 'auditor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'key.revoke': kind({
    body: object({ key: code(), reason: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ANYBODY,
    // Which of them may revoke which key, `decideKeyRevoke` says.
    signers: () => [[{ of: 'actor', needs: [ROLES] }]],
    stepUp: 'none',
  }),
  'user.grant': kind({
    body: ROLE,
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ANYBODY,
    signers: () => [ADMIN],
    stepUp: 'all',
  }),
  'user.revoke': kind({
    body: ROLE,
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ANYBODY,
    signers: () => [ADMIN],
    stepUp: 'none',
  }),
  'user.sweep': kind({
    body: object({ persons: list(object({ party: id, person: hash }), 1, 200) }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ANYBODY,
    signers: () => [[{ of: 'actor', needs: [[...USER, 'rule', 'system']] }]],
    stepUp: 'none',
  }),
  'account.register': kind({
    body: object({
      account: id,
      bankRoot: hash,
      currency,
      purpose: oneOf('settle', 'collect', 'margin'),
      /** The bank that keeps it, where that is a party: no other bank ever speaks for the account. */
      bank: optional(id),
    }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'onboarding',
    actors: ANYBODY,
    signers: () => [[{ of: 'actor', needs: [['treasurer'], ['checker', 'director']] }]],
    stepUp: 'all',
  }),
  'account.verify': kind({
    body: object({ account: id, message: hash }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'onboarding',
    actors: ['operator', 'bank'],
    // A bank's one person suffices; `decideAccountVerify` asks the operator for two.
    signers: () => [
      [{ of: 'actor', needs: [['cash'], ['cash', 'checker']] }],
      [{ of: 'actor', needs: [USER] }],
    ],
    stepUp: 'none',
  }),
  'screening.record': kind({
    body: object({
      party: id,
      lists: list(code(), 1, 20),
      listVersion: code(),
      result: oneOf('clear', 'hit'),
      until: date,
      evidence: hash,
    }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    actors: ['operator'],
    signers: () => [COMPLIANCE, [{ of: 'actor', needs: [['screening']] }]],
    stepUp: 'none',
  }),
  'negativeList.add': kind({
    body: object({
      subject: hash,
      reason: code(),
      source: code(),
      from: date,
      until: optional(date),
    }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    actors: ['operator'],
    signers: () => [COMPLIANCE],
    stepUp: 'none',
  }),
  'negativeList.remove': kind({
    body: object({ subject: hash, reason: code(), document }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['compliance'], ['compliance']] }]],
    stepUp: 'none',
  }),
  'consent.grant': kind({
    body: object({
      to: id,
      dataClasses: list(code(), 1, 20),
      purpose: oneOf(...PURPOSES),
      until: date,
    }),
    endorsement: 'E1',
    visibility: 'V3',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => [ADMIN],
    stepUp: 'none',
  }),
  'consent.withdraw': kind({
    body: object({ to: id, purpose: code() }),
    endorsement: 'E1',
    visibility: 'V3',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => [ADMIN],
    stepUp: 'none',
  }),
} as const;
