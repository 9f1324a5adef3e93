import type {
  CanonicalDocument,
  Decimal,
  Invoice,
  OpenItem,
  Order,
  Party,
  Receipt,
  Statement,
} from '../../document/index.ts';
import { factsFrom, type FactsInput } from './assemble.ts';
import type { CreditFacts } from './facts.ts';

const AS_OF = '2026-02-28';
const party = (name: string): Party => ({
  name,
  idents: [{ scheme: 'USCC', value: `91310000${name}1` }],
  accounts: [],
});
const [US, ANCHOR, VENDOR] = ['SUPPLIER', 'ANCHOR', 'VENDOR'].map(party) as [Party, Party, Party];
const cny = (minor: bigint): { minor: bigint; currency: 'CNY' } => ({ minor, currency: 'CNY' });
const whole = (value: number): Decimal => ({ coefficient: BigInt(value), scale: 0 });

function header(number: string, issuedOn: string) {
  return {
    id: `id-${number}`,
    version: 1,
    tenant: 't',
    load: 'l',
    number,
    issuedOn,
    currency: 'CNY' as const,
    notes: [],
    refs: [],
    attachments: [],
    copy: false,
  };
}

function invoice(
  number: string,
  issuedOn: string,
  net: bigint,
  more: Partial<Invoice> = {},
): Invoice {
  const item = { name: 'casting', sellerId: 'C1', classes: [] };
  return {
    ...header(number, issuedOn),
    kind: 'invoice',
    typeCode: '380',
    dueOn: '2026-03-31',
    seller: US,
    buyer: ANCHOR,
    means: [],
    allowances: [],
    vat: [],
    lines: [
      {
        id: '1',
        item,
        quantity: { value: whole(100), unit: 'C62' },
        net: cny(net),
        allowances: [],
        vat: { category: 'S', ratePpm: 130_000n },
        orderLine: { kind: 'order', number: `PO-${number}`, line: '1' },
      },
    ],
    totals: { lines: cny(net), taxExclusive: cny(net), payable: cny((net * 113n) / 100n) },
    ...more,
  };
}

function order(number: string, net: bigint, requestedOn: string): Order {
  return {
    ...header(`PO-${number}`, '2026-01-02'),
    kind: 'order',
    revision: '0',
    buyer: ANCHOR,
    seller: US,
    allowances: [],
    status: 'open',
    lines: [
      {
        id: '1',
        item: { name: 'casting', sellerId: 'C1', classes: [] },
        quantity: { value: whole(100), unit: 'C62' },
        price: {
          net: { coefficient: net / 100n, scale: 2 },
          per: { value: whole(1), unit: 'C62' },
          currency: 'CNY',
        },
        requestedOn,
        overPpm: 0n,
        underPpm: 0n,
        action: 'asIs',
      },
    ],
  };
}

function receipt(number: string, receivedOn: string, accepted: number, rejected = 0): Receipt {
  return {
    ...header(`GR-${number}`, receivedOn),
    kind: 'receipt',
    order: [{ kind: 'order', number: `PO-${number}` }],
    seller: US,
    buyer: ANCHOR,
    receivedOn,
    lines: [
      {
        id: '1',
        item: { name: 'casting', classes: [] },
        received: { value: whole(accepted + rejected), unit: 'C62' },
        rejected: { value: whole(rejected), unit: 'C62' },
      },
    ],
  };
}

function item(number: string, more: Partial<OpenItem>): OpenItem {
  return {
    ...header(number, '2025-12-01'),
    kind: 'openItem',
    side: 'payable',
    entity: US,
    counterparty: VENDOR,
    dueOn: '2026-01-15',
    amount: cny(10_000n),
    paid: cny(0n),
    status: 'open',
    ...more,
  };
}

function facts(
  documents: readonly CanonicalDocument[],
  more: Partial<FactsInput> = {},
): CreditFacts {
  return factsFrom({
    enterprise: '91310000SUPPLIER1',
    asOf: AS_OF,
    currency: 'CNY',
    line: 'supplier',
    anchorConfirms: true,
    documents,
    arrivals: [],
    marks: { confirmed: new Set(), financed: new Set() },
    disputes: [],
    ...more,
  });
}

function valueOf<T>(section: { supplied: boolean; value?: T }): T {
  if (section.value === undefined) throw new Error('not supplied');
  return section.value;
}

