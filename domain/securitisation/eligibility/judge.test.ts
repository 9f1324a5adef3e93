import type { Candidate } from './candidate.ts';
import type { RuleCode } from './checks.ts';
import { measureExcess, type Weighed } from './concentration.ts';
import { judge, type Rule } from './judge.ts';

const GOOD: Candidate = {
  id: 'r1',
  claim: {
    confirmedByDebtor: true,
    deliveryProved: true,
    unconditional: true,
    defence: false,
    disputed: false,
    startOn: '2026-01-10',
    dueOn: '2026-07-10',
    currency: 'CNY',
    face: 100_000n,
  },
  title: {
    free: 100_000n,
    offered: 100_000n,
    fingerprintUsed: false,
    wholeContract: true,
    splitIdentified: false,
    assignable: true,
    noticePossible: true,
  },
  obligor: {
    defaulted: false,
    badRecord: false,
    grade: 'A',
    affiliateSharePpm: 0,
    dishonest: false,
  },
  checks: {
    negativeList: false,
    screeningHit: false,
    planAccount: true,
    taxInvoiceVerified: true,
    matchDifferencePpm: 1_000,
    licenceUntil: '2027-12-31',
    coveragePpm: 1_200_000,
    lookThroughComplete: true,
    leaseRegistered: true,
  },
  evidence: { 'EL-05': 'dispute-7' },
};

const PARAMS: Partial<Record<RuleCode, Rule['params']>> = {
  'EL-07': { until: '2026-12-31' },
  'EL-10': { min: '10000', max: '100000' },
  'EL-19': { ppm: 50_000 },
  'EL-25': { ppm: 1_000 },
  'EL-26': { until: '2027-12-31' },
  'EL-27': { ppm: 1_200_000 },
};

const CODES = Array.from(
  { length: 29 },
  (_, at) => `EL-${String(at + 1).padStart(2, '0')}` as RuleCode,
);
const RULES: Rule[] = CODES.map(code => ({
  code,
  effect: 'reject',
  ...(PARAMS[code] ? { params: PARAMS[code] } : {}),
}));
const ON = '2026-03-31';

type Part = { [K in 'claim' | 'title' | 'obligor' | 'checks']?: Partial<Candidate[K]> };
const changed = (part: Part): Candidate => ({
  ...GOOD,
  claim: { ...GOOD.claim, ...part.claim },
  title: { ...GOOD.title, ...part.title },
  obligor: { ...GOOD.obligor, ...part.obligor },
  checks: { ...GOOD.checks, ...part.checks },
});
const codes = (asset: Candidate, on = ON): string[] =>
  judge(asset, RULES, on).failures.map(({ code }) => code);

