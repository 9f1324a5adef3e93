import { describeSamples, sampleJson } from '../../../test/fixture/samples.ts';
import { fraction, fractionOf, roundFraction, times, type Fraction } from '../../rate/index.ts';
import { measureExcess, type Weighed } from '../eligibility/concentration.ts';
import {
  carryReserve,
  concentrationFloor,
  daysSalesOutstanding,
  defaultRatio,
  dilutionFrom,
  dilutionRatio,
  dilutionReserve,
  lossReserve,
  minimumReserve,
  printedPercent,
  reserveOnCapital,
  totalReserve,
} from './reserve.ts';

const FILE = 'abs/reserves/definitions.json';
const part = (text: string | number): Fraction => fractionOf(String(text))!;
const eight = (value: Fraction): string => {
  const digits = roundFraction(times(value, fraction(100_000_000n)), 'halfUp')
    .toString()
    .padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
};
const valueOf = (reserve: { ok: boolean; value?: Fraction }): string => eight(reserve.value!);

/** The cases that were worked out beside the published definitions, to eight places. */
describeSamples(FILE, 'dynamic reserves', () => {
  const cases: any[] = sampleJson(FILE).derivedCases;
  const of = (kind: string) => cases.filter(one => one.kind === kind);

  test('the sample holds 21 cases', () => expect(cases).toHaveLength(21));

  test.each(of('dilutionReservePct').filter(one => one.variant))(
    'dilution, $variant, SF $input.SF',
    one => {
      const found = dilutionReserve({
        stress: part(one.input.SF),
        ratios: one.input.monthlyDilutionRatios.map(part),
        spike: one.variant === 'DS=highest month' ? 'highestMonth' : 'highestAverage',
        horizon: part(one.input.DHR),
      });
      expect(valueOf(found)).toBe(one.expected);
    },
  );

  test('no dilution at all needs nothing; a spike without an average is reported', () => {
    const of0 = (spike: string) => dilutionFrom(part('2.25'), part('0'), part(spike), part('1'));
    expect(of0('0')).toEqual({ ok: true, value: { n: 0n, d: 1n } });
    expect(of0('0.01')).toMatchObject({ ok: false, error: { code: 'RESERVE_ED_ZERO' } });
  });

  test.each(of('lossReservePct'))('loss, SF $input.SF', one => {
    const found = lossReserve({
      stress: part(one.input.SF),
      defaultRatios: one.input.monthlyDefaultRatios.map(part),
      horizonSales: one.input.salesLast4Months.map(BigInt),
      netPoolBalance: BigInt(one.input.NPB),
    });
    expect(valueOf(found)).toBe(one.expected);
  });

  test.each(of('yieldReservePct'))('yield on $input.base', one => {
    const { DSO, rate, base } = one.input;
    expect(eight(carryReserve(part('1.5'), part(DSO), part(rate), base))).toBe(one.expected);
  });

  test.each(of('concentrationReserveFloorPct'))('concentration floor', one => {
    const group = (name: string) => one.input[name].map(part);
    const shares = { A: group('A'), B: group('B'), C: group('C'), D: group('D') };
    expect(eight(concentrationFloor(shares))).toBe(one.expected);
    expect(eight(concentrationFloor(shares, part('0.2')))).toBe('0.20000000');
  });

  test.each(of('totalReserve'))('total, decided by $decidedBy', one => {
    const exact = of('dilutionReservePct').find(
      c => c.variant === 'DS=highest month' && c.input.SF === '2.25',
    );
    const dilution = dilutionReserve({
      stress: part('2.25'),
      ratios: exact.input.monthlyDilutionRatios.map(part),
      spike: 'highestMonth',
      horizon: part('1.10'),
    });
    const floor = part(one.input.concentrationFloor ?? '0.112');
    const minimum = minimumReserve(floor, part('0.0135'), part('1.10'));
    const total = totalReserve({
      netPoolBalance: 9_000_000_000n,
      loss: { ok: true, value: part(one.lossPct) },
      dilution,
      minimum,
      yield: carryReserve(part('1.5'), part('48'), part('0.0525'), 360),
      servicing: carryReserve(part('1'), part('48'), part('0.01'), 360),
    });
    if (!total.ok) throw new Error(total.error.code);
    expect(eight(minimum)).toBe(one.minimumPct);
    expect(eight(total.value.part)).toBe(one.expectedPct);
    expect(total.value.decidedBy).toBe(one.decidedBy);
    expect(total.value.reserve).toBe(BigInt(one.expectedReserve.replace('.', '')));
    if (one.maximumFunding)
      expect(total.value.funding).toBe(BigInt(one.maximumFunding.replace('.', '')));
  });

  test.each(of('excessConcentration'))('excess of obligors over their limits', one => {
    const named: any[] = one.input.obligors;
    const rest =
      BigInt(one.input.eligible) - named.reduce((sum: bigint, o) => sum + BigInt(o.balance), 0n);
    const asset = (id: string, balance: bigint): Weighed => ({
      id,
      balance,
      bornOn: '2026-01-01',
      groups: { obligor: id },
    });
    const others = Array.from({ length: 100 }, (_, index) =>
      asset(`small${index}`, index === 0 ? rest - 99n * (rest / 100n) : rest / 100n),
    );
    const special = Object.fromEntries(
      named.map(o => [o.id, Number(one.input.limits[o.group]) * 1_000_000]),
    );
    const found = measureExcess(
      [...named.map(o => asset(o.id, BigInt(o.balance))), ...others],
      [{ by: 'obligor', ppm: 1_000_000, special }],
      'before',
    );
    expect(found.ok && found.value.excess).toBe(BigInt(one.expectedExcess));
    expect(found.ok && found.value.netPoolBalance).toBe(BigInt(one.expectedNPB));
  });

  test('ratios are printed to a hundredth of a per cent, a half up', () => {
    expect([printedPercent(part('0.012345')), printedPercent(part('0.012350'))]).toEqual([
      '1.23%',
      '1.24%',
    ]);
  });

  test.each(of('reserveOnCapital'))('on capital', one => {
    expect(reserveOnCapital(BigInt(one.input.capital), part(one.input.R))).toBe(
      BigInt(one.expected),
    );
  });
});

