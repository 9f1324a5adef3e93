import { refusals } from './refusals.ts';
import { accepted, committed, FINANCING, maker } from './steps.ts';
import { DAY, FUNDER, hashOf, OPERATOR } from './trade.ts';

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
