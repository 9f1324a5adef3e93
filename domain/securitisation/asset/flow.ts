import type { BusinessDate } from '../../calendar/index.ts';
import { fraction, plus, times, type Fraction } from '../../rate/index.ts';
import { ppb, smaller, toMinor, toPpb, type Mode } from '../arithmetic.ts';

/** What a pool pays, or loses, in a row (SEC-35). */
export type FlowKind =
  | 'interest'
  | 'principal'
  | 'prepayment'
  | 'penalty'
  | 'recovery'
  | 'fee'
  | 'rent'
  | 'default'
  | 'loss'
  | 'delinquent'
  | 'dilution';

/** Running totals: principal, prepayment, delinquent, default, recovery, loss. */
export type Cumulative = readonly [bigint, bigint, bigint, bigint, bigint, bigint];

/** What the rows of a pool look like outside: which columns they carry. */
export type RowShape = 'mortgage' | 'loan' | 'receivable' | 'lease';

/** One date of an asset's or a pool's cash flow, in minor units. */
export type FlowRow = {
  date: BusinessDate;
  balance: bigint;
  principal: bigint;
  interest: bigint;
  prepayment: bigint;
  /** `null` where delinquency is not projected; then a default leaves the balance at once. */
  delinquent: bigint | null;
  default: bigint;
  recovery: bigint;
  loss: bigint;
  fee: bigint;
  dilution: bigint;
  ratePpb: bigint;
  borrowers: number | null;
  penalty: bigint | null;
  cumulative: Cumulative | null;
};

export const NO_TOTALS: Cumulative = [0n, 0n, 0n, 0n, 0n, 0n];

export function emptyRow(date: BusinessDate, balance = 0n, ratePpb = 0n): FlowRow {
  return {
    date,
    balance,
    principal: 0n,
    interest: 0n,
    prepayment: 0n,
    delinquent: null,
    default: 0n,
    recovery: 0n,
    loss: 0n,
    fee: 0n,
    dilution: 0n,
    ratePpb,
    borrowers: null,
    penalty: null,
    cumulative: null,
  };
}

/** The amount of one kind in a row. */
export function flowOf(row: FlowRow, kind: FlowKind): bigint {
  switch (kind) {
    case 'delinquent':
      return row.delinquent ?? 0n;
    case 'penalty':
      return row.penalty ?? 0n;
    case 'rent':
      return row.principal;
    default:
      return row[kind];
  }
}

/** By how much a row lowers the balance. */
export function reductionOf(row: FlowRow): bigint {
  const failed = row.delinquent ?? row.default;
  return row.principal + row.prepayment + row.fee + row.dilution + failed;
}

export function openingOf(row: FlowRow): bigint {
  return row.balance + reductionOf(row);
}

/** The flows that are money; the others are losses of what was owed. */
export const CASH_FLOWS = [
  'principal',
  'interest',
  'prepayment',
  'recovery',
  'fee',
  'penalty',
] as const;

/** Money received in a row. */
export function cashOf(row: FlowRow): bigint {
  return CASH_FLOWS.reduce((sum, flow) => sum + (row[flow] ?? 0n), 0n);
}

/** Adds running totals to rows, from `opening` on. */
export function withTotals(rows: readonly FlowRow[], opening: Cumulative): FlowRow[] {
  let sums = opening;
  return rows.map(row => {
    sums = addTotals(sums, [
      row.principal,
      row.prepayment,
      row.delinquent ?? 0n,
      row.default,
      row.recovery,
      row.loss,
    ]);
    return { ...row, cumulative: sums };
  });
}

/**
 * The flows of several assets as one, by date; the balance runs from the sum of the openings. The
 * rate of a date is weighted by balance, or by opening balance where nothing is left.
 */
export function mergeFlows(flows: readonly (readonly FlowRow[])[], mode: Mode): FlowRow[] {
  const filled = flows.filter(rows => rows.length > 0);
  if (filled.length === 1) return [...(filled[0] ?? [])];
  const byDate = new Map<BusinessDate, FlowRow[]>();
  let balance = 0n;
  for (const rows of filled) {
    if (rows[0]) balance += openingOf(rows[0]);
    for (const row of rows) {
      const held = byDate.get(row.date);
      if (held) held.push(row);
      else byDate.set(row.date, [row]);
    }
  }
  const dates = [...byDate.keys()].sort();
  return dates.map(date => {
    const row = sumRows(byDate.get(date) ?? [], date, mode);
    balance -= reductionOf(row);
    return { ...row, balance };
  });
}

function sumRows(rows: readonly FlowRow[], date: BusinessDate, mode: Mode): FlowRow {
  const sum = emptyRow(date);
  for (const row of rows) addRow(sum, row);
  sum.ratePpb = weightedRate(rows, mode);
  return sum;
}

