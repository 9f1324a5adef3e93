import {
  by,
  cny,
  hashOf,
  OPERATOR,
  tradeLedger,
  CARD,
  CLAIM,
  FUNDER,
  LINES,
  SUPPLIER,
  BUYER,
} from './trade.ts';
import {
  accountsOf,
  active,
  codeOf,
  FINANCING,
  PAYOUT,
  receive,
  repaid,
  REPAYMENT,
  stands,
} from './steps.ts';
import type { StateDouble } from './state-double.ts';

async function lineOf(ledger: StateDouble, line: string) {
  const answer = (await ledger.ask({ kind: 'limit.room', line })) as Record<string, unknown>;
  const minor = (name: string) => (answer[name] as { minor: string }).minor;
  return { frozen: minor('frozen'), used: minor('used'), room: minor('room') };
}

describe('from request to repaid', () => {
  test('first cash: the supplier has 885,600.00 and every book says so', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    const financing = await ledger.entity('financing', FINANCING);
    expect(financing?.status).toBe('active');
    expect(await ledger.entity('holding', CLAIM)).toMatchObject({
      state: 'sold',
      holder: FUNDER,
      residualTo: SUPPLIER,
    });
    expect((await ledger.entity('invoice', `k1-${CLAIM}`))?.financed.minor).toBe('100000000');
    expect(await ledger.entity('payout', PAYOUT)).toMatchObject({ status: 'confirmed' });
    expect(await lineOf(ledger, LINES.supplier)).toEqual({
      frozen: '0',
      used: '90000000',
      room: '210000000',
    });
    expect(await lineOf(ledger, CARD)).toEqual({
      frozen: '0',
      used: '90000000',
      room: '710000000',
    });
    expect((await ledger.entity('balance', `${FUNDER}~CNY`))?.folded).toBe('0');
    expect(await accountsOf(ledger)).toEqual({
      '1001': ['88650000', '88560000'],
      '2101': ['88650000', '88650000'],
      '2201': ['88650000', '88650000'],
      '2301': ['88560000', '88560000'],
      '2501': ['0', '90000'],
      '8001': ['100000000', '100000000'],
      '8101': ['90000000', '0'],
      '8190': ['1350000', '0'],
      '8191': ['0', '1350000'],
      '9101': ['0', '90000000'],
    });
  });

  test('repaid on the due day: funder 900,000.00, supplier the residual of 100,000.00', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 100_000_000));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('repaid');
    expect((await ledger.entity('receivable', CLAIM))?.status).toBe('settled');
    expect((await ledger.entity('holding', CLAIM))?.state).toBe('closed');
    expect(await ledger.entity('payment', REPAYMENT)).toMatchObject({ status: 'allocated' });
    expect(await lineOf(ledger, LINES.debtor)).toEqual({
      frozen: '0',
      used: '0',
      room: '500000000',
    });
    const accounts = await accountsOf(ledger);
    expect(accounts['2101']).toEqual(['88650000', '188650000']);
    expect(accounts['9001']).toEqual(['100000000', '0']);
    expect(accounts['8191']).toEqual(['1350000', '1350000']);
    expect(accounts['8192']).toEqual(['0', '1350000']);
    const [funder, supplier] = await creditsOf(ledger, FUNDER, SUPPLIER);
    expect([funder, supplier]).toEqual([90_000_000n, 10_000_000n]);
  });

  test('repaid ten days late: 2,250.00 late interest, 900,000.00 and 97,750.00', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    const outcome = stands(await repaid(ledger, '2026-06-11', 100_000_000));
    const matched = outcome.events.find(({ kind }) => kind === 'payment.matched');
    expect(matched).toMatchObject({
      divisions: [
        {
          late: '225000',
          principal: '90000000',
          toFunder: '90225000',
          toReserve: '0',
          toHolder: '9775000',
          funder: FUNDER,
          holder: SUPPLIER,
        },
      ],
    });
  });

  test('a claim that is paid later by agreement is owed later', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    const signers = [by(BUYER, 'maker'), by(FUNDER, 'maker'), by(SUPPLIER, 'maker')];
    const body = { receivable: CLAIM, dueOn: '2026-06-15', reason: 'season' };
    stands(await ledger.act('receivable.reschedule', BUYER, body, signers));
    const open = (payOn: string) =>
      ledger.entity('openFinancing', `${SUPPLIER}~${payOn}~${FINANCING}`);
    expect(await open('2026-06-01')).toBeUndefined();
    expect(await open('2026-06-15')).toMatchObject({ payOn: '2026-06-15' });
    stands(await repaid(ledger, '2026-06-15', 100_000_000));
    expect(await open('2026-06-15')).toBeUndefined();
  });

  test('a second payment of the same claim finds nothing open', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 60_000_000));
    const receivable = await ledger.entity('receivable', CLAIM);
    expect(receivable?.outstanding.minor).toBe('40000000');
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('active');
    expect(
      await ledger.entity('openFinancing', `${SUPPLIER}~2026-06-01~${FINANCING}`),
    ).toBeDefined();
    const again = await repaidAgain(ledger, 50_000_000);
    expect(codeOf(again)).toBe('MATCH_EXCEEDS');
    stands(await repaidAgain(ledger, 40_000_000));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('repaid');
    expect(
      await ledger.entity('openFinancing', `${SUPPLIER}~2026-06-01~${FINANCING}`),
    ).toBeUndefined();
  });
});

test('the same events folded again give the same rows, byte for byte', async () => {
  const ledger = await tradeLedger();
  await active(ledger);
  stands(await repaid(ledger, '2026-06-11', 60_000_000));
  const copy = await tradeLedger();
  for (const events of ledger.history) await copy.fold(...events);
  const plain = ({ rows }: StateDouble) =>
    Object.fromEntries([...rows].map(([key, value]) => [key, Buffer.from(value).toString()]));
  expect(ledger.history.length).toBeGreaterThan(15);
  expect(plain(copy)).toEqual(plain(ledger));
});

async function creditsOf(ledger: StateDouble, ...parties: string[]): Promise<bigint[]> {
  const sums: bigint[] = [];
  for (const party of parties) {
    const rows = await ledger.tx().range('balanceDelta', `${party}~CNY`);
    sums.push(rows.reduce((total, { minor }) => total + BigInt(minor), 0n));
  }
  return sums;
}

async function repaidAgain(ledger: StateDouble, minor: number) {
  const entry = hashOf(500 + minor / 10_000_000);
  await receive(ledger, { entry, minor, payer: BUYER });
  const allocations = [{ target: 'receivable', id: CLAIM, amount: cny(minor) }] as const;
  const match = { payment: entry, allocations, tier: 2 };
  return ledger.act('payment.match', OPERATOR, match, [by(OPERATOR, 'matcher', 9)]);
}
