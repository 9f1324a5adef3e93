import { describeSamples, sampleJson } from '../fixture/samples.ts';
import { Replay, type Life } from './late-payments.ts';
import { dueOnBusinessDay, latePayments, type LatePayment } from './late-rows.ts';
import { accountsOf } from './steps.ts';

const MINUTES = 60_000;
const FUNDED = 20_000_000n;

async function play(rows: readonly LatePayment[], asking: boolean) {
  const replay = await Replay.start(FUNDED);
  const lives: Life[] = [];
  for (const row of rows) lives.push(await replay.live(row, asking));
  return { replay, lives };
}

const total = (lives: readonly Life[]): bigint => {
  return lives.reduce((sum, { row }) => sum + row.face, 0n);
};

describeSamples('credit', '2,466 late payments as claims (R-145)', () => {
  const rows = latePayments();
  let lives: readonly Life[] = [];
  let replay: Replay;

  beforeAll(async () => {
    // A claim that falls due on a holiday is paid on the next business day: here each falls due on
    // one, so that the days late are the file's own.
    ({ replay, lives } = await play(rows.map(dueOnBusinessDay), true));
  }, 10 * MINUTES);

  test('2,466 claims of 147,703.18 are confirmed, paid and settled', () => {
    expect([lives.length, total(lives)]).toEqual([2_466, 14_770_318n]);
    expect(lives.filter(({ settled }) => !settled)).toEqual([]);
    expect(replay.buyers.size).toBe(100);
  });

  test('claim.age finds 877 late, 53,960.78; it is too early for the others', () => {
    const late = lives.filter(({ aged }) => aged === 'stands');
    expect([late.length, total(late)]).toEqual([877, 5_396_078n]);
    expect(new Set(lives.map(({ aged }) => aged))).toEqual(new Set(['stands', 'TOO_EARLY']));
    expect(late.filter(({ cured }) => !cured)).toEqual([]);
  });

  test('each is as late as the file says, 177 of them within grace', () => {
    expect(lives.map(({ daysPastDue }) => daysPastDue)).toEqual(
      lives.map(({ row }) => row.daysLate),
    );
    const within = lives.filter(({ daysPastDue: days }) => days > 0 && days <= 3);
    expect(within).toHaveLength(177);
    expect(within.filter(({ late }) => late > 0n)).toEqual([]);
  });

  test('8 past 30 days reach default and are cured by payment', () => {
    const defaulted = lives.filter(({ defaulted: code }) => code === 'stands');
    expect(defaulted).toHaveLength(8);
    expect(defaulted.every(({ row, cured }) => row.daysLate > 30 && cured)).toBe(true);
  });

  test('561 disputed ones are never financed; of the others all that are not paid before', () => {
    const disputed = lives.filter(({ row }) => row.disputed);
    expect(disputed).toHaveLength(561);
    const codes = new Set(disputed.map(({ asked }) => asked));
    expect(codes).toEqual(new Set(['CLAIM_NOT_CLEAN']));
    const others = lives.filter(({ row }) => !row.disputed).map(({ asked }) => asked);
    expect(new Set(others)).toEqual(new Set(['stands', 'paid before']));
    // Paid on the Saturday of the invoice, or on that Sunday, before a bank is open.
    expect(others.filter(asked => asked === 'paid before').length).toBeLessThan(10);
  });

  test('late interest is principal × 6 % × 1.5 × days ÷ 360 past the grace, else nothing', () => {
    const financed = lives.filter(({ asked }) => asked === 'stands');
    const expected = financed.map(({ row }) => {
      const principal = (row.face * 9n) / 10n;
      const over = principal * 90_000n * BigInt(row.daysLate);
      return row.daysLate > 3 ? (over * 2n + 360_000_000n) / 720_000_000n : 0n;
    });
    expect(financed.map(({ late }) => late)).toEqual(expected);
    expect(expected.filter(late => late > 0n).length).toBeGreaterThan(300);
  });

  test('the books are even, and the bank holds what came in less what was paid out', async () => {
    const accounts = Object.values(await accountsOf(replay.ledger));
    const sum = (side: 0 | 1) => accounts.reduce((all, of) => all + BigInt(of[side]), 0n);
    expect(sum(0)).toBe(sum(1));
    const [debit = '0'] = (await accountsOf(replay.ledger))['1001'] ?? [];
    expect(BigInt(debit)).toBe(FUNDED + 14_770_318n);
  });
});

describeSamples('abs/quantlib', 'the same claims on the business days of China', () => {
  const list = sampleJson('abs/quantlib/china-calendar.json');
  const shut = new Set<string>(Object.values<string[]>(list.sseHolidays).flat());
  const working = new Set<string>(Object.values<string[]>(list.ibWorkingWeekends).flat());

  /** The first open day from this one on, counted from the published lists alone. */
  function openFrom(date: string): string {
    const day = new Date(`${date}T00:00:00Z`);
    for (;;) {
      const text = day.toISOString().slice(0, 10);
      const weekend = [0, 6].includes(day.getUTCDay());
      if (working.has(text) || (!weekend && !shut.has(text))) return text;
      day.setUTCDate(day.getUTCDate() + 1);
    }
  }

  const daysBetween = (from: string, to: string): number =>
    Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

  test('due dates and payments roll to open days; the late ones equal a direct count', async () => {
    const rows = latePayments().map(row => {
      return { ...row, invoiceOn: openFrom(row.invoiceOn), paidOn: openFrom(row.paidOn) };
    });
    const expected = rows.map(row => Math.max(0, daysBetween(openFrom(row.dueOn), row.paidOn)));
    const { lives } = await play(rows, false);
    expect(lives.map(({ daysPastDue }) => daysPastDue)).toEqual(expected);
    const late = expected.filter(days => days > 0).length;
    expect(lives.filter(({ aged }) => aged === 'stands')).toHaveLength(late);
    // Control: the calendar matters, and not only by week-ends.
    expect(late).toBeLessThan(877);
    expect(expected).not.toEqual(rows.map(({ daysLate }) => daysLate));
  }, 600_000);
});
