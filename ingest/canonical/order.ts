import type {
  Order,
  OrderKind,
  OrderLine,
  Receipt,
  ReceiptLine,
  Ref,
  Shipment,
  ShipmentLine,
  Totals,
} from '../../domain/document/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import type { Draft, Lexical } from '../locator.ts';
import { buildHeader, identify, tradeKey, type CanonicalContext } from './header.ts';
import type { Built } from './invoice.ts';
import {
  present,
  readAddress,
  readAllowances,
  readItem,
  readPrice,
  readQuantity,
  readRef,
  readRefs,
} from './parts.ts';
import { readHead } from './head.ts';
import { readCurrency } from './currency.ts';
import type { CanonicalReader } from './reader.ts';

/** Builds an order, a change of one, or its cancellation. */
export function orderBuilder(kind: OrderKind) {
  return (
    reader: CanonicalReader,
    draft: Draft,
    context: CanonicalContext,
  ): Built<Order> | undefined => {
    const head = readHead(reader, draft);
    const currency = readOrderCurrency(reader, draft);
    if (!head || !currency) return undefined;
    const { number, issuedOn, buyer, seller } = head;
    const revision = reader.identifier(draft.values['revision'], 'revision') ?? '0';
    const key = tradeKey({ kind, issuer: buyer, number, year: revision });
    const identified = identify(context, key);
    const refs = readRefs(reader, draft, [{ group: 'orders', kind: 'order' }]);
    const header = buildHeader(
      { reader, draft, context, id: identified.id },
      { number, issuedOn, currency, refs },
    );
    const status = readStatus(reader, draft.values['status']);
    const own = { kind, revision, buyer, seller, status };
    const allowances = readAllowances(reader, draft.groups['allowances'], {
      path: 'allowances',
      currency,
    });
    const lines = readOrderLines(reader, draft, currency);
    const terms = readOrderTerms(reader, draft, currency);
    return { ...identified, document: { ...header, ...own, ...terms, allowances, lines } };
  };
}

function readOrderTerms(reader: CanonicalReader, draft: Draft, currency: Currency): Partial<Order> {
  const { values, lists, parts } = draft;
  return present({
    validUntil: reader.date(values['validUntil'], 'validUntil'),
    deliverTo: readAddress(reader, parts['deliverTo'], 'deliverTo'),
    contract: reader.identifier(parts['contract']?.values['number'], 'contract'),
    terms: reader.text(lists['terms']?.[0], 'terms'),
    deliveryTerms: reader.text(values['deliveryTerms'], 'deliveryTerms'),
    expected: readExpected(reader, parts['expected'], currency),
  });
}

/** An order without any amount needs no currency; CNY stands in its header and is used nowhere. */
function readOrderCurrency(reader: CanonicalReader, draft: Draft): Currency | undefined {
  const amounts = orderAmounts(draft);
  const isBare = amounts.every(a => a === undefined) && draft.values['currency'] === undefined;
  return isBare ? 'CNY' : readCurrency(reader, draft, amounts);
}

function orderAmounts(draft: Draft): (Lexical | undefined)[] {
  const expected = Object.values(draft.parts['expected']?.values ?? {});
  const lines = draft.groups['lines'] ?? [];
  return [...expected, ...lines.flatMap(l => [l.values['net'], l.parts['price']?.values['net']])];
}

function readStatus(reader: CanonicalReader, lexical: Lexical | undefined): Order['status'] {
  return reader.code(lexical, 'status', { table: STATUSES, fallback: 'open' });
}

const STATUSES: Readonly<Record<string, Order['status']>> = {
  OPEN: 'open',
  CLOSED: 'closed',
  CANCELLED: 'cancelled',
};

function readExpected(
  reader: CanonicalReader,
  draft: Draft | undefined,
  currency: Currency,
): Totals | undefined {
  if (!draft) return undefined;
  const at = (name: string) => reader.amount(draft.values[name], `expected.${name}`, currency);
  const payable = at('payable');
  const lines = at('lines') ?? payable;
  if (!lines || !payable) return undefined;
  const parts = {
    allowances: at('allowances'),
    charges: at('charges'),
    taxExclusive: at('taxExclusive'),
    taxInclusive: at('taxInclusive'),
  };
  return { lines, payable, ...present(parts) };
}

/** UN/EDIFACT 1229 and the words of UBL. */
const ACTIONS: Readonly<Record<string, OrderLine['action']>> = {
  '1': 'add',
  '2': 'cancel',
  '3': 'change',
  '5': 'asIs',
  ADDED: 'add',
  CANCELLED: 'cancel',
  CHANGED: 'change',
};

function readOrderLines(reader: CanonicalReader, draft: Draft, currency: Currency): OrderLine[] {
  return (draft.groups['lines'] ?? []).flatMap((one, n): OrderLine[] => {
    const path = `lines[${n}]`;
    const id = reader.identifier(one.values['id'], `${path}.id`) ?? String(n + 1);
    const quantity = readQuantity(reader, one.values['quantity'], `${path}.quantity`);
    if (!quantity) return reader.missing(`${path}.quantity`, one.at) ?? [];
    const requested = one.values['requestedOn'] ?? draft.values['requestedOn'];
    const parts = {
      price: readPrice(reader, one.parts['price'], {
        path: `${path}.price`,
        currency,
        unit: quantity.unit,
      }),
      net: reader.amount(one.values['net'], `${path}.net`, currency),
      requestedOn: reader.date(requested, `${path}.requestedOn`),
    };
    const item = readItem(reader, one.parts['item'], `${path}.item`);
    const overPpm = reader.ppm(one.values['over'], `${path}.overPpm`) ?? 0n;
    const underPpm = reader.ppm(one.values['under'], `${path}.underPpm`) ?? 0n;
    const words = { table: ACTIONS, fallback: 'asIs' as const };
    const action = reader.code(one.values['action'], `${path}.action`, words);
    const own = { id, item, quantity, overPpm, underPpm, action };
    return [{ ...own, ...present(parts) }];
  });
}

