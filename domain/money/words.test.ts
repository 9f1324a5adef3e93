import fc from 'fast-check';
import Nzh from 'nzh';
import { moneyWords, parseMoneyWords, WORDS_MINOR_MAX } from './words.ts';
import type { Currency, Money } from './money.ts';

const cny = (minor: bigint): Money => ({ minor, currency: 'CNY' });
const written = (amount: Money, language: 'zh' | 'en'): string => {
  const words = moneyWords(amount, language);
  if (!words.ok) throw new Error(words.error);
  return words.value;
};

describe('amount in words', () => {
  test.each<[bigint, string]>([
    [0n, '零元整'],
    [1n, '壹分'],
    [5n, '伍分'],
    [50n, '伍角整'],
    [55n, '伍角伍分'],
    [100n, '壹元整'],
    [1_000n, '壹拾元整'],
    [10_005n, '壹佰元零伍分'],
    [140_950n, '壹仟肆佰零玖元伍角整'],
    [1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
    [10_700_053n, '壹拾万柒仟元伍角叁分'],
    [101_001_001n, '壹佰零壹万零壹拾元零壹分'],
    [10_000_000_100n, '壹亿零壹元整'],
    [1_000_000_000_000_00n, '壹万亿元整'],
    [1_000_100_000_000_00n, '壹万零壹亿元整'],
    [1_000_000_000_001_00n, '壹万亿零壹元整'],
    [99_999_999_999_999n, '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('writes %s hundredths as %s', (minor, words) => {
    expect(written(cny(minor), 'zh')).toBe(`人民币${words}`);
  });

  test.each<[Money, string]>([
    [cny(0n), 'CNY zero and 00/100'],
    [cny(10_700_053n), 'CNY one hundred and seven thousand and 53/100'],
    [cny(100_100n), 'CNY one thousand and one and 00/100'],
    [cny(2_135_700n), 'CNY twenty-one thousand three hundred and fifty-seven and 00/100'],
    [{ minor: 1_234n, currency: 'JPY' }, 'JPY one thousand two hundred and thirty-four'],
    [{ minor: 1_001n, currency: 'KWD' }, 'KWD one and 001/1000'],
  ])('writes %j in English', (amount, words) => {
    expect(written(amount, 'en')).toBe(words);
  });

  test('refuses amounts below zero, above the largest, and a third decimal in Chinese', () => {
    expect(moneyWords(cny(-1n), 'zh')).toEqual({ ok: false, error: 'WORDS_RANGE' });
    expect(moneyWords(cny(WORDS_MINOR_MAX + 1n), 'zh')).toEqual({
      ok: false,
      error: 'WORDS_RANGE',
    });
    expect(moneyWords(cny(WORDS_MINOR_MAX + 1n), 'en')).toEqual({
      ok: false,
      error: 'WORDS_RANGE',
    });
    expect(moneyWords({ minor: 1_001n, currency: 'KWD' }, 'zh').ok).toBe(false);
    expect(moneyWords(cny(WORDS_MINOR_MAX), 'zh').ok).toBe(true);
  });

  test.each([
    '人民币壹佰元伍分',
    '人民币壹佰零元整',
    '人民币拾元整',
    '人民币壹元',
    '壹元整',
    '人民币',
    '人民币壹元壹',
  ])('refuses to read %s', text => {
    expect(parseMoneyWords(text, 'zh')).toEqual({ ok: false, error: 'WORDS_SYNTAX' });
  });

  test.each(['CNY one hundred seven and 00/100', 'CNY one', 'XXX one and 00/100', 'CNY and 1/100'])(
    'refuses to read %s',
    text => {
      expect(parseMoneyWords(text, 'en')).toEqual({ ok: false, error: 'WORDS_SYNTAX' });
    },
  );

  const amounts = fc
    .tuple(fc.integer({ min: 1, max: 18 }), fc.bigInt({ min: 0n, max: WORDS_MINOR_MAX }))
    .map(([length, value]) => value % 10n ** BigInt(length));

  test.each(['zh', 'en'] as const)('reads back what it wrote (%s)', language => {
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom<Currency>('CNY', 'USD', 'HKD', 'SGD'),
        (minor, currency) => {
          const amount = { minor, currency };
          expect(parseMoneyWords(written(amount, language), language)).toEqual({
            ok: true,
            value: amount,
          });
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test('a second hand (nzh) writes the same up to its own, unsteady, closing 整', () => {
    fc.assert(
      fc.property(amounts, minor => {
        const text = `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;
        const ours = written(cny(minor), 'zh').replace(/整$/, '');
        expect(ours).toBe(Nzh.cn.toMoney(text).replace(/整$/, ''));
      }),
      { numRuns: 2_000 },
    );
  });
});