describe('sales from invoices', () => {
  const documents = [
    invoice('1', '2026-01-05', 1_000n),
    invoice('2', '2026-01-20', 500n, { voidedOn: '2026-01-21' }),
    invoice('3', '2026-02-03', 300n, { buyer: VENDOR }),
    invoice('4', '2026-02-10', 100n, {
      kind: 'creditNote',
      refs: [{ kind: 'invoice', number: '1' }],
    }),
    invoice('5', '2026-03-01', 9_000n),
    { ...invoice('1', '2026-01-05', 1_000n), copy: true },
    invoice('6', '2026-02-11', 700n, { seller: VENDOR, buyer: US }),
  ];

  test('months hold issued, voided and red amounts without tax; later documents are not known', () => {
    expect(valueOf(facts(documents).sales).months).toEqual([
      {
        month: '2026-01',
        issued: 2,
        issuedMinor: 1_500n,
        voided: 1,
        voidedMinor: 500n,
        redMinor: 0n,
      },
      {
        month: '2026-02',
        issued: 1,
        issuedMinor: 300n,
        voided: 0,
        voidedMinor: 0n,
        redMinor: 100n,
      },
    ]);
  });

  test('edges hold valid trade by buyer; first and last days are of valid invoices', () => {
    const sales = valueOf(facts(documents).sales);
    expect(sales.edges.map(edge => [edge.month, edge.counterparty, edge.minor])).toEqual([
      ['2026-01', '91310000ANCHOR1', 1_000n],
      ['2026-02', '91310000VENDOR1', 300n],
    ]);
    expect([sales.firstOn, sales.lastOn]).toEqual(['2026-01-05', '2026-02-03']);
  });

  test('a credit note dilutes the month of the invoice that it names', () => {
    expect(valueOf(facts(documents).dilutions)).toEqual([{ originMonth: '2026-01', minor: 100n }]);
  });

  test('a void that comes after the day of the score is not known yet', () => {
    const later = [invoice('1', '2026-01-05', 1_000n, { voidedOn: '2026-03-01' })];
    expect(valueOf(facts(later).sales).months[0]).toMatchObject({ voided: 0 });
  });

  test('purchases are received invoices, else the payables ledger', () => {
    expect(valueOf(facts(documents).purchases).edges).toHaveLength(1);
    const ledger = [item('P1', {}), item('P2', { status: 'void' })];
    expect(valueOf(facts(ledger).purchases).edges).toEqual([
      { month: '2025-12', counterparty: '91310000VENDOR1', invoices: 1, minor: 10_000n },
    ]);
  });
});

describe('obligations', () => {
  test('payments with a day count; a payment without one only reduces what counts', () => {
    const rows = [
      item('P1', { paid: cny(4_000n), paidOn: '2026-01-20' }),
      item('P2', { paid: cny(10_000n), status: 'paid' }),
      item('P3', { disputed: cny(2_500n), status: 'disputed' }),
      item('R1', { side: 'receivable', counterparty: ANCHOR }),
    ];
    const known = valueOf(facts(rows).payables);
    expect(known.map(row => [row.payments.length, row.creditedMinor, row.disputedMinor])).toEqual([
      [1, 0n, 0n],
      [0, 10_000n, 0n],
      [0, 0n, 2_500n],
    ]);
    expect(valueOf(facts(rows).receivables)).toHaveLength(1);
    expect(facts([]).payables).toEqual({ supplied: false, reason: 'NOT_SUPPLIED' });
  });
});

