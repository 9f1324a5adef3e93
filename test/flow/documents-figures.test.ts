import { certificateFigures } from '../../api/documents/claim-figures.ts';
import { agreementFigures } from '../../api/documents/money-figures.ts';
import type { PaperReading } from '../../api/documents/reading.ts';
import { statementFigures } from '../../api/documents/statement-figures.ts';
import type { Entities, EntityType } from '../../domain/event/index.ts';
import { renderDocument } from '../../reports/index.ts';
import { workedIssue } from '../../reports/kinds/worked-case.ts';
import type { StateDouble } from './state-double.ts';
import { active, FINANCING, PAYOUT, repaid } from './steps.ts';
import { BUYER, CLAIM, DAY, FUNDER, OPERATOR, PAYEE, SUPPLIER, tradeLedger } from './trade.ts';

// The worked financing of the rule book, decided by the real handlers, as its papers show it:
// F 1,000,000.00, advance 90 %, 6 % a year, 90 days: discount 13,500.00, fee 900.00, cash 885,600.00.

const DUE = '2026-06-01';
const names: Readonly<Record<string, string>> = {
  [SUPPLIER]: 'Sample Supplier',
  [BUYER]: 'Sample Buyer',
  [FUNDER]: 'Sample Funder',
  [OPERATOR]: 'Sample Broker',
};

/** Reads the state of the flow as the read model of the supplier would. */
function readingOf(ledger: StateDouble): PaperReading {
  const party = (id: string) => Promise.resolve({ id, name: names[id] ?? id });
  const account = { holder: 'Sample Supplier', bank: 'CNY', number: '22' };
  const reading = {
    tenant: SUPPLIER,
    language: 'en',
    party,
    entity: async <T extends EntityType>(type: T, id: string): Promise<Entities[T] | null> =>
      (await ledger.entity<T>(type, id)) ?? null,
    account: () => Promise.resolve(account),
    accountOf: () => Promise.resolve(PAYEE),
    parameters: () => Promise.resolve(new Map()),
    operator: () => Promise.resolve('Sample Broker'),
    acts: () => Promise.resolve([]),
    query: async (text: string) => {
      if (text.includes('book.payout')) {
        const body = await ledger.entity('payout', PAYOUT);
        return body?.status === 'confirmed' ? [{ body, block: 5n, tx_index: 0 }] : [];
      }
      return text.includes('book.journal_line') ? postedTo(ledger) : [];
    },
  };
  return reading as unknown as PaperReading;
}

/** Lines on the supplier's own balance, out of the events of the flow. */
function postedTo(ledger: StateDouble): unknown[] {
  return ledger.history.flat().flatMap((event, at) => {
    if (event.kind !== 'journal.posted') return [];
    return event.lines
      .filter(({ account, sub }) => account === '2101' && sub === SUPPLIER)
      .map(({ side, amount }) => ({
        block: BigInt(10 + at),
        tx_index: 0,
        booked_on: event.on,
        act_id: event.act,
        side,
        minor: amount.minor,
        kind: 'payment.match',
        buyer: BUYER,
        actor: OPERATOR,
      }));
  });
}

test('the agreement shows the price that was accepted, and the late rules of that day', async () => {
  const ledger = await tradeLedger();
  await active(ledger);
  const figures = await agreementFigures(readingOf(ledger), FINANCING, OPERATOR);
  expect(figures).toMatchObject({
    advance: { minor: '90000000' },
    cash: { minor: '88560000' },
    discountOrInterest: { minor: '1350000' },
    totalCost: { minor: '1440000' },
    aprPpm: 65_944,
    lateRatePpm: 90_000,
    graceDays: 3,
    fees: [{ kind: 'origination', payer: 'Sample Supplier', payee: 'Sample Broker' }],
    receivables: [{ debtor: 'Sample Buyer' }],
  });
  if (!figures) return;
  const number = 'BRK-FA-61-20260303-0001';
  const rendered = await renderDocument('FINANCING_AGREEMENT', figures, workedIssue('en', number));
  expect(rendered.ok).toBe(true);
});

test('the statement shows cash in from the funder and out to the bank, costs, and the rest', async () => {
  const ledger = await tradeLedger();
  await active(ledger);
  const before = await statementFigures(readingOf(ledger), null, DAY);
  expect(before?.movements).toMatchObject([
    { kind: 'disbursement', counterparty: 'Sample Funder', credit: { minor: '88560000' } },
    { kind: 'payout', counterparty: 'Sample Supplier', debit: { minor: '88560000' } },
  ]);
  expect(before?.closing.minor).toBe('0');
  expect(before?.fees).toMatchObject([
    { kind: 'discount', payee: 'Sample Funder', amount: { minor: '1350000' } },
    { kind: 'origination', payee: 'Sample Broker', amount: { minor: '90000' } },
  ]);
  const done = await repaid(ledger, DUE, 100_000_000);
  expect(done.ok).toBe(true);
  const after = await statementFigures(readingOf(ledger), null, DUE);
  // Of 1,000,000.00 the funder gets its 900,000.00, the supplier the rest.
  expect(after?.movements.at(-1)).toMatchObject({
    kind: 'residual',
    counterparty: 'Sample Buyer',
    credit: { minor: '10000000' },
  });
  expect(after?.closing.minor).toBe('10000000');
  if (!after) return;
  const number = 'BRK-AS-11-20260601-0001';
  const rendered = await renderDocument('ACCOUNT_STATEMENT', after, workedIssue('en', number));
  expect(rendered.ok).toBe(true);
});

const STATES: readonly (readonly [name: string, state: object])[] = [
  ['free', { state: 'free' }],
  ['reserved', { state: 'reserved', lockedFor: { kind: 'financing', id: 'f1' } }],
  ['reserved', { state: 'reserved', lockedFor: { kind: 'orderLoan', id: 'l1', funder: 'f' } }],
  ['reserved', { state: 'reserved', lockedFor: { kind: 'repurchase', id: 'r1' } }],
  ['pooled', { state: 'reserved', lockedFor: { kind: 'pool', id: 'p1' } }],
  ['pledged', { state: 'pledged', financing: 'f1', funder: FUNDER }],
  ['sold', { state: 'sold', financing: 'f1', residualTo: SUPPLIER }],
];

test.each(STATES)(
  'a certificate says %s of a holding that is %j, and nothing else',
  async (name, state) => {
    const ledger = await tradeLedger();
    await active(ledger);
    const [claim, held] = await Promise.all([
      ledger.entity('receivable', CLAIM),
      ledger.entity('holding', CLAIM),
    ]);
    const reading = {
      ...(readingOf(ledger) as object),
      entity: () => Promise.resolve(claim),
      query: (text: string) =>
        Promise.resolve(text.includes('book.holding') ? [{ body: { ...held, ...state } }] : []),
    } as unknown as PaperReading;
    const figures = await certificateFigures(reading, CLAIM);
    const { free, reserved, pledged, sold, pooled } = figures ?? {};
    const said = Object.entries({ free, reserved, pledged, sold, pooled });
    const taken = said.filter(([, amount]) => amount?.minor !== '0');
    expect(taken).toEqual([[name, { minor: '100000000', currency: 'CNY' }]]);
  },
);
