import { refusals, requested, warn } from './refusals.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { accepted, bodies, maker } from './steps.ts';
import { attest, BUYER, CARD, cny, DAY, FUNDER, scoreOf, SUPPLIER } from './trade.ts';

const withCard = (card: object) => (ledger: StateDouble) => requested(ledger, card);

refusals(
  'financing.accept',
  { actor: SUPPLIER, body: bodies.accept, signers: maker(SUPPLIER), after: l => requested(l) },
  [
    { rule: 'what was shown', code: 'stands' },
    { rule: "another's request", actor: BUYER, signers: maker(BUYER), code: 'NOT_FOUND' },
    { rule: 'twice', after: accepted, code: 'STATE_WRONG' },
    { rule: 'an unknown card', body: { card: idOf(99) }, code: 'NOT_FOUND' },
    {
      rule: 'one minor unit less cost shown',
      body: { shown: { ...bodies.accept.shown, totalCost: cny(1_439_999) } },
      code: 'COST_DISCLOSURE_MISMATCH',
    },
    {
      rule: 'a fee left out',
      body: { shown: { ...bodies.accept.shown, feeLines: [] } },
      code: 'COST_DISCLOSURE_MISMATCH',
    },
    { rule: 'a card for others', after: withCard({ suppliers: [BUYER] }), code: 'NOT_INVITED' },
    {
      rule: 'a card for other debtors',
      after: withCard({ debtors: [FUNDER] }),
      code: 'NOT_INVITED',
    },
    {
      rule: 'a card of the other mode',
      after: withCard({ mode: 'interest' }),
      code: 'PRICE_OUT_OF_RANGE',
    },
    {
      rule: 'a tenor that is too long for the card',
      after: withCard({ tenorDays: { from: 15, to: 89 } }),
      code: 'PRICE_OUT_OF_RANGE',
    },
    {
      rule: 'a tenor that is too short for the card',
      after: withCard({ tenorDays: { from: 91, to: 120 } }),
      code: 'RESIDUAL_TENOR_SHORT',
    },
    {
      rule: 'a withdrawn card',
      given: async ledger => ledger.act('rateCard.withdraw', FUNDER, { card: CARD }, maker(FUNDER)),
      code: 'QUOTE_EXPIRED',
    },
    {
      rule: 'a card that ended yesterday',
      after: withCard({ until: DAY }),
      given: ledger => (ledger.businessDate = '2026-03-04'),
      code: 'QUOTE_EXPIRED',
    },
    {
      rule: 'a card without room',
      after: withCard({ capacity: cny(89_999_999) }),
      code: 'LIMIT_EXCEEDED',
    },
    {
      rule: 'a card with exactly the room',
      after: withCard({ capacity: cny(90_000_000) }),
      code: 'stands',
    },
    {
      rule: 'less advance than wanted',
      after: l => requested(l, {}, { want: cny(90_000_001) }),
      code: 'ADVANCE_ABOVE_CAP',
    },
    {
      rule: 'a card above the APR that the supplier set',
      after: l => requested(l, {}, { aprMaxPpm: 65_943 }),
      code: 'PRICE_OUT_OF_RANGE',
    },
    {
      rule: 'consent withdrawn',
      given: ledger => ledger.delete('consent', `${SUPPLIER}~${FUNDER}~financing`),
      code: 'CONSENT_MISSING',
    },
    {
      rule: 'supplier not scored',
      given: ledger =>
        ledger.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
      code: 'ATTESTATION_EXPIRED',
    },
    {
      rule: 'buyer scored until yesterday',
      given: ledger => attest(ledger, scoreOf(BUYER, { validUntil: '2026-03-02' })),
      code: 'ATTESTATION_EXPIRED',
    },
    { rule: 'buyer on red', given: warn(3), code: 'WARNING_RED' },
    { rule: 'buyer frozen', given: warn(1, true), code: 'WARNING_RED' },
    { rule: 'buyer on yellow', given: warn(1), code: 'stands' },
    // 950,000 − 150,000 on orange is below the card's 900,000.
    { rule: 'buyer on orange', given: warn(2), code: 'ADVANCE_ABOVE_CAP' },
    {
      rule: 'a supplier of grade CCC',
      given: ledger => attest(ledger, scoreOf(SUPPLIER, { grade: 'CCC' })),
      code: 'GRADE_TOO_LOW',
    },
    {
      rule: 'a buyer of grade BB: 800,000',
      given: ledger => attest(ledger, scoreOf(BUYER, { grade: 'BB' })),
      code: 'ADVANCE_ABOVE_CAP',
    },
    {
      rule: 'a reserve of 100,001 ppm',
      given: ledger => attest(ledger, scoreOf(SUPPLIER, { reservePpm: 100_001 })),
      code: 'ADVANCE_ABOVE_CAP',
    },
    {
      rule: 'a reserve of 100,000 ppm',
      given: ledger => attest(ledger, scoreOf(SUPPLIER, { reservePpm: 100_000 })),
      code: 'stands',
    },
    {
      rule: 'a card for better debtors',
      after: withCard({ debtors: [], gradeMin: 'AA' }),
      code: 'GRADE_TOO_LOW',
    },
  ],
);
