import { PARTY_KINDS } from '../../party/roles.ts';
import { kind, USER, type SignerGroup } from '../kind.ts';
import { code, count, document, id, object, optional } from '../schema.ts';

/** Who may carry out an order about somebody's notes, beside the manager of the plan. */
const COURTS = ['regulator', 'neutral'] as const;
const UNITS_MAX = 1e12;

const ordered = { issue: id, bond: code(), holder: id, manager: id } as const;
const order = { units: count(1, UNITS_MAX), order: document } as const;

const byOrder = {
  endorsement: 'E0',
  visibility: 'V0',
  flow: 'core',
  actors: COURTS,
  signers: ({ manager }: { readonly manager: string }): readonly (readonly SignerGroup[])[] => [
    [
      { of: 'actor', needs: [USER] },
      { of: { party: manager }, needs: [USER] },
    ],
  ],
  stepUp: 'none',
} as const;

const byAnybody = {
  endorsement: 'E2',
  visibility: 'V0',
  actors: PARTY_KINDS,
  signers: (): readonly (readonly SignerGroup[])[] => [[{ of: 'actor', needs: [USER] }]],
  stepUp: 'none',
} as const;

/** Notes under an order of a court or regulator; what anybody may state once a time has passed. */
export const noteKinds = {
  'note.freeze': kind({ ...byOrder, body: object({ ...ordered, ...order }) }),
  'note.unfreeze': kind({ ...byOrder, body: object({ ...ordered, ...order }) }),
  'note.force': kind({
    ...byOrder,
    endorsement: 'E2',
    body: object({ ...ordered, to: id, ...order }),
  }),
  'issue.fail': kind({
    ...byAnybody,
    flow: 'pool',
    /** `calledOffBy` before its last day: both sign beside the actor, who may be one of them. */
    body: object({
      issue: id,
      calledOffBy: optional(object({ manager: id, custodian: id })),
    }),
    signers: ({ calledOffBy }) => [
      [
        { of: 'actor', needs: [USER] },
        ...Object.values(calledOffBy ?? {}).map(party => ({ of: { party }, needs: [USER] })),
      ],
    ],
  }),
  'distribution.miss': kind({
    ...byAnybody,
    flow: 'core',
    body: object({ distribution: id, reason: code() }),
  }),
} as const;
