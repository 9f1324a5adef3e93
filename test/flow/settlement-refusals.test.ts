import type { ActBodies } from '../../domain/act/index.ts';
import {
  accepted,
  active,
  bodies,
  cash,
  committed,
  FILE,
  FINANCING,
  FUNDING,
  maker,
  payer,
  PAYOUT,
  PAID_OUT,
  receive,
  repaid,
  stands,
} from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  BANK,
  BUYER,
  by,
  CARD,
  CLAIM,
  cny,
  DAY,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

import { change, refusals, sent, instructed } from './refusals.ts';

refusals(
  'payout.file',
  {
    actor: OPERATOR,
    body: { file: FILE, account: ESCROW, payouts: [PAYOUT], total: cny(88_560_000) },
    signers: cash,
    after: instructed,
  },
  [
    { rule: 'one payout', code: 'stands' },
    { rule: 'a total that is not their sum', body: { total: cny(1) }, code: 'ACT_MALFORMED' },
    {
      rule: 'a payout in two files',
      after: sent,
      body: { file: hashOf(999) },
      code: 'PAYOUT_IN_FLIGHT',
    },
    { rule: 'the same file again', after: sent, code: 'PAYOUT_IN_FLIGHT' },
    { rule: 'twice in one file', body: { payouts: [PAYOUT, PAYOUT] }, code: 'PAYOUT_IN_FLIGHT' },
    { rule: 'an unknown payout', body: { payouts: [idOf(99)] }, code: 'NOT_FOUND' },
    {
      rule: 'another currency',
      body: { total: { minor: '88560000', currency: 'USD' } },
      code: 'CURRENCY_MISMATCH',
    },
    { rule: 'by nobody of cash', signers: maker(OPERATOR), code: 'APPROVALS_MISSING' },
  ],
);

refusals(
  'payout.confirm',
  { actor: BANK, body: bodies.confirm, signers: [by(BANK, 'cash')], after: sent },
  [
    { rule: 'the exact amount', code: 'stands' },
    { rule: 'another amount', body: { amount: cny(88_559_999) }, code: 'ENTRY_CONFLICT' },
    { rule: 'before it was sent', after: instructed, code: 'NOT_FOUND' },
    { rule: 'twice', after: active, code: 'STATE_WRONG' },
    {
      rule: 'one cash person',
      actor: OPERATOR,
      signers: [by(OPERATOR, 'cash')],
      code: 'APPROVALS_MISSING',
    },
    { rule: 'cash maker and checker', actor: OPERATOR, signers: cash, code: 'stands' },
    { rule: 'an unknown payout', body: { payout: idOf(99) }, code: 'NOT_FOUND' },
    { rule: 'an entry that was used', body: { entry: FUNDING }, code: 'ENTRY_CONFLICT' },
    {
      rule: 'by the supplier',
      actor: SUPPLIER,
      signers: maker(SUPPLIER),
      code: 'ROLE_MISSING',
    },
  ],
);

refusals(
  'payout.fail',
  {
    actor: BANK,
    body: { payout: PAYOUT, reason: 'AC04', message: hashOf(1) },
    signers: [by(BANK, 'cash')],
    after: sent,
  },
  [
    { rule: 'a sent one', code: 'stands' },
    { rule: 'a confirmed one', after: active, code: 'STATE_WRONG' },
    { rule: 'an unknown one', body: { payout: idOf(99) }, code: 'NOT_FOUND' },
    {
      rule: 'one cash person',
      actor: OPERATOR,
      signers: [by(OPERATOR, 'cash')],
      code: 'APPROVALS_MISSING',
    },
  ],
);

const statement: ActBodies['cash.statement'] = {
  statement: 's1',
  account: ESCROW,
  sequence: '1',
  opening: cny(0),
  closing: cny(5),
  entries: 1,
  file: hashOf(1),
  suspect: false,
};
const bank = [by(BANK, 'cash')];
const stated = (changes: object) => async (ledger: StateDouble) =>
  stands(await ledger.act('cash.statement', BANK, { ...statement, ...changes }, bank));