describe('months of a pool', () => {
  const month = (sales: bigint, dilutions = 0n, newlyDefaulted = 0n, balance = 0n) => ({
    sales,
    dilutions,
    newlyDefaulted,
    balance,
  });

  test('ratios look back by their lag; a month without sales has none', () => {
    const months = [month(1000n), month(0n, 20n), month(500n, 30n, 10n, 900n)];
    expect(dilutionRatio(months, 1, 1)).toEqual(fraction(20n, 1000n));
    expect(dilutionRatio(months, 2, 1)).toBeNull();
    expect(dilutionRatio(months, 2, 2)).toEqual(fraction(30n, 1000n));
    expect(defaultRatio(months, 2, 2)).toEqual(fraction(10n, 1000n));
    // 900 over 1,500 of sales, of 90 days: 54.
    expect(roundFraction(daysSalesOutstanding(months)!, 'halfUp')).toBe(54n);
  });

  test('three absent months fund nothing', () => {
    const ratios = [...Array<null>(3).fill(null), ...Array<Fraction>(9).fill(part('0.01'))];
    const terms = {
      stress: part('2'),
      defaultRatios: ratios,
      horizonSales: [100n],
      netPoolBalance: 100n,
    };
    expect(lossReserve(terms)).toMatchObject({ ok: false, error: { code: 'RESERVE_UNAVAILABLE' } });
    const enough = { ...terms, defaultRatios: ratios.slice(1) };
    expect(lossReserve(enough).ok).toBe(true);
  });
});
