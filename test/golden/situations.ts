import type { StateDouble } from '../flow/state-double.ts';
import * as steps from '../flow/steps.ts';
import { act, on, type Step } from './acting.ts';
import { DEALS } from './deals.ts';
import { DISCLOSING } from './disclosing.ts';
import { ENGAGING } from './engaging.ts';
import { FOUNDING } from './founding.ts';
import { LENDING } from './lending.ts';
import { MOVING } from './moving.ts';
import { ORDERING } from './ordering.ts';
import { PAYING } from './paying.ts';
import { change, instructed } from '../flow/refusals.ts';
import { BUYER, CLAIM, DAY, FUNDER, partyOf, SUPPLIER, tradeLedger } from '../flow/trade.ts';
import { NAMES } from './names.ts';
import { PARTNERS } from './partners.ts';
import { HEDGING } from './hedging.ts';
import { TREASURY } from './treasury.ts';

const maker = 'supplier maker 1, supplier checker 2';
/** SHA-256 over `{"advancePpm":900000,"programme":"core","ratePpm":60000}` and 16 zero bytes. */
const COMMITMENT = '4a2ab1c4292ef31e3f7d50a337f457e440c9d28a27f7fa6285f8f6a1e7123007';
const quoteAccepted =
  'financing: @financing; quote: @quote; terms: {programme: core, ratePpm: 60,000, advancePpm: 900,000}; ' +
  'salt: AAAAAAAAAAAAAAAAAAAAAA; shown: {cash: CNY 885,600.00, totalCost: CNY 14,400.00, aprPpm: 65,944, ' +
  'feeLines: [{kind: origination, amount: CNY 900.00, payer: supplier, payee: platform}]}';

const rateOf = (source: string): string =>
  `pair: USD/CNY; units: '1'; ratePpm: 7,100,000; on: 2026-03-03; source: ${source}`;

/** A default on a debtor whose loss nobody has booked. */
function loss(ledger: StateDouble, buyer: string): void {
  const financing = NAMES['unknown'] ?? '';
  ledger.put('openLoss', `${buyer}~${financing}`, { buyer, financing, on: DAY });
}

const age = 'items: [{target: receivable, id: @claim}]';
const defaultBody = 'receivable: @claim; financing: @financing';
const recourseFinancing: Step = ledger =>
  change(ledger, 'financing', NAMES['financing'] ?? '', { kind: 'saleWithRecourse' });
const opened =
  'dispute: @dispute; object: {type: receivable, id: @claim}; kind: quantity; ' +
  'amount: CNY 50,000.00; evidence: [#1]';
const said = 'dispute: @dispute; text: #2; evidence: []';