describe('eligibility', () => {
  test('a good asset, at each limit exactly, fails nothing', () => {
    expect(judge(GOOD, RULES, ON)).toEqual({ eligible: true, countedPpm: 1_000_000, failures: [] });
  });

  test.each<[RuleCode, Part]>([
    ['EL-01', { claim: { confirmedByDebtor: false } }],
    ['EL-02', { claim: { deliveryProved: false } }],
    ['EL-03', { claim: { unconditional: false } }],
    ['EL-04', { claim: { defence: true } }],
    ['EL-05', { claim: { disputed: true } }],
    ['EL-06', { claim: { dueOn: '2026-03-30' } }],
    ['EL-09', { claim: { currency: 'USD' } }],
    ['EL-10', { claim: { face: 100_001n } }],
    ['EL-10', { claim: { face: 9_999n } }],
    ['EL-11', { title: { free: 99_999n } }],
    ['EL-12', { title: { fingerprintUsed: true } }],
    ['EL-13', { title: { wholeContract: false } }],
    ['EL-14', { title: { assignable: false } }],
    ['EL-15', { title: { noticePossible: false } }],
    ['EL-16', { obligor: { defaulted: true } }],
    ['EL-17', { obligor: { badRecord: true } }],
    ['EL-18', { obligor: { grade: 'BB' } }],
    ['EL-18', { obligor: { grade: null } }],
    ['EL-19', { obligor: { affiliateSharePpm: 50_001 } }],
    ['EL-20', { obligor: { dishonest: true } }],
    ['EL-21', { checks: { negativeList: true } }],
    ['EL-22', { checks: { screeningHit: true } }],
    ['EL-23', { checks: { planAccount: false } }],
    ['EL-24', { checks: { taxInvoiceVerified: false } }],
    ['EL-25', { checks: { matchDifferencePpm: 1_001 } }],
    ['EL-25', { checks: { matchDifferencePpm: null } }],
    ['EL-26', { checks: { licenceUntil: '2027-12-30' } }],
    ['EL-27', { checks: { coveragePpm: 1_199_999 } }],
    ['EL-28', { checks: { lookThroughComplete: false } }],
    ['EL-29', { checks: { leaseRegistered: false } }],
  ])('%s', (code, part) => {
    expect(codes(changed(part))).toEqual([code]);
  });

  test('EL-07 and EL-08: due after the issue term, and more than a year after its start', () => {
    expect(codes(changed({ claim: { dueOn: '2027-01-01' } }))).toEqual(['EL-07']);
    expect(codes(changed({ claim: { dueOn: '2027-01-11' } }))).toEqual(['EL-07', 'EL-08']);
  });

  test('all failures are told, each with what was found, required and recorded', () => {
    const asset = changed({
      claim: { disputed: true, dueOn: '2026-03-01' },
      checks: { screeningHit: true },
    });
    const { eligible, failures } = judge(asset, RULES, ON);
    expect(eligible).toBe(false);
    expect(failures.map(({ code, found, evidence }) => [code, found, evidence])).toEqual([
      ['EL-05', 'in dispute', 'dispute-7'],
      ['EL-06', '30 days overdue', null],
      ['EL-22', 'hit', null],
    ]);
  });

  test('a warning lets an asset in, a haircut lets a part of it in', () => {
    const rules: Rule[] = [
      { code: 'EL-08', effect: 'warn', params: { months: 5 } },
      { code: 'EL-24', effect: { haircutPpm: 200_000 } },
    ];
    const found = judge(changed({ checks: { taxInvoiceVerified: false } }), rules, ON);
    expect(found).toMatchObject({ eligible: true, countedPpm: 800_000 });
    expect(found.failures).toHaveLength(2);
  });
});

describe('concentration', () => {
  const asset = (
    id: string,
    balance: bigint,
    bornOn: string,
    groups: Record<string, string>,
  ): Weighed => ({ id, balance, bornOn, groups });
  const ASSETS = [
    asset('old', 600n, '2026-01-01', { obligor: 'x', industry: 'steel' }),
    asset('new', 600n, '2026-02-01', { obligor: 'x', industry: 'steel' }),
    asset('other', 800n, '2026-01-15', { obligor: 'y', industry: 'freight' }),
  ];

  test('the excess of a group falls on its youngest asset', () => {
    const found = measureExcess(ASSETS, [{ by: 'obligor', ppm: 500_000 }], 'before');
    expect(found.ok && found.value).toEqual({
      byAsset: { new: 200n },
      groups: [{ by: 'obligor', group: 'x', excess: 200n }],
      excess: 200n,
      netPoolBalance: 1_800n,
    });
  });

  test('a later limit sees what the earlier one left', () => {
    const limits = [
      { by: 'obligor', ppm: 500_000 },
      { by: 'industry', ppm: 450_000 },
    ];
    const found = measureExcess(ASSETS, limits, 'before');
    expect(found.ok && found.value.groups.map(({ by, excess }) => [by, excess])).toEqual([
      ['obligor', 200n],
      ['industry', 100n],
    ]);
  });

  test('measured on what is left, limits settle, or it is said that they do not', () => {
    const found = measureExcess(ASSETS, [{ by: 'obligor', ppm: 600_000 }], 'after');
    expect(found.ok && found.value.netPoolBalance).toBe(2_000n);
    const never = measureExcess(
      ASSETS.map(a => ({ ...a, balance: a.balance * 10n ** 30n })),
      [{ by: 'obligor', ppm: 400_000 }],
      'after',
    );
    expect(never).toMatchObject({ ok: false, error: { code: 'CONCENTRATION_NO_FIXED_POINT' } });
  });
});
