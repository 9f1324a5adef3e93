import type { BusinessDate } from '../../calendar/index.ts';
import type { Dilution, EdgeMonth, FirmMonth, Month, TradeLedger } from './facts.ts';
import {
  absolute,
  invoicesOf,
  isReduction,
  isVoided,
  netMinor,
  openItemsOf,
  type DocumentSource,
} from './documents.ts';

/** One issued invoice in the terms of a trade ledger. */
type Issued = {
  readonly on: BusinessDate;
  readonly counterparty: string;
  readonly minor: bigint;
  readonly voided: boolean;
  readonly red: boolean;
};

/** Sales by month and buyer from issued invoices and notes, amounts without tax. */
export function salesLedger(source: DocumentSource): TradeLedger | undefined {
  return ledgerOf(issuedBy(source, 'seller'));
}

/** Purchases from received invoices; from the payables ledger where no invoices are loaded. */
export function purchaseLedger(source: DocumentSource): TradeLedger | undefined {
  const invoices = issuedBy(source, 'buyer');
  if (invoices.length > 0) return ledgerOf(invoices);
  const items = openItemsOf(source, 'payable').map(item => ({
    on: item.issuedOn,
    counterparty: source.nameOf(item.counterparty),
    minor: item.amount.minor,
    voided: false,
    red: item.amount.minor < 0n,
  }));
  return ledgerOf(items);
}

/** Credit notes by the month of the invoice they name, else by their own month. */
export function dilutionsOf(source: DocumentSource): readonly Dilution[] {
  const invoices = invoicesOf(source, 'seller');
  const months = new Map(invoices.map(row => [row.number, row.issuedOn.slice(0, 7)]));
  return invoices
    .filter(row => isReduction(row) && !isVoided(row, source.asOf))
    .map(row => {
      const named = row.refs.find(ref => months.has(ref.number) && ref.number !== row.number);
      const origin = (named && months.get(named.number)) ?? row.issuedOn.slice(0, 7);
      return { originMonth: origin, minor: absolute(netMinor(row)) };
    });
}

function issuedBy(source: DocumentSource, side: 'seller' | 'buyer'): readonly Issued[] {
  const other = side === 'seller' ? 'buyer' : 'seller';
  return invoicesOf(source, side).map(row => ({
    on: row.issuedOn,
    counterparty: source.nameOf(row[other]),
    minor: absolute(netMinor(row)),
    voided: isVoided(row, source.asOf),
    red: isReduction(row),
  }));
}

function ledgerOf(rows: readonly Issued[]): TradeLedger | undefined {
  if (rows.length === 0) return undefined;
  const valid = rows.filter(row => !row.voided && !row.red && row.minor > 0n);
  const days = valid.map(row => row.on).sort();
  const [firstOn, lastOn] = [days[0], days.at(-1)];
  const lastOnWith: Record<string, BusinessDate> = {};
  for (const row of valid) {
    if (row.on > (lastOnWith[row.counterparty] ?? '')) lastOnWith[row.counterparty] = row.on;
  }
  return {
    months: monthsOf(rows),
    edges: edgesOf(valid),
    lastOnWith,
    ...(firstOn === undefined ? {} : { firstOn }),
    ...(lastOn === undefined ? {} : { lastOn }),
  };
}

function monthsOf(rows: readonly Issued[]): readonly FirmMonth[] {
  return grouped(rows, row => row.on.slice(0, 7)).map(([month, cells]) => {
    const positive = cells.filter(row => !row.red);
    const voided = positive.filter(row => row.voided);
    const red = cells.filter(row => row.red && !row.voided);
    return {
      month,
      issued: positive.length,
      issuedMinor: sumOf(positive),
      voided: voided.length,
      voidedMinor: sumOf(voided),
      redMinor: sumOf(red),
    };
  });
}

function edgesOf(valid: readonly Issued[]): readonly EdgeMonth[] {
  return grouped(valid, row => row.on.slice(0, 7)).flatMap(([month, cells]) =>
    grouped(cells, row => row.counterparty).map(([counterparty, own]) => ({
      month,
      counterparty,
      invoices: own.length,
      minor: sumOf(own),
    })),
  );
}

function sumOf(rows: readonly Issued[]): bigint {
  return rows.reduce((sum, row) => sum + row.minor, 0n);
}

/** Rows by key, keys in text order, so that the order of arrival leaves no trace. */
function grouped<T>(
  rows: readonly T[],
  key: (row: T) => string,
): readonly (readonly [Month, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