function addRow(sum: FlowRow, row: FlowRow): void {
  sum.principal += row.principal;
  sum.interest += row.interest;
  sum.prepayment += row.prepayment;
  sum.default += row.default;
  sum.recovery += row.recovery;
  sum.loss += row.loss;
  sum.fee += row.fee;
  sum.dilution += row.dilution;
  if (row.delinquent !== null) sum.delinquent = (sum.delinquent ?? 0n) + row.delinquent;
  if (row.penalty !== null) sum.penalty = (sum.penalty ?? 0n) + row.penalty;
  if (row.borrowers !== null) sum.borrowers = (sum.borrowers ?? 0) + row.borrowers;
}

function weightedRate(rows: readonly FlowRow[], mode: Mode): bigint {
  const [first, ...others] = rows;
  if (!first) return 0n;
  if (others.every(row => row.ratePpb === first.ratePpb)) return first.ratePpb;
  const left = rows.some(row => row.balance !== 0n);
  let [sum, weight]: [Fraction, bigint] = [{ n: 0n, d: 1n }, 0n];
  for (const row of rows) {
    const held = left ? row.balance : openingOf(row);
    sum = plus(sum, times(ppb(row.ratePpb), { n: held, d: 1n }));
    weight += held;
  }
  return weight === 0n ? first.ratePpb : toPpb(fraction(sum.n, sum.d * weight), mode);
}

/**
 * Rows gathered to collection dates: each belongs to the first date on or after it (SEC-26). A date
 * without rows repeats the balance before it; dates before the first row give none. Rows after the
 * last date stay out.
 */
export function gather(
  rows: readonly FlowRow[],
  dates: readonly BusinessDate[],
  mode: Mode,
): FlowRow[] {
  const gathered: FlowRow[] = [];
  let at = 0;
  let last: FlowRow | null = null;
  for (const date of dates) {
    const taken: FlowRow[] = [];
    for (let row = rows[at]; row && row.date <= date; row = rows[++at]) taken.push(row);
    const latest = taken.at(-1);
    if (latest) gathered.push(overOneDate(taken, date, mode));
    else if (last) gathered.push(snapshot(last, date));
    last = latest ?? last;
  }
  return gathered;
}

function overOneDate(rows: readonly FlowRow[], date: BusinessDate, mode: Mode): FlowRow {
  const sum = sumRows(rows, date, mode);
  sum.balance = rows.map(row => row.balance).reduce(smaller);
  sum.borrowers = null;
  for (const { cumulative, borrowers } of rows) {
    if (cumulative) sum.cumulative = highest(sum.cumulative, cumulative);
    if (borrowers !== null) sum.borrowers = Math.min(sum.borrowers ?? borrowers, borrowers);
  }
  return sum;
}

function highest(a: Cumulative | null, b: Cumulative): Cumulative {
  if (!a) return b;
  const pick = (i: 0 | 1 | 2 | 3 | 4 | 5): bigint => (a[i] > b[i] ? a[i] : b[i]);
  return [pick(0), pick(1), pick(2), pick(3), pick(4), pick(5)];
}

function addTotals(a: Cumulative, b: Cumulative): Cumulative {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5]];
}

function snapshot(row: FlowRow, date: BusinessDate): FlowRow {
  const { balance, ratePpb, borrowers, cumulative } = row;
  return { ...emptyRow(date, balance, ratePpb), borrowers, cumulative };
}

/** Whether nothing is paid, lost or left in a row. */
export function isEmptyRow(row: FlowRow): boolean {
  return row.balance === 0n && isStill(row);
}

/** Whether nothing is paid or lost in a row, whatever is left. */
export function isStill(row: FlowRow): boolean {
  return cashOf(row) === 0n && reductionOf(row) === 0n && row.default === 0n && row.loss === 0n;
}

/** Rows without the empty ones at their end. */
export function withoutEmptyTail(rows: readonly FlowRow[]): FlowRow[] {
  let end = rows.length;
  for (let row = rows[end - 1]; row && isEmptyRow(row); row = rows[end - 1]) end--;
  return rows.slice(0, end);
}

/** Takes a part of what is received away (stress by flow kind). */
export function haircut(
  row: FlowRow,
  cuts: readonly (readonly [FlowKind, Fraction])[],
  mode: Mode,
): FlowRow {
  const cut = { ...row };
  for (const [kind, part] of cuts) {
    const keep = fraction(part.d - part.n, part.d);
    const kept = toMinor(times({ n: flowOf(row, kind), d: 1n }, keep), mode);
    if (kind === 'interest' || kind === 'principal' || kind === 'prepayment') cut[kind] = kept;
    if (kind === 'recovery' || kind === 'fee') cut[kind] = kept;
    if (kind === 'penalty' && row.penalty !== null) cut.penalty = kept;
  }
  return cut;
}
