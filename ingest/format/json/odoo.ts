import type { JsonNode } from './parse.ts';
import { has, textOf, type Dialect, type JsonShape } from './shape.ts';

const COMPANY = { id: 'company_id/id', name: 'company_id/name | company_id/display_name' };
const PARTNER = {
  id: 'partner_id/id',
  name: 'partner_id/name | partner_id/display_name | invoice_partner_display_name',
  taxId: 'partner_id/vat',
};
const CURRENCY = 'currency_id/name | currency_id/display_name';

function party(
  role: 'seller' | 'buyer',
  of: typeof COMPANY & { taxId?: string },
): Record<string, string> {
  const { id, name, taxId } = of;
  return {
    [`${role}.id`]: id,
    [`${role}.name`]: name,
    ...(taxId === undefined ? {} : { [`${role}.taxId`]: taxId }),
  };
}

const SOLD = { ...party('seller', COMPANY), ...party('buyer', PARTNER) };
const BOUGHT = { ...party('seller', PARTNER), ...party('buyer', COMPANY) };

const MOVE = {
  issuedOn: 'invoice_date | date',
  dueOn: 'invoice_date_due',
  currency: CURRENCY,
  order: 'invoice_origin',
  preceding: 'reversed_entry_id/name | reversed_entry_id/display_name',
  'totals.taxExclusive': 'amount_untaxed',
  'totals.tax': 'amount_tax',
  'totals.taxInclusive': 'amount_total',
  'totals.payable': 'amount_total',
  'line.id': 'id',
  'line.name': 'name | product_id/name | product_id/display_name',
  'line.sellerId': 'product_id/id',
  'line.quantity': 'quantity',
  'line.unit': 'product_uom_id/name | product_uom_id/display_name',
  'line.price': 'price_unit',
  'line.net': 'price_subtotal',
};
/** Sections and notes between the lines carry no amount. */
const MOVE_LINES = 'invoice_line_ids[price_subtotal][display_type!=line_section¦line_note]';
const POSTED = { path: 'state', live: ['posted'] };

function isMove(types: string): (node: JsonNode) => boolean {
  return node => has('move_type')(node) && types.split(' ').includes(textOf(node, 'move_type'));
}

const SOLD_MOVE = {
  lines: MOVE_LINES,
  state: POSTED,
  fields: { number: 'name', ...MOVE, ...SOLD },
};
const BOUGHT_MOVE = {
  lines: MOVE_LINES,
  state: POSTED,
  fields: { number: 'ref | name', ...MOVE, ...BOUGHT },
};

const ORDER_LINES = {
  'line.id': 'id',
  'line.name': 'name | product_id/name',
  'line.sellerId': 'product_id/id',
  'line.unit': 'product_uom/name | product_uom_id/name | product_uom/display_name',
  'line.price': 'price_unit',
  'line.net': 'price_subtotal',
};

const SHAPES: readonly JsonShape[] = [
  { kind: 'invoice', is: isMove('out_invoice out_receipt'), ...SOLD_MOVE },
  { kind: 'creditNote', is: isMove('out_refund'), ...SOLD_MOVE },
  { kind: 'invoice', is: isMove('in_invoice in_receipt'), ...BOUGHT_MOVE },
  { kind: 'creditNote', is: isMove('in_refund'), ...BOUGHT_MOVE },
  {
    kind: 'order',
    is: node => has('date_order', 'partner_id')(node) && isPurchase(node),
    lines: 'order_line[product_qty]',
    state: { path: 'state', live: ['purchase', 'done'] },
    fields: {
      number: 'name',
      issuedOn: 'date_approve | date_order',
      currency: CURRENCY,
      ...BOUGHT,
      ...ORDER_LINES,
      'line.quantity': 'product_qty',
      'line.requestedOn': 'date_planned',
    },
    steps: { date: ['slice 0 10'] },
  },
  {
    kind: 'order',
    is: has('date_order', 'partner_id'),
    lines: 'order_line[product_uom_qty]',
    state: { path: 'state', live: ['sale', 'done'] },
    fields: {
      number: 'client_order_ref | name',
      issuedOn: 'date_order',
      currency: CURRENCY,
      ...SOLD,
      ...ORDER_LINES,
      'line.quantity': 'product_uom_qty',
    },
    steps: { date: ['slice 0 10'] },
  },
  { kind: 'receipt', is: isPicking('incoming'), ...picking('received', BOUGHT) },
  { kind: 'shipment', is: isPicking('outgoing'), ...picking('delivered', SOLD) },
];

/** Sales and purchase orders have the same head; their lines differ. */
function isPurchase(node: JsonNode): boolean {
  const lines = node.children.filter(c => c.local === 'order_line');
  return has('date_approve')(node) || lines.some(line => has('product_qty')(line));
}

function isPicking(code: string): (node: JsonNode) => boolean {
  return node => textOf(node, 'picking_type_code') === code;
}

function picking(
  quantity: string,
  parties: Record<string, string>,
): Omit<JsonShape, 'kind' | 'is'> {
  return {
    lines:
      'move_ids_without_package[product_id] | move_ids[product_id] | move_line_ids[product_id]',
    state: { path: 'state', live: ['done'] },
    fields: {
      number: 'name',
      issuedOn: 'date_done | scheduled_date',
      order: 'origin',
      ...parties,
      ...(quantity === 'received'
        ? { receivedOn: 'date_done' }
        : { shippedOn: 'date_done', tracking: 'carrier_tracking_ref' }),
      'line.id': 'id',
      'line.name': 'product_id/name | product_id/display_name',
      'line.sellerId': 'product_id/id',
      'line.unit': 'product_uom/name | product_uom_id/name',
      [`line.${quantity}`]: 'quantity_done | quantity | qty_done | product_uom_qty',
    },
    steps: { date: ['slice 0 10'] },
  };
}

/**
 * Odoo records of `search_read` and `web_read`: `false` stands for nothing, and a many2one is a pair
 * of id and name, which becomes an element with both.
 */
export const ODOO: Dialect = { name: 'Odoo', shapes: SHAPES, claims: isRecord, prepare };

function isRecord(node: JsonNode): boolean {
  return node.children.some(c => /^(move_type|date_order|picking_type_code)$/.test(c.local));
}

/** Members that are true or false themselves. */
const FLAGS = /^(active|is_|has_|to_)/;

function prepare(node: JsonNode, source: string): void {
  const kept = node.children.filter(
    child =>
      !(
        child.text === 'false' &&
        source.slice(child.from, child.to) === 'false' &&
        source[child.from - 1] !== '"' &&
        !FLAGS.test(child.local)
      ),
  );
  const children: JsonNode[] = [];
  for (let at = 0; at < kept.length; at += 1) {
    const [one, next] = [kept[at], kept[at + 1]];
    if (!one) continue;
    const isPair =
      next !== undefined &&
      one.local.endsWith('_id') &&
      next.local === one.local &&
      source[one.from - 1] !== '"' &&
      source[next.from - 1] === '"';
    if (isPair) {
      children.push(pairOf(one, next));
      at += 1;
      continue;
    }
    prepare(one, source);
    children.push(one);
  }
  node.children.length = 0;
  node.children.push(...children);
}

function pairOf(id: JsonNode, name: JsonNode): JsonNode {
  const parent: JsonNode = {
    ...id,
    text: '',
    children: [],
    step: id.step.replace(/\/0$/, ''),
    to: name.to,
  };
  const own = { parent, position: 1 };
  parent.children.push(
    { ...id, ...own, local: 'id', step: '0' },
    { ...name, ...own, local: 'name', step: '1' },
  );
  return parent;
}
