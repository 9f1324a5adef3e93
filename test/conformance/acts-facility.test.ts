import type { Deal } from '../../domain/securitisation/index.ts';
import type { Distribution } from '../../domain/securitisation/ledger/index.ts';
import { balancesOf } from '../fixture/balances.ts';
import * as steps from '../fixture/deal.ts';
import { refusalOf } from '../fixture/world.ts';

// A liquidity facility of 10.00 pays senior interest on a date on which nothing came in, up to its
// limit, and gets it back on the next one. Class a: 85,000.00 at 3.65 % is 8.50 a day; class b:
// 6,000.00 at 7.30 % is 1.20.

const LIMIT = 1_000n;
const A_DAY = 850n;
const B_DAY = 120n;

let given: steps.DealWorld;

beforeAll(async () => {
  const started = await steps.startDeal();
  given = { ...started, terms: supported(started.terms) };
  await steps.formed(given);
}, 120_000);
afterAll(async () => {
  await given.trade.world.close();
});

function supported(terms: Deal): Deal {
  const [fee, senior, mezzanine, ...rest] = terms.waterfalls.amortising ?? [];
  if (!fee || !senior || !mezzanine) throw new Error('another order of payment');
  const liquidity = {
    label: { zh: '流动性支持', en: 'liquidity facility' },
    kind: 'fixed',
    limit: { minor: `${LIMIT}` },
    counts: 'none',
    from: terms.dates.closing,
  } as const;
  const repaid = { do: 'repay', facility: 'liquidity', from: ['plan'], items: ['drawn'] } as const;
  return {
    ...terms,
    facilities: { liquidity },
    waterfalls: {
      amortising: [
        fee,
        { ...senior, support: [{ facility: 'liquidity' }] } as typeof senior,
        repaid,
        mezzanine,
        ...rest,
      ],
    },
  };
}

const daysBetween = (from: string, to: string): bigint =>
  BigInt((Date.parse(to) - Date.parse(from)) / 86_400_000);

async function paidOn(at: number, principal: bigint): Promise<Distribution> {
  const { distribution } = await steps.distributed(given, at, { principal });
  const kept = await given.trade.world.entity('distribution', distribution);
  if (!kept) throw new Error('not settled');
  return kept;
}

test('what a facility pays and gets back is booked, to its own account', async () => {
  const { closing, payments } = given.days;
  const [first = '', second = ''] = payments;
  const [one, two] = [daysBetween(closing, first), daysBetween(first, second)];
  const { figures } = await paidOn(0, 0n);
  expect(A_DAY * one).toBeGreaterThan(LIMIT);
  const drawn = `${LIMIT}`;
  expect(figures.others).toEqual([{ of: 'facility', name: 'liquidity', in: drawn, out: '0' }]);
  expect(figures.classes.map(({ interest }) => interest)).toEqual([drawn, '0', '0']);
  expect(figures.total).toBe(drawn);
  const of = await balancesOf(given.trade.world);
  expect(of('2102')).toBe(0n);

  const later = await paidOn(1, 100_000n);
  expect(later.figures.others).toEqual([
    { of: 'facility', name: 'liquidity', in: '0', out: drawn },
  ]);
  const interest = [A_DAY * (one + two) - LIMIT, B_DAY * (one + two)];
  const left = 100_000n - (A_DAY + B_DAY) * (one + two);
  expect(later.figures.classes.map(row => row.interest)).toEqual([...interest.map(String), '0']);
  expect(later.figures.classes[0]?.principal).toBe(`${left}`);
  expect(later.lines.find(line => line.do === 'repay')).toMatchObject({
    due: drawn,
    paid: drawn,
    byPayee: [{ name: 'liquidity', paid: drawn }],
  });
  const after = await balancesOf(given.trade.world);
  expect([after('1002'), after('2102')]).toEqual([0n, 0n]);
});

test('a deal that would pay out what a sale is to bring is refused with the place', async () => {
  const another = await steps.startDeal(given.trade);
  const sale = { do: 'liquidate', to: 'plan', performingPpm: 900_000, defaultedPpm: 0 } as const;
  const terms = { ...another.terms, waterfalls: { ...another.terms.waterfalls, cleanUp: [sale] } };
  const refused = await refusalOf(steps.publish({ ...another, terms }, terms));
  expect(refused).toMatchObject({ code: 'DEAL_INVALID' });
  expect(JSON.stringify(refused.facts)).toContain('waterfalls.cleanUp[0]: liquidate');
});
