import type { ActKind } from '../../domain/act/index.ts';
import type { Refusal } from '../../domain/errors/index.ts';
import { situation } from '../golden/situations/index.ts';
import { bodyOf, signersOf, transientOf } from '../golden/values.ts';

const claim = (more: string): string =>
  'items: [{receivable: @other, supplier: @supplier, buyer: @buyer, face: CNY 10,000.00, ' +
  'invoiceOn: 2026-02-20, dueOn: 2026-05-20, root: root invoice, ' +
  `invoices: [{fingerprintRef: INV-9, claimed: CNY 10,000.00}], recourseTerms: none}]${more}`;
const confirmation =
  'items: [{receivable: @fresh, expect: 1, root: root invoice, face: CNY 10,000.00, ' +
  'dueOn: 2026-05-20, payTo: @collect, undertaking: irrevocable, statement: paper 8}]';
const disbursement =
  'financing: @financing; payout: @payout; path: escrow; account: @payee; value: 2026-03-03; ' +
  'amount: CNY 885,600.00';
const request =
  'financing: @new1; holdings: [@claim]; kind: sale; mode: discount; want: CNY 900,000.00; ' +
  'fundOn: 2026-03-03; window: {until: 2026-03-03}; invited: []';
const reset = 'trip: @trip; flows: [offer]; cause: paper 1; measures: paper 2';
const admission =
  'party: @newcomer; evidence: [{channel: deposit, hash: #1, by: onboarding}, ' +
  '{channel: call, hash: #2, by: registrar}]; kybValidUntil: 2027-03-03; screening: @screening';

type Attack = {
  readonly what: string;
  readonly given: readonly string[];
  readonly kind: ActKind;
  readonly signers: string;
  readonly body: string;
  readonly code: Refusal['code'];
  /** A fact of the refusal that tells who, or what, was met. */
  readonly evidence: string;
};

