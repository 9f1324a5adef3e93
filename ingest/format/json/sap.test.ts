import { keysOfJson, readJson } from '../../../test/fixture/reading.ts';

describe('SAP S/4HANA', () => {
  // Members of API_BILLING_DOCUMENT_SRV; 1 March 2026 is day 20,513 since 1970: × 86,400,000 ms.
  const BILLING = {
    BillingDocument: '0090000123',
    SDDocumentCategory: 'M',
    BillingDocumentType: 'F2',
    BillingDocumentDate: '/Date(1772323200000)/',
    BillingDocumentIsCancelled: false,
    TotalNetAmount: '1000.00',
    TaxAmount: '190.00',
    TotalGrossAmount: '1190.00',
    TransactionCurrency: 'EUR',
    CompanyCode: '1010',
    SoldToParty: '10100001',
    PayerParty: '',
    CancelledBillingDocument: '',
    to_Item: {
      results: [
        {
          BillingDocumentItem: '10',
          Material: 'TG11',
          BillingDocumentItemText: 'Trading good',
          BillingQuantity: '4',
          BillingQuantityUnit: 'PC',
          NetAmount: '1000.00',
          SalesDocument: '1',
          SalesDocumentItem: '10',
        },
      ],
    },
  };

  test('a billing document of OData 2, and of OData 4', () => {
    const keys = {
      kind: 'Invoice',
      type_code: '380',
      number: '0090000123',
      seller_id: '1010',
      buyer_id: '10100001',
      currency: 'EUR',
      line_total: '1000',
      tax_exclusive: '1000',
      tax_inclusive: '1190',
      payable: '1190',
      lines: 1,
    };
    expect(keysOfJson({ d: { results: [BILLING] } })).toMatchObject([true, keys]);
    expect(readJson({ d: BILLING }).records[0]?.document).toMatchObject({
      issuedOn: '2026-03-01',
      lines: [{ id: '10', quantity: { unit: 'PC' } }],
    });
    const { to_Item: items, ...head } = BILLING;
    const four = { ...head, BillingDocumentDate: '2026-03-01', _Item: items.results };
    expect(
      keysOfJson({ '@odata.context': '$metadata#BillingDocument', value: [four] }),
    ).toMatchObject([true, { ...keys, issue_date: '2026-03-01' }]);
  });

  test('a credit memo credits, a cancelled document is held, another one beside it is read', () => {
    const credit = { ...BILLING, BillingDocument: '2', SDDocumentCategory: 'O' };
    const cancelled = { ...BILLING, BillingDocument: '3', BillingDocumentIsCancelled: true };
    const { records } = readJson({ d: { results: [credit, cancelled] } });
    expect(records.map(r => [r.document?.kind, r.accepted, r.findings.map(f => f.rule)])).toEqual([
      ['creditNote', true, []],
      ['invoice', false, ['JSON-03']],
    ]);
  });

  test('receipt 101 and its reversal 102 are one document that nets', () => {
    const item = {
      GoodsMovementType: '101',
      PurchaseOrder: '45',
      PurchaseOrderItem: '10',
      Material: 'M',
      Supplier: 'S1',
      Plant: '1010',
      EntryUnit: 'PC',
    };
    const document = {
      MaterialDocument: '5000',
      PostingDate: '/Date(1772323200000)/',
      DocumentDate: '/Date(1772323200000)/',
      to_MaterialDocumentItem: {
        results: [
          { ...item, MaterialDocumentItem: '1', QuantityInEntryUnit: '10' },
          {
            ...item,
            MaterialDocumentItem: '2',
            GoodsMovementType: '102',
            QuantityInEntryUnit: '3',
          },
        ],
      },
    };
    const [record] = readJson({ d: document }).records;
    expect(record?.document).toMatchObject({
      kind: 'receipt',
      receivedOn: '2026-03-01',
      lines: [
        { received: { value: { coefficient: 10n } } },
        { received: { value: { coefficient: -3n } } },
      ],
    });
  });
});