/** Builds a despatch advice. It names no currency; CNY stands in the header and is used nowhere. */
export function buildShipment(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
): Built<Shipment> | undefined {
  const head = readHead(reader, draft);
  if (!head) return undefined;
  const { number, issuedOn, buyer, seller } = head;
  const year = issuedOn.slice(0, 4);
  const identified = identify(
    context,
    tradeKey({ kind: 'shipment', issuer: seller, number, year }),
  );
  const order = readRefs(reader, draft, [{ group: 'orders', kind: 'order' }]);
  const header = buildHeader(
    { reader, draft, context, id: identified.id },
    { number, issuedOn, currency: 'CNY', refs: order },
  );
  const { values } = draft;
  const parts = present({
    shippedOn: reader.date(values['shippedOn'], 'shippedOn'),
    arrivesOn: reader.date(values['arrivesOn'], 'arrivesOn'),
    carrier: reader.text(values['carrier'], 'carrier'),
    tracking: reader.identifier(values['tracking'], 'tracking'),
    billOfLading: reader.identifier(values['billOfLading'], 'billOfLading'),
  });
  const sscc = (draft.lists['sscc'] ?? []).flatMap((lexical, n) => {
    const code = reader.identifier(lexical, `sscc[${n}]`);
    return code === undefined ? [] : [code];
  });
  const lines = (draft.groups['lines'] ?? []).flatMap((one, n) =>
    readShipmentLine(reader, one, { path: `lines[${n}]`, order: order[0], at: n }),
  );
  const own = { kind: 'shipment', order, seller, buyer, sscc, lines } as const;
  return { ...identified, document: { ...header, ...own, ...parts } };
}

type LinePlace = { readonly path: string; readonly order: Ref | undefined; readonly at: number };

function readShipmentLine(reader: CanonicalReader, one: Draft, place: LinePlace): ShipmentLine[] {
  const { path } = place;
  const id = reader.identifier(one.values['id'], `${path}.id`) ?? String(place.at + 1);
  const delivered = readQuantity(reader, one.values['delivered'], `${path}.delivered`);
  const backordered = readQuantity(reader, one.values['backordered'], `${path}.backordered`);
  if (!delivered) return reader.missing(`${path}.delivered`, one.at) ?? [];
  const parts = {
    backordered,
    reason: reader.text(one.values['reason'], `${path}.reason`),
    orderLine: readOrderLine(reader, one, place),
  };
  const item = readItem(reader, one.parts['item'], `${path}.item`);
  return [{ id, item, delivered, ...present(parts) }];
}

function readOrderLine(reader: CanonicalReader, one: Draft, place: LinePlace): Ref | undefined {
  return readRef(reader, one.parts['orderLine'], {
    path: `${place.path}.orderLine`,
    kind: 'order',
    ...(place.order ? { number: place.order.number } : {}),
  });
}

/** Builds a receipt advice; the day of receipt falls back to the day of issue (derived). */
export function buildReceipt(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
): Built<Receipt> | undefined {
  const head = readHead(reader, draft);
  if (!head) return undefined;
  const { number, issuedOn, buyer, seller } = head;
  const year = issuedOn.slice(0, 4);
  const identified = identify(context, tradeKey({ kind: 'receipt', issuer: buyer, number, year }));
  const order = readRefs(reader, draft, [{ group: 'orders', kind: 'order' }]);
  const header = buildHeader(
    { reader, draft, context, id: identified.id },
    { number, issuedOn, currency: 'CNY', refs: order },
  );
  const lineDate = draft.groups['lines']?.find(l => l.values['receivedOn'])?.values['receivedOn'];
  const received = reader.date(draft.values['receivedOn'] ?? lineDate, 'receivedOn');
  const from = { formula: 'day of issue', inputs: ['issuedOn'] };
  const receivedOn = received ?? reader.derive(issuedOn, 'receivedOn', from);
  const shipment = readRef(reader, draft.parts['shipment'], { path: 'shipment', kind: 'shipment' });
  const lines = (draft.groups['lines'] ?? []).flatMap((one, n) =>
    readReceiptLine(reader, one, { path: `lines[${n}]`, order: order[0], at: n }),
  );
  const own = { kind: 'receipt', order, seller, buyer, receivedOn, lines } as const;
  return { ...identified, document: { ...header, ...own, ...present({ shipment }) } };
}

function readReceiptLine(reader: CanonicalReader, one: Draft, place: LinePlace): ReceiptLine[] {
  const { path } = place;
  const id = reader.identifier(one.values['id'], `${path}.id`) ?? String(place.at + 1);
  const read = (name: string) => readQuantity(reader, one.values[name], `${path}.${name}`);
  const received = read('received') ?? read('accepted');
  if (!received) return reader.missing(`${path}.received`, one.at) ?? [];
  const parts = {
    accepted: read('accepted'),
    rejected: read('rejected'),
    short: read('short'),
    reason: reader.text(one.values['reason'], `${path}.reason`),
    orderLine: readOrderLine(reader, one, place),
  };
  const item = readItem(reader, one.parts['item'], `${path}.item`);
  return [{ id, item, received, ...present(parts) }];
}
