import { change, instructed, sent, toClear, toDisburse } from '../../flow/refusals.ts';
import * as steps from '../../flow/steps.ts';
import { BANK, by, ESCROW, FUNDER, OPERATOR, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import { act, on, type Step } from './acting.ts';

const maker = 'supplier maker 1, supplier checker 2';
/** SHA-256 over `{"advancePpm":900000,"programme":"core","ratePpm":60000}` and 16 zero bytes. */
const COMMITMENT = '4a2ab1c4292ef31e3f7d50a337f457e440c9d28a27f7fa6285f8f6a1e7123007';
const quoteAccepted =
  'financing: @financing; quote: @quote; terms: {programme: core, ratePpm: 60,000, advancePpm: 900,000}; ' +
  'salt: AAAAAAAAAAAAAAAAAAAAAA; shown: {cash: CNY 885,600.00, totalCost: CNY 14,400.00, aprPpm: 65,944, ' +
  'feeLines: [{kind: origination, amount: CNY 900.00, payer: supplier, payee: platform}]}';

const recourseFinancing: Step = ledger =>
  change(ledger, 'financing', NAMES['financing'] ?? '', { kind: 'saleWithRecourse' });

/** Situations from the rate card to the payout, by name. */
export const FINANCING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'card published': [
    async ledger => {
      const { card } = steps.bodies;
      steps.stands(await ledger.act('rateCard.publish', FUNDER, card, steps.maker(FUNDER)));
    },
  ],
  'card accepted': [
    async ledger => {
      const accept = steps.bodies.accept;
      const supplier = steps.maker(SUPPLIER);
      steps.stands(await ledger.act('financing.accept', SUPPLIER, accept, supplier));
    },
  ],
  'card withdrawn': [act('rateCard.withdraw', 'funder maker 1, funder checker 2', 'card: @card')],
  requested: [
    async ledger => {
      const { card, request } = steps.bodies;
      const funder = steps.maker(FUNDER);
      steps.stands(await ledger.act('rateCard.publish', FUNDER, card, funder));
      const supplier = steps.maker(SUPPLIER);
      steps.stands(await ledger.act('financing.request', SUPPLIER, request, supplier));
    },
  ],
  'lines set': [steps.setLines],
  'ready to clear': [toClear],
  'ready to disburse': [toDisburse],
  'financing lapsed': [
    on('2026-03-05'),
    act('financing.lapse', 'second maker', 'financing: @financing; reason: window'),
  ],
  'request cancelled': [
    act('financing.cancel', 'supplier maker', 'financing: @financing; reason: changed'),
  ],
  'file sent': [sent],
  'paid out': [
    act(
      'payout.confirm',
      'bank cash',
      'payout: @payout; entry: #102; account: @escrow; amount: CNY 885,600.00; valueOn: 2026-03-03',
    ),
  ],
  'file failed': [act('payout.fail', 'bank cash', 'payout: @payout; reason: AC04; message: #1')],
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
  accepted: [steps.accepted],
  committed: [steps.committed],
  cleared: [steps.cleared],
  financed: [steps.active],
  'pledge financed': [
    async ledger => {
      const { card, request, accept, commit, clear, disburse, confirm } = steps.bodies;
      const [funder, supplier] = [steps.maker(FUNDER), steps.maker(SUPPLIER)];
      const kind = 'pledge';
      await steps.setLines(ledger);
      steps.stands(await ledger.act('rateCard.publish', FUNDER, { ...card, kind }, funder));
      steps.stands(await ledger.act('financing.request', SUPPLIER, { ...request, kind }, supplier));
      steps.stands(await ledger.act('financing.accept', SUPPLIER, accept, supplier));
      steps.stands(await ledger.act('financing.commit', FUNDER, commit, funder));
      await steps.registered(ledger);
      steps.stands(await ledger.act('financing.clear', FUNDER, clear, funder));
      await steps.funded(ledger);
      steps.stands(await ledger.act('financing.disburse', FUNDER, disburse, steps.payer));
      const { FILE: file, PAYOUT: payout } = steps;
      const filed = { file, account: ESCROW, payouts: [payout], total: disburse.amount };
      steps.stands(await ledger.act('payout.file', OPERATOR, filed, steps.cash));
      steps.stands(await ledger.act('payout.confirm', BANK, confirm, [by(BANK, 'cash')]));
    },
  ],
  'financed with recourse': ['financed', recourseFinancing],
  'in flight': [instructed],
};
