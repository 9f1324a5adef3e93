import type { StateDouble } from '../../flow/state-double.ts';
import * as steps from '../../flow/steps.ts';
import { cny, OPERATOR, SUPPLIER } from '../../flow/trade.ts';
import { act, linesOf, type Step } from './acting.ts';

/** The operator's net assets, and its own risk line of CNY 2,000,000.00. */
const exposed =
  (netAssets: number, asOf = '2026-02-28'): Step =>
  ledger => {
    const key = 'exposure.netAssets';
    const value = { amount: cny(netAssets), asOf, document: 'D-9' };
    ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
  };

const maker = 'supplier maker 1, supplier checker 2';
const OWN = ['ownDebtor', 'ownSupplier', 'ownFunder'];

/** The broker's folded money. */
const folded =
  (minor: string): Step =>
  (ledger: StateDouble) => {
    const balance = { party: OPERATOR, currency: 'CNY', folded: minor, count: 1 } as const;
    ledger.put('balance', `${OPERATOR}~CNY`, { ...balance, hash: null });
  };

/** Situations of the broker's own book and its exposure, by name. */
export const OWN_BOOK: Readonly<Record<string, readonly (string | Step)[]>> = {
  'operator lines': linesOf('operator', OWN, 'CNY 2,000,000.00'),
  'own risk': [
    exposed(2_000_000_000),
    act(
      'limit.set',
      'operator maker 1, operator checker 2',
      'line: @ownLine; kind: ownRisk; subject: @operator; cap: CNY 2,000,000.00; ' +
        'from: 2026-03-03; until: 2027-03-03; slices: 4',
    ),
  ],
  'net assets one cent short': [exposed(886_499_999)],
  'net assets of 4999999.99': [exposed(499_999_999)],
  'net assets of 8999999.99': [exposed(899_999_999)],
  'net assets of 12990999.99': [exposed(1_299_099_999)],
  'net assets of 101 days ago': [exposed(2_000_000_000, '2025-11-22')],
  'consent to the broker': [
    ledger => {
      const given = { from: '2026-01-05', until: '2026-12-31', withdrawnOn: null } as const;
      const dataClasses = ['trade', 'score'];
      const consent = {
        party: SUPPLIER,
        to: OPERATOR,
        purpose: 'financing',
        dataClasses,
        ...given,
      };
      ledger.put('consent', `${SUPPLIER}~${OPERATOR}~financing`, consent);
    },
  ],
  'accepted by the broker': [
    'consent to the broker',
    'operator lines',
    'own risk',
    async ledger => {
      const { card, request, accept } = steps.bodies;
      const [broker, supplier] = [steps.maker(OPERATOR), steps.maker(SUPPLIER)];
      steps.stands(await ledger.act('rateCard.publish', OPERATOR, card, broker));
      steps.stands(await ledger.act('financing.request', SUPPLIER, request, supplier));
      steps.stands(await ledger.act('financing.accept', SUPPLIER, accept, supplier));
    },
  ],
  'broker has money': [folded('500000000')],
  'broker loan accepted': [
    'order to lend on',
    'consent to the broker',
    'operator lines',
    'own risk',
    act(
      'orderLoan.request',
      maker,
      'loan: @loan; order: @order; amount: CNY 500,000.00; sealedFor: [@operator]; dueOn: 2026-06-30',
    ),
    act(
      'orderLoan.quote',
      'operator maker',
      'quote: @quote; loan: @loan; line: @ownDebtor; ' +
        'commitment: 138c42b35d3fa4b9a3995b9fc37270ad5362af5290efd09a8c98a12f61d98d0e; until: 2026-03-03',
    ),
    'loan accepted',
  ],
  'broker loan active': [
    'broker loan accepted',
    act(
      'orderLoan.commit',
      'operator maker 1, operator checker 2',
      'loan: @loan; lines: [@ownDebtor, @ownSupplier, @ownFunder, @ownLine]; amount: CNY 500,000.00',
    ),
    'signed',
    'drawn',
    'broker has money',
    act(
      'orderLoan.fund',
      'operator treasurer 1*, operator checker 2',
      'loan: @loan; draw: @draw; payout: @payout; amount: CNY 150,000.00',
    ),
    'draw file',
    'draw paid',
  ],
};
