import {
  cny,
  by,
  hashOf,
  FUNDER,
  OPERATOR,
  partyOf,
  accountOf,
  PAYEE,
  tradeLedger,
} from './trade.ts';
import { cleared, maker, payer, PAYOUT, FINANCING, receive, stands } from './steps.ts';
import { idOf } from './state-double.ts';

const OWN_LINE = idOf(54);
const PARTNER = idOf(18);
const treasury = [by(OPERATOR, 'treasurer', 1, { steppedUp: true }), by(OPERATOR, 'checker', 2)];
const exposure = { kind: 'exposure.now', businessDate: '2026-03-03' };

async function riskLedger(netAssets: number) {
  const ledger = await tradeLedger();
  const value = { amount: cny(netAssets), asOf: '2026-02-28', document: 'D-9' };
  const key = 'exposure.netAssets';
  ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
  const line = { line: OWN_LINE, kind: 'ownRisk', subject: OPERATOR, slices: 4 } as const;
  const term = { cap: cny(200_000_000), from: '2026-03-03', until: '2027-03-03' };
  stands(await ledger.act('limit.set', OPERATOR, { ...line, ...term }, maker(OPERATOR)));
  return ledger;
}

describe('what the broker risks now', () => {
  test('886,500.00 that the buffer paid are 8.865 % of 10,000,000.00, and more than 80 % of a tenth', async () => {
    const ledger = await riskLedger(1_000_000_000);
    expect(await ledger.ask(exposure)).toMatchObject({
      exposure: cny(0),
      sharePpm: 0,
      isWarned: false,
    });
    await cleared(ledger);
    await receive(ledger, { entry: hashOf(105), minor: 100_000_000, payer: OPERATOR });
    const topUp = { buffer: 'T0', amount: cny(100_000_000), payment: hashOf(105) } as const;
    stands(await ledger.act('buffer.topUp', OPERATOR, topUp, treasury));
    const order = { financing: FINANCING, payout: PAYOUT, account: PAYEE, value: '2026-03-03' };
    const draw = { buffer: 'T0', ...order, amount: cny(88_560_000), line: OWN_LINE } as const;
    const rule = by(OPERATOR, 'rule', 8, { class: 'service' });
    stands(await ledger.act('buffer.draw', FUNDER, draw, [...payer, rule]));
    expect(await ledger.ask(exposure)).toEqual({
      frozen: cny(88_650_000),
      used: cny(0),
      exposure: cny(88_650_000),
      netAssets: cny(1_000_000_000),
      asOf: '2026-02-28',
      allowed: cny(100_000_000),
      sharePpm: 88_650,
      isWarned: true,
      isAbove: false,
    });
  });

  test('after a hundred days the net assets allow nothing', async () => {
    const ledger = await riskLedger(1_000_000_000);
    const at = (businessDate: string) => ledger.ask({ ...exposure, businessDate });
    expect(await at('2026-06-08')).toMatchObject({ allowed: cny(100_000_000) });
    expect(await at('2026-06-09')).toMatchObject({
      allowed: cny(0),
      netAssets: cny(1_000_000_000),
    });
  });

  test('without net assets or a line there is nothing, and nothing is allowed', async () => {
    const ledger = await tradeLedger();
    const none = { exposure: cny(0), netAssets: null, sharePpm: null, allowed: cny(0) };
    expect(await ledger.ask(exposure)).toMatchObject({ ...none, isWarned: false, isAbove: false });
  });
});

describe('what partners would be paid', () => {
  const question = { kind: 'share.preview', period: '2026-03', businessDate: '2026-03-20' };

  test('1,200,000.00 so far: 1,000,000.00 at 70 % and the rest at 72 %, before the month is over', async () => {
    const ledger = await tradeLedger();
    ledger.put('party', PARTNER, partyOf(PARTNER, 'partner'));
    ledger.put('account', idOf(25), accountOf(idOf(25), PARTNER, 'settle'));
    const terms = { party: PARTNER, riskClass: 'low', shareKind: 'valueAdded', tiers: [] } as const;
    const agreed = { ...terms, partnerPpm: 700_000, marginPpm: 0 };
    const directors = [by(OPERATOR, 'director'), by(PARTNER, 'director')];
    stands(await ledger.act('partner.terms', OPERATOR, agreed, directors));
    const sums = { base: cny(120_000_000), disbursed: cny(1_000_000_000) };
    const line = {
      source: 'api',
      ref: 'r1',
      partner: PARTNER,
      kind: 'valueAdded',
      ...sums,
    } as const;
    const meter = [by(OPERATOR, 'metering', 9)];
    stands(await ledger.act('attribution.record', OPERATOR, { lines: [line] }, meter));
    const { writes } = ledger;
    const share = { partner: PARTNER, gross: '84400000', platform: '35600000', reserve: '5000000' };
    const answer = await ledger.ask({ ...question, of: 'valueAdded' });
    expect(answer).toMatchObject({ closed: false, shares: [share] });
    expect(ledger.writes).toBe(writes);
  });

  test('a period that is none is malformed', async () => {
    const ledger = await tradeLedger();
    const asked = ledger.ask({ ...question, period: '2026-13', of: 'data' });
    await expect(asked).rejects.toThrow('ACT_MALFORMED');
  });
});
