import type { JournalEntry } from '../journal/index.ts';
import { checkMoney, type MoneyTouched } from './invariants.ts';
import type { Match, Payment, Payout } from './state.ts';
import { activeFinancing, cny, holdingOf } from './test-objects.ts';

const nothing: MoneyTouched = {
  balances: [],
  entries: [],
  payments: [],
  matches: [],
  payouts: [],
  slices: [],
  financings: [],
  holdings: [],
};

const unused = { allocated: cny(0), refunded: cny(0) };
const payment = { payment: 'p', received: cny(10), ...unused } as Payment;
const allocations = [{ target: 'receivable', id: 'r', amount: cny(10) }] as const;
const division = { toFunder: '6', toReserve: '1', toHolder: '3' } as Match['divisions'][number];
const match = { match: 'm', allocations, divisions: [division] } as unknown as Match;
const paid = { status: 'confirmed', purpose: 'disbursement' } as const;
const payout = { payout: 'o', financing: 'financing', ...paid } as Payout;
const line = { book: 'cash', account: '2101', sub: 'a', side: 'debit', amount: cny(1) } as const;
const slice = { line: 'l', slice: 0, cap: '5', frozen: '0', used: '0' };
const balance = { party: 'a', currency: 'CNY', count: 0, hash: null } as const;
const sold = { ...holdingOf('claim', 1n), state: 'sold', residualTo: 'supplier' } as const;
const financing = activeFinancing();

describe('laws of money, asserted before the write', () => {
  test.each<[string, Partial<MoneyTouched>]>([
    ['INV-R8', { entries: [{ lines: [line] } as unknown as JournalEntry] }],
    ['INV-R9', { balances: [{ ...balance, folded: '-1' }] }],
    ['INV-R11', { payments: [{ ...payment, allocated: cny(11) }] }],
    ['INV-R11', { payments: [{ ...payment, allocated: cny(-1) }] }],
    ['INV-R11', { payments: [{ ...payment, allocated: cny(6), refunded: cny(5) }] }],
    ['INV-R11', { payments: [{ ...payment, refunded: cny(-1) }] }],
    ['INV-R11', { matches: [{ ...match, divisions: [{ ...division, toHolder: '2' }] }] }],
    ['INV-R12', { slices: [{ ...slice, frozen: '-1' }] }],
    ['INV-R7', { payouts: [{ ...payout, amount: cny(1) }], financings: [financing] }],
    ['INV-R7', { payouts: [{ ...payout, amount: financing.price.cash }] }],
    ['INV-R4', { holdings: [{ ...sold, financing: 'other' }], financings: [financing] }],
  ])('%s stops us', (law, touched) => {
    expect(() => checkMoney({ ...nothing, ...touched })).toThrow(law);
  });

  test('what holds passes', () => {
    const touched: MoneyTouched = {
      balances: [{ ...balance, folded: '0' }],
      entries: [],
      payments: [payment],
      matches: [match],
      payouts: [{ ...payout, amount: financing.price.cash }],
      slices: [slice],
      financings: [financing],
      holdings: [{ ...sold, financing: 'financing' }],
    };
    expect(() => checkMoney(touched)).not.toThrow();
  });
});
