import { refusals } from './refusals.ts';
import { accepted, active, committed, FINANCING, maker } from './steps.ts';
import { BUYER, by, FUNDER, OPERATOR, SUPPLIER } from './trade.ts';

refusals(
  'financing.cancel',
  {
    actor: SUPPLIER,
    body: { financing: FINANCING, reason: 'other' },
    signers: maker(SUPPLIER),
    after: accepted,
  },
  [
    { rule: 'before the funder commits', code: 'stands' },
    { rule: 'after', after: committed, code: 'STATE_WRONG' },
    { rule: 'by the buyer', actor: BUYER, signers: maker(BUYER), code: 'NOT_FOUND' },
  ],
);

refusals(
  'financing.refuse',
  {
    actor: FUNDER,
    body: { financing: FINANCING, reason: 'risk' },
    signers: maker(FUNDER),
    after: accepted,
  },
  [
    { rule: 'an accepted one', code: 'stands' },
    { rule: 'a committed one', after: committed, code: 'STATE_WRONG' },
    { rule: 'by another funder', actor: OPERATOR, signers: maker(OPERATOR), code: 'NOT_FOUND' },
  ],
);

refusals(
  'financing.lapse',
  {
    actor: OPERATOR,
    body: { financing: FINANCING, reason: 'window' },
    signers: [by(OPERATOR, 'system')],
    after: committed,
  },
  [
    {
      rule: 'on the next business day',
      given: l => (l.businessDate = '2026-03-04'),
      code: 'TOO_EARLY',
    },
    { rule: 'after it', given: l => (l.businessDate = '2026-03-05'), code: 'stands' },
    {
      rule: 'an active one',
      after: active,
      given: l => (l.businessDate = '2026-03-09'),
      code: 'STATE_WRONG',
    },
  ],
);
