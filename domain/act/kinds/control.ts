import { PARTY_KINDS, type Role } from '../../party/roles.ts';
import { kind, USER, type Flow, type SignerOption } from '../kind.ts';
import {
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
  text,
  wire,
} from '../schema.ts';

/** Flows that the breaker can pause; `core` never stops. */
export const FLOWS = [
  'onboarding',
  'offer',
  'confirm',
  'transfer',
  'finance',
  'drawdown',
  'disburse',
  'revenue',
  'pool',
  'param',
] as const satisfies readonly Flow[];

const core = { endorsement: 'E0', visibility: 'V0', flow: 'core', stepUp: 'none' } as const;
const GUARDS = ['operator', 'association', 'auditor'] as const;
const QUORUM: readonly Role[] = ['breaker', 'risk', 'director', 'operations'];
const own = (...needs: (readonly Role[])[]): readonly SignerOption[] => [[{ of: 'actor', needs }]];

const breakers = {
  'breaker.trip': kind({
    ...core,
    body: object({
      scope: oneOf('all', 'flows'),
      flows: list(oneOf(...FLOWS), 0, FLOWS.length),
      /** One party; the whole channel when left out. */
      subject: optional(id),
      rule: optional(code()),
      reason: code(),
    }),
    actors: GUARDS,
    signers: () => own(['breaker', 'rule']),
  }),
  'breaker.reset': kind({
    ...core,
    endorsement: 'E2',
    body: object({
      trip: id,
      flows: list(oneOf(...FLOWS), 1, FLOWS.length),
      cause: document,
      measures: document,
    }),
    actors: ['operator'],
    signers: () => [
      [
        { of: 'actor', needs: [QUORUM, QUORUM] },
        { of: 'auditor', needs: [[...USER, 'breaker']] },
      ],
    ],
  }),
  'breaker.review': kind({
    ...core,
    body: object({ trip: id, findings: document }),
    actors: GUARDS,
    signers: () => own(['breaker']),
  }),
} as const;

const parameters = {
  'param.propose': kind({
    ...core,
    endorsement: 'E2',
    flow: 'param',
    body: object({ key: code(), value: wire, effectiveOn: date, reason: code() }),
    actors: ['operator'],
    signers: () => own(['risk', 'operations', 'maker']),
  }),
  'param.approve': kind({
    ...core,
    endorsement: 'E2',
    flow: 'param',
    // Where the auditor must sign too, `decideParamApprove` sees from the parameter's class.
    body: object({ proposal: id }),
    actors: ['operator'],
    signers: () => own(['checker', 'director']),
  }),
  'param.withdraw': kind({
    ...core,
    body: object({ proposal: id, reason: code() }),
    actors: ['operator'],
    signers: () => own(['risk', 'operations', 'maker', 'checker']),
  }),
  'rate.record': kind({
    ...core,
    body: object({
      pair: text(7),
      units: oneOf('1', '100'),
      ratePpm: count(1, 1_000_000_000_000),
      on: date,
      source: code(),
    }),
    actors: ['operator', 'bank'],
    signers: () => own(['rule', 'system', 'cash']),
  }),
  'period.close': kind({
    ...core,
    body: object({ month: code(7), controlTotals: hash }),
    actors: ['operator'],
    signers: () => [
      [
        { of: 'actor', needs: [['operations']] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
  }),
} as const;

const COMPLIANCE: readonly Role[] = ['compliance'];

const standing = {
  'party.exit': kind({
    ...core,
    body: object({ party: id, reason: code() }),
    actors: PARTY_KINDS,
    signers: ({ party }, actor) =>
      party === actor ? own(['admin']) : own(COMPLIANCE, [...COMPLIANCE, 'checker']),
  }),
  'party.review': kind({
    ...core,
    visibility: 'V3',
    body: object({ party: id, kybValidUntil: date, changes: hash, evidence: list(hash, 1, 20) }),
    actors: ['operator'],
    signers: () => own(['compliance'], ['compliance', 'checker']),
  }),
  'party.suspend': kind({
    ...core,
    body: object({ party: id, reason: code() }),
    actors: ['operator'],
    signers: () => own(['compliance']),
  }),
  'party.reinstate': kind({
    ...core,
    body: object({ party: id, reason: code() }),
    actors: ['operator'],
    signers: () => [
      [
        { of: 'actor', needs: [['compliance'], ['compliance', 'checker']] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
  }),
} as const;

/** Breaker, parameters, periods and the standing of parties (receivables.md §2, §9). */
export const controlKinds = { ...breakers, ...parameters, ...standing } as const;