refusals('cash.statement', { actor: BANK, body: statement, signers: bank }, [
  { rule: 'a new one', code: 'stands' },
  { rule: 'the same again', after: stated({}), code: 'stands' },
  {
    rule: 'with other content',
    after: stated({}),
    body: { closing: cny(6) },
    code: 'ENTRY_CONFLICT',
  },
  { rule: 'of an unknown account', body: { account: idOf(99) }, code: 'ACCOUNT_NOT_VERIFIED' },
  {
    rule: 'in two currencies',
    body: { closing: { minor: '5', currency: 'USD' } },
    code: 'CURRENCY_MISMATCH',
  },
  {
    rule: 'one cash person',
    actor: OPERATOR,
    signers: [by(OPERATOR, 'cash')],
    code: 'APPROVALS_MISSING',
  },
]);

const received: ActBodies['cash.receive'] = {
  entry: hashOf(601),
  account: ESCROW,
  amount: cny(5),
  valueOn: DAY,
  payer: BUYER,
  payerRef: hashOf(2),
  statement: 's1',
};
const booked = (changes: object) => async (ledger: StateDouble) => {
  await stated({})(ledger);
  stands(await ledger.act('cash.receive', BANK, { ...received, ...changes }, bank));
};

refusals('cash.receive', { actor: BANK, body: received, signers: bank, after: stated({}) }, [
  { rule: 'a booked credit', code: 'stands' },
  { rule: 'the same again', after: booked({}), code: 'stands' },
  {
    rule: 'with other content',
    after: booked({}),
    body: { amount: cny(6) },
    code: 'ENTRY_CONFLICT',
  },
  { rule: 'of no statement', body: { statement: 's9' }, code: 'NOT_FOUND' },
  {
    rule: 'in another currency',
    body: { amount: { minor: '5', currency: 'USD' } },
    code: 'CURRENCY_MISMATCH',
  },
  { rule: 'of an unknown account', body: { account: idOf(99) }, code: 'ACCOUNT_NOT_VERIFIED' },
  {
    rule: 'of a suspect statement, by one',
    after: stated({ suspect: true }),
    code: 'STATEMENT_SUSPECT',
  },
  {
    rule: 'of a suspect statement, by two',
    after: stated({ suspect: true }),
    actor: OPERATOR,
    signers: cash,
    code: 'stands',
  },
]);

const reversal = { entry: hashOf(602), reverses: hashOf(601), valueOn: DAY, statement: 's1' };
refusals('cash.reverse', { actor: BANK, body: reversal, signers: bank, after: booked({}) }, [
  { rule: 'whole', code: 'stands' },
  { rule: 'an unknown entry', body: { reverses: hashOf(999) }, code: 'NOT_FOUND' },
  {
    rule: 'a reversal',
    given: async l => stands(await l.act('cash.reverse', BANK, reversal, bank)),
    body: { entry: hashOf(603), reverses: hashOf(602) },
    code: 'REVERSAL_REVERSED',
  },
  {
    rule: 'twice under another entry',
    given: async l => stands(await l.act('cash.reverse', BANK, reversal, bank)),
    body: { entry: hashOf(603) },
    code: 'STATE_WRONG',
  },
  {
    rule: 'the same again',
    given: async l => stands(await l.act('cash.reverse', BANK, reversal, bank)),
    code: 'stands',
  },
  {
    rule: 'what is matched',
    after: booked({ payer: FUNDER }),
    given: async l => stands(await matched(l, { target: 'funding', id: FUNDER, amount: cny(5) })),
    code: 'STATE_WRONG',
  },
]);

const MATCHER = [by(OPERATOR, 'matcher', 9)];
function matched(ledger: StateDouble, allocation: object) {
  const body = { payment: hashOf(601), tier: 1, allocations: [allocation as never] };
  return ledger.act('payment.match', OPERATOR, body, MATCHER);
}
const toClaim = (minor: number, id = CLAIM) => ({ target: 'receivable', id, amount: cny(minor) });

