import { kind, USER, type SignerGroup } from '../kind.ts';
import { amount, amountOrZero, code, count, date, document, hash, id } from '../schema.ts';
import { instant, list } from '../schema.ts';
import { object, oneOf, optional } from '../schema.ts';

const POOLED = object({
  asset: id,
  type: code(),
  ref: code(),
  obligor: code(),
  group: code(),
  termsRoot: hash,
});

const FLOW = object({
  flow: oneOf(
    'interest',
    'principal',
    'prepayment',
    'penalty',
    'recovery',
    'fee',
    'default',
    'loss',
    'dilution',
  ),
  amount: amountOrZero,
});

/** A remedy of a sold pool is signed by its originator and its manager. */
const byBoth = {
  endorsement: 'E2',
  visibility: 'V0',
  flow: 'core',
  actors: ['enterprise', 'funder', 'bank'],
  signers: ({ manager }: { readonly manager: string }): readonly (readonly SignerGroup[])[] => [
    [
      { of: 'actor', needs: [USER] },
      { of: { party: manager }, needs: [USER] },
    ],
  ],
  stepUp: 'none',
} as const;

/** Pools of claims: pages of assets, seal, true sale and collections. */
export const securitisationKinds = {
  'pool.propose': kind({
    /** `manager` may seal it; the originator itself where the first page names nobody. */
    body: object({ pool: id, manager: optional(id), assets: list(POOLED, 1, 200) }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'pool',
    actors: ['enterprise', 'funder', 'bank'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'pool.remove': kind({
    body: object({ pool: id, page: count(0, 499), assets: list(id, 1, 200), reason: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'pool',
    actors: ['enterprise', 'funder', 'bank'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'pool.repurchase': kind({
    body: object({
      pool: id,
      manager: id,
      page: count(0, 499),
      assets: list(id, 1, 200),
      price: amount,
      reason: code(),
      entry: code(),
    }),
    ...byBoth,
  }),
  'pool.replace': kind({
    body: object({
      pool: id,
      manager: id,
      page: count(0, 499),
      out: list(id, 1, 200),
      in: list(POOLED, 1, 200),
      cash: amountOrZero,
      reason: code(),
      entry: code(),
    }),
    ...byBoth,
  }),
  'pool.release': kind({
    /** `custodian` where the pool is of a deal; `entry` of the bank where cash goes back. */
    body: object({
      pool: id,
      manager: id,
      custodian: optional(id),
      reason: code(),
      entry: optional(code()),
    }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'pool',
    actors: ['enterprise', 'funder', 'bank'],
    signers: ({ manager, custodian }) => [
      [
        { of: 'actor', needs: [USER] },
        { of: { party: manager }, needs: [USER] },
        ...(custodian === undefined
          ? []
          : [{ of: { party: custodian }, needs: [USER] } satisfies SignerGroup]),
      ],
    ],
    stepUp: 'none',
  }),
  'pool.seal': kind({
    body: object({ pool: id, cutOff: date, rules: hash, pagesRoot: hash }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'pool',
    actors: ['professional', 'bank', 'funder', 'operator'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'pool.sell': kind({
    body: object({
      pool: id,
      manager: id,
      price: amount,
      formula: code(),
      effectiveAt: instant,
      isolation: document,
      notices: hash,
      registration: optional(code()),
    }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'pool',
    actors: ['enterprise', 'funder', 'bank'],
    signers: ({ manager }) => [
      [
        { of: 'actor', needs: [USER] },
        { of: { party: manager }, needs: [USER] },
      ],
    ],
    stepUp: 'none',
  }),
  'pool.collect': kind({
    body: object({ pool: id, entry: code(), on: date, flows: list(FLOW, 0, 20) }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: ['bank', 'funder'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
} as const;
