import { MILESTONE_RESULTS } from '../../order/state.ts';
import { PARTY_KINDS, type Role } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
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
  ppm,
} from '../schema.ts';

const DECIDER: readonly Role[] = ['maker', 'checker', 'director'];
const own = (...needs: (readonly Role[])[]): readonly SignerOption[] => [[{ of: 'actor', needs }]];

const MILESTONE = object({
  code: code(),
  weightPpm: count(1, 1_000_000),
  evidenceKinds: list(code(), 1, 10),
  attestor: id,
  dueOn: date,
});

const ORDER = {
  order: id,
  value: amount,
  /** The private order: `order.sellerTaxId`, `order.buyer`, `order.number` and what else it says. */
  root: hash,
  milestones: list(MILESTONE, 1, 8),
  validUntil: date,
  terms: object({ payDays: count(0, 366) }),
} as const;

/** Orders, their milestones and who attests them (receivables.md §3). */
export const orderKinds = {
  'order.register': kind({
    body: object({ ...ORDER, buyer: id }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'offer',
    actors: ['enterprise'],
    signers: () => own(USER),
    stepUp: 'none',
  }),
  'order.issue': kind({
    body: object({ ...ORDER, supplier: id }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'offer',
    actors: ['enterprise'],
    signers: () => own(DECIDER),
    band: ({ value }) => [value],
    stepUp: 'none',
  }),
  'order.accept': kind({
    /** A buyer names the value, so that its band counts. */
    body: object({
      order: id,
      expect: count(1, 1_000_000),
      root: hash,
      value: optional(amount),
    }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'confirm',
    actors: ['enterprise'],
    signers: () => own(DECIDER),
    band: ({ value }) => (value ? [value] : []),
    stepUp: 'none',
  }),
  'order.decline': kind({
    body: object({ order: id, reason: code() }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => own(USER),
    stepUp: 'none',
  }),
  'order.cancel': kind({
    body: object({ order: id, reason: code() }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    // After a draw also the other side and the funder: `decideOrderCancel` asks for their keys.
    signers: () => own(USER),
    stepUp: 'none',
  }),
  'order.revise': kind({
    body: object({ order: id, expect: count(1, 1_000_000), value: amount, root: hash }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'confirm',
    actors: ['enterprise'],
    // The other side of an accepted order stands in the order: `decideOrderRevise` asks for it.
    signers: () => own(DECIDER),
    band: ({ value }) => [value],
    stepUp: 'none',
  }),
  'order.claim': kind({
    body: object({ order: id, milestone: code(), evidence: list(document, 1, 20) }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => own(USER),
    stepUp: 'none',
  }),
  'order.attest': kind({
    body: object({
      order: id,
      milestone: code(),
      result: oneOf(...MILESTONE_RESULTS),
      /** How much of it, where only a part is met. */
      ppm: optional(ppm(999_999)),
      evidence: list(document, 1, 20),
    }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: PARTY_KINDS,
    signers: () => own([...USER, 'attestor']),
    stepUp: 'none',
  }),
  'order.close': kind({
    body: object({ order: id }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    // The other side stands in the order: `decideOrderClose` asks for its key.
    signers: () => own(USER),
    stepUp: 'none',
  }),
} as const;
