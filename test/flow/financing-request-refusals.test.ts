import { change, refusals } from './refusals.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { accepted, bodies, maker } from './steps.ts';
import { BUYER, by, claim, CLAIM, cny, FUNDER, OPERATOR, SUPPLIER } from './trade.ts';

refusals('financing.request', { actor: SUPPLIER, body: bodies.request, signers: maker(SUPPLIER) }, [
  { rule: 'the usual request', code: 'stands' },
  { rule: 'one person in band B1', signers: [by(SUPPLIER, 'maker')], code: 'APPROVALS_MISSING' },
  {
    rule: 'one person for one fen: maker and checker at any amount (§6.3)',
    body: { want: cny(1) },
    signers: [by(SUPPLIER, 'maker')],
    code: 'APPROVALS_MISSING',
  },
  {
    rule: 'a micro party of one person below 300,000.00 (R-100)',
    given: alone,
    body: { want: cny(29_999_999) },
    signers: [by(SUPPLIER, 'maker')],
    code: 'stands',
  },
  {
    rule: 'a micro party of one person at 300,000.00',
    given: alone,
    body: { want: cny(30_000_000) },
    signers: [by(SUPPLIER, 'maker')],
    code: 'APPROVALS_MISSING',
  },
  { rule: 'an id that is taken', after: accepted, code: 'STATE_WRONG' },
  { rule: 'an unknown holding', body: { holdings: [idOf(99)] }, code: 'NOT_FOUND' },
  { rule: 'a holding named twice', body: { holdings: [CLAIM, CLAIM] }, code: 'HOLDINGS_MIXED' },
  { rule: "somebody else's", actor: BUYER, signers: maker(BUYER), code: 'NOT_HOLDER' },
  {
    rule: 'one that is reserved',
    after: accepted,
    body: { financing: idOf(62) },
    code: 'HOLDING_LOCKED',
  },
  {
    rule: 'two debtors',
    given: async ledger => {
      await claim(ledger, { id: idOf(32), face: 5_000_000n, dueOn: '2026-06-01' });
      await change(ledger, 'receivable', idOf(32), { buyer: FUNDER });
    },
    body: { holdings: [CLAIM, idOf(32)] },
    code: 'HOLDINGS_MIXED',
  },
  {
    rule: 'a claim that is only offered',
    given: ledger => change(ledger, 'receivable', CLAIM, { status: 'offered' }),
    code: 'CLAIM_NOT_CLEAN',
  },
  {
    rule: 'an overdue claim',
    given: ledger => change(ledger, 'receivable', CLAIM, { dueOn: '2026-03-02' }),
    code: 'CLAIM_NOT_CLEAN',
  },
  {
    rule: 'an open flag',
    given: ledger => change(ledger, 'receivable', CLAIM, { flags: ['flag'] }),
    code: 'FLAG_OPEN',
  },
  {
    rule: 'a sale of what the buyer only recorded',
    given: ledger => change(ledger, 'receivable', CLAIM, { status: 'recorded', assurance: 'L2' }),
    code: 'ASSURANCE_TOO_LOW',
  },
  {
    rule: 'the same with recourse',
    given: ledger => change(ledger, 'receivable', CLAIM, { status: 'recorded', assurance: 'L2' }),
    body: { kind: 'saleWithRecourse' },
    code: 'stands',
  },
  { rule: 'funding on a Sunday', body: { fundOn: '2026-03-08' }, code: 'NOT_BUSINESS_DAY' },
  { rule: 'funding yesterday', body: { fundOn: '2026-03-02' }, code: 'DATES_DISORDERED' },
  {
    rule: 'a window that is over',
    body: { window: { until: '2026-03-02' } },
    code: 'DATES_DISORDERED',
  },
  {
    rule: 'a due day beyond the loaded calendar',
    given: ledger => change(ledger, 'receivable', CLAIM, { dueOn: '2027-01-05' }),
    code: 'CALENDAR_UNKNOWN',
  },
  {
    rule: '14 days left',
    given: ledger => change(ledger, 'receivable', CLAIM, { dueOn: '2026-03-17' }),
    code: 'RESIDUAL_TENOR_SHORT',
  },
  {
    rule: 'more than there is',
    body: { want: cny(100_000_001) },
    signers: [by(SUPPLIER, 'maker', 1, { steppedUp: true }), by(SUPPLIER, 'checker', 2)],
    code: 'PRICE_OUT_OF_RANGE',
  },
  { rule: 'band B2 without step-up', body: { want: cny(100_000_001) }, code: 'STEP_UP_REQUIRED' },
  {
    rule: 'another currency',
    body: { want: { minor: '1', currency: 'USD' } },
    code: 'RATE_STALE',
  },
  { rule: 'a funder without consent', body: { invited: [OPERATOR] }, code: 'CONSENT_MISSING' },
  { rule: 'a funder with consent', body: { invited: [FUNDER] }, code: 'stands' },
]);

/** The supplier as a micro party that has one person only. */
function alone(ledger: StateDouble): Promise<void> {
  const { person } = by(SUPPLIER, 'maker');
  return change(ledger, 'party', SUPPLIER, { class: 'micro', persons: [person] });
}
