import {
  parseDeal,
  parseModel,
  projectDeal,
  validateDeal,
  validateModel,
  writeModel,
  type Deal,
  type Model,
} from '../../domain/securitisation/index.ts';
import { NEW_POSITION, TRADE_DEAL } from '../../domain/securitisation/test-deal.ts';
import { canonical } from '../../domain/wire/index.ts';
import { importAbsbox } from '../../ingest/index.ts';
import { describeSamples, sampleJson } from '../fixture/samples.ts';

const wireOf = (deal: Deal): any => JSON.parse(canonical(deal));

/** The trade deal with one thing wrong. */
function spoiled(change: (deal: any) => void): Deal {
  const deal = wireOf(TRADE_DEAL);
  change(deal);
  return deal as Deal;
}

const errorsOf = (deal: Deal) =>
  validateDeal(deal)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => `${code} ${path}`);

const faultsOf = (deal: Deal) => {
  const read = parseDeal(JSON.stringify(deal));
  return read.ok ? [] : read.error.map(({ path }) => path);
};

const fee = {
  label: { zh: 'x', en: 'x' },
  from: '2026-01-02',
  kind: 'target',
  paid: { minor: '0' },
};

describe('a deal that is wrong is refused with the place', () => {
  test('the deal itself is read and found right', () => {
    expect(parseDeal(JSON.stringify(TRADE_DEAL))).toEqual({ ok: true, value: TRADE_DEAL });
    expect(validateDeal(TRADE_DEAL)).toEqual([]);
  });

  test.each<[string, (deal: any) => void, string]>([
    [
      'unknown account',
      d => (d.waterfalls.amortising[0].from = ['safe']),
      'V-01 waterfalls.amortising[0].from[0]',
    ],
    [
      'unknown account of a collection',
      d => (d.collections[1].to[0][0] = 'safe'),
      'V-01 collections[1].to[0][0]',
    ],
    [
      'unknown class',
      d => (d.waterfalls.amortising[3].bonds = ['a', 'b', 'c', 'd']),
      'V-02 waterfalls.amortising[3].bonds[3]',
    ],
    [
      'unknown fee',
      d => (d.waterfalls.amortising[0].fees = ['trustee', 'audit']),
      'V-03 waterfalls.amortising[0].fees[1]',
    ],
    ['unknown pool', d => (d.collections[0].pools = ['other']), 'V-04 collections[0].pools[0]'],
    [
      'fee that needs itself',
      d =>
        (d.fees.loop = {
          ...fee,
          of: { times: { of: { feeDue: { names: ['loop'] } }, ppm: 10_000 } },
        }),
      'V-14 fees.loop',
    ],
    [
      'two fees that need each other',
      d => {
        d.fees.one = { ...fee, of: { feeDue: { names: ['two'] } } };
        d.fees.two = { ...fee, of: { feeDue: { names: ['one'] } } };
      },
      'V-14 fees.one',
    ],
    ['coupon in per cent', d => (d.bonds.a.interest.ppb = 5), 'V-20 bonds.a.interest.ppb'],
    [
      'coupon above the whole',
      d => (d.bonds.a.interest.ppb = 5_000_000_000),
      'V-20 bonds.a.interest.ppb',
    ],
    [
      'fee rate in per cent',
      d =>
        (d.fees.service = {
          ...fee,
          kind: 'percent',
          paid: undefined,
          of: { poolBalance: {} },
          rate: { ppm: 2 },
        }),
      'V-20 fees.service.rate.ppm',
    ],
    [
      'shares that are not the whole',
      d => (d.collections[0].to = [['plan', 999_999]]),
      'V-11 collections[0]',
    ],
    ['a flow collected twice', d => d.collections.push(d.collections[0]), 'V-12 collections[2]'],
    [
      'one flow of a pool collected by two rules',
      d => d.collections.push({ flow: 'recovery', pools: ['trade'], to: [['plan', 1_000_000]] }),
      'V-12 collections[2]',
    ],
    [
      'a kind of cash beside all cash',
      d => d.collections.push({ flow: 'cash', to: [['plan', 1_000_000]] }),
      'V-12 collections',
    ],
    [
      'cash of a pool on the ledger without an account',
      d => (d.pools.trade.source = '01890a5d-ac96-774b-bcce-b302099a8057'),
      'V-10 collections',
    ],
    [
      'a first payment too early',
      d => (d.dates.firstPayment = '2026-01-10'),
      'V-28 dates.firstPayment',
    ],
    ['an unknown calendar', d => (d.dates.calendar = 'MARS'), 'V-37 dates.calendar'],
    ['a class that nothing pays', d => (d.bonds.z = d.bonds.a), 'V-09 bonds.z'],
  ])('%s', (_name, change, expected) => {
    expect(errorsOf(spoiled(change))).toContain(expected);
  });

  test.each<[string, (deal: any) => void, string]>([
    ['an unknown member', d => (d.colour = 'red'), 'colour'],
    ['a coupon as a part of one', d => (d.bonds.a.interest.ppb = '0.05'), 'bonds.a.interest.ppb'],
    [
      'an unknown verb',
      d => (d.waterfalls.amortising[0].do = 'give'),
      'waterfalls.amortising[0].do',
    ],
    ['an amount with a mark', d => (d.bonds.a.original = '850.00'), 'bonds.a.original'],
    [
      'an ambiguous day count',
      d => (d.bonds.a.interest.dayCount = 'A/365F'),
      'bonds.a.interest.dayCount',
    ],
    [
      'an unknown formula',
      d => (d.triggers = [{ when: { compare: [{ moon: {} }, '>', { count: 1 }] } }]),
      'triggers[0].when.compare[0].moon',
    ],
  ])('%s', (_name, change, path) => {
    expect(faultsOf(spoiled(change))).toContain(path);
  });

  test('classes that are more than what stands behind them, and classes that are less', () => {
    const model = (faces: bigint): Model => ({
      deal: TRADE_DEAL,
      position: NEW_POSITION,
      pools: {
        trade: {
          asOf: '2026-01-01',
          shape: 'receivable',
          assets: [
            {
              type: 'receivable',
              id: 'r1',
              face: faces,
              advance: 0n,
              start: '2026-01-01',
              due: '2026-03-01',
              status: { kind: 'current' },
            },
          ],
        },
      },
      assumptions: { pools: {}, curves: {} },
    });
    const found = (faces: bigint) =>
      validateModel(model(faces)).map(({ code, severity, path }) => `${code} ${severity} ${path}`);
    expect(found(99_999n)).toContain('V-34 error bonds');
    expect(found(100_001n)).toContain('V-34 warning bonds');
    expect(found(100_000n)).toEqual([]);
    expect(parseModel(canonical(writeModel(model(100_000n))))).toEqual({
      ok: true,
      value: model(100_000n),
    });
  });
});

