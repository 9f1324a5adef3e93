import { bank, MATCHER, toClaim } from './booked-cash.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { active, cash, codeOf, receive, stands } from './steps.ts';
import {
  BANK,
  BUYER,
  by,
  claim,
  CLAIM,
  cny,
  DAY,
  ESCROW,
  hashOf,
  OPERATOR,
  tradeLedger,
} from './trade.ts';

// Money that was divided is others' by now: what the desk does when the bank takes it back, and when
// it was matched to the wrong claim. Figures are counted by hand.

const FACE = 100_000_000;
const PAID = hashOf(601);
const BACK = { entry: hashOf(602), reverses: PAID, valueOn: DAY, statement: 's2' };
const MATCH = idOf(5_000);
const OTHER = idOf(32);
const bankAndDesk = [...bank, by(OPERATOR, 'cash'), by(OPERATOR, 'director', 2)];

/** The buyer's payment of the whole claim is divided over funder and supplier. */
async function divided(): Promise<StateDouble> {
  const ledger = await tradeLedger();
  await active(ledger);
  await receive(ledger, { entry: PAID, minor: FACE, payer: BUYER });
  const body = { payment: PAID, tier: 1, allocations: [toClaim(FACE) as never] };
  stands(await ledger.act('payment.match', OPERATOR, body, MATCHER, { id: MATCH }));
  const stated = { statement: 's2', account: ESCROW, sequence: '2', entries: 1, suspect: false };
  const sums = { opening: cny(FACE), closing: cny(0), file: hashOf(9) };
  stands(await ledger.act('cash.statement', BANK, { ...stated, ...sums }, bank));
  return ledger;
}

/** The operator's own money, folded. */
async function operatorPays(ledger: StateDouble, entry: string, minor: number): Promise<void> {
  await receive(ledger, { entry, minor, payer: OPERATOR });
  const allocations = [{ target: 'funding', id: OPERATOR, amount: cny(minor) }] as const;
  stands(
    await ledger.act('payment.match', OPERATOR, { payment: entry, tier: 1, allocations }, MATCHER),
  );
  await fold(ledger);
}

async function fold(ledger: StateDouble): Promise<void> {
  const body = { party: OPERATOR, currency: 'CNY', upTo: DAY };
  stands(await ledger.act('balance.fold', OPERATOR, body, [by(OPERATOR, 'system', 8)]));
}

const reverse = (ledger: StateDouble, cover: object = {}) =>
  ledger.act('cash.reverse', BANK, { ...BACK, ...cover }, bankAndDesk);

test('a divided payment that the bank takes back is borne by the operator, and by nobody else', async () => {
  const ledger = await divided();
  expect(codeOf(await reverse(ledger))).toBe('STATE_WRONG');
  const unmatch = { match: MATCH, reason: 'bankReversal' };
  expect(codeOf(await ledger.act('payment.unmatch', OPERATOR, unmatch, cash))).toBe('STATE_WRONG');
  const cover = { cover: cny(FACE) };
  expect(codeOf(await reverse(ledger, cover))).toBe('FUNDS_NOT_IN');

  await operatorPays(ledger, hashOf(603), FACE + 700);
  const before = balances(ledger);
  stands(await reverse(ledger, cover));
  const after = balances(ledger);
  const moved = [...after].filter(([place, minor]) => before.get(place) !== minor);
  expect(new Map(moved)).toEqual(
    new Map([
      [`cash 1001 ${ESCROW}`, (before.get(`cash 1001 ${ESCROW}`) ?? 0n) - BigInt(FACE)],
      [`cash 2101 ${OPERATOR}`, -700n],
    ]),
  );
  expect(after.get(`cash 2201 ${PAID}`) ?? 0n).toBe(0n);
  // The division stands: the claim is paid, funder and supplier keep what they have.
  expect((await ledger.entity('receivable', CLAIM))?.status).toBe('settled');
  expect((await ledger.entity('payment', PAID))?.status).toBe('reversed');
  expect((await ledger.entity('match', MATCH))?.status).toBe('standing');
  expect(codeOf(await ledger.act('payment.unmatch', OPERATOR, unmatch, cash))).toBe('STATE_WRONG');
  expect(codeOf(await reverse(ledger, { entry: hashOf(604), ...cover }))).toBe('STATE_WRONG');
});

test('what the payer then pays the operator again makes it whole', async () => {
  const ledger = await divided();
  await operatorPays(ledger, hashOf(603), FACE);
  stands(await reverse(ledger, { cover: cny(FACE) }));
  await receive(ledger, { entry: hashOf(605), minor: FACE, payer: BUYER });
  const allocations = [{ target: 'funding', id: OPERATOR, amount: cny(FACE) }] as const;
  const body = { payment: hashOf(605), allocations };
  // Money of somebody else: no program decides that, two persons of the desk do.
  const alone = await ledger.act('payment.match', OPERATOR, { ...body, tier: 1 }, MATCHER);
  expect(codeOf(alone)).toBe('PAYER_NOT_DEBTOR');
  stands(await ledger.act('payment.match', OPERATOR, { ...body, tier: 3 }, cash));
  expect(balances(ledger).get(`cash 2101 ${OPERATOR}`)).toBe(-BigInt(FACE));
});

test('money matched to the wrong claim: the operator pays the right one and gets the wrong one’s', async () => {
  const ledger = await divided();
  await claim(ledger, { id: OTHER, face: BigInt(FACE), dueOn: '2026-06-01' });
  // The payment was for the other claim: the operator pays that one with money of its own.
  await receive(ledger, { entry: hashOf(603), minor: FACE, payer: OPERATOR });
  const right = { payment: hashOf(603), tier: 3, allocations: [toClaim(FACE, OTHER) as never] };
  stands(await ledger.act('payment.match', OPERATOR, right, cash));
  // What the buyer pays on the first claim later finds it paid, and is the operator's.
  await receive(ledger, { entry: hashOf(605), minor: FACE, payer: BUYER });
  const late = { payment: hashOf(605), tier: 1, allocations: [toClaim(FACE) as never] };
  expect(codeOf(await ledger.act('payment.match', OPERATOR, late, MATCHER))).toBe('STATE_WRONG');
  const allocations = [{ target: 'funding', id: OPERATOR, amount: cny(FACE) }] as const;
  const own = { payment: hashOf(605), tier: 3, allocations };
  stands(await ledger.act('payment.match', OPERATOR, own, cash));
  const sums = balances(ledger);
  expect(sums.get(`cash 2101 ${OPERATOR}`)).toBe(-BigInt(FACE));
  for (const id of [CLAIM, OTHER]) {
    expect((await ledger.entity('receivable', id))?.status).toBe('settled');
  }
  // No payment has anything left, and the escrow account holds what the balances say.
  expect(
    [...sums].filter(([place, minor]) => place.startsWith('cash 2201') && minor !== 0n),
  ).toEqual([]);
  const credited = [...sums].filter(([place]) => /^cash (2|3)/.test(place));
  const owed = credited.reduce((total, [, minor]) => total + minor, 0n);
  expect(sums.get(`cash 1001 ${ESCROW}`)).toBe(-owed);
});

/** Debits less credits of every sub-account, by book, account and sub. */
function balances(ledger: StateDouble): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const event of ledger.history.flat()) {
    if (event.kind !== 'journal.posted') continue;
    for (const { book, account, sub, side, amount } of event.lines) {
      const place = `${book} ${account} ${sub ?? ''}`;
      const minor = side === 'debit' ? BigInt(amount.minor) : -BigInt(amount.minor);
      sums.set(place, (sums.get(place) ?? 0n) + minor);
    }
  }
  return sums;
}
