import { withConnection } from '../../api/database/index.ts';
import { tieOutSums } from '../../api/graphql/tie-out-sums.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
/** 100 came in: 60 were matched, 10 went back to the payer, 30 nobody has claimed yet. */
const PAYMENT = {
  status: 'open',
  received: cny(100),
  allocated: cny(60),
  refunded: cny(10),
};
const MATCH = { status: 'standing', amount: cny(60) };
const LINES = [
  ['credit', 100],
  ['debit', 60],
  ['debit', 10],
] as const;

/** Which figures differ, of one payment, its match and the journal's lines of unallocated money. */
async function differing(
  payment: object,
  match: object,
  lines: readonly (readonly ['credit' | 'debit', number])[],
  figures = 2,
) {
  return withConnection(database.superuserUrl, async sql => {
    await sql.query('begin');
    for (const [table, body] of [
      ['payment', payment],
      ['match', match],
    ] as const) {
      const text = `insert into book.${table} (id, body, object, block, tx_index)
        values ('one', $1, 'public', 1, 0)`;
      await sql.query(text, [JSON.stringify(body)]);
    }
    for (const [at, [side, minor]] of lines.entries()) {
      const text = `insert into book.journal_line (block, tx_index, n, line, act_id, period,
          booked_on, book, account, sub, side, minor, currency, object)
        values (1, 0, 0, $1, 'a', '2026-03', '2026-03-03', 'cash', '2201', 'one', $2, $3, 'CNY',
          'public')`;
      await sql.query(text, [at, side, minor]);
    }
    const rows = await tieOutSums({ query: (text, values) => sql.query(text, values ?? []) });
    await sql.query('rollback');
    expect(rows).toHaveLength(figures);
    return rows
      .filter(({ left, right }) => left.minor !== right.minor)
      .map(({ figure, left, right }) => [figure.split(' =')[0], left.minor, right.minor]);
  });
}

describe('payments, matches and journal side by side', () => {
  test('agree where all was booked', async () => {
    expect(await differing(PAYMENT, MATCH, LINES)).toEqual([]);
  });

  test('agree where the bank took a divided payment back: its match stands', async () => {
    const back = { ...PAYMENT, status: 'reversed', refunded: cny(0) };
    const lines = [
      ['credit', 100],
      ['debit', 60],
      ['debit', 40],
    ] as const;
    expect(await differing(back, MATCH, lines, 1)).toEqual([]);
    const undone = await differing(back, { ...MATCH, status: 'undone' }, lines, 1);
    expect(undone).toEqual([['payments: allocated', '60', '0']]);
  });

  test.each([
    ['a payment that received more', { ...PAYMENT, received: cny(101) }, MATCH, LINES, 'received'],
    ['a refund that no line has', { ...PAYMENT, refunded: cny(11) }, MATCH, LINES, 'received'],
    ['a journal without the payment', PAYMENT, MATCH, [] as const, 'received'],
    ['a match that was undone', PAYMENT, { ...MATCH, status: 'undone' }, LINES, 'allocated'],
    ['a match of less', PAYMENT, { ...MATCH, amount: cny(59) }, LINES, 'allocated'],
  ] as const)('differ by %s', async (_what, payment, match, lines, figure) => {
    const found = await differing(payment, match, lines);
    expect(found.map(([name]) => name)).toEqual([`payments: ${figure}`]);
  });
});

test.each([
  ['agrees where every part is counted', { free: '40', paid: '50', writtenOff: '10' }, true],
  ['differs where a part is missing', { free: '40', paid: '50', writtenOff: '9' }, false],
])('the face of claims %s', async (_what, parts, agrees) => {
  const rows = await withConnection(database.superuserUrl, async sql => {
    await sql.query('begin');
    const body = { status: 'settled', face: cny(100), outstanding: cny(40), parts };
    await sql.query(
      `insert into book.receivable (id, body, object, block, tx_index)
        values ('one', $1, 'public', 1, 0)`,
      [JSON.stringify(body)],
    );
    const sums = await tieOutSums({ query: (text, values) => sql.query(text, values ?? []) });
    await sql.query('rollback');
    return sums;
  });
  const row = rows.find(({ figure }) => figure.startsWith('claims: face'));
  expect(row?.left.minor).toBe('100');
  expect(row?.left.minor === row?.right.minor).toBe(agrees);
});
