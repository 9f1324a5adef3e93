import type { ActBodies, ActKind } from '../../domain/act/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import type { CheckCode } from '../../domain/financing/index.ts';
import { ALL_GATES_PASSED } from '../../domain/credit/index.ts';
import {
  accepted,
  active,
  bodies,
  cash,
  cleared,
  codeOf,
  committed,
  FILE,
  FINANCING,
  funded,
  FUNDING,
  maker,
  payer,
  PAYOUT,
  PAID_OUT,
  receive,
  registered,
  repaid,
  setLines,
  stands,
} from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  attest,
  BANK,
  BUYER,
  by,
  CARD,
  claim,
  CLAIM,
  cny,
  DAY,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  PAYEE,
  scoreOf,
  screen,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

type Case = {
  readonly rule: string;
  /** What came before; a fresh trade when absent. */
  readonly after?: (ledger: StateDouble) => Promise<unknown>;
  /** What is different on the ledger. */
  readonly given?: (ledger: StateDouble) => unknown;
  readonly actor?: string;
  readonly body?: object;
  readonly signers?: readonly Signer[];
  readonly code: string;
};

function refusals<K extends ActKind>(
  kind: K,
  usual: {
    readonly actor: string;
    readonly body: ActBodies[K];
    readonly signers: readonly Signer[];
    readonly after?: Case['after'];
  },
  cases: readonly Case[],
): void {
  describe(kind, () => {
    test.each(cases.map(row => [row.rule, row.code, row] as const))(
      '%s: %s',
      async (_, code, row) => {
        const ledger = await tradeLedger();
        await (row.after ?? usual.after)?.(ledger);
        await row.given?.(ledger);
        const before = [...ledger.rows].map(([key, value]) => [key, Buffer.from(value).toString()]);
        const actor = row.actor ?? usual.actor;
        const body = { ...usual.body, ...row.body };
        const outcome = await ledger.act(kind, actor, body, row.signers ?? usual.signers);
        expect(outcome.ok ? 'stands' : outcome.refusal.code).toBe(code);
        if (outcome.ok) return;
        const after = [...ledger.rows].map(([key, value]) => [key, Buffer.from(value).toString()]);
        expect(after).toEqual(before);
      },
    );
  });
}

async function change<T extends 'receivable' | 'holding' | 'party' | 'account'>(
  ledger: StateDouble,
  type: T,
  id: string,
  changes: object,
): Promise<void> {
  const state = await ledger.entity(type, id);
  ledger.put(type, id, { ...state, ...changes } as never);
}

const warn =
  (level: number, frozen = false) =>
  (ledger: StateDouble) =>
    ledger.fold({
      kind: 'attestation.recorded',
      on: DAY,
      body: {
        attestation: idOf(901),
        kind: 'warning',
        subject: BUYER,
        asOf: DAY,
        knownAt: DAY,
        modelId: 'm',
        modelHash: hashOf(1),
        policyHash: hashOf(2),
        inputsHash: hashOf(3),
        level,
        frozen,
        rule: 'W01',
        evidenceHash: hashOf(4),
        validUntil: '2026-04-01',
      },
    });

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
      dataClasses: ['score'],
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

