import { bank, booked, matched, received, reversal, stated, statement } from './booked-cash.ts';
import { refusals } from './refusals.ts';
import { idOf } from './state-double.ts';
import { cash, stands } from './steps.ts';
import { BANK, by, cny, FUNDER, hashOf, OPERATOR } from './trade.ts';

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