refusals(
  'payment.match',
  {
    actor: OPERATOR,
    body: { payment: hashOf(601), tier: 1, allocations: [toClaim(5) as never] },
    signers: MATCHER,
    after: booked({}),
  },
  [
    { rule: 'a free claim', code: 'stands' },
    { rule: 'more than was received', body: { allocations: [toClaim(6)] }, code: 'MATCH_EXCEEDS' },
    {
      rule: 'more than is open',
      after: booked({ amount: cny(200_000_000) }),
      body: { allocations: [toClaim(100_000_001)] },
      code: 'MATCH_EXCEEDS',
    },
    {
      rule: 'one claim twice',
      body: { allocations: [toClaim(2), toClaim(3)] },
      code: 'MATCH_AMBIGUOUS',
    },
    { rule: 'an unknown claim', body: { allocations: [toClaim(5, idOf(99))] }, code: 'NOT_FOUND' },
    { rule: 'an unknown payment', body: { payment: hashOf(999) }, code: 'NOT_FOUND' },
    {
      rule: 'money of somebody else',
      after: booked({ payer: SUPPLIER }),
      code: 'PAYER_NOT_DEBTOR',
    },
    {
      rule: 'money of somebody else, decided by two persons',
      after: booked({ payer: SUPPLIER }),
      body: { tier: 4 },
      signers: cash,
      code: 'stands',
    },
    { rule: 'tier 3 by a program', body: { tier: 3 }, code: 'APPROVALS_MISSING' },
    {
      rule: 'funding of no funder',
      body: { allocations: [{ target: 'funding', id: SUPPLIER, amount: cny(5) }] },
      code: 'NOT_FOUND',
    },
    {
      rule: 'a claim that is only offered',
      given: l => change(l, 'receivable', CLAIM, { status: 'offered' }),
      code: 'STATE_WRONG',
    },
    {
      rule: 'another currency',
      body: { allocations: [{ ...toClaim(5), amount: { minor: '5', currency: 'USD' } }] },
      code: 'CURRENCY_MISMATCH',
    },
    {
      rule: 'what the bank took back',
      given: async l => stands(await l.act('cash.reverse', BANK, reversal, bank)),
      code: 'STATE_WRONG',
    },
  ],
);

const MATCH = idOf(5_000);
const fundedBy5 = async (ledger: StateDouble) => {
  await booked({ payer: FUNDER })(ledger);
  const allocations = [{ target: 'funding', id: FUNDER, amount: cny(5) }] as const;
  const body = { payment: hashOf(601), tier: 1, allocations };
  stands(await ledger.act('payment.match', OPERATOR, body, MATCHER, { id: MATCH }));
};
const folded = async (ledger: StateDouble) => {
  const fold = { party: FUNDER, currency: 'CNY', upTo: DAY };
  stands(await ledger.act('balance.fold', OPERATOR, fold, [by(OPERATOR, 'system', 8)]));
};

refusals(
  'payment.unmatch',
  {
    actor: OPERATOR,
    body: { match: MATCH, reason: 'wrong' },
    signers: cash,
    after: async l => {
      await fundedBy5(l);
      await folded(l);
    },
  },
  [
    { rule: 'folded money', code: 'stands' },
    { rule: 'money not folded', after: fundedBy5, code: 'FUNDS_NOT_IN' },
    { rule: 'an unknown match', body: { match: idOf(99) }, code: 'NOT_FOUND' },
    {
      rule: 'twice',
      given: async l =>
        stands(await l.act('payment.unmatch', OPERATOR, { match: MATCH, reason: 'x' }, cash)),
      code: 'REVERSAL_REVERSED',
    },
    {
      rule: 'in the next month',
      given: l => (l.businessDate = '2026-04-01'),
      code: 'PERIOD_CLOSED',
    },
    {
      rule: 'a payment that was divided over holdings',
      after: async l => {
        await booked({})(l);
        const body = { payment: hashOf(601), tier: 1, allocations: [toClaim(5) as never] };
        stands(await l.act('payment.match', OPERATOR, body, MATCHER, { id: MATCH }));
      },
      code: 'STATE_WRONG',
    },
  ],
);

