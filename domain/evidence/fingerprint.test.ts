import { createHash } from 'node:crypto';
import { fingerprintValues, readFingerprintFields } from './fingerprint-fields.ts';
import { compareNumbers, preimages, skeleton, type FingerprintFields } from './fingerprint.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const FIELDS: FingerprintFields = {
  sellerTaxId: '29AAFCC9980M1ZR',
  buyer: 'Acme',
  fiscalYear: '2019-20',
  type: 'INV',
  number: '2019-20/KA/1',
  issuedOn: '2019-04-30',
  currency: 'INR',
  totalMinor: 100n,
};

function preimage(kind: string, change: Partial<FingerprintFields> = {}): string | undefined {
  return preimages({ ...FIELDS, ...change }).find(p => p.kind === kind)?.text;
}

describe('fingerprints', () => {
  test('K1 has the public recipe and its test value', () => {
    expect(sha256(preimage('K1') ?? '')).toBe(
      '23f498ee41441ecad30f72ba5b9907506c3df70a17b0e0dff46b76a786400662',
    );
  });

  test.each([
    ['2024-007', '2024-7', '20247'],
    ['INV 2024/0007', '２０２４-007', '20247'],
    ['Invoice No. 12', '12', '12'],
    ['发票号 0012', 're-12', '12'],
    ['PO1', 'P01', 'P1'],
    ['2024-O07', '2024-007', '20247'],
    ['A\u200bB-1', 'ab l', 'AB1'],
    ['NO', 'NO', 'N0'],
  ])('%s and %s share the skeleton %s', (left, right, expected) => {
    expect([skeleton(left), skeleton(right)]).toEqual([expected, expected]);
  });

  test('numbers that differ in a digit share no skeleton', () => {
    expect(skeleton('2024-17')).not.toBe(skeleton('2024-71'));
    expect(skeleton('100')).not.toBe(skeleton('10'));
  });

  test('width, case and blanks leave K1 alone; separators and zeros leave S1 alone', () => {
    const number = ' ２０１９-20/ka/1 ';
    expect(preimage('K1', { number })).toBe(preimage('K1'));
    const other = '2019 20 KA 001';
    expect(preimage('K1', { number: other })).not.toBe(preimage('K1'));
    expect(preimage('S1', { number: other })).toBe(preimage('S1'));
    expect(compareNumbers('2019-20/KA/1', other)).toBe('normalised');
    expect(compareNumbers('2019-20/KA/1', number)).toBe('exact');
    expect(compareNumbers('2019-20/KA/1', '2019-20/KA/2')).toBe('none');
  });

  test('next fiscal year, another seller and a credit note are no duplicates', () => {
    for (const change of [
      { fiscalYear: '2020-21' },
      { sellerTaxId: 'OTHER1' },
      { type: 'CRN' as const },
    ]) {
      expect(preimage('K1', change)).not.toBe(preimage('K1'));
      expect(preimage('S1', change)).not.toBe(preimage('S1'));
    }
  });

  test('S2 finds the same trade under another number, and only with the same amount', () => {
    expect(preimage('S2', { number: 'X-1' })).toBe(preimage('S2'));
    expect(preimage('S2', { totalMinor: 101n })).not.toBe(preimage('S2'));
  });

  test('K3 to K6, S3 and S4 stand only where their fields stand', () => {
    expect(preimages(FIELDS).map(p => p.kind)).toEqual(['K1', 'K2', 'S1', 'S2']);
    const full = preimages({
      ...FIELDS,
      canonicalHash: 'aa',
      rawHash: 'bb',
      authorityNumber: '2431 2000 0000 1234 5678',
      orderNumber: 'PO-1',
      deliveryNumber: 'D-1',
      lines: [
        { item: 'b', quantity: '1', price: '2' },
        { item: 'a', quantity: '1', price: '2' },
      ],
    });
    expect(full.map(p => p.kind)).toEqual([
      'K1',
      'K2',
      'S1',
      'S2',
      'K3',
      'K4',
      'K5',
      'K6',
      'S3',
      'S4',
    ]);
    expect(full.find(p => p.kind === 'K5')?.text).toBe('24312000000012345678');
  });
});

describe('fingerprint fields as private values', () => {
  const full: FingerprintFields = {
    ...FIELDS,
    rawHash: 'bb',
    orderNumber: 'PO-1',
    lines: [{ item: 'a', quantity: '1', price: '2' }],
  };

  test('travel as values under their invoice and come back whole', () => {
    const values = [...fingerprintValues(FIELDS, 0), ...fingerprintValues(full, 1)];
    expect(values.map(v => v.path)).toContain('invoices[0].number');
    expect(readFingerprintFields(values, 0)).toEqual(FIELDS);
    expect(readFingerprintFields(values, 1)).toEqual(full);
  });

  test('are not read when a field that K1 needs is missing or no text', () => {
    for (const name of ['number', 'sellerTaxId', 'fiscalYear', 'type', 'totalMinor']) {
      const values = fingerprintValues(FIELDS, 0).filter(v => v.path !== `invoices[0].${name}`);
      expect(readFingerprintFields(values, 0)).toBeUndefined();
      const wrong = [...values, { path: `invoices[0].${name}`, value: 7 }];
      expect(readFingerprintFields(wrong, 0)).toBeUndefined();
    }
  });
});