describe('a trigger exactly at its threshold follows its operator', () => {
  const model = (operator: '>' | '>='): Model => ({
    deal: {
      ...TRADE_DEAL,
      triggers: [
        {
          id: 'late',
          label: { zh: '违约', en: 'default' },
          at: 'beforeDistribution',
          when: {
            compare: [
              { per: { of: { defaults: { window: 'cumulative' } }, base: { poolOriginal: {} } } },
              operator,
              { ppm: 100_000 },
            ],
          },
          effects: [{ setStatus: 'accelerated' }],
          curable: false,
        },
      ],
      waterfalls: { ...TRADE_DEAL.waterfalls, accelerated: TRADE_DEAL.waterfalls.amortising! },
    },
    position: { ...NEW_POSITION, status: 'preClosing' },
    pools: {
      trade: {
        asOf: '2026-01-01',
        shape: 'receivable',
        assets: [
          {
            type: 'receivable',
            id: 'r1',
            face: 10_000n,
            advance: 0n,
            start: '2026-01-02',
            due: '2026-02-20',
            status: { kind: 'defaulted', on: '2026-02-20' },
          },
          {
            type: 'receivable',
            id: 'r2',
            face: 90_000n,
            advance: 0n,
            start: '2026-01-02',
            due: '2026-03-20',
            status: { kind: 'current' },
          },
        ],
      },
    },
    assumptions: { pools: {}, curves: {} },
  });

  test.each([
    ['>', []],
    ['>=', ['2026-03-10']],
  ] as const)('10 %% of defaults against "%s 10 %%"', (operator, dates) => {
    const run = projectDeal(model(operator));
    expect(run.ok && run.value.events.filter(e => e.kind === 'trigger').map(e => e.date)).toEqual(
      dates,
    );
  });
});

const DECK = 'abs/absbox/benchmark-china/test05.json';

describeSamples(DECK, 'a deck that is wrong is not imported', () => {
  const deck = (change: (input: any) => void): string => {
    const file = sampleJson(DECK);
    change(file.input);
    return JSON.stringify(file);
  };
  const placesOf = (change: (input: any) => void): string[] => {
    const read = importAbsbox(deck(change));
    return read.ok
      ? validateModel(read.value.model).flatMap(f =>
          f.severity === 'error' ? [`${f.code} ${f.path}`] : [],
        )
      : read.error.map(({ path }) => path);
  };
  const steps = 'input.waterfall.DistributionDay Amortizing';

  test.each<[string, (input: any) => void, string]>([
    [
      'unknown account',
      i => (i.waterfall['DistributionDay Amortizing'][0].contents[1] = '保险柜'),
      `${steps}[0].contents[1]`,
    ],
    [
      'unknown fee',
      i => (i.waterfall['DistributionDay Amortizing'][1].contents[2] = ['无']),
      `${steps}[1].contents[2][0]`,
    ],
    [
      'unknown class',
      i => (i.waterfall['DistributionDay Amortizing'][2].contents[2] = ['A9']),
      `${steps}[2].contents[2][0]`,
    ],
    [
      'unknown action',
      i => (i.waterfall['DistributionDay Amortizing'][0].tag = 'PayBribe'),
      `${steps}[0]`,
    ],
    [
      'unknown account of a collection',
      i => (i.collects[0].contents[2] = '保险柜'),
      'input.collects[0].contents[2]',
    ],
    [
      'a day that is none',
      i => (i.pool.contents.PoolConsol.asOfDate = '2021-02-30'),
      'input.pool.contents.PoolConsol.asOfDate',
    ],
    [
      'fee that needs itself',
      i => (i.fees['增值税'].feeType.contents[0] = { tag: 'CurrentDueFee', contents: ['增值税'] }),
      'V-14 fees.fee1',
    ],
    ['a rate in per cent', i => (i.bonds.A1.bndRate = 3), 'V-20 position.bonds.a1.ratePpb'],
  ])('%s', (_name, change, place) => {
    expect(placesOf(change)).toContain(place);
  });

  test('no JSON at all', () => {
    const read = importAbsbox('{"input": ');
    expect(!read.ok && read.error[0]!.fault).toMatch(/^no JSON/);
  });
});
