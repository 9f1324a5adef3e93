import { readStatement, rootOf, type ReadStatement } from '../../api/bank/statement.ts';
import { fromWire } from '../../domain/money/index.ts';
import { matchEntry, type OpenClaim, type OpenPayout } from '../../domain/settlement/index.ts';
import { describeSamples } from '../fixture/samples.ts';
import { documentsOf, paper } from './sample-papers.ts';
import { accountsOf, stands } from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import { accountOf, BANK, BUYER, by, ESCROW, OPERATOR, tradeLedger } from './trade.ts';

const MT940 = 'bank-mt940-ofx/cmxl-mt940.sta';

/** Every statement of a file, as the cash desk would state it. */
function statementsOf(name: string): readonly ReadStatement[] {
  return paper(name).records.map(({ document, suspect }) => {
    if (document?.kind !== 'statement') throw new Error('no statement');
    const { iban, other } = document.account;
    const file = '7'.repeat(64);
    const stored = { document: 'd', statement: document, suspect, released: false, file };
    const read = readStatement(stored, new Map([[rootOf(iban ?? other), ESCROW]]));
    if (typeof read === 'string') throw new Error(read);
    return read;
  });
}

/** The money that came in with a statement, posted; what the ledger said to each entry. */
async function post(ledger: StateDouble, { body, lines }: ReadStatement): Promise<string[]> {
  const bank = [by(BANK, 'cash')];
  const account = { ...accountOf(ESCROW, OPERATOR, 'collect'), currency: body.opening.currency };
  ledger.put('account', ESCROW, account);
  stands(await ledger.act('cash.statement', BANK, body, bank));
  const said: string[] = [];
  for (const line of lines.filter(({ amount }) => !amount.minor.startsWith('-'))) {
    const { entry, account: of, amount, valueOn, statement } = line;
    const payer = { payerRef: '9'.repeat(64), payer: BUYER };
    const received = { entry, account: of, amount, valueOn, statement, ...payer };
    const { events } = stands(await ledger.act('cash.receive', BANK, received, bank));
    said.push(events.map(({ kind }) => kind).join(' '));
  }
  return said;
}

describeSamples('erp', 'bank files of the sample table (R-144)', () => {
  test('MT940: statements hold, their entries post once, and a second import changes nothing', async () => {
    for (const statement of statementsOf(MT940)) {
      const ledger = await tradeLedger();
      const { opening, closing, suspect } = statement.body;
      const moved = statement.lines.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
      expect([suspect, BigInt(opening.minor) + moved]).toEqual([false, BigInt(closing.minor)]);
      const credits = statement.lines
        .map(({ amount }) => BigInt(amount.minor))
        .filter(minor => minor > 0n);
      const first = await post(ledger, statement);
      expect(first).toHaveLength(credits.length);
      expect(first.filter(said => !said.includes('journal.posted'))).toEqual([]);
      const booked = await accountsOf(ledger);
      expect(booked['1001']).toEqual([`${credits.reduce((a, b) => a + b, 0n)}`, '0']);
      const again = statementsOf(MT940).find(({ id }) => id === statement.id);
      if (!again) throw new Error('another statement at the second reading');
      const second = await post(ledger, again);
      expect(second.join('')).not.toContain('posted');
      expect(await accountsOf(ledger)).toEqual(booked);
    }
    expect(statementsOf(MT940)).toHaveLength(3);
  });

  test('camt.054: a debit with its UETR answers the payout of that amount, and no other', () => {
    const [note] = documentsOf('iso20022-camt/camt054.v8-with-UETR.xml', 'notification');
    const [entry] = note?.entries ?? [];
    const uetrs = entry?.details.flatMap(({ uetr }) => uetr ?? []) ?? [];
    const amount = fromWire({ minor: '20000000', currency: 'SEK' });
    expect(entry?.amount).toEqual({ ...amount, minor: -amount.minor });
    const none = { endToEndIds: [], references: [], texts: [], payer: null, deductions: [] };
    const debit = { entry: 'e', direction: 'debit' as const, amount, uetrs, ...none };
    const payout = (minor: bigint, uetr: string): OpenPayout => {
      return { payout: idOf(71), amount: { ...amount, minor }, endToEndId: 'x', uetr };
    };
    const answer = (open: OpenPayout) =>
      matchEntry(debit, { claims: [], fundings: [], payouts: [open] });
    const uetr = '255ae394-9965-4438-ac86-f406feada396';
    expect(answer(payout(20_000_000n, uetr))).toEqual({
      kind: 'payout',
      tier: 1,
      payout: idOf(71),
    });
    expect(answer(payout(20_000_001n, uetr)).kind).toBe('review');
    expect(answer(payout(20_000_000n, uetr.replace('255', '256'))).kind).toBe('review');
  });

  test('camt.052: what is pending or of a zero amount, and a copy, posts nothing', () => {
    const [report] = documentsOf('iso20022-camt/camt052.v6.Amt-zero.xml', 'intraday');
    expect([report?.copy, report?.entries.map(({ status }) => status)]).toEqual([
      true,
      ['pending'],
    ]);
    expect(report?.entries[0]?.details[0]?.amount?.minor).toBe(0n);
    expect(paper('iso20022-camt/camt052.v6.Amt-zero.xml').records[0]?.document?.kind).toBe(
      'intraday',
    );
  });

  test('the remittance of 107.50 names the invoice: its claim is matched under tier 2', () => {
    const [advice] = documentsOf(
      'ubl-oasis-chain/UBL-RemittanceAdvice-2.0-Example.xml',
      'remittance',
    );
    const [invoice] = documentsOf('ubl-oasis-chain/UBL-Invoice-2.0-Example.xml', 'invoice');
    const number = 'A00095678';
    expect([advice?.total?.minor, advice?.items.map(({ ref }) => ref?.number)]).toEqual([
      10_750n,
      [number],
    ]);
    expect([invoice?.number, invoice?.totals.payable?.minor]).toEqual([number, 10_750n]);
    const amount = fromWire({ minor: '10750', currency: 'GBP' });
    const claim: OpenClaim = {
      ...{ receivable: idOf(1), buyer: BUYER, outstanding: amount, reference: 'RF00' },
      numbers: [number],
    };
    const found = matchEntry(
      {
        ...{ entry: 'e', direction: 'credit', amount, endToEndIds: [], uetrs: [], references: [] },
        ...{ texts: advice?.items.flatMap(({ ref }) => ref?.number ?? []) ?? [], payer: BUYER },
        deductions: [],
      },
      { claims: [claim], fundings: [], payouts: [] },
    );
    expect(found).toMatchObject({ kind: 'allocations', tier: 2 });
  });
});
