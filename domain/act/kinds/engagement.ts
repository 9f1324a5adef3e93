import { ENGAGEMENT_KINDS, FIRM_ROLES, RECEIVERS, STAGES } from '../../engagement/state.ts';
import { PARTY_KINDS, type PartyKind, type Role } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  amount,
  amountOrZero,
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
} from '../schema.ts';

const FIRMS: readonly PartyKind[] = ['professional', 'bank', 'partner', 'funder'];
const UNITS_MAX = 1_000_000_000_000;
const CHECKER: readonly Role[] = ['checker', 'director'];
const core = { endorsement: 'E0', visibility: 'V3', flow: 'core', stepUp: 'none' } as const;
const own = (...needs: (readonly Role[])[]): readonly SignerOption[] => [[{ of: 'actor', needs }]];
const withBanker = (): readonly SignerOption[] => [
  [
    { of: 'actor', needs: [['director']] },
    { of: 'operator', needs: [['banker']] },
  ],
];

const enterprise = { ...core, actors: ['enterprise'] } as const;
const broker = { ...core, actors: ['operator'], signers: () => own(['banker']) } as const;
const firm = { ...core, actors: FIRMS, signers: () => own(USER) } as const;
const anybody = { ...core, actors: PARTY_KINDS, signers: () => own([...USER, 'banker']) } as const;
const ON = { engagement: id, task: code() } as const;

const engagements = {
  'engagement.open': kind({
    ...enterprise,
    body: object({
      engagement: id,
      kind: oneOf(...ENGAGEMENT_KINDS),
      template: code(),
      baselineDays: count(1, 3_660),
      size: amount,
      /** The package whose room it shares. */
      joins: optional(id),
      /** The pool of an ESOP. */
      units: optional(count(1, UNITS_MAX)),
    }),
    signers: withBanker,
  }),
  'engagement.invite': kind({
    ...broker,
    body: object({
      engagement: id,
      role: oneOf(...FIRM_ROLES),
      firm: id,
      scope: document,
      fee: amountOrZero,
    }),
  }),
  'engagement.join': kind({
    ...firm,
    body: object({ engagement: id, role: oneOf(...FIRM_ROLES) }),
  }),
  'engagement.leave': kind({
    ...anybody,
    body: object({ engagement: id, firm: id, handover: document }),
  }),
  'engagement.close': kind({
    ...enterprise,
    body: object({ engagement: id }),
    signers: withBanker,
  }),
  'engagement.abandon': kind({
    ...enterprise,
    body: object({ engagement: id, reason: code() }),
    signers: withBanker,
  }),
} as const;

const tasks = {
  'task.add': kind({
    ...broker,
    body: object({
      ...ON,
      role: oneOf(...FIRM_ROLES),
      stage: oneOf(...STAGES),
      receiver: oneOf(...RECEIVERS),
      dueOn: date,
      after: list(code(), 0, 20),
    }),
  }),
  'task.assign': kind({ ...broker, body: object({ ...ON, firm: id }) }),
  'task.submit': kind({ ...firm, body: object({ ...ON, docs: list(hash, 1, 50) }) }),
  'task.accept': kind({ ...anybody, body: object(ON) }),
  'task.return': kind({ ...anybody, body: object({ ...ON, reason: code() }) }),
} as const;

const FIGURE = object({ key: code(), value: text(64), asOf: date, source: optional(id) });

const papers = {
  'document.request': kind({
    ...anybody,
    body: object({ engagement: id, kind: code(), of: id }),
  }),
  'document.deliver': kind({
    ...anybody,
    visibility: 'V0',
    body: object({ engagement: id, doc: document, kind: code(), readers: list(id, 0, 50) }),
  }),
  'document.supersede': kind({
    ...anybody,
    visibility: 'V0',
    body: object({ engagement: id, doc: document, supersedes: hash }),
  }),
  'confirmation.give': kind({
    ...firm,
    visibility: 'V0',
    body: object({
      engagement: id,
      statement: code(),
      docs: list(hash, 1, 50),
      figures: list(FIGURE, 0, 50),
    }),
    signers: () => own(['maker', ...CHECKER], CHECKER),
    stepUp: 'all',
  }),
  'confirmation.withdraw': kind({
    ...firm,
    visibility: 'V0',
    body: object({ engagement: id, confirmation: id, reason: code() }),
    signers: () => own(['maker', ...CHECKER], CHECKER),
    stepUp: 'all',
  }),
  /** Of an abs issue it is E2 (`endorsed` of its handler): what kind it is, only the ledger knows. */
  'gate.pass': kind({
    ...core,
    body: object({ engagement: id, gate: oneOf(...STAGES) }),
    actors: ['operator'],
    signers: () => own(['banker'], ['compliance', 'risk', ...CHECKER]),
  }),
} as const;

const GRANT = { engagement: id, grant: id, units: count(1, UNITS_MAX) } as const;
const esop = { ...enterprise, signers: () => own(['director'], ['maker', ...CHECKER]) } as const;

/** Engagements, their tasks, papers, statements and gates; ESOP grants (receivables.md §13). */
export const engagementKinds = {
  ...engagements,
  ...tasks,
  ...papers,
  'esop.grant': kind({
    ...esop,
    /** Names and terms stand behind the commitment. */
    body: object({ ...GRANT, commitment: hash, schedule: hash }),
  }),
  'esop.vest': kind({ ...esop, body: object(GRANT) }),
  'esop.lapse': kind({ ...esop, body: object(GRANT) }),
} as const;
