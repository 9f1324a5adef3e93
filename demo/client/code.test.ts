import { codeAt } from './code.ts';

describe('one-time codes', () => {
  // RFC 6238, appendix B: SHA-1 rows, last six of the eight digits; secret "12345678901234567890".
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('at %i seconds the code is %s', (seconds, code) => {
    expect(codeAt(secret, seconds * 1000)).toBe(code);
  });
});
