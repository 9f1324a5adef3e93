import type { Invoice, Order, Receipt } from '../document/index.ts';
import {
  assuranceEvidence,
  creditExceptions,
  describeMatch,
  matchInvoice,
  toBase,
} from './index.ts';

const money = (minor: bigint) => ({ minor, currency: 'CNY' as const });
const quantity = (value: bigint, unit = 'KGM') => ({
  value: { coefficient: value, scale: 0 },
  unit,
});
const party = (name: string, code: string) => ({
  name,
  idents: [{ scheme: 'USCC', value: code }],
  accounts: [],
});
const seller = party('Seller', 'S1000001');
const buyer = party('Buyer', 'B1000001');
const item = { name: 'bolt', sellerId: 'BOLT', classes: [] };
const price = (net: bigint) => ({
  net: { coefficient: net, scale: 0 },
  per: quantity(1n),
  currency: 'CNY' as const,
});
const header = (id: string) => ({
  id,
  version: 1,
  tenant: 't',
  load: 'l',
  number: id,
  issuedOn: '2026-03-01',
  currency: 'CNY' as const,
  notes: [],
  refs: [],
  attachments: [],
  copy: false,
});

function order(change: Partial<Order> = {}): Order {
  return {
    ...header('PO1'),
    kind: 'order',
    revision: '0',
    buyer,
    seller,
    allowances: [],
    status: 'open',
    lines: [
      {
        id: '1',
        item,
        quantity: quantity(100n),
        price: price(2n),
        overPpm: 0n,
        underPpm: 0n,
        action: 'asIs',
      },
    ],
    ...change,
  };
}

function receipt(id: string, on: string, received: bigint, unit = 'KGM'): Receipt {
  const ref = { kind: 'order' as const, number: 'PO1' };
  const line = {
    id: '1',
    item,
    received: quantity(received, unit),
    orderLine: { ...ref, line: '1' },
  };
  return {
    ...header(id),
    kind: 'receipt',
    order: [ref],
    seller,
    buyer,
    receivedOn: on,
    lines: [line],
  };
}

function invoice(billed: bigint, change: Partial<Invoice> = {}): Invoice {
  const net = money(billed * 200n);
  const ref = { kind: 'order' as const, number: 'PO1', line: '1' };
  return {
    ...header('INV1'),
    kind: 'invoice',
    typeCode: '380',
    seller,
    buyer,
    means: [],
    allowances: [],
    vat: [],
    totals: { lines: net, payable: net },
    lines: [
      {
        id: 'A',
        item,
        quantity: quantity(billed),
        net,
        price: price(2n),
        allowances: [],
        vat: { category: 'S', ratePpm: 130_000n },
        orderLine: ref,
      },
    ],
    ...change,
  };
}

const none = { associations: [], billed: [] };

