import { refusals } from './refusals.ts';
import { accepted, bodies, maker, stands } from './steps.ts';
import { by, CARD, FUNDER, OPERATOR } from './trade.ts';

refusals('rateCard.publish', { actor: FUNDER, body: bodies.card, signers: maker(FUNDER) }, [
  { rule: 'a card of 28 days', code: 'stands' },
  { rule: 'one person', signers: [by(FUNDER, 'maker')], code: 'APPROVALS_MISSING' },
  { rule: 'longer than 30 days', body: { until: '2026-04-03' }, code: 'DATES_DISORDERED' },
  { rule: 'already over', body: { until: '2026-03-02' }, code: 'DATES_DISORDERED' },
  { rule: 'tenor backwards', body: { tenorDays: { from: 90, to: 30 } }, code: 'DATES_DISORDERED' },
  { rule: 'a usurious rate', body: { ratePpm: 360_001 }, code: 'PRICE_OUT_OF_RANGE' },
  { rule: 'an id that is taken', after: accepted, code: 'STATE_WRONG' },
]);

refusals(
  'rateCard.withdraw',
  { actor: FUNDER, body: { card: CARD }, signers: maker(FUNDER), after: accepted },
  [
    { rule: 'its own', code: 'stands' },
    {
      rule: "another funder's",
      actor: OPERATOR,
      signers: maker(OPERATOR),
      code: 'NOT_FOUND',
    },
    {
      rule: 'twice',
      after: async ledger => {
        await accepted(ledger);
        stands(await ledger.act('rateCard.withdraw', FUNDER, { card: CARD }, maker(FUNDER)));
      },
      code: 'STATE_WRONG',
    },
  ],
);