/** Every situation by name: the ones that it begins with, then its own steps. */
export const SITUATIONS: Readonly<Record<string, readonly (string | Step)[]>> = {
  ...PAYING,
  ...DISCLOSING,
  ...FOUNDING,
  ...MOVING,
  ...DEALS,
  ...TREASURY,
  ...HEDGING,
  ...PARTNERS,
  ...ORDERING,
  ...ENGAGING,
  ...LENDING,
  trade: [],
  'claim offered': [ledger => change(ledger, 'receivable', CLAIM, { status: 'offered' })],
  'claim recorded': [
    async ledger => {
      const state = await ledger.entity('receivable', CLAIM);
      if (state?.status !== 'confirmed') throw new Error('no confirmed claim');
      const terms = Object.fromEntries(
        Object.entries(state).filter(([name]) => name !== 'confirmation' && name !== 'lined'),
      );
      const recorded = { assurance: 'L2', matchResult: '', recordedOn: '2026-02-23' } as const;
      ledger.put('receivable', CLAIM, { ...terms, status: 'recorded', ...recorded } as never);
    },
  ],
  'set-off reserved': [
    async ledger => {
      const state = await ledger.entity('receivable', CLAIM);
      if (state?.status !== 'confirmed') throw new Error('no confirmed claim');
      const confirmation = { ...state.confirmation, undertaking: 'setOffReserved' as const };
      ledger.put('receivable', CLAIM, { ...state, confirmation });
    },
  ],
  'claim split': [
    act(
      'holding.split',
      'supplier maker',
      'holding: @claim; parts: [{holding: @partA, amount: CNY 400,000.00}, {holding: @partB, amount: CNY 600,000.00}]',
    ),
  ],
  'part passed on': [
    'claim split',
    act(
      'holding.transfer',
      'supplier maker, second maker',
      'holding: @partA; to: @second; underlying: root underlying; settles: CNY 1.00; voluntary: yes; recourse: none',
    ),
  ],
  'loss open': [ledger => loss(ledger, BUYER)],
  'loss of another open': [ledger => loss(ledger, SUPPLIER)],
  requested: [
    async ledger => {
      const { card, request } = steps.bodies;
      const funder = steps.maker(FUNDER);
      steps.stands(await ledger.act('rateCard.publish', FUNDER, card, funder));
      const supplier = steps.maker(SUPPLIER);
      steps.stands(await ledger.act('financing.request', SUPPLIER, request, supplier));
    },
  ],
  quoted: [
    'requested',
    'lines set',
    act(
      'financing.quote',
      'funder maker',
      `quote: @quote; financing: @financing; line: @debtorLine; commitment: ${COMMITMENT}; until: 2026-03-03`,
    ),
  ],
  'quote accepted': ['quoted', act('financing.accept', maker, quoteAccepted)],
  'quote refused': [
    'quote accepted',
    act('financing.refuse', 'funder maker', 'financing: @financing; reason: appetite'),
  ],
  'quote committed': [
    'quote accepted',
    act(
      'financing.commit',
      'funder maker 1, funder checker 2',
      'financing: @financing; lines: [@debtorLine, @supplierLine, @funderLine]; amount: CNY 900,000.00',
    ),
  ],
  'standing placed': [
    act(
      'standing.place',
      maker,
      'standing: @standing; buyers: [@buyer]; aprMaxPpm: 70,000; amountMax: CNY 900,000.00; fundOn: tuesday; until: 2026-06-30',
    ),
  ],
  'standing cancelled': [
    'standing placed',
    act('standing.cancel', 'supplier maker', 'standing: @standing'),
  ],
  'asked by program': [
    'card published',
    'standing placed',
    act(
      'financing.request',
      'supplier rule',
      'financing: @financing; holdings: [@claim]; kind: sale; mode: discount; want: CNY 900,000.00; ' +
        'aprMaxPpm: 70,000; fundOn: 2026-03-03; window: {until: 2026-03-03}; invited: []; standing: @standing',
    ),
  ],
  'standing ended': [act('standing.cancel', 'supplier maker', 'standing: @standing')],
  'standing for another': [
    act(
      'standing.place',
      maker,
      'standing: @standing; buyers: [@second]; aprMaxPpm: 70,000; amountMax: CNY 900,000.00; fundOn: asap; until: 2026-06-30',
    ),
  ],
  'requested for the rival': [
    'requested',
    async ledger => {
      const id = NAMES['financing'] ?? '';
      const state = await ledger.entity('financing', id);
      ledger.put('financing', id, { ...state, invited: [NAMES['rival'] ?? ''] } as never);
    },
  ],
  'registration discharged': [
    act(
      'registration.discharge',
      'funder maker',
      'financing: @financing; number: ZD-1; on: 2026-06-01; proof: paper 5',
    ),
  ],
  'one rate': [act('rate.record', 'operator rule 1', rateOf('SAFE'))],
  'official rate': ['one rate', act('rate.record', 'bank cash 2', rateOf('PBOC'))],
  'supplier only applied': [ledger => change(ledger, 'party', SUPPLIER, { state: 'applied' })],
  'key recovered': [
    act(
      'key.recover',
      'operator onboarding 1, operator compliance 2, association registrar, auditor maker, supplier admin 9^',
      'party: @supplier; key: @newKey; publicKey: BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; class: browser; person: #9; ' +
        'evidence: [{channel: deposit, hash: #1, by: onboarding}, {channel: call, hash: #2, by: registrar}]',
    ),
  ],
  verifier: [
    ledger => {
      const verifier = NAMES['verifier'] ?? '';
      ledger.put('party', verifier, partyOf(verifier, 'professional'));
    },
  ],
  'verifier related': [
    ledger => {
      const verifier = NAMES['verifier'] ?? '';
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', verifier, { ...partyOf(verifier, 'professional'), persons });
    },
  ],
  labelled: [
    'financed',
    act(
      'label.claim',
      'supplier maker',
      'label: @label; subject: @financing; taxonomy: euTaxonomy; version: v2021; code: A4.1; ' +
        'sharePpm: 600,000; until: 2026-12-31; evidence: [#1]',
    ),
  ],
  'label verified': [
    'verifier',
    act('label.verify', 'verifier maker', 'label: @label; report: paper 1'),
  ],
  'label refused': [
    'verifier',
    act('label.refuse', 'verifier maker', 'label: @label; report: paper 1; reason: noProof'),
  ],
  'label withdrawn': [
    act('label.withdraw', 'supplier maker', 'label: @label; report: paper 2; reason: sold'),
  ],
  'card published': [
    async ledger => {
      const { card } = steps.bodies;
      steps.stands(await ledger.act('rateCard.publish', FUNDER, card, steps.maker(FUNDER)));
    },
  ],
  accepted: [steps.accepted],
  'lines set': [steps.setLines],
  committed: [steps.committed],
  cleared: [steps.cleared],
  financed: [steps.active],
  'financed with recourse': ['financed', recourseFinancing],
  'claim overdue': [on('2026-06-02'), act('claim.age', 'supplier maker', age)],
  overdue: ['financed', 'claim overdue'],
  'overdue with recourse': ['financed with recourse', 'claim overdue'],
  defaulted: ['overdue', on('2026-07-02'), act('claim.default', 'funder maker', defaultBody)],
  'defaulted with recourse': [
    'overdue with recourse',
    on('2026-07-02'),
    act('claim.default', 'funder maker', defaultBody),
  ],
  'half written off': [
    'defaulted',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 450,000.00; reason: insolvent',
    ),
  ],
  'written off': [
    'defaulted',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 900,000.00; reason: insolvent',
    ),
  ],
  'rest written off': [
    'half written off',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 450,000.00; reason: insolvent',
    ),
  ],
  'breach demanded after a loss': [
    'half written off',
    act(
      'recourse.demand',
      'funder maker',
      'recourse: @recourse; financing: @financing; cause: breach; amount: CNY 900,000.00; dueOn: 2026-07-10',
    ),
  ],
  'recourse demanded': [
    'defaulted with recourse',
    act(
      'recourse.demand',
      'funder maker',
      'recourse: @recourse; financing: @financing; cause: default; amount: CNY 900,000.00; dueOn: 2026-07-10',
    ),
  ],
  'repurchase proposed': [
    'financed',
    act(
      'repurchase.propose',
      'supplier maker',
      'repurchase: @repurchase; financing: @financing; holdings: [@claim]; price: CNY 900,000.00; on: 2026-03-10',
    ),
  ],
  'repurchase accepted': [
    'repurchase proposed',
    act('repurchase.accept', 'funder maker', 'repurchase: @repurchase'),
  ],
  disputed: [act('dispute.open', 'buyer maker', opened)],
  'dispute answered': ['disputed', act('dispute.respond', 'supplier maker', said)],
  'in mediation': [
    'dispute answered',
    'neutrals',
    act('dispute.mediate', 'buyer maker, neutral maker', `${said}; neutral: @neutral`),
  ],
  'in arbitration': [
    'in mediation',
    act('dispute.escalate', 'buyer maker, neutral maker', `${said}; neutral: @neutral`),
  ],
  'award to pay': [
    'in arbitration',
    act(
      'dispute.award',
      'neutral maker',
      'dispute: @dispute; outcome: paid; amount: CNY 950,000.00; dueOn: 2026-03-20; document: paper 9',
    ),
  ],
  'in enforcement': [
    'award to pay',
    on('2026-03-23'),
    act('dispute.enforce', 'supplier maker', 'dispute: @dispute; proof: #4'),
  ],
  'dispute closed': ['disputed', act('dispute.withdraw', 'buyer maker', 'dispute: @dispute')],
  frozen: [
    act('receivable.freeze', 'operator compliance', 'receivable: @claim; reason: court; ref: C-1'),
  ],
  rescheduled: [
    act(
      'receivable.reschedule',
      'buyer maker, supplier maker',
      'receivable: @claim; dueOn: 2026-06-15; reason: season',
    ),
  ],
  'fresh rejected': [
    act('receivable.reject', 'supplier maker', 'receivable: @fresh; reason: notOurs'),
  ],
  'provision raised': [
    act(
      'provision.raise',
      'funder maker 1, funder checker 2',
      'financing: @financing; ppm: 50,000; reason: sector',
    ),
  ],
  'recourse case open': [
    act(
      'dispute.open',
      'supplier maker',
      'dispute: @dispute2; object: {type: financing, id: @financing}; kind: payment; ' +
        'amount: CNY 900,000.00; evidence: [#1]',
    ),
  ],
  'recourse contested': [
    act('recourse.dispute', 'supplier maker', 'recourse: @recourse; dispute: @dispute2'),
  ],
  'repurchase cancelled': [act('repurchase.cancel', 'supplier maker', 'repurchase: @repurchase')],
  'claim paid': [ledger => steps.repaid(ledger, '2026-06-01', 100_000_000)],
  paused: [act('dispute.pause', 'buyer maker, supplier maker', `${said}; days: 10`)],
  'offers stopped': [
    act('breaker.trip', 'auditor breaker', 'scope: flows; flows: [offer]; reason: test', 'trip'),
  ],
  'offers run': [
    act(
      'breaker.reset',
      'operator risk 1, operator breaker 2, auditor maker',
      'trip: @trip; flows: [offer]; cause: paper 1; measures: paper 2',
    ),
  ],
  'stop reviewed': [act('breaker.review', 'association breaker', 'trip: @trip; findings: paper 3')],
  'price proposed': [
    act(
      'param.propose',
      'operator risk 1',
      'key: price.aprMaxPpm; value: 120,000; effectiveOn: 2026-03-10; reason: policy',
      'proposal',
    ),
  ],
  'structure proposed': [
    act(
      'param.propose',
      'operator risk 1',
      'key: default.days; value: 20; effectiveOn: 2026-03-20; reason: policy',
      'proposal',
    ),
  ],
  'price approved': [act('param.approve', 'operator checker 2', 'proposal: @proposal')],
  'in flight': [instructed],
  'february closed': [
    act(
      'period.close',
      'operator operations, auditor maker',
      "month: '2026-02'; controlTotals: #1",
    ),
  ],
  'supplier suspended': [
    act('party.suspend', 'operator compliance', 'party: @supplier; reason: fraud'),
  ],
  neutrals: [
    ledger => {
      const neutral = NAMES['neutral'] ?? '';
      ledger.put('party', neutral, partyOf(neutral, 'neutral'));
    },
  ],
  'neutral related': [
    ledger => {
      const neutral = NAMES['neutral'] ?? '';
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', neutral, { ...partyOf(neutral, 'neutral'), persons });
    },
  ],
  issued: [
    act(
      'receivable.issue',
      'buyer maker',
      'items: [{receivable: @fresh, supplier: @supplier, buyer: @buyer, face: CNY 10,000.00, ' +
        'invoiceOn: 2026-02-20, dueOn: 2026-05-20, root: root invoice, ' +
        'invoices: [{fingerprintRef: INV-9, claimed: CNY 10,000.00}], recourseTerms: none, ' +
        'payTo: @collect, undertaking: irrevocable, statement: paper 8}]',
    ),
  ],
};