/** What was done to banks and factors, by the names under which the cases are known. */
const ATTACKS: readonly Attack[] = [
  {
    what: "a forged seal: the supplier confirms in the debtor's name",
    given: ['fresh offered'],
    kind: 'receivable.confirm',
    signers: 'supplier maker',
    body: confirmation,
    code: 'NOT_THE_DEBTOR',
    evidence: 'buyer',
  },
  {
    what: "a posted letter: the operator's key beside the debtor's",
    given: ['fresh offered'],
    kind: 'receivable.confirm',
    signers: 'buyer maker, operator maker',
    body: confirmation,
    code: 'NOT_THE_DEBTOR',
    evidence: 'buyer',
  },
  {
    what: 'the operator makes a debtor alone',
    given: ['applied', 'screened clear'],
    kind: 'party.admit',
    signers: 'operator onboarding 1, operator compliance 2',
    body: admission,
    code: 'APPROVALS_MISSING',
    evidence: 'missing',
  },
  {
    what: 'the same invoice to a second funder',
    given: ['fresh offered'],
    kind: 'receivable.offer',
    signers: 'supplier maker',
    body: claim(''),
    code: 'DUPLICATE_REGISTERED',
    evidence: 'matches',
  },
  {
    what: 'its number spelt otherwise',
    given: ['fresh offered'],
    kind: 'receivable.offer',
    signers: 'supplier maker',
    body: claim('; items.0.root: root invoiceSpelt'),
    code: 'DUPLICATE_REGISTERED',
    evidence: 'matches',
  },
  {
    what: 'its amount altered by 0.5 %',
    given: ['fresh offered'],
    kind: 'receivable.offer',
    signers: 'supplier maker',
    body: claim('; items.0.root: root invoiceOtherAmount'),
    code: 'DUPLICATE_REGISTERED',
    evidence: 'matches',
  },
  {
    what: 'collateral that is pledged to one funder, to another',
    given: ['accepted'],
    kind: 'financing.request',
    signers: 'supplier maker 1, supplier checker 2',
    body: request,
    code: 'HOLDING_LOCKED',
    evidence: 'ref',
  },
  {
    what: 'a financed claim that supplier and buyer cancel',
    given: ['financed'],
    kind: 'receivable.cancel',
    signers: 'supplier maker, buyer maker',
    body: 'receivable: @claim; reason: mistake',
    code: 'ENCUMBERED',
    evidence: 'receivable',
  },
  {
    what: 'a new bank account before the payment',
    given: ['ready to disburse', 'account registered', 'account verified'],
    kind: 'financing.disburse',
    signers: 'funder treasurer 1*, funder checker 2',
    body: `${disbursement}; account: @new1`,
    code: 'ACCOUNT_NOT_VERIFIED',
    evidence: 'account',
  },
  {
    what: 'two accounts of one person as maker and checker',
    given: ['ready to disburse'],
    kind: 'financing.disburse',
    signers: 'funder treasurer 1*, funder checker 1',
    body: disbursement,
    code: 'APPROVALS_MISSING',
    evidence: 'missing',
  },
  {
    what: 'a claim ground to parts of one minor unit',
    given: ['trade'],
    kind: 'holding.split',
    signers: 'supplier maker',
    body: 'holding: @claim; parts: [{holding: @partA, amount: CNY 0.01}, {holding: @partB, amount: CNY 999,999.99}]',
    code: 'PART_TOO_SMALL',
    evidence: 'min',
  },
  {
    what: 'more parts than a claim may have',
    given: ['500 holdings'],
    kind: 'holding.split',
    signers: 'supplier maker',
    body: 'holding: @claim; parts: [{holding: @partA, amount: CNY 400,000.00}, {holding: @partB, amount: CNY 600,000.00}]',
    code: 'TOO_MANY_PARTS',
    evidence: 'max',
  },
  {
    what: 'a reset without the auditor',
    given: ['offers stopped'],
    kind: 'breaker.reset',
    signers: 'operator risk 1, operator breaker 2',
    body: reset,
    code: 'APPROVALS_MISSING',
    evidence: 'missing',
  },
  {
    what: 'a reset by one person of the operator in two roles',
    given: ['offers stopped'],
    kind: 'breaker.reset',
    signers: 'operator risk 1, operator breaker 1, auditor maker',
    body: reset,
    code: 'APPROVALS_MISSING',
    evidence: 'missing',
  },
];

const rowsOf = (rows: ReadonlyMap<string, Uint8Array>): string[] =>
  [...rows].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`).sort();

test.each(ATTACKS.map(attack => [attack.what, attack.code, attack] as const))(
  '%s: %s, nothing is written, and the refusal says what was met',
  async (_, code, { given, kind, signers, body, evidence }) => {
    const ledger = await situation(given);
    const before = rowsOf(ledger.rows);
    const signed = signersOf(signers);
    const options = { transient: transientOf(body) };
    const actor = signed[0]?.party ?? '';
    const outcome = await ledger.act(kind, actor, bodyOf(body) as never, signed, options);
    const refusal = outcome.ok ? null : outcome.refusal;
    expect(refusal?.code).toBe(code);
    expect(refusal?.facts[evidence]).toBeDefined();
    expect(rowsOf(ledger.rows)).toEqual(before);
  },
);

test('an invoice under another number alerts who registered it first, and stays flagged', async () => {
  const ledger = await situation(['fresh offered']);
  const body = claim('; items.0.root: root invoiceRenumbered');
  const signed = signersOf('supplier maker');
  const given = { transient: transientOf(body) };
  const outcome = await ledger.act(
    'receivable.offer',
    signed[0]?.party ?? '',
    bodyOf(body) as never,
    signed,
    given,
  );
  const events = outcome.ok ? outcome.events.map(({ kind }) => kind) : [];
  expect(events).toEqual(expect.arrayContaining(['duplicate.flagged', 'duplicate.alerted']));
});