refusals(
  'registration.file',
  {
    actor: FUNDER,
    body: {
      financing: FINANCING,
      number: 'ZD-1',
      filedOn: DAY,
      until: '2026-06-01',
      proof: { hash: hashOf(1), kind: 'pdf', bytes: 1 },
    },
    signers: maker(FUNDER),
    after: committed,
  },
  [
    { rule: 'to the pay day', code: 'stands' },
    { rule: 'shorter', body: { until: '2026-05-31' }, code: 'DATES_DISORDERED' },
    { rule: 'tomorrow', body: { filedOn: '2026-03-04' }, code: 'DATES_DISORDERED' },
    { rule: 'by another funder', actor: OPERATOR, signers: maker(OPERATOR), code: 'NOT_FOUND' },
    { rule: 'before there is a funder', after: accepted, code: 'STATE_WRONG' },
  ],
);

describe('what gives back', () => {
  const free = async (ledger: StateDouble) => ({
    holding: (await ledger.entity('holding', CLAIM))?.state,
    card: await room(ledger, CARD),
    supplier: await room(ledger, LINES.supplier),
    registry: (await ledger.entity('invoice', `k1-${CLAIM}`))?.entries[0]?.state,
  });
  async function room(ledger: StateDouble, line: string) {
    if (!(await ledger.entity('line', line))) return null;
    const answer = (await ledger.ask({ kind: 'limit.room', line })) as { room: { minor: string } };
    return answer.room.minor;
  }
  const before = {
    holding: 'free',
    card: '800000000',
    supplier: '300000000',
    registry: 'registered',
  };

  test('a lapse frees holding, capacity, limits and registry', async () => {
    const ledger = await tradeLedger();
    await committed(ledger);
    expect(await free(ledger)).toEqual({
      holding: 'reserved',
      card: '710000000',
      supplier: '210000000',
      registry: 'applied',
    });
    ledger.businessDate = '2026-03-05';
    const lapse = { financing: FINANCING, reason: 'window' };
    stands(await ledger.act('financing.lapse', SUPPLIER, lapse, maker(SUPPLIER)));
    expect(await free(ledger)).toEqual(before);
  });

  test('a refusal opens the request again for another card', async () => {
    const ledger = await tradeLedger();
    await accepted(ledger);
    const refuse = { financing: FINANCING, reason: 'risk' };
    stands(await ledger.act('financing.refuse', FUNDER, refuse, maker(FUNDER)));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('requested');
    expect(await room(ledger, CARD)).toBe('800000000');
    stands(await ledger.act('financing.accept', SUPPLIER, bodies.accept, maker(SUPPLIER)));
  });

  test('a failed payout gives the money back and leaves the holding reserved', async () => {
    const ledger = await tradeLedger();
    await sent(ledger);
    const fail = { payout: PAYOUT, reason: 'AC04', message: hashOf(1) };
    stands(await ledger.act('payout.fail', BANK, fail, bank));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('cleared');
    expect((await ledger.entity('holding', CLAIM))?.state).toBe('reserved');
    await folded(ledger);
    expect((await ledger.entity('balance', `${FUNDER}~CNY`))?.folded).toBe('88650000');
    const again = { ...bodies.disburse, payout: idOf(72) };
    stands(await ledger.act('financing.disburse', FUNDER, again, payer));
  });

  test('money stays with nobody: an overpayment is unallocated', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 100_000_000));
    await receive(ledger, { entry: hashOf(700), minor: 1_000, payer: BUYER });
    const payment = await ledger.entity('payment', hashOf(700));
    expect([payment?.status, payment?.allocated.minor]).toEqual(['open', '0']);
    expect(PAID_OUT).not.toBe(hashOf(700));
  });
});
