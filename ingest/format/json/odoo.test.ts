import { keysOfJson, readJson, rulesOfJson } from '../../../test/fixture/reading.ts';

describe('Odoo', () => {
  const MOVE = {
    id: 7,
    name: 'INV/2026/00001',
    move_type: 'out_invoice',
    state: 'posted',
    invoice_date: '2026-03-01',
    invoice_date_due: '2026-03-31',
    ref: false,
    invoice_origin: 'S00012',
    partner_id: [9, 'Azure Interior'],
    company_id: [1, 'My Company'],
    currency_id: [1, 'EUR'],
    reversed_entry_id: false,
    amount_untaxed: 100.0,
    amount_tax: 21.0,
    amount_total: 121.0,
    invoice_line_ids: [
      { id: 1, display_type: 'line_section', name: 'Goods', price_subtotal: 0.0 },
      {
        id: 2,
        display_type: 'product',
        product_id: [5, 'Desk'],
        name: 'Desk, oak',
        quantity: 1.0,
        product_uom_id: [1, 'Units'],
        price_unit: 100.0,
        price_subtotal: 100.0,
      },
    ],
  };

  test('a move over JSON-RPC: false is nothing, a pair is id and name', () => {
    expect(keysOfJson({ jsonrpc: '2.0', id: 1, result: [MOVE] })).toMatchObject([
      true,
      {
        number: 'INV/2026/00001',
        seller_id: '1',
        buyer_id: '9',
        due_date: '2026-03-31',
        currency: 'EUR',
        order_ref: 'S00012',
        preceding_invoice: '',
        lines: 1,
      },
    ]);
    const [record] = readJson([MOVE]).records;
    expect(record?.document).toMatchObject({
      seller: { name: 'My Company' },
      buyer: { name: 'Azure Interior' },
      lines: [{ item: { name: 'Desk, oak' }, quantity: { unit: 'Units' } }],
    });
  });

  test('a vendor bill by its own number, lines by id alone, an error', () => {
    const bill = { ...MOVE, move_type: 'in_invoice', ref: '2026-77', invoice_line_ids: [1, 2] };
    expect(keysOfJson([bill])).toMatchObject([
      true,
      { number: '2026-77', seller_id: '9', buyer_id: '1', lines: 0 },
    ]);
    expect(rulesOfJson([{ ...MOVE, state: 'draft', name: 'x' }])).toEqual(['JSON-03']);
    expect(
      rulesOfJson({ jsonrpc: '2.0', error: { code: 200, message: 'Odoo Server Error' } }),
    ).toEqual(['JSON-02']);
  });
});
