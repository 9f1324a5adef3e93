import { money } from '../money/index.ts';
import { matchEntry, type BankEntry, type Candidates, type OpenClaim } from './match.ts';

const RF = 'RF33TALLY000001';

function claim(
  receivable: string,
  minor: bigint,
  numbers: string[],
  reference = 'RF00X',
): OpenClaim {
  return { receivable, buyer: 'buyer', outstanding: money(minor, 'CNY'), reference, numbers };
}

function entry(changes: Partial<BankEntry>): BankEntry {
  return {
    entry: 'e',
    direction: 'credit',
    amount: money(10_000n, 'CNY'),
    endToEndIds: [],
    uetrs: [],
    references: [],
    texts: [],
    payer: 'buyer',
    deductions: [],
    ...changes,
  };
}

const open: Candidates = {
  claims: [
    claim('r1', 10_000n, ['2024-007'], RF),
    claim('r2', 4_000n, ['INV-12']),
    claim('r3', 6_000n, ['INV-1']),
    claim('r4', 7_000n, ['X9']),
    claim('r5', 7_000n, ['X-9']),
  ],
  fundings: [{ funder: 'bank', reference: 'RF71FUND' }],
  payouts: [{ payout: 'p1', amount: money(500n, 'CNY'), endToEndId: 'e2e1', uetr: 'u1' }],
};

describe('matching of bank entries', () => {
  test.each<[string, Partial<BankEntry>, string]>([
    ['RF reference, equal amount', { references: ['RF33 TALLY 000001'] }, '1 r1=10000'],
    ['RF reference in a text', { texts: [`payment ${RF}.`] }, '1 r1=10000'],
    ['RF reference, other amount', { references: [RF], amount: money(9_999n, 'CNY') }, 'none'],
    ['invoice number in the text, other spelling', { texts: ['inv. 2024-7 thanks'] }, '2 r1=10000'],
    ['two numbers whose claims sum', { texts: ['INV-12, INV-1'] }, '2 r2=4000 r3=6000'],
    ['a number inside another one is not named', { texts: ['INV-12'] }, 'none'],
    ['a bare digit is not a short number', { texts: ['1'], amount: money(6_000n, 'CNY') }, 'none'],
    ['sum does not fit', { texts: ['INV-1'] }, 'none'],
    [
      'deduction that is itemised',
      {
        texts: ['INV-1'],
        amount: money(5_900n, 'CNY'),
        deductions: [{ code: 'bankFee', amount: money(100n, 'CNY') }],
      },
      '2 r3=5900 bankFee 100',
    ],
    [
      'two claims answer to one number',
      { texts: ['X9'], amount: money(7_000n, 'CNY') },
      'MATCH_AMBIGUOUS r4 r5',
    ],
    ['payer is not the debtor', { references: [RF], payer: 'other' }, 'PAYER_NOT_DEBTOR r1'],
    ['payer is unknown', { references: [RF], payer: null }, 'PAYER_NOT_DEBTOR r1'],
    ['other currency', { references: [RF], amount: money(10_000n, 'USD') }, 'none'],
    [
      'money of a funder, any amount',
      { references: ['RF71FUND'], payer: 'bank', amount: money(3n, 'CNY') },
      '1 bank=3',
    ],
    ['a funder named by somebody else', { references: ['RF71FUND'] }, 'PAYER_NOT_DEBTOR bank'],
    [
      'debit with EndToEndId',
      { direction: 'debit', endToEndIds: ['e2e1'], amount: money(500n, 'CNY') },
      'payout p1',
    ],
    [
      'debit with UETR',
      { direction: 'debit', uetrs: ['u1'], amount: money(500n, 'CNY') },
      'payout p1',
    ],
    [
      'debit of another amount',
      { direction: 'debit', uetrs: ['u1'], amount: money(501n, 'CNY') },
      'none p1',
    ],
    ['nothing named', {}, 'none'],
  ])('%s', (_, changes, expected) => {
    expect(said(entry(changes))).toMatch(new RegExp(`^${expected}`));
  });
});

function said(given: BankEntry): string {
  const matched = matchEntry(given, open);
  if (matched.kind === 'payout') return `payout ${matched.payout}`;
  if (matched.kind === 'review') return [matched.reason, ...matched.candidates].join(' ');
  const parts = matched.allocations.map(({ id, amount, difference }) => {
    const why = difference ? ` ${difference.code} ${difference.amount.minor}` : '';
    return `${id}=${amount.minor}${why}`;
  });
  return `${matched.tier} ${parts.join(' ')}`;
}
