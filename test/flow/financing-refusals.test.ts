import type { ActBodies } from '../../domain/act/index.ts';
import {
  accepted,
  active,
  bodies,
  cleared,
  codeOf,
  committed,
  FINANCING,
  funded,
  maker,
  payer,
  setLines,
  stands,
} from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  attest,
  BUYER,
  by,
  CARD,
  claim,
  CLAIM,
  cny,
  DAY,
  ESCROW,
  FUNDER,
  LINES,
  OPERATOR,
  PAYEE,
  scoreOf,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

import { change, refusals, toClear, toDisburse, warn } from './refusals.ts';

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

async function requested(ledger: StateDouble, card: object = {}, request: object = {}) {
  const published = { ...bodies.card, ...card };
  stands(await ledger.act('rateCard.publish', FUNDER, published, maker(FUNDER)));
  const body = { ...bodies.request, ...request };
  stands(await ledger.act('financing.request', SUPPLIER, body, maker(SUPPLIER)));
}
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

async function ready(ledger: StateDouble) {
  await accepted(ledger);
  await setLines(ledger);
}

async function setLine(ledger: StateDouble, changes: object) {
  const line: ActBodies['limit.set'] = {
    line: LINES.supplier,
    kind: 'supplier',
    subject: SUPPLIER,
    cap: cny(300_000_000),
    from: DAY,
    until: '2027-03-03',
    slices: 4,
  };
  return ledger.act('limit.set', FUNDER, { ...line, ...changes }, maker(FUNDER));
}

refusals(
  'financing.commit',
  { actor: FUNDER, body: bodies.commit, signers: maker(FUNDER), after: ready },
  [
    { rule: 'within three lines', code: 'stands' },
    { rule: 'one person in band B1', signers: [by(FUNDER, 'maker')], code: 'APPROVALS_MISSING' },
    { rule: 'another amount', body: { amount: cny(89_999_999) }, code: 'TERMS_DIFFER' },
    { rule: 'not accepted yet', after: l => requested(l), code: 'NOT_FOUND' },
    { rule: 'twice', after: committed, code: 'STATE_WRONG' },
    {
      rule: 'an unknown line',
      body: { lines: [LINES.debtor, LINES.supplier, idOf(99)] },
      code: 'NOT_FOUND',
    },
    {
      rule: 'no line on the supplier',
      body: { lines: [LINES.debtor, LINES.funder, LINES.debtor] },
      code: 'LIMIT_ABSENT',
    },
    {
      rule: "the card's capacity is no line",
      body: { lines: [LINES.debtor, LINES.supplier, CARD] },
      code: 'LIMIT_ABSENT',
    },
    {
      rule: 'a line on somebody else',
      given: async l => {
        const other = { line: idOf(54), kind: 'funder', subject: BUYER };
        stands(await setLine(l, other));
      },
      body: { lines: [LINES.debtor, LINES.supplier, idOf(54)] },
      code: 'LIMIT_ABSENT',
    },
    {
      rule: 'a line that begins tomorrow',
      given: async l => stands(await setLine(l, { from: '2026-03-04' })),
      code: 'LIMIT_ABSENT',
    },
    {
      rule: 'a line lowered below the advance',
      given: async l => stands(await setLine(l, { cap: cny(89_999_999) })),
      code: 'LIMIT_EXCEEDED',
    },
    {
      rule: 'an attestation lower than the line',
      given: l => attest(l, scoreOf(SUPPLIER, { limitMax: cny(89_999_999) })),
      code: 'LIMIT_EXCEEDED',
    },
    {
      rule: 'an attestation that is exactly enough',
      given: l => attest(l, scoreOf(SUPPLIER, { limitMax: cny(90_000_000) })),
      code: 'stands',
    },
    { rule: 'red since acceptance', given: warn(3), code: 'WARNING_RED' },
  ],
);

