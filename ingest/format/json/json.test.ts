import { storedOf, valueAtPlace } from '../../provenance.ts';
import { invoiceKeys } from '../../keys.ts';
import { readFile, type FileRead } from '../../read.ts';

const context = { tenant: 't', load: 'l', sha256: (text: string): string => `h${text.length}` };

function read(text: string | object): FileRead {
  const bytes = Buffer.from(typeof text === 'string' ? text : JSON.stringify(text));
  const found = readFile({ bytes, name: 'a.json' }, { context });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  for (const record of found.value.records) {
    for (const entry of record.provenance) {
      if (!('from' in entry.at)) continue;
      const cut = valueAtPlace(bytes, found.value.charset, storedOf(entry));
      expect([entry.path, cut?.isUnaltered]).toEqual([entry.path, true]);
    }
  }
  return found.value;
}

const rulesOf = (text: string | object): string[] => {
  const bytes = Buffer.from(typeof text === 'string' ? text : JSON.stringify(text));
  const found = readFile({ bytes, name: 'a.json' }, { context });
  if (!found.ok) return found.error.map(f => f.rule);
  return [...found.value.findings, ...found.value.records.flatMap(r => r.findings)].map(
    f => f.rule,
  );
};

const keysOf = (text: string | object): unknown => {
  const [record] = read(text).records;
  return record && [record.accepted, invoiceKeys(record)];
};

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
    expect(keysOf({ d: { results: [BILLING] } })).toMatchObject([true, keys]);
    expect(read({ d: BILLING }).records[0]?.document).toMatchObject({
      issuedOn: '2026-03-01',
      lines: [{ id: '10', quantity: { unit: 'PC' } }],
    });
    const { to_Item: items, ...head } = BILLING;
    const four = { ...head, BillingDocumentDate: '2026-03-01', _Item: items.results };
    expect(keysOf({ '@odata.context': '$metadata#BillingDocument', value: [four] })).toMatchObject([
      true,
      { ...keys, issue_date: '2026-03-01' },
    ]);
  });

  test('a credit memo credits, a cancelled document is held, another one beside it is read', () => {
    const credit = { ...BILLING, BillingDocument: '2', SDDocumentCategory: 'O' };
    const cancelled = { ...BILLING, BillingDocument: '3', BillingDocumentIsCancelled: true };
    const { records } = read({ d: { results: [credit, cancelled] } });
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
    const [record] = read({ d: document }).records;
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
    expect(keysOf({ '@odata.context': COMPANY, value: [INVOICE] })).toMatchObject([
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
    expect(keysOf({ '@odata.context': `${COMPANY}/$entity`, ...INVOICE })).toMatchObject([
      true,
      { number: 'PS-INV103001' },
    ]);
  });

  test('a draft is held, the first day of the calendar is no day', () => {
    const held = { '@odata.context': COMPANY, ...INVOICE, status: 'Draft', dueDate: '0001-01-01' };
    const [record] = read(held).records;
    expect(record?.findings.map(f => f.rule)).toEqual(['JSON-03']);
    expect(record?.document).not.toHaveProperty('dueOn');
  });
});

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
    expect(keysOf({ data: INVOICE })).toMatchObject([
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
    const [record] = read({ message: [back] }).records;
    expect(record?.document).toMatchObject({
      kind: 'creditNote',
      totals: { payable: { minor: 11_900n } },
      lines: [{ net: { minor: 10_000n } }],
      refs: [{ number: INVOICE.name }],
    });
    expect(rulesOf({ data: { ...INVOICE, docstatus: 0 } })).toContain('JSON-03');
    expect(rulesOf({ data: { ...INVOICE, docstatus: 2 } })).toContain('JSON-03');
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
    expect(keysOf([bill])).toMatchObject([
      true,
      { number: 'PI-1', payable: '119', tax_inclusive: '118.6' },
    ]);
    expect(keysOf([{ ...bill, bill_no: '007' }])).toMatchObject([true, { number: '007' }]);
  });
});

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
    expect(keysOf({ jsonrpc: '2.0', id: 1, result: [MOVE] })).toMatchObject([
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
    const [record] = read([MOVE]).records;
    expect(record?.document).toMatchObject({
      seller: { name: 'My Company' },
      buyer: { name: 'Azure Interior' },
      lines: [{ item: { name: 'Desk, oak' }, quantity: { unit: 'Units' } }],
    });
  });

  test('a vendor bill by its own number, lines by id alone, an error', () => {
    const bill = { ...MOVE, move_type: 'in_invoice', ref: '2026-77', invoice_line_ids: [1, 2] };
    expect(keysOf([bill])).toMatchObject([
      true,
      { number: '2026-77', seller_id: '9', buyer_id: '1', lines: 0 },
    ]);
    expect(rulesOf([{ ...MOVE, state: 'draft', name: 'x' }])).toEqual(['JSON-03']);
    expect(rulesOf({ jsonrpc: '2.0', error: { code: 200, message: 'Odoo Server Error' } })).toEqual(
      ['JSON-02'],
    );
  });
});

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
    expect(keysOf(record)).toMatchObject([
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
    expect(keysOf({ links: [], count: 1, items: [record] })).toMatchObject([
      true,
      { number: 'INV12' },
    ]);
  });
});

