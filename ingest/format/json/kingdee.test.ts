import { keysOfJson, readJson, rulesOfJson } from '../../../test/fixture/reading.ts';

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
    const { records } = readJson(query);
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
    expect(rulesOfJson(query.rows)).toEqual(['JSON-04']);
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
    expect(keysOfJson(bill)).toMatchObject([
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
    expect(rulesOfJson([[no]])).toEqual(['JSON-02']);
  });
});
