import { DISPUTE_KINDS, DISPUTE_OBJECTS, ENFORCE_STEPS, OUTCOMES } from '../../dispute/state.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  amount,
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

const SIDES = ['enterprise', 'funder', 'operator', 'partner'] as const;
const shape = { endorsement: 'E1', visibility: 'V1', flow: 'core', stepUp: 'none' } as const;
const own = (): readonly SignerOption[] => [[{ of: 'actor', needs: [USER] }]];
const withNeutral = ({ neutral }: { readonly neutral: string }): readonly SignerOption[] => [
  [
    { of: 'actor', needs: [USER] },
    { of: { party: neutral }, needs: [USER] },
  ],
];

const SAID = { dispute: id, text: hash, evidence: list(hash, 0, 50) } as const;
const AWARD = {
  dispute: id,
  outcome: oneOf(...OUTCOMES),
  amount: optional(amount),
  bearer: optional(id),
  dueOn: optional(date),
  document,
} as const;

/** Cases with their clocks (receivables.md §11). */
export const disputeKinds = {
  'dispute.open': kind({
    ...shape,
    body: object({
      dispute: id,
      object: object({ type: oneOf(...DISPUTE_OBJECTS), id }),
      kind: oneOf(...DISPUTE_KINDS),
      amount,
      evidence: list(hash, 1, 50),
    }),
    actors: SIDES,
    signers: own,
  }),
  'dispute.respond': kind({ ...shape, body: object(SAID), actors: SIDES, signers: own }),
  'dispute.mediate': kind({
    ...shape,
    body: object({ ...SAID, neutral: id }),
    actors: SIDES,
    signers: withNeutral,
  }),
  'dispute.escalate': kind({
    ...shape,
    body: object({ ...SAID, neutral: id }),
    actors: SIDES,
    signers: withNeutral,
  }),
  'dispute.pause': kind({
    ...shape,
    // The other side stands in the case: `decidePause` asks for its key.
    body: object({ ...SAID, days: count(1, 15) }),
    actors: SIDES,
    signers: own,
  }),
  'dispute.withdraw': kind({
    ...shape,
    body: object({ dispute: id }),
    actors: SIDES,
    signers: own,
  }),
  'dispute.settle': kind({ ...shape, body: object(AWARD), actors: SIDES, signers: own }),
  'dispute.award': kind({ ...shape, body: object(AWARD), actors: ['neutral'], signers: own }),
  'dispute.enforce': kind({
    ...shape,
    body: object({ dispute: id, proof: hash }),
    actors: SIDES,
    signers: own,
  }),
  'dispute.enforceStep': kind({
    ...shape,
    body: object({
      dispute: id,
      step: oneOf(...ENFORCE_STEPS),
      amount: optional(amount),
      proof: hash,
    }),
    actors: SIDES,
    signers: own,
  }),
} as const;
