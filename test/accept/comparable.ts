import { canonical, isObject, type Wire } from '../../domain/wire/index.ts';

/** A row of the read model as PostgreSQL's JSON of it. */
export type Row = { readonly [name: string]: Wire };

// What two runs of the same story cannot have in common: names drawn at random, hashes and keys,
// moments. Each becomes the same word.
const DRAWN: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id'],
  [/\d{4}-\d\d-\d\dT[0-9:.]+Z/g, 'moment'],
  [/[0-9a-f]{64}/g, 'hash'],
  [/[A-Za-z0-9_-]{22,}/g, 'bytes'],
];

/**
 * Tables of which a run decides more than the names, on any ledger: two runs on the embedded one
 * differ in them too. What they must have in common all the same.
 */
const RULES: Readonly<Record<string, (rows: readonly Row[]) => readonly Wire[]>> = {
  // How many offers or payments come together into one batch is a matter of moments.
  journal_line: rows => summed(rows, ['booked_on', 'period', 'book', 'side', 'account']),
  journal_entry: rows => summed(rows.flatMap(linesOf), ['on', 'book', 'side', 'account']),
  payout_file: rows => summed(rows.map(bodyOf).map(counted('payouts')), ['on']),
  statement: rows => summed(rows.map(bodyOf).map(netted), ['on', 'account']),
  evidence: rows => distinct(rows.map(bodyOf).map(body => pick(body, ['on', 'source']))),
  // Claims of one day are paid in the order of their drawn ids: which of them gets the rest differs.
  match: rows => rows.map(bodyOf).map(matched),
  // A take draws a slice of its line.
  slice: rows => summed(rows.map(bodyOf), ['line']),
  financing: rows => rows.map(unsliced),
  // Drawn from ids, or a height of the ledger and the length of what names it.
  registration: rows => rows.map(row => without(row, ['number'])),
  pool_page: rows => rows.map(row => without(row, ['ref'])),
  document: rows => rows.map(row => without(row, ['height', 'bodyLength'])),
};

/** Tables that are compared by what {@link RULES} leaves of them, not row by row. */
export const RULED: ReadonlySet<string> = new Set(Object.keys(RULES));

/** What two runs of the same story must have in common of a table, sorted. */
export function comparable(table: string, rows: readonly Row[]): readonly string[] {
  const found = RULES[table]?.(rows) ?? rows;
  return found.map(row => masked(unordered(without(row, ['block', 'tx_index'])))).sort();
}

function masked(row: Wire): string {
  return DRAWN.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), canonical(row));
}

/** Lists are often in the order of drawn ids. */
function unordered(value: Wire): Wire {
  if (Array.isArray(value)) {
    const items = value.map(unordered).map(item => [masked(item), item] as const);
    return items.sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, item]) => item);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unordered(inner)]));
}

function bodyOf(row: Row): Row {
  return isObject(row['body'] ?? null) ? (row['body'] as Row) : {};
}

function linesOf(row: Row): readonly Row[] {
  const { on = '', lines = [] } = bodyOf(row);
  return (lines as readonly Row[]).map(line => ({ ...line, on }));
}

function counted(name: string): (body: Row) => Row {
  return body => ({ ...body, [name]: (body[name] as readonly Wire[]).length });
}

/** Statements of one day follow one another: entries add up, and so do changes of the balance. */
function netted({ on = '', account = '', entries = 0, opening, closing }: Row): Row {
  const minor = (amount: Wire | undefined): bigint => BigInt((amount as { minor: string }).minor);
  return { on, account, entries, change: (minor(closing) - minor(opening)).toString() };
}

function matched(body: Row): Wire {
  const divisions = summed(body['divisions'] as readonly Row[], []);
  const lines = summed(body['lines'] as readonly Row[], ['book', 'side', 'account']);
  return { ...body, divisions, lines };
}

/** What was taken of each line, whichever slices it came from. */
function unsliced(value: Wire): Wire {
  if (Array.isArray(value)) {
    return value.filter(inner => !String(inner).startsWith('slice~')).map(unsliced);
  }
  if (!isObject(value)) return value;
  const of = (name: string, inner: Wire): Wire =>
    name === 'slices' ? summed(inner as readonly Row[], []) : unsliced(inner);
  const members = Object.entries(value).map(([name, inner]) => [name, of(name, inner ?? null)]);
  return Object.fromEntries(members) as Wire;
}

/** The sums of all amounts and counts, apart by what these names hold and by currency. */
function summed(rows: readonly Row[], by: readonly string[]): Wire[] {
  const groups = new Map<string, Map<string, bigint>>();
  for (const row of rows) {
    const group = canonical(pick(row, by));
    const sums = groups.get(group) ?? new Map<string, bigint>();
    groups.set(group, sums);
    const others = Object.entries(row).filter(([name]) => !by.includes(name));
    for (const [name, value] of others) addTo(sums, name, value);
  }
  return [...groups].map(([group, sums]) => ({
    group,
    sums: Object.fromEntries([...sums].map(([name, sum]) => [name, sum.toString()])),
  }));
}

function addTo(sums: Map<string, bigint>, name: string, value: Wire): void {
  const { minor, currency } = isObject(value) ? value : { minor: value, currency: '' };
  const isAmount =
    typeof minor === 'number' || (typeof minor === 'string' && /^-?\d+$/.test(minor));
  if (!isAmount || isPlace(name)) return;
  const key = typeof currency === 'string' && currency !== '' ? `${name} ${currency}` : name;
  sums.set(key, (sums.get(key) ?? 0n) + BigInt(minor));
}

/** Numbers that say where something stands, not how much it is. */
function isPlace(name: string): boolean {
  return ['block', 'tx_index', 'line', 'n', 'slice', 'sequence'].includes(name);
}

function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map(name => [name, row[name] ?? null]));
}

function distinct(rows: readonly Row[]): Wire[] {
  return [...new Map(rows.map(row => [canonical(row), row])).values()];
}

/** The same without members of these names, wherever they stand. */
function without(value: Wire, names: readonly string[]): Wire {
  if (Array.isArray(value)) return value.map(inner => without(inner, names));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, names)]));
}
