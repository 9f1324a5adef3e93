import { bank, booked, folded, MATCHER, reversal, toClaim } from './booked-cash.ts';
import { change, refusals } from './refusals.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { cash, stands } from './steps.ts';
import { BANK, CLAIM, cny, FUNDER, hashOf, OPERATOR, SUPPLIER } from './trade.ts';

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
