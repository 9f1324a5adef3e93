import { emptyRow } from '../asset/flow.ts';
import { NEW_POSITION, TRADE_DEAL } from '../test-deal.ts';
import { collect, newRun, onDate, payDate, runPeriod } from './period.ts';
import { setBalance, withdraw, type Run } from './run.ts';
import { openingState, type DealState } from './state.ts';

const facts = { curves: {}, observations: {} };

/** The deal on a payment date with so much cash on its account. */
function stateWith(cash: bigint): DealState {
  return openingState(TRADE_DEAL, { ...NEW_POSITION, accounts: { plan: cash } });
}

function runWith(cash: bigint): Run {
  const state = stateWith(cash);
  return newRun({ deal: TRADE_DEAL, state, facts, date: '2026-02-10' }, state);
}

const pay = (cash: bigint, date = '2026-02-10') =>
  runPeriod({ deal: TRADE_DEAL, state: stateWith(cash), facts, date });

describe('what must hold of a run', () => {
  test('INV-S1: no account is drawn below zero', () => {
    const memo = { kind: 'transfer', names: [] } as const;
    expect(() => withdraw(runWith(5n), 'plan', 6n, memo)).toThrow('INV-S1');
  });

  test('INV-S2: cash that leaves without an entry is seen', () => {
    const run = runWith(500n);
    const rules = { ...run.rules, perform: () => void (run.state.accounts['plan']!.balance -= 1n) };
    expect(() => payDate({ ...run, rules })).toThrow('INV-S2');
  });

  test('INV-S3: no class falls below zero', () => {
    expect(() => setBalance(runWith(0n), 'a', -1n)).toThrow('INV-S3');
  });
});

describe('what a pool collects', () => {
  const date = '2026-02-10';
  const [pool = ''] = Object.keys(TRADE_DEAL.pools);
  const taken = (flows: { readonly principal?: bigint; readonly prepayment?: bigint }) => {
    const before = { deal: TRADE_DEAL, state: stateWith(0n), facts, date };
    const rows = { [pool]: [{ ...emptyRow(date, 0n, 0n), ...flows }] };
    return onDate(before, run => {
      collect(run, rows);
    });
  };

  test('goes to the accounts that the deal names, all of it', () => {
    const done = taken({ principal: 500n });
    expect(done.ok && done.value.state.accounts['plan']?.balance).toBe(500n);
  });

  test('V-10: cash for which the deal names no account stops the date', () => {
    const done = taken({ principal: 500n, prepayment: 7n });
    expect(!done.ok && done.error).toEqual({
      code: 'DEAL_ASSERTION',
      facts: { date, assertion: 'V-10: 507 collected, accounts are named for 500' },
    });
  });
});

describe('a payment date of a trade-receivable deal', () => {
  // 40 days at 3.65 % on 850.00 are 3.40; at 7.3 % on 60.00 they are 0.48.
  test('pays interest by rank, then principal in order', () => {
    const paid = pay(10_000n);
    expect(
      paid.ok && paid.value.lines.map(({ ref, due, paid: p, why }) => [ref, due, p, why]),
    ).toEqual([
      ['8.1', 0n, 0n, 'NOTHING_DUE'],
      ['8.2', 340n, 340n, 'PAID_IN_FULL'],
      ['8.3', 48n, 48n, 'PAID_IN_FULL'],
      ['8.4', 100_000n, 9_612n, 'SHORT'],
      ['8.5', 0n, 0n, 'NOTHING_DUE'],
    ]);
  });

  test('pays nothing to junior while senior interest is short', () => {
    const paid = pay(200n);
    expect(paid.ok && paid.value.state.bonds['a']?.interestDue).toBe(140n);
    expect(paid.ok && paid.value.lines.slice(2).map(line => line.paid)).toEqual([0n, 0n, 0n]);
  });

  test.each([
    [0n, 'NO_CASH'],
    [1n, 'SHORT'],
    [340n, 'PAID_IN_FULL'],
  ])('with %s minor units of cash the senior line says %s', (cash, why) => {
    const paid = pay(cash);
    expect(paid.ok && paid.value.lines[1]).toMatchObject({ paid: cash, why });
    expect(paid.ok && paid.value.state.accounts['plan']?.balance).toBe(0n);
  });

  test('each line begins with what the one before left on the account', () => {
    const paid = pay(10_000n);
    const lines = paid.ok ? paid.value.lines : [];
    for (const [index, line] of lines.entries()) {
      expect(line.availableAfter).toBe(line.availableBefore - line.paid);
      if (index > 0) expect(line.availableBefore).toBe(lines[index - 1]!.availableAfter);
    }
  });

  test('the same facts give the same result, and the state that was given stays as it was', () => {
    const state = stateWith(777n);
    const before = structuredClone(state);
    const [one, two] = [0, 1].map(() =>
      runPeriod({ deal: TRADE_DEAL, state, facts, date: '2026-02-10' }),
    );
    expect(one).toEqual(two);
    expect(state).toEqual(before);
  });
});