describe('three-way match', () => {
  test('100 against 70 and 30 matches and uses both receipts', () => {
    const receipts = [receipt('R2', '2026-02-20', 30n), receipt('R1', '2026-02-10', 70n)];
    const result = matchInvoice({
      invoice: invoice(100n),
      orders: [order()],
      receipts,
      history: none,
    });
    expect(result.result).toBe('matched');
    expect(result.lines[0]?.associations.map(a => [a.receipt, a.quantity.coefficient])).toEqual([
      ['R1', 70n],
      ['R2', 30n],
    ]);
  });

  test('100 against 110 uses 100 and leaves 10 open for the next invoice', () => {
    const receipts = [receipt('R1', '2026-02-10', 110n)];
    const orders = [order({ lines: [{ ...order().lines[0]!, quantity: quantity(200n) }] })];
    const first = matchInvoice({ invoice: invoice(100n), orders, receipts, history: none });
    expect(first.lines[0]?.covered).toEqual({ coefficient: 100n, scale: 0 });
    const history = { associations: first.lines[0]?.associations ?? [], billed: first.billed };
    const second = { ...invoice(20n), id: 'INV2' };
    const next = matchInvoice({ invoice: second, orders, receipts, history });
    expect(next.lines[0]?.covered).toEqual({ coefficient: 10n, scale: 0 });
    expect(describeMatch(next)).toEqual([
      'MT-20 line A: over 10, unit KGM, billed 120, received 110',
    ]);
  });

  test('one unit over what was ordered is MT-21, at the over-delivery it is none', () => {
    const receipts = [receipt('R1', '2026-02-10', 200n)];
    const over = matchInvoice({
      invoice: invoice(101n),
      orders: [order()],
      receipts,
      history: none,
    });
    expect(over.lines[0]?.exceptions.map(e => e.rule)).toEqual(['MT-21']);
    const line = { ...order().lines[0]!, overPpm: 10_000n };
    const orders = [order({ lines: [line] })];
    const at = matchInvoice({ invoice: invoice(101n), orders, receipts, history: none });
    expect(at.result).toBe('matched');
  });

  test('half a percent of price is within, a little more is MT-30', () => {
    const receipts = [receipt('R1', '2026-02-10', 100n)];
    const priced = (net: bigint, scale: number) => {
      const base = invoice(100n);
      const line = { ...base.lines[0]!, price: { ...price(0n), net: { coefficient: net, scale } } };
      return { ...base, lines: [line] };
    };
    const match = (of: Invoice) =>
      matchInvoice({ invoice: of, orders: [order()], receipts, history: none });
    expect(match(priced(201n, 2)).result).toBe('within');
    expect(match(priced(2011n, 3)).lines[0]?.exceptions.map(e => e.rule)).toEqual(['MT-30']);
  });

  test('units of one family convert exactly', () => {
    expect(toBase(quantity(500n, 'GRM'))).toEqual({
      value: { coefficient: 500n, scale: 3 },
      unit: 'KGM',
    });
    const receipts = [receipt('R1', '2026-02-10', 100_000n, 'GRM')];
    const result = matchInvoice({
      invoice: invoice(100n),
      orders: [order()],
      receipts,
      history: none,
    });
    expect(result.result).toBe('matched');
  });

  test('a rejected quantity is not received', () => {
    const base = receipt('R1', '2026-02-10', 100n);
    const receipts = [{ ...base, lines: [{ ...base.lines[0]!, rejected: quantity(4n) }] }];
    const result = matchInvoice({
      invoice: invoice(100n),
      orders: [order()],
      receipts,
      history: none,
    });
    expect(describeMatch(result)).toEqual([
      'MT-20 line A: over 4, unit KGM, billed 100, received 96',
    ]);
  });

  test.each([
    ['MT-10', { orders: [order({ seller: party('Other', 'X1000001') })] }],
    ['MT-11', { orders: [order({ currency: 'EUR' })] }],
    ['MT-12', { orders: [order({ status: 'closed' })] }],
    ['MT-70', { duplicates: ['S1 normalised INV-1'] }],
    ['MT-50', { receipts: [receipt('R1', '2026-03-07', 100n)] }],
  ])('%s stands alone', (rule, change) => {
    const receipts = [receipt('R1', '2026-02-10', 100n)];
    const input = { invoice: invoice(100n), orders: [order()], receipts, history: none };
    const result = matchInvoice({ ...input, ...change });
    expect(result.result).toBe('exception');
    expect(describeMatch(result).map(t => t.slice(0, 5))).toEqual([rule]);
  });

  test('an invoice without an order is unmatched, and its goods give no evidence', () => {
    const alone = invoice(100n);
    const lines = [{ ...alone.lines[0]!, orderLine: undefined }] as Invoice['lines'];
    const input = { invoice: { ...alone, lines }, orders: [order()], receipts: [], history: none };
    const result = matchInvoice(input);
    expect(result.result).toBe('unmatched');
    expect(result.lines[0]?.confidence).toBe(600);
    expect(assuranceEvidence(input.invoice, result)).toMatchObject({ lines: [], isWhole: false });
  });

  test('what nobody received gets no L1 evidence', () => {
    const receipts = [receipt('R1', '2026-02-10', 90n)];
    const of = invoice(100n);
    const result = matchInvoice({ invoice: of, orders: [order()], receipts, history: none });
    const evidence = assuranceEvidence(of, result);
    expect(evidence.net).toEqual(money(18_000n));
    expect(evidence.isWhole).toBe(false);
    expect(evidence.lines[0]?.quantity).toEqual({ coefficient: 90n, scale: 0 });
  });

  test('a credit note takes back at most what is left of its invoice', () => {
    const of = invoice(100n);
    const credit = (minor: bigint): Invoice => ({
      ...of,
      kind: 'creditNote',
      totals: { lines: money(minor), payable: money(minor) },
    });
    expect(creditExceptions(credit(20_000n), of, money(0n))).toEqual([]);
    expect(creditExceptions(credit(20_001n), of, money(0n)).map(e => e.rule)).toEqual(['MT-60']);
    expect(creditExceptions(credit(1n), of, money(20_000n)).map(e => e.rule)).toEqual(['MT-60']);
  });
});
