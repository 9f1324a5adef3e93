import fc from 'fast-check';
import { decideMatches } from '../../api/bank/matcher.ts';
import { readStatement, type BankLine, type ReadStatement } from '../../api/bank/statement.ts';
import { camt053, type BankEntry } from '../../demo/files/camt.ts';
import { money } from '../../domain/money/index.ts';
import { bankRootOf, creditorReference, type OpenClaim } from '../../domain/settlement/index.ts';
import { sha256 } from '../../chaincode/signature.ts';
import { readFile } from '../../ingest/read.ts';
import { accountsOf, stands } from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { BANK, BUYER, by, claim, DAY, ESCROW, OPERATOR, tradeLedger } from './trade.ts';

// Money as the bank tells it: a file of camt.053 to statement, entries, matches and the journal.

const RUNS = 40;
const NUMBER = '6222000000000000001';
const hashed = (given: Uint8Array | string): string => sha256(Buffer.from(given));
const claimId = (at: number): string => idOf(7_000 + at);

/** What one claim of a run owes, what is paid on it, and what the payer writes. */
type Payment = {
  readonly face: number;
  readonly paid: number;
  readonly names: 'claim' | 'nothing';
};

const payment = fc
  .record({
    face: fc.integer({ min: 10_000, max: 90_000_000 }),
    share: fc.constantFrom(1_000_000, 999_999, 500_000, 1),
    names: fc.constantFrom<Payment['names']>('claim', 'claim', 'claim', 'nothing'),
  })
  .map(({ face, share, names }): Payment => {
    return { face, paid: Math.max(1, Math.floor((face * share) / 1_000_000)), names };
  });

const referenceOf = (at: number): string => creditorReference(hashed(claimId(at)));

function entryOf({ paid, names }: Payment, at: number): BankEntry {
  return {
    credit: true,
    amount: BigInt(paid),
    reference: `B${at}`,
    endToEndId: 'NOTPROVIDED',
    party: { name: 'Payer', account: '6222000000000000009' },
    text: names === 'claim' ? `INV-${1_000 + at}` : 'thank you',
  };
}

/** The bank's file of the day, as the cash desk reads it. */
function readDay(payments: readonly Payment[]): ReadStatement {
  const entries = payments.map(entryOf);
  const { xml } = camt053({ account: NUMBER, date: DAY, sequence: 1, opening: 0n, entries });
  const context = { tenant: 't', load: 'l', sha256: hashed };
  const read = readFile({ bytes: Buffer.from(xml), name: 'day.xml' }, { context });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const [document] = read.value.records.map(record => record.document);
  if (document?.kind !== 'statement') throw new Error('no statement');
  const accounts = new Map([[bankRootOf(NUMBER, bytes => hashed(bytes)), ESCROW]]);
  const stored = { document: 'd1', statement: document, suspect: false, released: false };
  const statement = readStatement({ ...stored, file: hashed(xml) }, accounts);
  if (typeof statement === 'string') throw new Error(statement);
  return statement;
}

const bank = [by(BANK, 'cash')];

async function receive(ledger: StateDouble, { body, lines }: ReadStatement): Promise<void> {
  stands(await ledger.act('cash.statement', BANK, body, bank));
  for (const { entry, account, amount, valueOn, statement } of lines) {
    const payerRef = hashed('payer');
    const received = { entry, account, amount, valueOn, payerRef, payer: BUYER, statement };
    stands(await ledger.act('cash.receive', BANK, received, bank));
  }
}

async function match(
  ledger: StateDouble,
  payments: readonly Payment[],
  lines: readonly BankLine[],
): Promise<number> {
  const claims = payments.map(({ face }, at): OpenClaim => {
    const outstanding = money(BigInt(face), 'CNY');
    const numbers = [`INV-${1_000 + at}`];
    return {
      receivable: claimId(at),
      buyer: BUYER,
      outstanding,
      reference: referenceOf(at),
      numbers,
    };
  });
  const found = await Promise.all(lines.map(({ entry }) => ledger.entity('payment', entry)));
  const named = new Map(lines.map(line => [line.entry, line]));
  const facts = { operator: OPERATOR, businessDate: DAY };
  const of = { candidates: { claims, fundings: [] }, facts };
  const { acts } = decideMatches(
    found.flatMap(one => one ?? []),
    named,
    of,
  );
  for (const { body } of acts) {
    stands(await ledger.act('payment.match', OPERATOR, body, [by(OPERATOR, 'matcher', 9)]));
  }
  return acts.length;
}

const total = (amounts: readonly number[]): bigint =>
  amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

/** Debit less credit of an account, in fen. */
const balanceOf = (accounts: Record<string, [string, string]>, account: string): bigint => {
  const [debit, credit] = accounts[account] ?? ['0', '0'];
  return BigInt(debit) - BigInt(credit);
};

test(`${RUNS} random days at the bank: file to match to journal, and the trial balance is zero`, async () => {
  let matches = 0;
  let kept = 0;
  const days = fc.array(payment, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(days, async payments => {
      const ledger = await tradeLedger();
      for (const [at, { face }] of payments.entries()) {
        await claim(ledger, { id: claimId(at), face: BigInt(face), dueOn: '2026-06-01' });
      }
      const day = readDay(payments);
      expect(day.lines).toHaveLength(payments.length);
      await receive(ledger, day);
      const made = await match(ledger, payments, day.lines);
      const accounts = await accountsOf(ledger);
      const all = Object.keys(accounts).map(account => balanceOf(accounts, account));
      expect(all.reduce((sum, balance) => sum + balance, 0n)).toBe(0n);
      // What the bank says it holds, and who it is owed to: matched to the claims' holder, the rest open.
      const paid = total(payments.map(one => one.paid));
      const whole = payments.filter(one => one.names === 'claim' && one.paid === one.face);
      expect(balanceOf(accounts, '1001')).toBe(paid);
      expect(BigInt(day.body.closing.minor)).toBe(paid);
      expect(made).toBe(whole.length);
      expect(balanceOf(accounts, '2101')).toBe(-total(whole.map(one => one.paid)));
      expect(balanceOf(accounts, '2201')).toBe(total(whole.map(one => one.paid)) - paid);
      matches += made;
      kept += payments.length - made;
      // The same file again posts nothing.
      const before = JSON.stringify(accounts);
      const again = readDay(payments);
      expect(again.lines.map(({ entry }) => entry)).toEqual(day.lines.map(({ entry }) => entry));
      for (const { entry, account, amount, valueOn, statement } of again.lines) {
        const received = { entry, account, amount, valueOn, payerRef: hashed('payer'), statement };
        await ledger.act('cash.receive', BANK, { ...received, payer: BUYER }, bank);
      }
      expect(JSON.stringify(await accountsOf(ledger))).toBe(before);
    }),
    { numRuns: RUNS, seed: 20_261_124 },
  );
  // Control: both ways are taken.
  expect(matches).toBeGreaterThan(RUNS / 4);
  expect(kept).toBeGreaterThan(RUNS / 4);
}, 60_000);
