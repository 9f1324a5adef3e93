import { keysOfJson } from '../../../test/fixture/reading.ts';

describe('NetSuite', () => {
  test('an invoice is told by its own link; references have names', () => {
    const record = {
      links: [
        {
          rel: 'self',
          href: 'https://1.suitetalk.api.netsuite.com/services/rest/record/v1/invoice/12',
        },
      ],
      id: '12',
      tranId: 'INV12',
      tranDate: '2026-03-01',
      dueDate: '2026-03-31',
      entity: { links: [], id: '5', refName: 'Acme' },
      subsidiary: { id: '1', refName: 'Parent Co' },
      currency: { id: '1', refName: 'US Dollar' },
      otherRefNum: 'PO-1',
      subtotal: 90.0,
      taxTotal: 9.0,
      total: 99.0,
      item: {
        items: [
          {
            line: 1,
            item: { id: '3', refName: 'Widget' },
            quantity: 9.0,
            rate: 10.0,
            amount: 90.0,
          },
        ],
      },
    };
    expect(keysOfJson(record)).toMatchObject([
      true,
      {
        number: 'INV12',
        seller_id: '1',
        buyer_id: '5',
        currency: 'USD',
        payable: '99',
        order_ref: 'PO-1',
        lines: 1,
      },
    ]);
    expect(keysOfJson({ links: [], count: 1, items: [record] })).toMatchObject([
      true,
      { number: 'INV12' },
    ]);
  });
});
