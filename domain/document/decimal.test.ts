import { formatExact, readDecimal, readMarked, toMoney } from './index.ts';

describe('decimals', () => {
  test.each([
    ['489.37500000000006', '489.375', true],
    ['1800', '1800', false],
    ['-12.50', '-12.5', false],
    ['+3', '3', false],
    ['.5', '0.5', false],
    ['5.', '5', false],
    ['0.1234567891', '0.1234567891', false],
    ['0.30000000000000004', '0.3', true],
    ['000.10', '0.1', false],
  ])('reads %s as %s', (text, expected, snapped) => {
    const read = readDecimal(text);
    expect(read.ok && [formatExact(read.value.value), read.value.snapped]).toEqual([
      expected,
      snapped,
    ]);
  });

  test.each([
    ['1.234,56', 'NUM-04'],
    ['1,234.56', 'NUM-04'],
    ["1'234", 'NUM-04'],
    ['1E400', 'NUM-01'],
    ['', 'NUM-01'],
    ['-', 'NUM-01'],
    ['1.2.3', 'NUM-01'],
    ['１２', 'NUM-01'],
    ['0x10', 'NUM-01'],
    ['0.1234567890123', 'NUM-03'],
  ])('refuses %s with %s', (text, fault) => {
    expect(readDecimal(text)).toEqual({ ok: false, error: fault });
  });

  test.each([
    ['1.234,56', { decimal: ',', group: '.' } as const, '1234.56'],
    ['1,533.50', { decimal: '.', group: ',' } as const, '1533.5'],
    ['12,50-', { decimal: ',', trailingMinus: true } as const, '-12.5'],
    ['(12.50)', { decimal: '.', parentheses: true } as const, '-12.5'],
  ])('reads %s by its named marks', (text, marks, expected) => {
    const read = readMarked(text, marks);
    expect(read.ok && formatExact(read.value.value)).toBe(expected);
  });

  test('refuses a group mark that does not stand every three digits', () => {
    expect(readMarked('1,53.50', { decimal: '.', group: ',' })).toEqual({
      ok: false,
      error: 'NUM-01',
    });
  });

  test('turns a decimal into money only without a rest', () => {
    expect(toMoney({ coefficient: 1250n, scale: 1 }, 'EUR')).toEqual({
      ok: true,
      value: { minor: 12500n, currency: 'EUR' },
    });
    expect(toMoney({ coefficient: 489375n, scale: 3 }, 'EUR')).toEqual({
      ok: false,
      error: 'NUM-03',
    });
    expect(toMoney({ coefficient: 489375n, scale: 3 }, 'EUR', 'halfUp')).toMatchObject({
      value: { minor: 48938n },
    });
    expect(toMoney({ coefficient: 27005n, scale: 1 }, 'JPY')).toEqual({
      ok: false,
      error: 'NUM-03',
    });
    expect(toMoney({ coefficient: 1n, scale: 0 }, 'XXX')).toEqual({ ok: false, error: 'CUR-02' });
  });
});
