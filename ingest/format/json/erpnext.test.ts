import { keysOfJson, readJson, rulesOfJson } from '../../../test/fixture/reading.ts';

describe('ERPNext', () => {
  const INVOICE = {
    doctype: 'Sales Invoice',
    name: 'ACC-SINV-2026-00001',
    docstatus: 1,
    posting_date: '2026-03-01',
    due_date: '2026-03-31',
    customer: 'C-1',
    customer_name: 'Buyer GmbH',
    tax_id: 'DE111',
    company: 'Seller Ltd',
    currency: 'EUR',
    net_total: 100.0,
    total_taxes_and_charges: 19.0,
    grand_total: 119.0,
    rounded_total: 0.0,
    is_return: 0,
    items: [
      {
        idx: 1,
        item_code: 'A',
        item_name: 'Item A',
        qty: 2.0,
        uom: 'Nos',
        rate: 50.0,
        amount: 100.0,
      },
    ],
  };

  test('an invoice as the REST API wraps it, its return, its draft', () => {
    expect(keysOfJson({ data: INVOICE })).toMatchObject([
      true,
      { kind: 'Invoice', seller_id: '', buyer_id: 'DE111', payable: '119' },
    ]);
    const back = {
      ...INVOICE,
      name: 'R-1',
      is_return: 1,
      return_against: INVOICE.name,
      net_total: -100,
      total_taxes_and_charges: -19,
      grand_total: -119,
      items: [{ idx: 1, item_code: 'A', qty: -2, uom: 'Nos', rate: 50, amount: -100 }],
    };
    const [record] = readJson({ message: [back] }).records;
    expect(record?.document).toMatchObject({
      kind: 'creditNote',
      totals: { payable: { minor: 11_900n } },
      lines: [{ net: { minor: 10_000n } }],
      refs: [{ number: INVOICE.name }],
    });
    expect(rulesOfJson({ data: { ...INVOICE, docstatus: 0 } })).toContain('JSON-03');
    expect(rulesOfJson({ data: { ...INVOICE, docstatus: 2 } })).toContain('JSON-03');
  });

  test('rounded totals are payable where they are used; a bill has its supplier’s number', () => {
    const bill = {
      ...INVOICE,
      doctype: 'Purchase Invoice',
      name: 'PI-1',
      bill_no: 'NA',
      supplier: 'S',
      net_total: 99.6,
      items: [{ ...INVOICE.items[0], amount: 99.6 }],
      grand_total: 118.6,
      rounded_total: 119.0,
      rounding_adjustment: 0.4,
    };
    expect(keysOfJson([bill])).toMatchObject([
      true,
      { number: 'PI-1', payable: '119', tax_inclusive: '118.6' },
    ]);
    expect(keysOfJson([{ ...bill, bill_no: '007' }])).toMatchObject([true, { number: '007' }]);
  });
});
