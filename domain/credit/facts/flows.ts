import { MINOR_DIGITS, type Currency } from '../../money/index.ts';
import type {
  Invoice,
  InvoiceLine,
  OpenItem,
  Order,
  OrderLine,
  Receipt,
} from '../../document/index.ts';
import type { DeliveryLine, TradeProof } from './facts.ts';
import {
  invoicesOf,
  isReduction,
  isVoided,
  known,
  millionths,
  netMinor,
  openItemsOf,
  ordersOf,
  receiptsOf,
  share,
  type DocumentSource,
} from './documents.ts';

/** What the ledger knows of the enterprise's invoices, by the invoice document's id. */
export type LedgerMarks = {
  /** Confirmed by the buyer's own key. */
  readonly confirmed: ReadonlySet<string>;
  /** Financed already, or put forward now: the amount that D5.1 and D5.2 look at. */
  readonly financed: ReadonlySet<string>;
};

/** Order lines with a promised day beside what was received for them. */
export function deliveriesOf(source: DocumentSource): readonly DeliveryLine[] {
  const received = receivedByLine(receiptsOf(source));
  return ordersOf(source).flatMap(order =>
    order.lines.flatMap(line => {
      if (line.requestedOn === undefined || line.action === 'cancel') return [];
      const promisedOn = line.requestedOn;
      const ordered = millionths(line.quantity);
      const rows = received.get(lineKey(order.number, line.id)) ?? [];
      const onTime = total(rows.filter(row => row.on <= promisedOn).map(row => row.accepted));
      const dueMinor = orderLineMinor(order, line);
      return [
        {
          promisedOn,
          dueMinor,
          onTimeMinor: share(dueMinor, onTime < ordered ? onTime : ordered, ordered),
          ordered,
          received: total(rows.map(row => row.received)),
          accepted: total(rows.map(row => row.accepted)),
          rejected: total(rows.map(row => row.rejected)),
        },
      ];
    }),
  );
}

/** Each valid sales invoice beside its order, receipt and payment. Amounts are without tax. */
export function proofsOf(source: DocumentSource, marks: LedgerMarks): readonly TradeProof[] {
  const index = {
    orders: new Map(ordersOf(source).map(order => [order.number, order])),
    received: receivedByLine(receiptsOf(source)),
    paid: new Map(openItemsOf(source, 'receivable').map(item => [item.number, item])),
    buyerLedger: buyerItems(source),
  };
  return invoicesOf(source, 'seller')
    .filter(row => !isReduction(row) && !isVoided(row, source.asOf) && netMinor(row) > 0n)
    .map(row => proofOf(row, source, marks, index));
}

type Received = {
  readonly on: string;
  readonly received: bigint;
  readonly accepted: bigint;
  readonly rejected: bigint;
};
type FlowIndex = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly received: ReadonlyMap<string, readonly Received[]>;
  readonly paid: ReadonlyMap<string, OpenItem>;
  readonly buyerLedger: ReadonlyMap<string, OpenItem>;
};

function proofOf(
  invoice: Invoice,
  source: DocumentSource,
  marks: LedgerMarks,
  index: FlowIndex,
): TradeProof {
  const minor = netMinor(invoice);
  const item = index.paid.get(invoice.number);
  const inLedger = index.buyerLedger.get(invoice.number);
  const gross = invoice.totals.payable.minor;
  return {
    invoice: invoice.number,
    counterparty: source.nameOf(invoice.buyer),
    issuedOn: invoice.issuedOn,
    dueOn: invoice.dueOn ?? item?.dueOn ?? invoice.issuedOn,
    minor,
    financed: marks.financed.has(invoice.id),
    confirmed: marks.confirmed.has(invoice.id) || inLedger?.amount.minor === gross,
    ...goodsOf(invoice, index),
    ...paymentOf(item, source.asOf, { minor, gross }),
  };
}

/** What the order prices the invoice at, where each line has an order line, and what was accepted. */
function goodsOf(invoice: Invoice, index: FlowIndex): Pick<TradeProof, 'orderMinor' | 'receipt'> {
  const lines = invoice.lines.map(line => flowOf(invoice, line, index));
  const matched = lines.length > 0 && lines.every(line => line.orderMinor !== undefined);
  const on = lines
    .flatMap(line => line.receivedOn ?? [])
    .sort()
    .at(-1);
  const receipt = on && { on, minor: total(lines.map(line => line.receivedMinor)) };
  return {
    ...(matched ? { orderMinor: total(lines.map(line => line.orderMinor ?? 0n)) } : {}),
    ...(receipt ? { receipt } : {}),
  };
}

