import type { BusinessDate } from '../domain/calendar/index.ts';
import type { Invoice, Item, Order, Party, Receipt } from '../domain/document/index.ts';
import { poolOf, runMatches } from '../ingest/match-run.ts';

const INVOICES = 100_000;
const CURRENCY = 'CNY';

export type MatchFigures = {
  /** Seconds of processor time for all invoices against 300,000 lines of orders and receipts. */
  readonly matchSeconds: number;
  /** Resident memory of the process at the end. */
  readonly matchMiB: number;
};

/**
 * 100,000 invoices of one line; 100,000 order lines of 100 units and 200,000 receipt lines of 70 and
 * 30 units. Every tenth invoice bills 110 units and must be an exception, all others match.
 */
export function matchFigures(): MatchFigures {
  const documents = Array.from({ length: INVOICES }, (_, n) => trade(n)).flat();
  const from = process.cpuUsage();
  const runs = runMatches(poolOf(documents));
  const { user, system } = process.cpuUsage(from);
  const exceptions = runs.filter(r => r.result.result === 'exception').length;
  const matched = runs.filter(r => r.result.result === 'matched').length;
  if (exceptions !== INVOICES / 10 || matched !== INVOICES - exceptions) {
    throw new Error(`${matched} matched, ${exceptions} exceptions`);
  }
  return {
    matchSeconds: Number(((user + system) / 1_000_000).toFixed(1)),
    matchMiB: Math.round(process.memoryUsage.rss() / 1_048_576),
  };
}

const seller: Party = party('Seller of goods', '91350100M000100Y43');
const buyer: Party = party('Buyer of goods', 'B1000002');

function party(name: string, value: string): Party {
  return { name, idents: [{ scheme: 'VAT', value }], accounts: [] };
}

function trade(n: number): (Invoice | Order | Receipt)[] {
  const number = `PO-${n}`;
  const item: Item = { name: 'bolt', sellerId: `BOLT-${n % 50}`, classes: [] };
  const units = (count: bigint) => ({ value: { coefficient: count, scale: 0 }, unit: 'KGM' });
  const price = {
    net: { coefficient: 2n, scale: 0 },
    per: units(1n),
    currency: CURRENCY,
  } as const;
  const money = (minor: bigint) => ({ minor, currency: CURRENCY }) as const;
  const billed = n % 10 === 0 ? 110n : 100n;
  const head = (kind: string) => ({
    id: `${kind}-${n}`,
    kind,
    version: 1,
    tenant: 't',
    load: 'l',
    number: `${kind}-${n}`,
    issuedOn: '2026-03-05' as BusinessDate,
    currency: CURRENCY,
    notes: [],
    refs: [{ kind: 'order', number }],
    attachments: [],
    copy: false,
    seller,
    buyer,
    allowances: [],
  });
  const orderLine = { kind: 'order', number, line: '1' };
  const line = { id: '1', item, orderLine, price, allowances: [] };
  const order = {
    ...head('order'),
    number,
    refs: [],
    revision: '1',
    status: 'open',
    lines: [{ ...line, quantity: units(100n), net: money(20_000n), overPpm: 0n, underPpm: 0n }],
  };
  const receipt = (part: string, count: bigint) => ({
    ...head(`receipt${part}`),
    kind: 'receipt',
    order: [],
    receivedOn: '2026-03-04',
    lines: [{ id: '1', item, orderLine, received: units(count) }],
  });
  const net = money(billed * 200n);
  const invoice = {
    ...head('invoice'),
    typeCode: '380',
    means: [],
    vat: [],
    lines: [{ ...line, quantity: units(billed), net, vat: { category: 'S', ratePpm: 130_000 } }],
    totals: { lines: net, taxExclusive: net, taxInclusive: net, payable: net },
  };
  return [invoice, order, receipt('A', 70n), receipt('B', 30n)] as unknown as (
    Invoice | Order | Receipt
  )[];
}