describe("the operator's own book", () => {
  const lines = [idOf(55), idOf(56), idOf(57), idOf(58)];
  async function ownBook(assets: object | null, card = OPERATOR) {
    const ledger = await tradeLedger();
    ledger.put('consent', `${SUPPLIER}~${OPERATOR}~financing`, {
      party: SUPPLIER,
      to: OPERATOR,
      purpose: 'financing',
      dataClasses: ['trade', 'score'],
      from: DAY,
      until: '2026-12-31',
      withdrawnOn: null,
    });
    if (assets) {
      const rows = [{ effectiveOn: DAY, value: assets as never, version: 1 }];
      ledger.put('param', 'exposure.netAssets', { key: 'exposure.netAssets', rows });
    }
    stands(await ledger.act('rateCard.publish', card, bodies.card, maker(card)));
    stands(await ledger.act('financing.request', SUPPLIER, bodies.request, maker(SUPPLIER)));
    stands(await ledger.act('financing.accept', SUPPLIER, bodies.accept, maker(SUPPLIER)));
    const subjects = [BUYER, SUPPLIER, OPERATOR, OPERATOR];
    const kinds = ['debtor', 'supplier', 'funder', 'ownRisk'] as const;
    for (const [at, kind] of kinds.entries()) {
      const limit = { line: lines[at]!, kind, subject: subjects[at]!, cap: cny(200_000_000) };
      const body = { ...limit, from: DAY, until: '2027-03-03', slices: 2 };
      stands(await ledger.act('limit.set', OPERATOR, body, maker(OPERATOR)));
    }
    return ledger;
  }
  const commit = (ledger: StateDouble, count = 4) =>
    ledger.act(
      'financing.commit',
      OPERATOR,
      { ...bodies.commit, lines: lines.slice(0, count) },
      maker(OPERATOR),
    );

  test.each([
    ['net assets of ten times the advance', { amount: cny(900_000_000), asOf: DAY }, 'stands'],
    ['one minor unit less', { amount: cny(899_999_999), asOf: DAY }, 'EXPOSURE_ABOVE_NET_ASSETS'],
    ['101 days old', { amount: cny(900_000_000), asOf: '2025-11-22' }, 'NET_ASSETS_STALE'],
    ['100 days old', { amount: cny(900_000_000), asOf: '2025-11-23' }, 'stands'],
    ['none on file', null, 'NET_ASSETS_STALE'],
  ])('%s: %s', async (_, assets, code) => {
    expect(codeOf(await commit(await ownBook(assets)))).toBe(code);
  });

  test('needs its ownRisk line', async () => {
    const ledger = await ownBook({ amount: cny(900_000_000), asOf: DAY });
    expect(codeOf(await commit(ledger, 3))).toBe('LIMIT_ABSENT');
  });
});

refusals('limit.set', { actor: FUNDER, body: limitBody(), signers: maker(FUNDER) }, [
  { rule: 'up to the attested limit', body: { cap: cny(90_000_000_00) }, code: 'stands' },
  {
    rule: 'above the attested limit',
    body: { cap: cny(90_000_000_01) },
    code: 'LIMIT_ABOVE_POLICY',
  },
  { rule: 'one person', signers: [by(FUNDER, 'risk')], code: 'APPROVALS_MISSING' },
  { rule: 'more than 12 months', body: { until: '2027-03-04' }, code: 'DATES_DISORDERED' },
  { rule: 'backwards', body: { until: '2026-03-02' }, code: 'DATES_DISORDERED' },
  {
    rule: 'a supplier who is not scored',
    given: l => l.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
    code: 'ATTESTATION_EXPIRED',
  },
  {
    rule: 'another currency',
    body: { cap: { minor: '1', currency: 'USD' } },
    code: 'CURRENCY_MISMATCH',
  },
  {
    rule: "another's line",
    after: ready,
    actor: OPERATOR,
    signers: maker(OPERATOR),
    code: 'NOT_FOUND',
  },
  { rule: 'another number of slices', after: ready, body: { slices: 5 }, code: 'STATE_WRONG' },
  { rule: 'below what is used', after: committed, body: { cap: cny(1) }, code: 'stands' },
]);

function limitBody(): ActBodies['limit.set'] {
  const line = { line: LINES.supplier, kind: 'supplier', subject: SUPPLIER } as const;
  return { ...line, cap: cny(300_000_000), from: DAY, until: '2027-03-03', slices: 4 };
}

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
