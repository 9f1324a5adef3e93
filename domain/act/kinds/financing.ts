import { GRADES } from '../../credit/words.ts';
import { CHECKS } from '../../financing/checklist-item.ts';
import {
  FEE_KINDS,
  FEE_PAYEES,
  FEE_PAYERS,
  FINANCING_KINDS,
  LINE_KINDS,
  MODES,
} from '../../financing/words.ts';
import type { Role } from '../../party/roles.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  amount,
  amountOrZero,
  code,
  count,
  date,
  document,
  either,
  hash,
  id,
  instant,
  list,
  object,
  oneOf,
  optional,
  ppm,
} from '../schema.ts';

const APR_PPM_MAX = 1_000_000;
const MAKER: readonly Role[] = ['maker', 'treasurer', 'director', 'admin'];
const CHECKER: readonly Role[] = ['checker', 'director'];

/** Persons of the actor; each inner list is what one of them must be. */
function own(...needs: (readonly Role[])[]): readonly SignerOption[] {
  return [[{ of: 'actor', needs }]];
}

const FEE_LINE = object({
  kind: oneOf(...FEE_KINDS),
  amount: amountOrZero,
  payer: oneOf(...FEE_PAYERS),
  payee: oneOf(...FEE_PAYEES),
});

/** What the supplier was shown and signs. */
const SHOWN = object({
  cash: amount,
  totalCost: amountOrZero,
  aprPpm: ppm(APR_PPM_MAX),
  feeLines: list(FEE_LINE, 0, 10),
});

/** What a sealed quote says when it is opened. */
const QUOTED = object({ programme: code(), ratePpm: ppm(), advancePpm: ppm() });

const EVIDENCE = object({ hash, at: instant });
const ITEM = object({
  item: oneOf(...CHECKS),
  evidence: optional(list(EVIDENCE, 1, 10)),
  /** Only for the evidence items: what the examiner found. */
  result: optional(oneOf('pass', 'warn', 'fail')),
});

const rateCards = {
  'rateCard.publish': kind({
    body: object({
      card: id,
      programme: code(),
      debtors: list(id, 0, 50),
      gradeMin: optional(oneOf(...GRADES)),
      tenorDays: object({ from: count(1, 366), to: count(1, 366) }),
      kind: oneOf(...FINANCING_KINDS),
      mode: oneOf(...MODES),
      ratePpm: ppm(),
      advancePpm: ppm(),
      /** The most that it funds in all; repayments do not refill it (lines revolve, cards do not). */
      capacity: amount,
      suppliers: either(list(id, 1, 100), oneOf('all')),
      until: date,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => own(MAKER, CHECKER),
    stepUp: 'none',
  }),
  'rateCard.withdraw': kind({
    body: object({ card: id }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own(MAKER, CHECKER),
    stepUp: 'none',
  }),
} as const;

const holderActs = {
  'financing.request': kind({
    body: object({
      financing: id,
      holdings: list(id, 1, 200),
      kind: oneOf(...FINANCING_KINDS),
      mode: oneOf(...MODES),
      /** The advance that is wanted at least. */
      want: amount,
      aprMaxPpm: optional(ppm(APR_PPM_MAX)),
      fundOn: date,
      window: object({ until: date }),
      invited: list(id, 0, 50),
      /** Asked by a program under this instruction. */
      standing: optional(id),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['enterprise'],
    // Maker and checker at any amount (§6.3); a micro party of one person alone in B0.
    // Under a standing instruction the supplier's program alone: two persons approved that one.
    signers: ({ standing }) => (standing === undefined ? own(MAKER, CHECKER) : own(['rule'])),
    band: ({ standing, want }) => (standing === undefined ? [want] : []),
    stepUp: 'none',
  }),
  'financing.accept': kind({
    body: either(
      object({ financing: id, card: id, shown: SHOWN, standing: optional(id) }),
      object({ financing: id, quote: id, terms: QUOTED, salt: code(22), shown: SHOWN }),
    ),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['enterprise'],
    signers: body => ('standing' in body ? own(['rule']) : own(MAKER, CHECKER)),
    band: body => ('standing' in body ? [] : [body.shown.cash]),
    stepUp: 'none',
  }),
  'financing.cancel': kind({
    body: object({ financing: id, reason: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => own(USER),
    stepUp: 'none',
  }),
} as const;

const funderActs = {
  'financing.refuse': kind({
    body: object({ financing: id, reason: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own(USER),
    stepUp: 'none',
  }),
  'financing.commit': kind({
    body: object({ financing: id, lines: list(id, 3, 5), amount }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => own(MAKER),
    band: ({ amount: advance }) => [advance],
    stepUp: 'none',
  }),
  'financing.clear': kind({
    body: object({ financing: id, items: list(ITEM, 20, 20), account: id }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => own([...USER, 'operations']),
    stepUp: 'none',
  }),
  'financing.disburse': kind({
    body: object({
      financing: id,
      payout: id,
      path: oneOf('escrow', 'direct'),
      account: id,
      value: date,
      amount,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'disburse',
    actors: ['funder', 'operator'],
    signers: () => own(['treasurer'], CHECKER),
    band: ({ amount: cash }) => [cash],
    stepUp: 'one',
  }),
  'financing.lapse': kind({
    body: object({ financing: id, reason: code() }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise', 'funder', 'operator', 'association', 'auditor'],
    signers: () => own([...USER, 'operations', 'system', 'rule']),
    stepUp: 'none',
  }),
} as const;

const limits = {
  'limit.set': kind({
    body: object({
      line: id,
      kind: oneOf(...LINE_KINDS),
      subject: code(),
      cap: amountOrZero,
      from: date,
      until: date,
      slices: count(1, 64),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own(['risk', ...MAKER], ['risk', ...CHECKER]),
    stepUp: 'none',
  }),
  'limit.fold': kind({
    body: object({ line: id, period: code(7) }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own([...USER, 'risk', 'system']),
    stepUp: 'none',
  }),
} as const;

/** What the registry answered to a change of a filing. */
const FILED = { financing: id, number: code(), on: date, proof: document };
const CHANGE = {
  endorsement: 'E0',
  visibility: 'V0',
  flow: 'core',
  actors: ['funder', 'operator'],
  stepUp: 'none',
} as const;

const registrations = {
  'registration.draft': kind({
    body: object({ financing: id, template: code(), text: hash }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own([...USER, 'operations']),
    stepUp: 'none',
  }),
  'registration.search': kind({
    body: object({
      subject: id,
      searchedOn: date,
      result: oneOf('none', 'found'),
      report: document,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own([...USER, 'operations']),
    stepUp: 'none',
  }),
  'registration.file': kind({
    body: object({
      financing: id,
      number: code(),
      filedOn: date,
      until: date,
      proof: document,
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['funder', 'operator'],
    signers: () => own([...USER, 'operations']),
    stepUp: 'none',
  }),
  'registration.amend': kind({
    ...CHANGE,
    body: object({ ...FILED, until: optional(date) }),
    signers: () => own([...USER, 'operations']),
  }),
  'registration.extend': kind({
    ...CHANGE,
    body: object({ ...FILED, until: date }),
    signers: () => own([...USER, 'operations']),
  }),
  'registration.discharge': kind({
    ...CHANGE,
    body: object(FILED),
    signers: () => own([...USER, 'operations']),
  }),
} as const;

/** Acts about financing: cards, requests, limits, checklist, registration (receivables.md §6). */
export const financingKinds = {
  ...rateCards,
  ...holderActs,
  ...funderActs,
  ...limits,
  ...registrations,
} as const;
