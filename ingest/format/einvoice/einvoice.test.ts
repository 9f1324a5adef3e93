import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { readTraced } from '../../../test/fixture/reading.ts';
import { invoiceKeys } from '../../keys.ts';
import type { FileRead } from '../../read.ts';
import { readSignature, sm3, verifySm2 } from './sm2.ts';

/** GM/T 0003.5, appendix A: key, message and signature of the example. */
const KEY =
  '09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13';
const R = 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n;
const S = 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan;

describe('SM2 with SM3, by the examples of GM/T 0003.5 and 0004', () => {
  test('SM3 of both messages', () => {
    expect(sm3(Buffer.from('abc')).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect(sm3(Buffer.from('abcd'.repeat(16))).toString('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  test('the signature stands, and no other does', () => {
    const message = Buffer.from('message digest');
    expect(verifySm2(message, { r: R, s: S }, KEY)).toBe(true);
    expect(verifySm2(message, { r: R, s: S }, `04${KEY}`)).toBe(true);
    expect(verifySm2(Buffer.from('message digesu'), { r: R, s: S }, KEY)).toBe(false);
    expect(verifySm2(message, { r: R, s: S }, KEY, Buffer.from('ALICE123@YAHOO.COM'))).toBe(false);
    expect(verifySm2(message, { r: S, s: R }, KEY)).toBe(false);
    for (const bad of [0n, -1n, 1n << 256n]) {
      expect(verifySm2(message, { r: bad, s: S }, KEY)).toBe(false);
      expect(verifySm2(message, { r: R, s: bad }, KEY)).toBe(false);
    }
    expect(verifySm2(message, { r: R, s: S }, `${KEY.slice(0, -1)}4`)).toBe(false);
    expect(verifySm2(message, { r: R, s: S }, 'no key')).toBe(false);
  });

  test('a signature is read from DER and from its bare numbers', () => {
    const bare = Buffer.from(R.toString(16) + S.toString(16), 'hex');
    expect(readSignature(bare)).toEqual({ r: R, s: S });
    const part = (value: bigint): string => `022100${value.toString(16)}`;
    const der = Buffer.from(`3046${part(R)}${part(S)}`, 'hex');
    expect(readSignature(der)).toEqual({ r: R, s: S });
    expect(readSignature(der.subarray(0, -1))).toBeUndefined();
    expect(readSignature(Buffer.from('nothing'))).toBeUndefined();
  });
});

/** Signed with the key of the example by another program. */
const SIGNED = readFileSync(
  join(import.meta.dirname, '../../../test/fixture/ingest/ok/einvoice.xml'),
  'utf8',
);

const read = (text: string | Buffer, sealKeys?: readonly string[]): FileRead =>
  readTraced(text, { name: 'a.xml', ...(sealKeys && { sealKeys }) });

describe('the signature of a bureau', () => {
  const stateOf = (text: string, keys?: readonly string[]): unknown => {
    const [record] = read(text, keys).records;
    return record?.document && 'authority' in record.document
      ? [record.document.authority?.signature, record.accepted]
      : undefined;
  };

  test('is valid by a trusted key alone', () => {
    expect(stateOf(SIGNED)).toEqual(['unverifiable', true]);
    expect(stateOf(SIGNED, [KEY])).toEqual(['valid', true]);
    expect(
      stateOf(SIGNED.replace(/<SignatureValue>.*<\/SignatureValue>/, '<SignatureValue/>'), [KEY]),
    ).toEqual(['absent', true]);
  });

  test('is unverifiable with a key in the file that is not trusted, invalid where that contradicts', () => {
    const own = SIGNED.replace('<KeyInfo/>', `<KeyInfo><KeyValue>${KEY}</KeyValue></KeyInfo>`);
    expect(stateOf(own)).toEqual(['unverifiable', true]);
    expect(stateOf(own.replace('购买方', '另一方'))).toEqual(['invalid', false]);
    expect(stateOf(SIGNED.replace('购买方', '另一方'), [KEY])).toEqual(['unverifiable', true]);
  });

  test('a share is a rate in per cent, a unit stands beside its quantity', () => {
    expect(read(SIGNED).records[0]?.document).toMatchObject({
      issuedOn: '2025-03-01',
      lines: [{ vat: { ratePpm: 130_000n }, quantity: { unit: '个' } }],
    });
  });
});

describe('other tags', () => {
  const CHINESE = `<?xml version="1.0" encoding="GB18030"?>
<电子发票><发票号码>25442000000000000002</发票号码><开票日期>2025年3月1日</开票日期>
<销售方><名称>甲公司</名称><纳税人识别号>91350100M000100Y43</纳税人识别号></销售方>
<购买方名称>乙公司</购买方名称><购买方纳税人识别号>91440300708461136T</购买方纳税人识别号>
<项目明细><项目名称>*金属制品*螺栓</项目名称><规格型号>M8</规格型号><单位>个</单位><数量>10</数量><单价>10</单价><金额>100.00</金额><税率>13%</税率><税额>13.00</税额></项目明细>
<合计金额>100.00</合计金额><合计税额>13.00</合计税额><价税合计小写>113.00</价税合计小写><备注>合同 7</备注></电子发票>`;
  const pinyin = (number: string, sign = ''): string =>
    `<FPXX><FPHM>${number}</FPHM><KPRQ>20250301</KPRQ><XFMC>甲公司</XFMC><XFSH>91350100M000100Y43</XFSH><GFMC>乙公司</GFMC><GFSH>91440300708461136T</GFSH>
<HJJE>${sign}100.00</HJJE><HJSE>${sign}13.00</HJSE><JSHJ>${sign}113.00</JSHJ>${sign ? '<YFPHM>25442000000000000003</YFPHM>' : ''}<FPMX><SPMC>螺栓</SPMC><DW>个</DW><SPSL>${sign}10</SPSL><DJ>10</DJ><JE>${sign}100.00</JE><SL>0.13</SL></FPMX></FPXX>`;

  test('Chinese words in the charset that the file names', () => {
    const bytes = iconv.encode(CHINESE, 'gb18030');
    const [record] = read(bytes).records;
    expect([record?.accepted, record && invoiceKeys(record)]).toMatchObject([
      true,
      {
        kind: 'Invoice',
        number: '25442000000000000002',
        seller_id: '91350100M000100Y43',
        buyer_id: '91440300708461136T',
        issue_date: '2025-03-01',
        currency: 'CNY',
        tax_exclusive: '100.00',
        payable: '113.00',
        lines: 1,
      },
    ]);
    expect(record?.document).toMatchObject({
      seller: { name: '甲公司' },
      buyer: { name: '乙公司' },
      lines: [{ vat: { ratePpm: 130_000n }, quantity: { unit: '个' } }],
      authority: { signature: 'absent' },
    });
  });

  test('initials of pinyin, several in one file, a red one that credits its blue one', () => {
    const { records } = read(
      `<business>${pinyin('25442000000000000003')}${pinyin('25442000000000000004', '-')}</business>`,
    );
    expect(records.map(r => [r.accepted, r.document])).toMatchObject([
      [true, { kind: 'invoice', totals: { payable: { minor: 11_300n } } }],
      [
        true,
        {
          kind: 'creditNote',
          totals: { payable: { minor: 11_300n } },
          lines: [{ net: { minor: 10_000n } }],
          refs: [{ number: '25442000000000000003' }],
        },
      ],
    ]);
  });
});
