import { instructed, refusals, sent } from './refusals.ts';
import { idOf } from './state-double.ts';
import { active, bodies, cash, FILE, FUNDING, maker, PAYOUT } from './steps.ts';
import { BANK, by, cny, ESCROW, hashOf, OPERATOR, SUPPLIER } from './trade.ts';

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
