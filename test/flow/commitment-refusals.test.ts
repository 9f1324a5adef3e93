import type { ActBodies } from '../../domain/act/index.ts';
import { refusals, requested, warn } from './refusals.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { accepted, bodies, codeOf, committed, maker, setLines, stands } from './steps.ts';
import {
  attest,
  BUYER,
  by,
  CARD,
  cny,
  DAY,
  FUNDER,
  LINES,
  OPERATOR,
  scoreOf,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

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
