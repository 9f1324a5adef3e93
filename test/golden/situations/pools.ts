import { change } from '../../flow/refusals.ts';
import { NAMES } from '../names.ts';
import { act, type Step } from './acting.ts';

const other = NAMES['other'] ?? '';

const poolPage = (asset: string): Step =>
  act(
    'pool.propose',
    'supplier maker',
    `pool: @pool; manager: @bank; assets: [{asset: @${asset}, type: receivable, ref: r, obligor: o, group: g, ` +
      'termsRoot: #7}]',
  );

/** Situations of pools of claims, by name. */
export const POOLS: Readonly<Record<string, readonly (string | Step)[]>> = {
  'page proposed': [poolPage('claim')],
  'pool of 500 pages': [
    async ledger => {
      const pool = NAMES['pool'] ?? '';
      const state = await ledger.entity('pool', pool);
      const pages = Array.from({ length: 500 }, () => state?.pages[0] ?? '');
      if (!state) throw new Error('no pool');
      ledger.put('pool', pool, { ...state, pages });
    },
  ],
  'page proposed by another': [
    act(
      'pool.propose',
      'supplier maker',
      'pool: @pool; manager: @otherBank; assets: [{asset: @claim, type: receivable, ref: r, ' +
        'obligor: o, group: g, termsRoot: #7}]',
    ),
  ],
  'sealed by another': [
    'another bank',
    act(
      'pool.seal',
      'otherBank maker',
      'pool: @pool; cutOff: 2026-03-02; rules: #1; pagesRoot: pages of 1',
    ),
  ],
  'two pages proposed': [poolPage('claim'), poolPage('other')],
  sealed: [
    act(
      'pool.seal',
      'bank maker',
      'pool: @pool; cutOff: 2026-03-02; rules: #1; pagesRoot: pages of 1',
    ),
  ],
  sold: [
    act(
      'pool.sell',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; price: CNY 990,000.00; formula: face; ' +
        'effectiveAt: 2026-03-03T08:00:00.000Z; isolation: paper 1; notices: #2',
    ),
  ],
  'bought back': [
    act(
      'pool.repurchase',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; page: 0; assets: [@claim]; price: CNY 1,000,000.00; ' +
        'reason: ineligible; entry: R-1',
    ),
  ],
  collected: [
    act(
      'pool.collect',
      'bank maker',
      'pool: @pool; entry: E-1; on: 2026-03-03; flows: [{flow: principal, amount: CNY 1.00}]',
    ),
  ],
  'nearly all collected': [
    act(
      'pool.collect',
      'bank maker',
      'pool: @pool; entry: E-2; on: 2026-03-03; flows: [{flow: principal, amount: CNY 50,000.01}]',
    ),
  ],
  'other with set-off': [
    async ledger => {
      const state = await ledger.entity('receivable', other);
      if (state?.status !== 'confirmed') throw new Error('no confirmed claim');
      const confirmation = { ...state.confirmation, undertaking: 'setOffReserved' as const };
      ledger.put('receivable', other, { ...state, confirmation });
    },
  ],
  'other only offered': [ledger => change(ledger, 'receivable', other, { status: 'offered' })],
  'other of another': [
    ledger => change(ledger, 'holding', other, { holder: NAMES['second'] ?? '' }),
  ],
  'other asked for': [
    act(
      'financing.request',
      'supplier maker 1, supplier checker 2',
      'financing: @financing; holdings: [@other]; kind: sale; mode: discount; want: CNY 40,000.00; ' +
        'fundOn: 2026-03-03; window: {until: 2026-03-03}; invited: []',
    ),
  ],
};
