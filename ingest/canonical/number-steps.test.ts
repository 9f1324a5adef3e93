import { applyStep } from './transform.ts';

test.each([
  ['1.5E3', '1500'],
  ['1E-2', '0.01'],
  ['-2.50e1', '-25.0'],
  ['12.', '12.'],
  ['7', '7'],
])('%s without its exponent is %s', (text, plain) => {
  expect(applyStep(text, 'plain', '')).toBe(plain);
});

test('a number of a million digits is looked at once, not once from each digit', () => {
  const digits = '1'.repeat(1_000_000);
  expect(applyStep(digits, 'plain', '')).toBe(digits);
});
