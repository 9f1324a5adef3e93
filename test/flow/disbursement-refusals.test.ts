import { refusals, toClear, toDisburse, warn } from './refusals.ts';
import { accepted, bodies, cleared, committed, funded, maker, payer, stands } from './steps.ts';
import { BUYER, by, cny, ESCROW, FUNDER, OPERATOR, PAYEE, SUPPLIER } from './trade.ts';

refusals(
  'financing.clear',
  { actor: FUNDER, body: bodies.clear, signers: maker(FUNDER), after: toClear },
  [
    { rule: 'all twenty', code: 'stands' },
    {
      rule: 'by operations',
      actor: OPERATOR,
      signers: [by(OPERATOR, 'operations')],
      code: 'stands',
    },
    { rule: 'by the supplier', actor: SUPPLIER, signers: maker(SUPPLIER), code: 'ROLE_MISSING' },
    { rule: 'by the buyer', actor: BUYER, signers: maker(BUYER), code: 'ROLE_MISSING' },
    { rule: 'not committed', after: accepted, code: 'STATE_WRONG' },
    {
      rule: 'an item twice',
      body: { items: [...bodies.clear.items.slice(1), bodies.clear.items[1]] },
      code: 'ACT_MALFORMED',
    },
  ],
);

refusals(
  'financing.disburse',
  { actor: FUNDER, body: bodies.disburse, signers: payer, after: toDisburse },
  [
    { rule: 'the agreed cash', code: 'stands' },
    {
      rule: 'without step-up',
      signers: [by(FUNDER, 'treasurer', 1), by(FUNDER, 'checker', 2)],
      code: 'STEP_UP_REQUIRED',
    },
    {
      rule: 'one person in two roles',
      signers: [by(FUNDER, 'treasurer', 1, { steppedUp: true }), by(FUNDER, 'checker', 1)],
      code: 'APPROVALS_MISSING',
    },
    { rule: 'not cleared', after: committed, code: 'STATE_WRONG' },
    {
      rule: 'cleared yesterday',
      given: l => (l.businessDate = '2026-03-04'),
      body: { value: '2026-03-04' },
      code: 'CHECK_STALE',
    },
    { rule: 'another amount', body: { amount: cny(88_560_001) }, code: 'TERMS_DIFFER' },
    { rule: 'another account', body: { account: ESCROW }, code: 'ACCOUNT_NOT_VERIFIED' },
    {
      rule: 'an account that was closed',
      given: l => l.delete('account', PAYEE),
      code: 'ACCOUNT_NOT_VERIFIED',
    },
    { rule: 'money not folded', after: cleared, code: 'FUNDS_NOT_IN' },
    {
      rule: 'one minor unit short',
      after: async l => {
        await cleared(l);
        await funded(l, 88_649_999);
      },
      code: 'FUNDS_NOT_IN',
    },
    { rule: 'past the escrow', body: { path: 'direct' }, code: 'FUNDS_NOT_IN' },
    { rule: 'value in the past', body: { value: '2026-03-02' }, code: 'DATES_DISORDERED' },
    { rule: 'value a week later', body: { value: '2026-03-10' }, code: 'DATES_DISORDERED' },
    { rule: 'red since the list', given: warn(3), code: 'WARNING_RED' },
    {
      rule: 'a payout id that is taken',
      after: async l => {
        await toDisburse(l);
        stands(await l.act('financing.disburse', FUNDER, bodies.disburse, payer));
      },
      code: 'STATE_WRONG',
    },
  ],
);