/** A payment known by the day of the score, in proportion to the amount without tax. */
function paymentOf(
  item: OpenItem | undefined,
  asOf: string,
  { minor, gross }: { readonly minor: bigint; readonly gross: bigint },
): Pick<TradeProof, 'payment'> {
  if (item?.paidOn === undefined || item.paidOn > asOf) return {};
  return { payment: { on: item.paidOn, minor: share(minor, item.paid.minor, gross) } };
}

type LineFlow = {
  readonly orderMinor?: bigint;
  readonly receivedMinor: bigint;
  readonly receivedOn?: string;
};

/** The order's price for what was invoiced, and what of it was accepted at the invoice's price. */
function flowOf(invoice: Invoice, line: InvoiceLine, index: FlowIndex): LineFlow {
  const reference = line.orderLine ?? invoice.refs.find(ref => ref.kind === 'order');
  const order = reference && index.orders.get(reference.number);
  const ordered = order && orderLineOf(order, line, reference.line);
  if (!order || !ordered) return { receivedMinor: 0n };
  const invoiced = millionths(line.quantity);
  const rows = index.received.get(lineKey(order.number, ordered.id)) ?? [];
  const accepted = total(rows.map(row => row.accepted));
  const orderMinor = share(orderLineMinor(order, ordered), invoiced, millionths(ordered.quantity));
  const receivedMinor = share(line.net.minor, accepted < invoiced ? accepted : invoiced, invoiced);
  const receivedOn = rows
    .map(row => row.on)
    .sort()
    .at(-1);
  return { orderMinor, receivedMinor, ...(receivedOn === undefined ? {} : { receivedOn }) };
}

function orderLineOf(
  order: Order,
  line: InvoiceLine,
  id: string | undefined,
): OrderLine | undefined {
  const item = line.item.sellerId ?? line.item.name;
  return (
    order.lines.find(row => row.id === (id ?? line.id)) ??
    order.lines.find(row => (row.item.sellerId ?? row.item.name) === item)
  );
}

/** An order line's amount: as stated, else price times quantity. */
function orderLineMinor(order: Order, line: OrderLine): bigint {
  if (line.net) return line.net.minor;
  if (!line.price) return 0n;
  const { net, per } = line.price;
  const digits = BigInt(MINOR_DIGITS[order.currency satisfies Currency]);
  const scale = 10n ** BigInt(net.scale);
  const amount = net.coefficient * 10n ** digits * millionths(line.quantity);
  return share(amount, 1n, scale * (millionths(per) || 1_000_000n));
}

function receivedByLine(receipts: readonly Receipt[]): ReadonlyMap<string, readonly Received[]> {
  const rows = new Map<string, Received[]>();
  for (const receipt of receipts) {
    for (const line of receipt.lines) {
      const order = line.orderLine ?? receipt.order[0];
      if (!order) continue;
      const key = lineKey(order.number, order.line ?? line.id);
      const sign = line.reverses ? -1n : 1n;
      const rejected = millionths(line.rejected);
      const accepted = line.accepted
        ? millionths(line.accepted)
        : millionths(line.received) - rejected;
      const row = {
        on: receipt.receivedOn,
        received: sign * millionths(line.received),
        accepted: sign * accepted,
        rejected: sign * rejected,
      };
      rows.set(key, [...(rows.get(key) ?? []), row]);
    }
  }
  return rows;
}

/** Payables of other parties that name the enterprise: the buyers' own ledgers. */
function buyerItems(source: DocumentSource): ReadonlyMap<string, OpenItem> {
  const items = known(source)
    .filter((row): row is OpenItem => row.kind === 'openItem')
    .filter(row => row.side === 'payable' && row.status !== 'void')
    .filter(row => source.nameOf(row.counterparty) === source.enterprise);
  return new Map(items.map(item => [item.number, item]));
}

function lineKey(order: string, line: string): string {
  return `${order}\u0000${line}`;
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}
