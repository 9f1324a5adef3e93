import { PARTY_KINDS } from '../../party/roles.ts';
import { kind, USER } from '../kind.ts';
import {
  amount,
  code,
  count,
  date,
  document,
  hash,
  id,
  list,
  object,
  oneOf,
  optional,
} from '../schema.ts';

/** A claim as the supplier offers it (receivables.md §4.2). */
const CLAIM_FIELDS = {
  receivable: id,
  supplier: id,
  buyer: id,
  face: amount,
  invoiceOn: date,
  acceptedOn: optional(date),
  dueOn: date,
  tenorReason: optional(oneOf('industry', 'contract', 'season', 'project')),
  root: hash,
  invoices: list(object({ fingerprintRef: code(), claimed: amount }), 1, 100),
  order: optional(id),
  recourseTerms: oneOf('none', 'toSupplier'),
  labels: optional(list(code(), 0, 5)),
  replaces: optional(id),
} as const;
const CLAIM = object(CLAIM_FIELDS);

const CONFIRMATION = object({
  receivable: id,
  expect: count(1, 1_000_000),
  root: hash,
  face: amount,
  dueOn: date,
  payTo: id,
  undertaking: oneOf('irrevocable', 'setOffReserved'),
  setOff: optional(amount),
  statement: document,
});

/** A claim as its buyer issues it: the undertaking is given with it (receivables.md §4.2). */
const ISSUED = object({
  ...CLAIM_FIELDS,
  payTo: id,
  undertaking: oneOf('irrevocable', 'setOffReserved'),
  setOff: optional(amount),
  statement: document,
});

const END = object({ receivable: id, reason: code(), ref: optional(code()) });

const changes = {
  'receivable.dilute': kind({
    body: object({
      receivable: id,
      creditNote: object({ root: hash, amount }),
      holdings: list(object({ holding: id, amount }), 1, 200),
    }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'core',
    actors: ['enterprise'],
    // Buyer and holders stand in the claim: `decideDilute` asks for their keys.
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.reschedule': kind({
    body: object({ receivable: id, dueOn: date, reason: code() }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    // All holders stand in the claim: `decideReschedule` asks for their keys.
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.freeze': kind({
    body: object({ receivable: id, reason: oneOf('duplicate', 'court', 'key'), ref: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['compliance']] }]],
    stepUp: 'none',
  }),
  'receivable.unfreeze': kind({
    body: object({ receivable: id, reason: code(), ref: optional(code()) }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    signers: () => [
      [
        { of: 'actor', needs: [['compliance'], ['compliance', 'checker']] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
    stepUp: 'none',
  }),
} as const;

/** Claims: offer, confirmation, changes and their ends. */
export const receivableKinds = {
  'receivable.offer': kind({
    body: object({ items: list(CLAIM, 1, 200) }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'offer',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.confirm': kind({
    body: object({ items: list(CONFIRMATION, 1, 200) }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'confirm',
    // Whoever else tries is told that it is not the debtor.
    actors: PARTY_KINDS,
    signers: () => [[{ of: 'actor', needs: [['maker', 'checker', 'director']] }]],
    band: ({ items }) => items.map(({ face }) => face),
    stepUp: 'none',
  }),
  'receivable.decline': kind({
    body: object({
      receivable: id,
      reason: oneOf(
        'notReceived',
        'priceDiffers',
        'quantityDiffers',
        'quality',
        'duplicate',
        'notOurs',
        'paid',
        'other',
      ),
      suggested: optional(object({ face: optional(amount), dueOn: optional(date) })),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: PARTY_KINDS,
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.withdraw': kind({
    body: END,
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.cancel': kind({
    body: END,
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    // The buyer's party stands in the claim, not in the body: `decideCancel` asks for its key.
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.record': kind({
    body: object({
      receivable: id,
      assurance: oneOf('L1', 'L2'),
      evidence: list(document, 1, 20),
      matchResult: hash,
    }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'offer',
    actors: ['operator'],
    signers: () => [
      [
        { of: 'actor', needs: [['maker']] },
        { of: 'association', needs: [['registrar']] },
      ],
    ],
    stepUp: 'none',
  }),
  'receivable.issue': kind({
    body: object({ items: list(ISSUED, 1, 200) }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'confirm',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [['maker', 'checker', 'director']] }]],
    band: ({ items }) => items.map(({ face }) => face),
    stepUp: 'none',
  }),
  'receivable.accept': kind({
    body: object({ receivable: id, expect: count(1, 1_000_000), root: hash }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'confirm',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'receivable.reject': kind({
    body: END,
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  ...changes,
} as const;
