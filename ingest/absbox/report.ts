import type {
  BondEntry,
  Deal,
  FlowRow,
  Model,
  PoolResult,
  Projection,
  RowShape,
} from '../../domain/securitisation/index.ts';
import { factor, money, Plain, rate, write, type Cell } from './cells.ts';
import { eventsOf } from './events.ts';
import { memoText } from './memo.ts';
import { byCodePoint } from './reader.ts';

const CUMULATIVE = 'cumulative[principal,prepay,delinq,default,recovery,loss]';

const POOL_COLUMNS: Readonly<Record<RowShape, readonly string[]>> = {
  mortgage: [
    'date',
    'balance',
    'principal',
    'interest',
    'prepay',
    'default',
    'recovery',
    'loss',
    'rate',
    'borrowers',
    'prepayPenalty',
    CUMULATIVE,
  ],
  loan: [
    'date',
    'balance',
    'principal',
    'interest',
    'prepay',
    'default',
    'recovery',
    'loss',
    'rate',
    CUMULATIVE,
  ],
  receivable: [
    'date',
    'balance',
    'accruedFee',
    'principal',
    'feePaid',
    'default',
    'recovery',
    'loss',
    CUMULATIVE,
  ],
  lease: ['date', 'balance', 'rental', 'default'],
};

const BOND_COLUMNS = [
  'date',
  'balance',
  'interest',
  'principal',
  'rate',
  'cash',
  'interestDue',
  'interestOnInterest',
  'factor',
  'memo',
];
const FEE_COLUMNS = ['date', 'balanceDue', 'payment', 'due', 'memo'];
const ACCOUNT_COLUMNS = ['date', 'balance', 'change', 'memo'];

/**
 * A projection as the JSON that AbsBox's decks expect: pools, classes, fees and accounts by their
 * names, each with columns and rows; numbers in currency units; what happened to the deal in `events`.
 */
export function reportRun(model: Model, run: Projection): string {
  const { deal } = model;
  return write({
    pool: named(deal.pools, key => poolTable(run.pools[key])),
    bonds: named(deal.bonds, key => bondTable(deal, key, run)),
    fees: named(deal.fees, key => ({
      columns: FEE_COLUMNS,
      rows: run.journal.fees
        .filter(entry => entry.fee === key)
        .map(({ date, due, paid, arrears, memo }) => [
          date,
          money(due),
          money(paid),
          money(arrears),
          memoText(memo, deal),
        ]),
    })),
    accounts: named(deal.accounts, key => ({
      columns: ACCOUNT_COLUMNS,
      rows: run.journal.accounts
        .filter(entry => entry.account === key)
        .map(({ date, balance, change, memo }) => [
          date,
          money(balance),
          money(change),
          memoText(memo, deal),
        ]),
    })),
    events: eventsOf(model, run),
  });
}

type Labelled = Readonly<Record<string, { readonly label: { readonly zh: string } }>>;

/** Members under their names of the file, ordered by code point. */
function named(record: Labelled, of: (key: string) => Cell): { [name: string]: Cell } {
  const members = Object.entries(record).map(([key, { label }]) => [label.zh, of(key)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => byCodePoint(a, b)));
}

function poolTable(pool: PoolResult | undefined): Cell {
  const shape = pool?.shape ?? 'mortgage';
  return { columns: POOL_COLUMNS[shape], rows: (pool?.rows ?? []).map(row => poolRow(row, shape)) };
}

function poolRow(row: FlowRow, shape: RowShape): Cell[] {
  const totals = row.cumulative ? row.cumulative.map(money) : null;
  const lost = [money(row.default), money(row.recovery), money(row.loss)];
  if (shape === 'receivable') {
    return [
      row.date,
      money(row.balance),
      money(0n),
      money(row.principal),
      money(row.fee),
      ...lost,
      totals,
    ];
  }
  if (shape === 'lease')
    return [row.date, money(row.balance), money(row.principal), money(row.default)];
  const paid = [
    money(row.balance),
    money(row.principal),
    money(row.interest),
    money(row.prepayment),
  ];
  const plain = [row.date, ...paid, ...lost, rate(row.ratePpb)];
  if (shape === 'loan') return [...plain, totals];
  const borrowers = row.borrowers === null ? null : new Plain(String(row.borrowers));
  return [...plain, borrowers, row.penalty === null ? null : money(row.penalty), totals];
}

function bondTable(deal: Deal, key: string, run: Projection): Cell {
  const original = BigInt(deal.bonds[key]?.original ?? '0');
  const rows: Cell[][] = [];
  for (const entries of byDate(run.journal.bonds.filter(entry => entry.bond === key))) {
    rows.push(bondRow(entries, original, deal));
  }
  return { columns: BOND_COLUMNS, rows, finalBalance: money(run.state.bonds[key]?.balance ?? 0n) };
}

/** Entries of one date make one row. */
function byDate(entries: readonly BondEntry[]): BondEntry[][] {
  const days: BondEntry[][] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last?.[0]?.date === entry.date) last.push(entry);
    else days.push([entry]);
  }
  return days;
}

function bondRow(entries: readonly BondEntry[], original: bigint, deal: Deal): Cell[] {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return [];
  const sum = (of: (entry: BondEntry) => bigint): Cell =>
    money(entries.reduce((total, entry) => total + of(entry), 0n));
  const memo = entries
    .map((entry): Cell => memoText(entry.memo, deal))
    .reduce((before, next) => [before, next]);
  return [
    first.date,
    money(last.balance),
    sum(entry => entry.interest),
    sum(entry => entry.principal),
    rate(last.ratePpb),
    sum(entry => entry.cash),
    money(last.interestDue),
    money(last.onInterest),
    original === 0n ? null : factor(last.balance, original),
    memo,
  ];
}