const made = new Map<string, Promise<StateDouble>>();

/** A fresh copy of the ledger after these situations, each made once. */
export async function situation(names: readonly string[]): Promise<StateDouble> {
  const key = names.join(',');
  const known = made.get(key) ?? make(names);
  made.set(key, known);
  return (await known).copy();
}

async function make(names: readonly string[]): Promise<StateDouble> {
  const before = names.slice(0, -1);
  const name = names.at(-1);
  const ledger = name === undefined ? await firstLedger() : await situation(before);
  const list = name === undefined ? [] : SITUATIONS[name];
  if (!list) throw new Error(`no situation is called "${name ?? ''}"`);
  await run(ledger, list);
  return ledger;
}

async function run(ledger: StateDouble, list: readonly (string | Step)[]): Promise<void> {
  for (const step of list) {
    if (typeof step !== 'string') await step(ledger);
    else {
      const inner = SITUATIONS[step];
      if (!inner) throw new Error(`no situation is called "${step}"`);
      await run(ledger, inner);
    }
  }
}

/** The worked example with a second enterprise, and the auditor and association as parties. */
async function firstLedger(): Promise<StateDouble> {
  const ledger = await tradeLedger();
  for (const [name, kind] of [
    ['second', 'enterprise'],
    ['rival', 'funder'],
    ['auditor', 'auditor'],
    ['association', 'association'],
  ] as const) {
    const party = NAMES[name] ?? '';
    ledger.put('party', party, partyOf(party, kind));
  }
  return ledger;
}
