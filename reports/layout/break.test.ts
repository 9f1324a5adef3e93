import { breakLines, pieces, type Measure } from './break.ts';
import type { TextStyle } from './page.ts';

const style: TextStyle = { weight: 'regular', size: 10, colour: '#000000', leading: 1.5 };
/** Han and full-width marks are one em, the rest half an em. */
const measure: Measure = text =>
  Array.from(text).reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 10 : 5), 0);
const lines = (text: string, width: number): readonly string[] =>
  breakLines(text, { width, style, measure });

describe('line breaks', () => {
  test('Chinese may break between any two characters', () => {
    expect(lines('应收账款债权凭证', 40)).toEqual(['应收账款', '债权凭证']);
  });

  test('no closing mark starts a line and no opening mark ends one', () => {
    expect(lines('应收账款，债权', 40)).toEqual(['应收账', '款，债权']);
    expect(lines('甲乙丙（丁戊', 40)).toEqual(['甲乙丙', '（丁戊']);
    expect(pieces('（甲）。乙')).toEqual(['（甲）。', '乙']);
  });

  test('a Latin word and an amount with its unit stay whole', () => {
    expect(lines('pays CNY\u00a01,000.00 now', 70)).toEqual(['pays', 'CNY\u00a01,000.00', 'now']);
    expect(lines('共90\u00a0天为止', 30)).toEqual(['共', '90\u00a0天', '为止']);
  });

  test('a word wider than the line is cut and nothing is lost', () => {
    const name = 'x'.repeat(200);
    expect(lines(name, 60).join('')).toBe(name);
    expect(Math.max(...lines(name, 60).map(line => line.length))).toBe(12);
  });

  test('two hundred Han characters are kept whole', () => {
    const name = '恒'.repeat(200);
    expect(lines(name, 95).join('')).toBe(name);
  });
});
