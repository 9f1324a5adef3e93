import type { Deal } from '../../domain/securitisation/index.ts';
import type { Distribution } from '../../domain/securitisation/ledger/index.ts';
import type { JournalLine } from '../../domain/journal/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import { performedIn } from '../../ledger/performed.ts';
import { balancesOf } from '../fixture/balances.ts';
import * as steps from '../fixture/deal.ts';
import { mustCommit, refusalOf, type World } from '../fixture/world.ts';

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

function supported(terms: Deal, name = 'liquidity'): Deal {
  const [fee, senior, mezzanine, ...rest] = terms.waterfalls.amortising ?? [];
  if (!fee || !senior || !mezzanine) throw new Error('another order of payment');
  const liquidity = {
    label: { zh: '流动性支持', en: 'liquidity facility' },
    kind: 'fixed',
    limit: { minor: `${LIMIT}` },
    counts: 'none',
    from: terms.dates.closing,
  } as const;
  const repaid = { do: 'repay', facility: name, from: ['plan'], items: ['drawn'] } as const;
  return {
    ...terms,
    facilities: { [name]: liquidity },
    waterfalls: {
      amortising: [
        fee,
        { ...senior, support: [{ facility: name }] } as typeof senior,
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

// An account, a facility and a fee may bear one name: each is booked to an account of its own. The
// plan's account bears 100 %: on 7.30 that is 0.02 a day.
test('a facility called as an account is not booked to it', async () => {
  const started = await steps.startDeal(given.trade);
  const [from = ''] = started.days.collections;
  const [paid = ''] = started.days.payments;
  const of = supported(started.terms, 'plan');
  const rate = { rate: { ppb: 1_000_000_000 }, dayCount: 'ACT/365F', from } as const;
  const interest = { ...rate, paid: { dates: [...started.days.payments] } };
  const plan = { label: { zh: '账户', en: 'account' }, kind: 'plan', opening: '0' } as const;
  const other = { ...started, terms: { ...of, accounts: { plan: { ...plan, interest } } } };
  await steps.formed(other);
  const { preview } = await steps.distributed(other, 0, { principal: 730n });
  const earned = `${2n * daysBetween(from, paid)}`;
  expect(preview.figures.others).toEqual([
    { of: 'account', name: 'plan', in: earned, out: '0' },
    { of: 'facility', name: 'plan', in: `${LIMIT}`, out: '0' },
  ]);
  const booked = (await lastLines(given.trade.world)).filter(({ sub }) => sub?.includes('plan'));
  expect(booked).toMatchObject([
    {
      account: '1002',
      sub: `${other.deal}~account~plan`,
      side: 'debit',
      amount: { minor: earned },
    },
    { account: '1002', sub: `${other.deal}~facility~plan`, amount: { minor: `${LIMIT}` } },
  ]);
});

// A swap on CNY 85,000.00: the plan pays 3.65 % and receives an index, both over 365; each collection
// day fixes what the days since the one before bring, and a payment date settles it first of all.
test('a swap waits for its own fixing; what it pays and is paid is booked to its account', async () => {
  const started = await steps.startDeal(given.trade);
  const { closing, collections, payments } = started.days;
  const [one = '', two = ''] = collections;
  const swap = {
    label: { zh: '利率互换', en: 'swap' },
    notional: { minor: '8500000' },
    pay: { ppb: 36_500_000 },
    receive: { index: 'LPR-1Y', spreadPpb: 0 },
    dayCount: 'ACT/365F',
    from: closing,
    resets: { dates: collections },
  } as const;
  const settles = { do: 'settleSwap', swap: 'rate', from: ['plan'] } as const;
  const amortising = [settles, ...(started.terms.waterfalls.amortising ?? [])];
  const terms = { ...started.terms, swaps: { rate: swap }, waterfalls: { amortising } };
  const other = { ...started, terms };
  await steps.formed(other);
  const first = steps.distributed(other, 0, { principal: 1_000_000n });
  await expect(first).rejects.toThrow('FIXING_MISSING');
  await fixed(other, one, 73_000_000);
  // 7.30 % less 3.65 % of 85,000.00 is 8.50 a day.
  const gained = `${A_DAY * daysBetween(closing, one)}`;
  const paid = await steps.settled(other, payments[0] ?? '');
  expect(paid.preview.figures.others).toEqual([{ of: 'swap', name: 'rate', in: gained, out: '0' }]);
  const sub = `${other.deal}~swap~rate`;
  expect(await lastLines(given.trade.world)).toContainEqual(
    expect.objectContaining({ account: '1002', sub, side: 'debit', amount: inCny(gained) }),
  );
  // The level of the first reset does not do for the second.
  const second = steps.distributed(other, 1, { principal: 1_000_000n });
  await expect(second).rejects.toThrow('FIXING_MISSING');
  await fixed(other, two, 0);
  const lost = `${A_DAY * daysBetween(one, two)}`;
  const again = await steps.settled(other, payments[1] ?? '');
  expect(again.preview.figures.others).toEqual([{ of: 'swap', name: 'rate', in: '0', out: lost }]);
  expect(await lastLines(given.trade.world)).toContainEqual(
    expect.objectContaining({ account: '1002', sub, side: 'credit', amount: inCny(lost) }),
  );
});

const inCny = (minor: string) => ({ minor, currency: 'CNY' });

function fixed({ trade, deal, custodian }: steps.DealWorld, on: string, ppb: number) {
  const body = { deal, index: 'LPR-1Y', on, ppb, source: 'PBOC' };
  const signers = [steps.makerOf(custodian)];
  return mustCommit(trade.world.act('deal.fix', { actor: custodian.party, body, signers }));
}

/** The journal lines of the newest act. */
async function lastLines({ ledger }: World): Promise<readonly JournalLine[]> {
  const { height } = await ledger.info();
  for await (const { bytes } of ledger.blocks(height - 1n)) {
    const events = performedIn(decodeBlock(bytes)).flatMap(({ envelope }) => envelope.events);
    return events.flatMap(event => (event.kind === 'journal.posted' ? event.lines : []));
  }
  return [];
}

test('a deal that would pay out what a sale is to bring is refused with the place', async () => {
  const another = await steps.startDeal(given.trade);
  const sale = { do: 'liquidate', to: 'plan', performingPpm: 900_000, defaultedPpm: 0 } as const;
  const terms = { ...another.terms, waterfalls: { ...another.terms.waterfalls, cleanUp: [sale] } };
  const refused = await refusalOf(steps.publish({ ...another, terms }, terms));
  expect(refused).toMatchObject({ code: 'DEAL_INVALID' });
  expect(JSON.stringify(refused.facts)).toContain('waterfalls.cleanUp[0]: liquidate');
});
