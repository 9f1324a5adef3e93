import { readJson, rulesOfJson } from '../../../test/fixture/reading.ts';

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
    const [record] = readJson({ errcode: '0', errmsg: '', saleinvoice }).records;
    expect(record?.document).toMatchObject({
      number: '0000000001',
      currency: 'CNY',
      totals: { payable: { minor: 20_000n } },
      lines: [{ net: { minor: 17_094n } }],
    });
    expect(rulesOfJson({ errcode: '20007', errmsg: 'token 过期' })).toEqual(['JSON-02']);
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
  const { records } = readJson({
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
