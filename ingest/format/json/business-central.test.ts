import { keysOfJson, readJson } from '../../../test/fixture/reading.ts';

describe('Business Central', () => {
  const INVOICE = {
    id: '9e0f5c9c-44e3-ea11-bb43-000d3a2feca1',
    number: 'PS-INV103001',
    externalDocumentNumber: '',
    invoiceDate: '2019-01-15',
    dueDate: '2019-02-15',
    customerNumber: '20000',
    customerName: 'Trey Research',
    currencyId: '00000000-0000-0000-0000-000000000000',
    currencyCode: 'USD',
    status: 'Open',
    totalAmountExcludingTax: '2,461',
    totalTaxAmount: 246.1,
    totalAmountIncludingTax: '2,707.10',
    remainingAmount: 2707.1,
    salesInvoiceLines: [
      {
        sequence: 10000,
        description: 'ATHENS Desk',
        unitOfMeasureCode: 'PCS',
        quantity: 1,
        unitPrice: 2461,
        netAmount: 2461,
        taxPercent: 10,
      },
    ],
  };
  const COMPANY =
    'https://api/v2.0/$metadata#companies(f64eba74-dacd-4854-a584-1834f68cfc3a)/salesInvoices';

  test('an invoice in a collection, amounts with group marks', () => {
    expect(keysOfJson({ '@odata.context': COMPANY, value: [INVOICE] })).toMatchObject([
      true,
      {
        number: 'PS-INV103001',
        seller_id: 'f64eba74-dacd-4854-a584-1834f68cfc3a',
        buyer_id: '20000',
        due_date: '2019-02-15',
        payable: '2707.1',
        tax_exclusive: '2461',
        lines: 1,
      },
    ]);
    expect(keysOfJson({ '@odata.context': `${COMPANY}/$entity`, ...INVOICE })).toMatchObject([
      true,
      { number: 'PS-INV103001' },
    ]);
  });

  test('a draft is held, the first day of the calendar is no day', () => {
    const held = { '@odata.context': COMPANY, ...INVOICE, status: 'Draft', dueDate: '0001-01-01' };
    const [record] = readJson(held).records;
    expect(record?.findings.map(f => f.rule)).toEqual(['JSON-03']);
    expect(record?.document).not.toHaveProperty('dueOn');
  });
});