describe('flows', () => {
  const documents = [
    invoice('1', '2026-01-20', 1_000_000n),
    order('1', 1_000_000n, '2026-01-18'),
    receipt('1', '2026-01-18', 90, 10),
  ];

  test('100 billed and 90 accepted: the receipt is worth 90 %', () => {
    expect(valueOf(facts(documents).proofs)).toEqual([
      {
        invoice: '1',
        counterparty: '91310000ANCHOR1',
        issuedOn: '2026-01-20',
        dueOn: '2026-03-31',
        minor: 1_000_000n,
        financed: false,
        confirmed: false,
        orderMinor: 1_000_000n,
        receipt: { on: '2026-01-18', minor: 900_000n },
      },
    ]);
  });

  test('marks of the ledger, the buyer ledger and payments are taken over', () => {
    const gross = cny(1_130_000n);
    const buyerRow = item('1', { entity: ANCHOR, counterparty: US, amount: gross });
    const own = item('1', {
      side: 'receivable',
      counterparty: ANCHOR,
      amount: gross,
      paid: gross,
      paidOn: '2026-02-20',
    });
    const marks = { confirmed: new Set<string>(), financed: new Set(['id-1']) };
    const [proof] = valueOf(facts([...documents, buyerRow, own], { marks }).proofs);
    expect(proof).toMatchObject({
      financed: true,
      confirmed: true,
      payment: { on: '2026-02-20', minor: 1_000_000n },
    });
    const other = item('1', { entity: ANCHOR, counterparty: US, amount: cny(1n) });
    expect(valueOf(facts([...documents, other]).proofs)[0]?.confirmed).toBe(false);
  });

  test('deliveries hold promised and accepted quantities; late ones are not on time', () => {
    expect(valueOf(facts(documents).deliveries)).toEqual([
      {
        promisedOn: '2026-01-18',
        dueMinor: 1_000_000n,
        onTimeMinor: 900_000n,
        ordered: 100_000_000n,
        received: 100_000_000n,
        accepted: 90_000_000n,
        rejected: 10_000_000n,
      },
    ]);
    const late = [order('1', 1_000_000n, '2026-01-17'), receipt('1', '2026-01-18', 100)];
    expect(valueOf(facts(late).deliveries)[0]?.onTimeMinor).toBe(0n);
  });
});

describe('totals', () => {
  const ledger = (account: string, credit: bigint): CanonicalDocument => ({
    ...header(`TB-${account}`, '2026-01-31'),
    kind: 'trialBalance',
    entity: US,
    period: '2026-01',
    account,
    opening: cny(0n),
    debit: cny(100n),
    credit: cny(credit),
    closing: cny(0n),
  });
  const tax: CanonicalDocument = {
    ...header('TAX', '2026-01-31'),
    kind: 'taxTotal',
    entity: US,
    period: '2026-01',
    taxable: cny(5_000n),
    tax: cny(650n),
  };
  const statement = (to: string): Statement => ({
    ...header('ST', '2026-01-31'),
    kind: 'statement',
    account: { other: '1' },
    owner: US,
    from: '2026-01-01',
    to,
    balances: [],
    entries: [
      { amount: cny(700n), reversal: false, status: 'booked', bookedOn: '2026-01-09', details: [] },
      { amount: cny(-50n), reversal: false, status: 'booked', bookedOn: '2026-01-10', details: [] },
    ],
  });

  test('revenue accounts against taxable sales; other accounts stay out', () => {
    const known = facts([ledger('6001', 5_100n), ledger('1122', 9_000n), tax]);
    expect(valueOf(known.totals)).toEqual([
      { month: '2026-01', ledgerMinor: 5_000n, taxMinor: 5_000n },
    ]);
  });

  test('an account emptied into the profit each month counts by its credit side', () => {
    expect(valueOf(facts([ledger('6001', 100n), tax]).totals)[0]?.ledgerMinor).toBe(100n);
  });

  test('bank totals need statements for every day of the month', () => {
    const base = [ledger('6001', 5_100n), tax];
    const covered = facts([...base, statement('2026-01-31')]);
    expect(valueOf(covered.totals)[0]?.bank).toEqual({ inflowMinor: 700n, settledMinor: 0n });
    const short = facts([...base, statement('2026-01-30')]);
    expect(valueOf(short.totals)[0]?.bank).toBeUndefined();
  });
});

test('completeness counts required fields of twelve months and the lag of arrivals', () => {
  const documents = [
    invoice('1', '2026-01-20', 1_000n),
    item('P1', { status: 'paid' }),
    invoice('0', '2025-02-01', 1_000n),
  ];
  const arrivals = [
    { document: 'id-1', arrivedOn: '2026-01-25' },
    { document: 'id-0', arrivedOn: '2026-01-25' },
  ];
  // Invoice 6 of 6 (tax base given); the paid item lacks its day: 7 of 8. Old documents stay out.
  expect(valueOf(facts(documents, { arrivals }).completeness)).toEqual({
    required: 8,
    present: 7,
    lagDays: [5],
  });
});

test('a withheld source is missing with its reason', () => {
  const known = facts([invoice('1', '2026-01-20', 1_000n)], {
    withheld: { sales: 'CONSENT_WITHDRAWN' },
  });
  expect(known.sales).toEqual({ supplied: false, reason: 'CONSENT_WITHDRAWN' });
});
