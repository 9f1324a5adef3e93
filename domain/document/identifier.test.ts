import { cleanIdentifier, hasCheckDigits, isKeyIdent, isUscc, partyKey } from './index.ts';

describe('identifiers', () => {
  // Sources: GB 32100-2015 example; SWIFT IBAN registry; GLEIF; GS1; ISO 11649 annex.
  test.each([
    ['USCC', '91350100M000100Y43', true],
    ['USCC', '91350100M000100Y44', false],
    ['IBAN', 'NL26 VAYB 8060 4768 91', false],
    ['IBAN', 'GB82 WEST 1234 5698 7654 32', true],
    ['IBAN', 'DE89370400440532013000', true],
    ['LEI', '529900T8BM49AURSDO55', true],
    ['LEI', '529900T8BM49AURSDO56', false],
    ['GLN', '7300010000001', true],
    ['GLN', '7300010000002', false],
    ['RF', 'RF18539007547034', true],
    ['RF', 'RF33TALLY000001', true],
    ['RF', 'RF34TALLY000001', false],
  ] as const)('%s %s is %s', (scheme, text, expected) => {
    expect(hasCheckDigits(scheme, text)).toBe(expected);
  });

  test('a letter that the code never uses is no USCC', () => {
    expect(isUscc('91350100I000100Y43')).toBe(false);
  });

  test('identifiers lose marks and full width, keep leading zeros', () => {
    expect(cleanIdentifier(' ００\u200b7Ａ ')).toEqual({ value: '007A', notes: ['TXT-02'] });
    expect(cleanIdentifier('007')).toEqual({ value: '007', notes: [] });
  });

  test('test identifiers are never keys', () => {
    expect(['NA', '123', '0000', '12345', 'TEST1'].map(isKeyIdent)).toEqual(Array(5).fill(false));
    const party = { name: ' Acme  Ltd ', idents: [{ scheme: 'VAT', value: 'NA' }], accounts: [] };
    expect(partyKey(party)).toBe('ACME LTD');
    expect(partyKey({ ...party, idents: [{ scheme: null, value: '175 269 2355' }] })).toBe(
      '1752692355',
    );
  });
});