async function toClear(ledger: StateDouble) {
  await committed(ledger);
  await registered(ledger);
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

/** Takes away what proves one item, or makes it say no. */
const broken: readonly (readonly [CheckCode, string, (l: StateDouble) => unknown])[] = [
  ['C01', 'screened yesterday', l => screen(l, BUYER, '2026-03-02')],
  ['C01', 'no screening', l => l.delete('screening', SUPPLIER)],
  ['C02', 'KYB expired', l => change(l, 'party', SUPPLIER, { kybValidUntil: '2026-03-02' })],
  ['C02', 'no party', l => l.delete('party', BUYER)],
  [
    'C03',
    'listed',
    l =>
      l.put('negative', hashOf(Number.parseInt(SUPPLIER.slice(-6), 16)), {
        subject: 'x',
        reason: 'fraud',
        source: 'court',
        from: DAY,
        until: null,
        removedOn: null,
      }),
  ],
  [
    'C04',
    'set-off reserved',
    async l => {
      const held = await l.entity('receivable', CLAIM);
      const confirmation = held?.status === 'confirmed' ? held.confirmation : {};
      const changed = { ...confirmation, undertaking: 'setOffReserved' };
      await change(l, 'receivable', CLAIM, { confirmation: changed });
    },
  ],
  ['C05', 'flagged', l => change(l, 'receivable', CLAIM, { flags: ['flag'] })],
  ['C05', 'no registry row', l => l.delete('invoice', `k1-${CLAIM}`)],
  ['C07', 'slice gone', l => l.delete('slice', `${LINES.debtor}~00`)],
  ['C08', 'score gone', l => l.delete('attestation', `score~${BUYER}~buyer~confirmedReceivable`)],
  ['C08', 'red', warn(3)],
  [
    'C09',
    'owes another financing for six days',
    l =>
      l.put('openFinancing', `${SUPPLIER}~${idOf(63)}`, {
        holder: SUPPLIER,
        buyer: BUYER,
        financing: idOf(63),
        payOn: '2026-02-25',
      }),
  ],
  ['C10', 'aged 91 days', l => change(l, 'receivable', CLAIM, { invoiceOn: '2025-12-02' })],
  ['C11', 'consent gone', l => l.delete('consent', `${SUPPLIER}~${FUNDER}~financing`)],
  ['C14', 'search gone', l => l.delete('registrySearch', `${FUNDER}~${SUPPLIER}`)],
  ['C15', 'filing gone', l => l.delete('registration', FINANCING)],
  ['C17', 'collect account gone', l => l.delete('account', '')],
  ['C18', 'payee verified today', l => change(l, 'account', PAYEE, { usableFrom: '2026-03-04' })],
  ['C18', 'payee account gone', l => l.delete('account', PAYEE)],
  [
    'C19',
    'buyer fails gate G10',
    l => attest(l, scoreOf(BUYER, { gateBits: ALL_GATES_PASSED - 2 ** 9 })),
  ],
  [
    'C20',
    'one person in both',
    async l => {
      const supplier = await l.entity('party', SUPPLIER);
      await change(l, 'party', FUNDER, { persons: supplier?.persons ?? [] });
    },
  ],
];

describe('checklist', () => {
  test.each(broken)('%s fails: %s', async (item, rule, breakIt) => {
    const ledger = await tradeLedger();
    await toClear(ledger);
    if (rule === 'collect account gone') {
      const held = await ledger.entity('receivable', CLAIM);
      if (held?.status === 'confirmed') ledger.delete('account', held.confirmation.payTo);
    } else await breakIt(ledger);
    const outcome = await ledger.act('financing.clear', FUNDER, bodies.clear, maker(FUNDER));
    expect(outcome.ok ? null : outcome.refusal.code).toBe('CHECK_FAILED');
    expect(outcome.ok ? [] : outcome.refusal.facts['list']).toContain(item);
  });

  test.each(['C12', 'C13', 'C16'] as const)('%s fails without its evidence', async item => {
    const ledger = await tradeLedger();
    await toClear(ledger);
    const items = bodies.clear.items.map(row => (row.item === item ? { item } : row));
    const body = { ...bodies.clear, items };
    const outcome = await ledger.act('financing.clear', FUNDER, body, maker(FUNDER));
    expect(outcome.ok ? [] : outcome.refusal.facts['list']).toEqual([item]);
  });

  test('every item of a cleared list opens a row that exists, or a file by hash', async () => {
    const ledger = await tradeLedger();
    await cleared(ledger);
    const financing = await ledger.entity('financing', FINANCING);
    const list = financing && 'checklist' in financing ? financing.checklist : [];
    expect(list.map(({ result }) => result)).toEqual(Array(20).fill('pass'));
    for (const { item, opens } of list) {
      expect([item, opens.length > 0]).toEqual([item, true]);
      for (const key of opens.filter(name => !name.startsWith('file:'))) {
        const [type = '', ...id] = key.split('~');
        expect([key, await ledger.entity(type as 'party', id.join('~'))]).not.toEqual([
          key,
          undefined,
        ]);
      }
    }
  });
});

async function toDisburse(ledger: StateDouble) {
  await cleared(ledger);
  await funded(ledger);
}

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

async function instructed(ledger: StateDouble) {
  await toDisburse(ledger);
  stands(await ledger.act('financing.disburse', FUNDER, bodies.disburse, payer));
}
async function sent(ledger: StateDouble) {
  await instructed(ledger);
  const file = { file: FILE, payouts: [PAYOUT], total: cny(88_560_000) };
  stands(await ledger.act('payout.file', OPERATOR, file, cash));
}

refusals(
  'payout.file',
  {
    actor: OPERATOR,
    body: { file: FILE, payouts: [PAYOUT], total: cny(88_560_000) },
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
    { rule: 'before it was sent', after: instructed, code: 'STATE_WRONG' },
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

const statement: ActBodies['cash.statement'] = {
  statement: 's1',
  account: ESCROW,
  sequence: '1',
  opening: cny(0),
  closing: cny(5),
  entries: 1,
  file: hashOf(1),
  suspect: false,
};
const bank = [by(BANK, 'cash')];
const stated = (changes: object) => async (ledger: StateDouble) =>
  stands(await ledger.act('cash.statement', BANK, { ...statement, ...changes }, bank));

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

const received: ActBodies['cash.receive'] = {
  entry: hashOf(601),
  account: ESCROW,
  amount: cny(5),
  valueOn: DAY,
  payer: BUYER,
  payerRef: hashOf(2),
  statement: 's1',
};
const booked = (changes: object) => async (ledger: StateDouble) => {
  await stated({})(ledger);
  stands(await ledger.act('cash.receive', BANK, { ...received, ...changes }, bank));
};

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

const reversal = { entry: hashOf(602), reverses: hashOf(601), valueOn: DAY, statement: 's1' };
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

const MATCHER = [by(OPERATOR, 'matcher', 9)];
function matched(ledger: StateDouble, allocation: object) {
  const body = { payment: hashOf(601), tier: 1, allocations: [allocation as never] };
  return ledger.act('payment.match', OPERATOR, body, MATCHER);
}
const toClaim = (minor: number, id = CLAIM) => ({ target: 'receivable', id, amount: cny(minor) });

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
const folded = async (ledger: StateDouble) => {
  const fold = { party: FUNDER, currency: 'CNY', upTo: DAY };
  stands(await ledger.act('balance.fold', OPERATOR, fold, [by(OPERATOR, 'system', 8)]));
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

describe('what gives back', () => {
  const free = async (ledger: StateDouble) => ({
    holding: (await ledger.entity('holding', CLAIM))?.state,
    card: await room(ledger, CARD),
    supplier: await room(ledger, LINES.supplier),
    registry: (await ledger.entity('invoice', `k1-${CLAIM}`))?.entries[0]?.state,
  });
  async function room(ledger: StateDouble, line: string) {
    if (!(await ledger.entity('line', line))) return null;
    const answer = (await ledger.ask({ kind: 'limit.room', line })) as { room: { minor: string } };
    return answer.room.minor;
  }
  const before = {
    holding: 'free',
    card: '800000000',
    supplier: '300000000',
    registry: 'registered',
  };

  test('a lapse frees holding, capacity, limits and registry', async () => {
    const ledger = await tradeLedger();
    await committed(ledger);
    expect(await free(ledger)).toEqual({
      holding: 'reserved',
      card: '710000000',
      supplier: '210000000',
      registry: 'applied',
    });
    ledger.businessDate = '2026-03-05';
    const lapse = { financing: FINANCING, reason: 'window' };
    stands(await ledger.act('financing.lapse', SUPPLIER, lapse, maker(SUPPLIER)));
    expect(await free(ledger)).toEqual(before);
  });

  test('a refusal opens the request again for another card', async () => {
    const ledger = await tradeLedger();
    await accepted(ledger);
    const refuse = { financing: FINANCING, reason: 'risk' };
    stands(await ledger.act('financing.refuse', FUNDER, refuse, maker(FUNDER)));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('requested');
    expect(await room(ledger, CARD)).toBe('800000000');
    stands(await ledger.act('financing.accept', SUPPLIER, bodies.accept, maker(SUPPLIER)));
  });

  test('a failed payout gives the money back and leaves the holding reserved', async () => {
    const ledger = await tradeLedger();
    await sent(ledger);
    const fail = { payout: PAYOUT, reason: 'AC04', message: hashOf(1) };
    stands(await ledger.act('payout.fail', BANK, fail, bank));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('cleared');
    expect((await ledger.entity('holding', CLAIM))?.state).toBe('reserved');
    await folded(ledger);
    expect((await ledger.entity('balance', `${FUNDER}~CNY`))?.folded).toBe('88650000');
    const again = { ...bodies.disburse, payout: idOf(72) };
    stands(await ledger.act('financing.disburse', FUNDER, again, payer));
  });

  test('money stays with nobody: an overpayment is unallocated', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 100_000_000));
    await receive(ledger, { entry: hashOf(700), minor: 1_000, payer: BUYER });
    const payment = await ledger.entity('payment', hashOf(700));
    expect([payment?.status, payment?.allocated.minor]).toEqual(['open', '0']);
    expect(PAID_OUT).not.toBe(hashOf(700));
  });
});
