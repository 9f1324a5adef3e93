import {
  partyKey,
  type Invoice,
  type Order,
  type OrderLine,
  type Party,
} from '../document/index.ts';
import { divide, formatDecimal, sum, type Currency, type Money } from '../money/index.ts';
import { unitPriceMicro } from './match-line.ts';
import { isWithin, type MatchException, type Tolerances } from './match-rules.ts';
import { toBase } from './units.ts';

export type HeaderFacts = {
  readonly invoice: Invoice;
  readonly orders: readonly Order[];
  readonly duplicates: readonly string[];
  readonly tolerances: Tolerances;
};

/** Runs MT-10, 11, 12, 32, 40, 41, 42 and 70 over an invoice and the orders it bills. */
export function headerExceptions(facts: HeaderFacts): MatchException[] {
  return [
    ...facts.orders.flatMap(order => orderExceptions(facts, order)),
    ...chargeExceptions(facts),
    ...totalExceptions(facts),
    ...taxExceptions(facts),
    ...facts.duplicates.map(line => exception('MT-70', 'number', { line })),
  ];
}

function orderExceptions({ invoice, tolerances }: HeaderFacts, order: Order): MatchException[] {
  const found: MatchException[] = [];
  for (const role of ['seller', 'buyer'] as const) {
    if (isSameParty(invoice[role], order[role])) continue;
    const params = { invoice: invoice[role].name, order: order[role].name };
    found.push(exception('MT-10', role, params));
  }
  if (invoice.currency !== order.currency) {
    const params = { invoice: invoice.currency, order: order.currency };
    found.push(exception('MT-11', 'currency', params));
  }
  if (order.status !== 'open') {
    found.push(exception('MT-12', `order ${order.number}`, { status: order.status }));
  }
  for (const line of order.lines) found.push(...selfCheck(order, line, tolerances));
  return found;
}

/** MT-32: an order line's net is its quantity times its price, within the tolerance. */
function selfCheck(order: Order, line: OrderLine, tolerances: Tolerances): MatchException[] {
  if (!line.net || !line.price) return [];
  const { value } = toBase(line.quantity);
  const micro = unitPriceMicro(line.price) * value.coefficient;
  const computed = divide(micro, 1_000_000n * 10n ** BigInt(value.scale), 'halfUp');
  const difference = computed - line.net.minor;
  const size = difference < 0n ? -difference : difference;
  if (size <= tolerances.orderSelfMinor) return [];
  const { currency } = line.net;
  const shown = formatDecimal({ minor: computed, currency });
  const params = { stated: formatDecimal(line.net), computed: shown, currency };
  return [exception('MT-32', `order ${order.number} line ${line.id}`, params)];
}

/**
 * MT-40: charges beyond those of the orders. An allowance that the order does not know is in the
 * buyer's favour and no exception.
 */
function chargeExceptions({ invoice, orders, tolerances }: HeaderFacts): MatchException[] {
  const { currency } = invoice;
  const charged = chargesOf(invoice.allowances, currency);
  const agreed = sum(
    orders.filter(o => o.currency === currency).map(o => chargesOf(o.allowances, currency)),
    currency,
  );
  if (orders.length === 0 || charged.minor <= agreed.minor) return [];
  if (isWithin(tolerances.charges, charged.minor, agreed.minor)) return [];
  const params = { charged: formatDecimal(charged), agreed: formatDecimal(agreed), currency };
  return [exception('MT-40', 'allowances', params)];
}

function chargesOf(allowances: Invoice['allowances'], currency: Currency): Money {
  return sum(
    allowances.filter(a => a.charge).map(a => a.amount),
    currency,
  );
}

/** MT-41: the sum of all lines against the sum of the order, before charges and tax. */
function totalExceptions({ invoice, orders, tolerances }: HeaderFacts): MatchException[] {
  const { currency } = invoice;
  const [order, ...others] = orders;
  if (!order?.expected || others.length > 0 || order.currency !== currency) return [];
  const [billed, expected] = [invoice.totals.lines, order.expected.lines];
  const isOver = billed.minor > expected.minor;
  if (!isOver || isWithin(tolerances.total, billed.minor, expected.minor)) return [];
  const params = { billed: formatDecimal(billed), expected: formatDecimal(expected), currency };
  return [exception('MT-41', 'totals.lines', params)];
}

/** MT-42: the tax base equals the tax-exclusive total. */
function taxExceptions({ invoice, tolerances }: HeaderFacts): MatchException[] {
  const { totals, vat, currency } = invoice;
  if (!totals.taxExclusive || vat.length === 0) return [];
  const base = sum(
    vat.map(v => v.taxable),
    currency,
  );
  const difference = base.minor - totals.taxExclusive.minor;
  if ((difference < 0n ? -difference : difference) < tolerances.taxBaseMinor) return [];
  const tax = sum(
    vat.map(v => v.tax),
    currency,
  );
  const params = {
    tax: formatDecimal(tax),
    base: formatDecimal(base),
    taxExclusive: formatDecimal(totals.taxExclusive),
    currency,
  };
  return [exception('MT-42', 'vat', params)];
}

/**
 * MT-60: a credit note takes back no more than is left of the invoice it names.
 * `creditedBefore` is what earlier credit notes have taken, tax included.
 */
export function creditExceptions(
  credit: Invoice,
  invoice: Invoice,
  creditedBefore: Money,
): MatchException[] {
  const left = invoice.totals.payable.minor - creditedBefore.minor;
  if (credit.currency !== invoice.currency) {
    return [exception('MT-11', 'currency', { invoice: credit.currency, order: invoice.currency })];
  }
  if (credit.totals.payable.minor <= left) return [];
  const { currency } = credit;
  const params = {
    credit: formatDecimal(credit.totals.payable),
    left: formatDecimal({ minor: left, currency }),
    currency,
  };
  return [exception('MT-60', 'totals.payable', params)];
}

function isSameParty(a: Party, b: Party): boolean {
  if (partyKey(a) === partyKey(b)) return true;
  return a.name.toUpperCase() === b.name.toUpperCase();
}

function exception(
  rule: MatchException['rule'],
  path: string,
  params: Record<string, string>,
): MatchException {
  return { rule, path, params };
}
