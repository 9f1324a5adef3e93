import { money, toWire } from '../../domain/money/index.ts';
import { decideReversal, type Received } from './reversal.ts';
import type { BankLine } from './statement.ts';

const ACCOUNT = 'account';
const FACTS = { operator: 'operator', businessDate: '2026-03-09' };
const LINE: BankLine = {
  entry: 'r1',
  account: ACCOUNT,
  statement: 'S2',
  isReversal: true,
  amount: { minor: '-125000', currency: 'CNY' },
  valueOn: '2026-03-09',
  payerName: null,
  payerNumber: null,
  match: { entry: 'r1', direction: 'debit', amount: money(125_000n, 'CNY') } as BankLine['match'],
};

type Payment = Received['payments'][number];
type Match = Received['matches'][number];

function paid(payment: string, changes: Partial<Payment> = {}): Payment {
  return {
    payment,
    account: ACCOUNT,
    status: 'open',
    received: toWire(money(125_000n, 'CNY')),
    allocated: toWire(money(0n, 'CNY')),
    refunded: toWire(money(0n, 'CNY')),
    payer: null,
    payerRef: 'p',
    valueOn: '2026-03-06',
    statement: 'S1',
    receivedOn: '2026-03-06',
    ...changes,
  };
}

function matched(payment: string, target: 'funding' | 'receivable', on: string): Match {
  const amount = toWire(money(125_000n, 'CNY'));
  const parts = { tier: 1, amount, divisions: [], lines: [] };
  const allocations = [{ target, id: 'f', amount }];
  return { match: `m ${payment}`, payment, status: 'standing', on, allocations, ...parts };
}

const decide = (payments: Payment[], matches: Match[] = [], line = LINE) =>
  decideReversal(line, { payments, matches }, FACTS);

test('the one credit of that account and amount is taken back whole', () => {
  const others = [
    paid('other amount', { received: toWire(money(125_001n, 'CNY')) }),
    paid('other account', { account: 'b' }),
    paid('later', { valueOn: '2026-03-10' }),
  ];
  const body = { entry: 'r1', reverses: 'one', valueOn: '2026-03-09', statement: 'S2' };
  expect(decide([paid('one'), ...others])).toMatchObject([
    { kind: 'cash.reverse', actor: 'operator', body },
  ]);
});

const USED = { allocated: toWire(money(125_000n, 'CNY')) };

test('money that was matched for a funder this month is unmatched first', () => {
  const matches = [matched('one', 'funding', '2026-03-06')];
  expect(decide([paid('one', USED)], matches)).toMatchObject([
    { kind: 'payment.unmatch', body: { match: 'm one', reason: 'bankReversal' } },
  ]);
});

test.each([
  ['divided over a claim', matched('one', 'receivable', '2026-03-06')],
  ['of a month before', matched('one', 'funding', '2026-02-27')],
])('money %s is for two persons: the operator may bear it', (_what, match) => {
  const body = { entry: 'r1', reverses: 'one', valueOn: '2026-03-09', statement: 'S2' };
  expect(decide([paid('one', USED)], [match])).toEqual({
    object: 'r1',
    reason: 'REVERSAL',
    candidates: ['one'],
    offers: [{ kind: 'cash.reverse', body: { ...body, cover: USED.allocated } }],
  });
});

test('money of which a part went back to its payer is for a person, who is offered nothing', () => {
  const gone = { ...USED, refunded: toWire(money(1n, 'CNY')) };
  const answer = decide([paid('one', gone)], [matched('one', 'receivable', '2026-03-06')]);
  expect(answer).toMatchObject({ candidates: ['one'], offers: [] });
});

test('with two a person says which one', () => {
  const answer = decide([paid('one'), paid('two'), paid('three', USED)]);
  expect(answer).toMatchObject({ reason: 'REVERSAL', candidates: ['one', 'two', 'three'] });
  const offered = 'offers' in answer ? answer.offers?.map(({ kind, body }) => [kind, body]) : [];
  expect(offered).toMatchObject([
    ['cash.reverse', { reverses: 'one' }],
    ['cash.reverse', { reverses: 'two' }],
  ]);
});

test('a debit that the bank gives back is for a person', () => {
  const back: BankLine = { ...LINE, amount: { minor: '125000', currency: 'CNY' } };
  expect(decide([paid('one')], [], back)).toMatchObject({ reason: 'REVERSAL', candidates: [] });
});