describe('金蝶云星空', () => {
  const query = {
    FormId: 'AR_receivable',
    FieldKeys:
      'FBillNo,FDate,FENDDATE_H,FDocumentStatus,FCUSTOMERID.FNumber,FCUSTOMERID.FName,FSETTLEORGID.FName,FCURRENCYID.FNumber,FALLAMOUNTFOR,FMATERIALID.FName,FPriceQty,FNOTAXAMOUNTFOR_D',
    rows: [
      [
        'AR001',
        '2026-03-01T00:00:00',
        '2026-03-31T00:00:00',
        'C',
        'C1',
        '客户一',
        '卖方',
        'PRE001',
        226.0,
        '螺栓',
        1,
        100.0,
      ],
      [
        'AR001',
        '2026-03-01T00:00:00',
        '2026-03-31T00:00:00',
        'C',
        'C1',
        '客户一',
        '卖方',
        'PRE001',
        226.0,
        '螺母',
        1,
        100.0,
      ],
      [
        'AR002',
        '2026-03-02T00:00:00',
        null,
        'B',
        'C1',
        '客户一',
        '卖方',
        'PRE001',
        11.3,
        '螺母',
        1,
        10.0,
      ],
    ],
  };

  test('rows in the order of their fields: neighbouring rows of one number are one bill', () => {
    const { records } = read(query);
    expect(records.map(r => [r.accepted, r.findings.map(f => f.rule)])).toEqual([
      [true, []],
      [false, ['JSON-03']],
    ]);
    expect(records[0]?.document).toMatchObject({
      number: 'AR001',
      dueOn: '2026-03-31',
      currency: 'CNY',
      seller: { name: '卖方' },
      buyer: { name: '客户一' },
      lines: [{ item: { name: '螺栓' } }, { item: { name: '螺母' } }],
    });
    expect(rulesOf(query.rows)).toEqual(['JSON-04']);
  });

  test('a bill as it is saved, and an answer that says no', () => {
    const bill = {
      FormId: 'AP_Payable',
      Model: {
        FBillNo: 'AP1',
        FDATE: '2026-03-01',
        FENDDATE_H: '2026-04-01',
        FDOCUMENTSTATUS: 'C',
        FSUPPLIERID: { FNumber: 'V1', FName: '供应商' },
        FSETTLEORGID: { FNumber: '100' },
        FCURRENCYID: { FNumber: 'PRE007' },
        FALLAMOUNTFOR: 113,
        FEntityDetail: [{ FMATERIALID: { FNumber: 'M1' }, FPriceQty: 1, FNoTaxAmountFor_D: 100 }],
      },
    };
    expect(keysOf(bill)).toMatchObject([
      true,
      {
        number: 'AP1',
        seller_id: 'V1',
        buyer_id: '100',
        currency: 'USD',
        payable: '113',
        lines: 1,
      },
    ]);
    const no = {
      Result: { ResponseStatus: { IsSuccess: false, Errors: [{ Message: '会话信息已丢失' }] } },
    };
    expect(rulesOf([[no]])).toEqual(['JSON-02']);
  });
});

describe('用友 U8', () => {
  test('an invoice adds up its lines with tax; a code other than 0 is an error in a good answer', () => {
    const saleinvoice = {
      invoiceno: '0000000001',
      date: '2015-01-29',
      customercode: '00000006',
      customername: '客户',
      corpname: '卖方',
      foreigncurrency: '人民币',
      entry: [
        {
          inventorycode: '010211',
          inventoryname: '物料',
          quantity: '2',
          originalprice: '85.47',
          originalmoney: '170.94',
          originaltax: '29.06',
          originalsum: '200',
        },
      ],
    };
    const [record] = read({ errcode: '0', errmsg: '', saleinvoice }).records;
    expect(record?.document).toMatchObject({
      number: '0000000001',
      currency: 'CNY',
      totals: { payable: { minor: 20_000n } },
      lines: [{ net: { minor: 17_094n } }],
    });
    expect(rulesOf({ errcode: '20007', errmsg: 'token 过期' })).toEqual(['JSON-02']);
  });
});

test('a request to a registry: group marks in texts, one claim for each data set', () => {
  const set = (id: string) => ({
    submitter_data_set_identification: id,
    financing_applicant: { name: 'Seller', country_of_domicile: 'SG' },
    financing_request_amount: { currency: 'SGD', amount: '1,980,025.15' },
    referred_documents: [
      { document_summary: { invoice_number: `inv ${id}`, issue_date: '2022-05-14' } },
    ],
  });
  const { records } = read({
    pool_identification: 'p',
    submitting_financial_institution_identification: 'SWHQBEBBXXX',
    batch_collection: [
      {
        data_set_validation_service: 'REGI',
        financing_validation_request_details: [set('1'), set('2')],
      },
    ],
  });
  expect(records.map(r => [r.accepted, r.document])).toMatchObject([
    [
      true,
      {
        number: '1',
        amount: { minor: 198_002_515n },
        service: 'REGI',
        recipient: { name: 'SWHQBEBBXXX' },
        invoice: { number: 'inv 1' },
      },
    ],
    [true, { number: '2' }],
  ]);
});
