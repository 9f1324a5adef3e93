import type {
  Invoice,
  InvoiceLine,
  Item,
  Order,
  OrderLine,
  Receipt,
  ReceiptLine,
} from '../document/index.ts';
import { exactText } from '../evidence/index.ts';

/** Where an invoice line was found in the orders, and how sure that is (1000 is certain). */
export type OrderLink = {
  readonly order: Order;
  readonly line: OrderLine;
  readonly confidence: 1000 | 900 | 600;
};

/** A line of a receipt that belongs to an order line. */
export type ReceiptLink = { readonly receipt: Receipt; readonly line: ReceiptLine };

/**
 * Finds the order line of an invoice line: by order number and line (1000), by order number and
 * item (900), or, where no order is named, by item alone (600, a suggestion that matches nothing).
 */
export function linkOrder(
  invoice: Invoice,
  line: InvoiceLine,
  orders: readonly Order[],
): OrderLink | undefined {
  const header = invoice.refs.find(r => r.kind === 'order')?.number;
  const number = line.orderLine?.number ?? header;
  if (number === undefined) return suggestByItem(line, orders);
  const order = orders.find(o => exactText(o.number) === exactText(number));
  if (!order) return undefined;
  const named = order.lines.find(l => l.id === line.orderLine?.line);
  if (named) return { order, line: named, confidence: 1000 };
  const isSingle = order.lines.length === 1 && invoice.lines.length === 1;
  const found = single(isSingle ? order.lines : itemLines(order, line));
  return found && { order, line: found, confidence: 900 };
}

function suggestByItem(line: InvoiceLine, orders: readonly Order[]): OrderLink | undefined {
  const found = single(
    orders.flatMap(order => itemLines(order, line).map(l => ({ order, line: l }))),
  );
  return found && { ...found, confidence: 600 };
}

function single<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function itemLines(order: Order, line: InvoiceLine): OrderLine[] {
  return order.lines.filter(l => isSameItem(l.item, line.item));
}

/** The receipt lines of an order line, oldest first. */
export function linkReceipts(link: OrderLink, receipts: readonly Receipt[]): ReceiptLink[] {
  const found: ReceiptLink[] = [];
  for (const receipt of receipts) {
    for (const line of receipt.lines) {
      if (belongs(receipt, line, link)) found.push({ receipt, line });
    }
  }
  return found.sort((a, b) => compareReceipts(a, b));
}

function belongs(receipt: Receipt, line: ReceiptLine, link: OrderLink): boolean {
  const number = line.orderLine?.number ?? receipt.order[0]?.number;
  if (number === undefined || exactText(number) !== exactText(link.order.number)) return false;
  const named = line.orderLine?.line;
  return named === undefined ? isSameItem(line.item, link.line.item) : named === link.line.id;
}

function compareReceipts(a: ReceiptLink, b: ReceiptLink): number {
  const left = `${a.receipt.receivedOn} ${a.receipt.number}`;
  const right = `${b.receipt.receivedOn} ${b.receipt.number}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Items are one by an identifier that both name; without any, by their name. */
function isSameItem(a: Item, b: Item): boolean {
  const pairs = [
    [a.standardId?.value, b.standardId?.value],
    [a.sellerId, b.sellerId],
    [a.buyerId, b.buyerId],
  ];
  for (const [left, right] of pairs) {
    if (left !== undefined && right !== undefined) return exactText(left) === exactText(right);
  }
  return exactText(a.name) === exactText(b.name) && a.name !== '';
}
