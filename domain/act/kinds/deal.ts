import type { MoneyWire } from '../../money/index.ts';
import { isObject, type Wire } from '../../wire/index.ts';
import { kind, USER, type SignerGroup } from '../kind.ts';
import { amount, amountOrZero, code, count, date, document, hash, id, list } from '../schema.ts';
import { object, optional, rate, text, wire } from '../schema.ts';

const MANAGERS = ['professional', 'bank', 'funder', 'operator'] as const;
const CUSTODIANS = ['bank', 'funder', 'professional'] as const;
const INVESTORS = ['investor', 'funder', 'bank', 'partner', 'enterprise', 'professional'] as const;

const byActor = (): readonly (readonly SignerGroup[])[] => [[{ of: 'actor', needs: [USER] }]];

/** Deals and issues: what is published, offered and allocated; the register of notes. */
const issueKinds = {
  'deal.publish': kind({
    body: object({ deal: id, terms: wire, docs: list(document, 0, 20) }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'pool',
    actors: MANAGERS,
    signers: ({ terms }, actor) => [
      [
        { of: 'actor', needs: [USER] },
        ...partiesIn(terms, ['custodian', 'originator'])
          .filter(party => party !== actor)
          .map(party => ({ of: { party }, needs: [USER] })),
      ],
    ],
    stepUp: 'none',
  }),
  'deal.fix': kind({
    body: object({ deal: id, index: text(40), on: date, ppb: rate, source: code() }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: CUSTODIANS,
    signers: byActor,
    stepUp: 'none',
  }),
  'deal.observe': kind({
    body: object({
      deal: id,
      name: text(40),
      value: text(40),
      on: date,
      evidence: optional(hash),
    }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: CUSTODIANS,
    signers: byActor,
    stepUp: 'none',
  }),
  'issue.offer': kind({
    body: object({
      issue: id,
      deal: id,
      classes: list(object({ bond: code(), units: count(1, 1e12), price: amount }), 1, 64),
      minimum: amountOrZero,
      until: date,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'pool',
    actors: MANAGERS,
    signers: byActor,
    stepUp: 'none',
  }),
  'issue.subscribe': kind({
    body: object({ issue: id, bond: code(), units: count(1, 1e12), price: amount }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'pool',
    actors: INVESTORS,
    signers: byActor,
    band: ({ units, price }) => [times(price, units)],
    stepUp: 'none',
  }),
  'issue.allocate': kind({
    body: object({
      issue: id,
      lines: list(object({ investor: id, bond: code(), units: count(1, 1e12) }), 1, 200),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'pool',
    actors: MANAGERS,
    signers: byActor,
    stepUp: 'none',
  }),
  'issue.close': kind({
    body: object({ issue: id, custodian: id, entries: list(code(), 1, 200) }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'pool',
    actors: MANAGERS,
    signers: ({ custodian }, actor) => [
      [
        { of: 'actor', needs: [USER] },
        ...(custodian === actor ? [] : [{ of: { party: custodian }, needs: [USER] }]),
      ],
    ],
    stepUp: 'none',
  }),
  'note.transfer': kind({
    body: object({
      issue: id,
      bond: code(),
      units: count(1, 1e12),
      to: id,
      price: optional(amount),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'transfer',
    actors: INVESTORS,
    signers: ({ to }) => [
      [
        { of: 'actor', needs: [USER] },
        { of: { party: to }, needs: [USER] },
      ],
    ],
    band: ({ price }) => (price ? [price] : []),
    stepUp: 'none',
  }),
} as const;

/** Payment dates: calculated by the manager, reviewed and settled by the custodian. */
const distributionKinds = {
  'distribution.calculate': kind({
    body: object({ distribution: id, deal: id, dealHash: hash, on: date, linesHash: hash }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: MANAGERS,
    signers: byActor,
    stepUp: 'none',
  }),
  'distribution.review': kind({
    body: object({ distribution: id, linesHash: hash }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: CUSTODIANS,
    signers: byActor,
    stepUp: 'none',
  }),
  'distribution.settle': kind({
    /** `entry` and `balance`: the bank's message on the plan's account, and what it says is there. */
    body: object({ distribution: id, entry: code(), balance: amountOrZero }),
    endorsement: 'E2',
    visibility: 'V0',
    flow: 'core',
    actors: CUSTODIANS,
    signers: byActor,
    band: ({ balance }) => [balance],
    stepUp: 'none',
  }),
} as const;

export const dealKinds = { ...issueKinds, ...distributionKinds } as const;

/** Parties that terms name for roles; terms that name none are refused by their own rule. */
function partiesIn(terms: Wire, roles: readonly string[]): string[] {
  const parties = isObject(terms) ? terms['parties'] : undefined;
  if (parties === undefined || !isObject(parties)) return [];
  const named = roles.flatMap(role => {
    const party = parties[role];
    return typeof party === 'string' ? [party] : [];
  });
  return [...new Set(named)];
}

function times({ minor, currency }: MoneyWire, units: number): MoneyWire {
  return { minor: (BigInt(minor) * BigInt(units)).toString(), currency };
}
