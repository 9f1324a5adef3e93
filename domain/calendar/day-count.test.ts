import { describeSamples, sampleJson } from '../../test/fixture/samples.ts';
import { compareFractions, fraction, type Fraction } from '../rate/index.ts';
import { chineseDayCount, yearFraction, type DayCount } from './index.ts';

const FILE = 'abs/quantlib/daycounters.json';

type Case = {
  convention: string;
  start: string;
  end: string;
  yearFraction: number;
  days: number;
  refStart?: string;
  refEnd?: string;
  frequency: string;
  endOfMonth: boolean;
};

const NAMES: Readonly<Record<string, DayCount>> = {
  'ACT/ACT ISDA': 'ACT/ACT-ISDA',
  'ACT/ACT ISMA': 'ACT/ACT-ICMA',
  'ACT/ACT AFB': 'ACT/ACT-AFB',
  Thirty365: '30/365',
  'Thirty360(Thirty360::BondBasis': '30/360-BOND',
  'Thirty360(Thirty360::EurobondBasis': '30E/360',
  'Thirty360(Thirty360::USA': '30/360-US',
  'Thirty360(Thirty360::ISDA': '30E/360-ISDA',
};

const asNumber = ({ n, d }: Fraction): number => Number(n) / Number(d);

/** The 148 values of QuantLib's own test suite. */
describeSamples(FILE, 'day counts as QuantLib publishes them', () => {
  const file = sampleJson(FILE);
  const yearFractions: Case[] = file.actualActual;
  const odd: Case[] = file.actualActualIsmaOddLast;
  const blocks: { convention: string; cases: Case[] }[] = file.dayCountCases;

  test('the sample holds 148 of them', () => {
    const dayCounts = blocks.reduce((sum, block) => sum + block.cases.length, 0);
    expect(yearFractions.length + odd.length + dayCounts).toBe(148);
  });

  test.each(yearFractions)('$convention $start to $end', sample => {
    const reference =
      sample.refStart && sample.refEnd ? { from: sample.refStart, to: sample.refEnd } : undefined;
    const facts = reference ? { reference } : {};
    const found = yearFraction(NAMES[sample.convention]!, sample.start, sample.end, facts);
    expect(asNumber(found)).toBeCloseTo(sample.yearFraction, 10);
  });

  test.each(odd)('ICMA with an odd last coupon, $start to $end', sample => {
    const to = sample.frequency === 'Quarterly' ? '2000-02-29' : '2000-07-30';
    const facts = { reference: { from: sample.start, to }, endOfMonth: sample.endOfMonth };
    const found = yearFraction('ACT/ACT-ICMA', sample.start, sample.end, facts);
    const expected = String(sample.yearFraction)
      .split('+')
      .map(part => part.match(/\d+/g)!.map(Number))
      .reduce((sum, [a, b, c]) => sum + a! / (b! * c!), 0);
    expect(asNumber(found)).toBeCloseTo(expected, 12);
  });

  test.each(
    blocks.flatMap(block =>
      block.cases.map((sample, index) => ({ ...sample, convention: block.convention, index })),
    ),
  )('$convention $start to $end is $days days', ({ convention, start, end, days, index }) => {
    // The third example of the ISDA sheet ends its contract four years before the second.
    const termination = index < 18 ? '2012-02-29' : '2008-02-29';
    const found = yearFraction(NAMES[convention]!, start, end, { termination });
    const base = convention === 'Thirty365' ? 365n : 360n;
    expect(compareFractions(found, fraction(BigInt(days), base))).toBe(0);
  });
});

describe('day counts of the Chinese market', () => {
  test.each([
    ['A/365', undefined, 'ACT/365F'],
    ['A/A', undefined, 'ACT/ACT-ISDA'],
    ['30/360', undefined, '30E/360'],
    ['A/365F', 'chinabond', 'NL/365'],
    ['A/365F', 'isda', 'ACT/365F'],
  ] as const)('%s by %s is %s', (label, source, expected) => {
    expect(chineseDayCount(label, source)).toEqual({ ok: true, value: expected });
  });

  test('a bare A/365F is refused, because 29 February may or may not count', () => {
    expect(chineseDayCount('A/365F')).toEqual({
      ok: false,
      error: { code: 'DAYCOUNT_AMBIGUOUS', facts: { label: 'A/365F' } },
    });
    expect(yearFraction('NL/365', '2024-02-28', '2024-03-01')).toEqual(fraction(1n, 365n));
    expect(yearFraction('ACT/365F', '2024-02-28', '2024-03-01')).toEqual(fraction(2n, 365n));
  });
});
