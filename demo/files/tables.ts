import { ANCHOR, type Member } from '../cast/cast.ts';
import { DIALECTS, profileOf, writeTable, type Column, type Dialect } from './dialect.ts';
import { tradeOf, type MonthTotal, type Purchase, type Sale } from './trade.ts';
import { orderedOn, receiptNumber, ublInvoice, ublOrder, ublReceipt } from './ubl.ts';

/** One file as a supplier's systems write it, with the profile that reads it. */
export type SupplierFile = {
  readonly name: string;
  readonly bytes: Buffer;
  readonly profile: Readonly<Record<string, unknown>> | null;
};

/** Every fourth supplier's program speaks UBL for what is current. */
const UBL_EVERY = 6;

/** All files of one supplier, in the order in which they are uploaded. */
export function filesOf(supplier: Member, at: number): readonly SupplierFile[] {
  const dialect = DIALECTS[at % DIALECTS.length] as Dialect;
  const { sales, purchases, months } = tradeOf(supplier);
  const current = sales.filter(sale => sale.current);
  const speaksUbl = at % UBL_EVERY === 3;
  const own = { 'entity.name': supplier.name.zh, 'entity.taxId': supplier.code, currency: 'CNY' };
  const seller = { 'seller.name': supplier.name.zh, 'seller.taxId': supplier.code };
  const table = tableOf(supplier, dialect);
  return [
    ...(speaksUbl ? ublFiles(supplier, current) : []),
    table('order', ORDERS, speaksUbl ? [] : current, { ...seller, currency: 'CNY' }),
    table('receipt', RECEIPTS, speaksUbl ? [] : current, seller),
    table('invoice', INVOICES, speaksUbl ? sales.filter(sale => !sale.current) : sales, {
      ...seller,
      currency: 'CNY',
      'line.unit': 'EA',
    }),
    table('openItem', RECEIVABLES, sales.filter(sale => !sale.voided), {
      ...own,
      side: 'receivable',
    }),
    table('openItem', PAYABLES, purchases, { ...own, side: 'payable' }, 'payables'),
    table('trialBalance', REVENUE, months, { ...own, account: '6001', accountName: '主营业务收入' }),
    table('taxTotal', TAX, months, own),
  ].filter(({ bytes }) => bytes.length > 0);
}

/** What the anchor's own systems write: its customers, vendors, orders and books. */
export function filesOfAnchor(): readonly SupplierFile[] {
  return filesOf(ANCHOR, 1);
}

type TableOf = <R>(
  kind: string,
  columns: readonly Column<R>[],
  rows: readonly R[],
  constants: Readonly<Record<string, string>>,
  name?: string,
) => SupplierFile;

function tableOf(supplier: Member, dialect: Dialect): TableOf {
  return (kind, columns, rows, constants, name = kind) => ({
    name: `${supplier.slug}-${name}.csv`,
    bytes: rows.length === 0 ? Buffer.alloc(0) : writeTable(dialect, columns, rows),
    profile: { ...profileOf(dialect, kind, columns, constants), name: `${dialect.name}-${name}` },
  });
}

/** Orders, receipts and invoices of some sales as tables of the supplier's own program. */
export function saleFiles(supplier: Member, sales: readonly Sale[]): readonly SupplierFile[] {
  const table = tableOf(supplier, DIALECTS[0] as Dialect);
  const seller = { 'seller.name': supplier.name.zh, 'seller.taxId': supplier.code };
  return [
    table('order', ORDERS, sales, { ...seller, currency: 'CNY' }),
    table('receipt', RECEIPTS, sales, seller),
    table('invoice', INVOICES, sales, { ...seller, currency: 'CNY', 'line.unit': 'EA' }),
  ];
}

export function ublFiles(supplier: Member, sales: readonly Sale[]): readonly SupplierFile[] {
  const writers = { order: ublOrder, receipt: ublReceipt, invoice: ublInvoice };
  return Object.entries(writers).flatMap(([kind, write]) =>
    sales.map(sale => ({
      name: `${sale.number}-${kind}.xml`,
      bytes: Buffer.from(write(supplier, sale), 'utf8'),
      profile: null,
    })),
  );
}

const BUYER: readonly Column<Sale>[] = [
  { zh: '购买方名称', en: 'Customer', to: 'buyer.name', cell: s => ({ text: s.buyer.name }) },
  { zh: '购买方税号', en: 'Customer tax id', to: 'buyer.taxId', cell: s => ({ text: s.buyer.code }) },
];

const LINE: readonly Column<Sale>[] = [
  { zh: '物料编码', en: 'Item', to: 'line.sellerId', cell: s => ({ text: s.item }) },
  { zh: '物料名称', en: 'Item name', to: 'line.name', cell: s => ({ text: s.itemName }) },
];

const INVOICES: readonly Column<Sale>[] = [
  { zh: '发票号码', en: 'Invoice number', to: 'number', cell: s => ({ text: s.number }) },
  { zh: '开票日期', en: 'Invoice date', to: 'issuedOn', cell: s => ({ date: s.issuedOn }) },
  { zh: '到期日', en: 'Due date', to: 'dueOn', cell: s => ({ date: s.dueOn }) },
  ...BUYER,
  ...LINE,
  { zh: '数量', en: 'Quantity', to: 'line.quantity', cell: s => ({ count: s.quantity }) },
  { zh: '单价', en: 'Price', to: 'line.price', cell: s => ({ amount: s.price }) },
  { zh: '金额', en: 'Net', to: 'line.net', cell: s => ({ amount: s.net }) },
  { zh: '不含税合计', en: 'Total net', to: 'totals.taxExclusive', cell: s => ({ amount: s.net }) },
  { zh: '税额', en: 'Tax', to: 'totals.tax', cell: s => ({ amount: s.tax }) },
  { zh: '价税合计', en: 'Total', to: 'totals.payable', cell: s => ({ amount: s.gross }) },
  { zh: '订单号', en: 'Order', to: 'line.order', cell: s => ({ text: s.order }) },
  { zh: '订单行', en: 'Order line', to: 'line.orderLine', cell: () => ({ text: '1' }) },
  {
    zh: '作废日期',
    en: 'Voided on',
    to: 'voidedOn',
    cell: s => ({ date: s.voided ? s.issuedOn : null }),
  },
];

const ORDERS: readonly Column<Sale>[] = [
  { zh: '订单号', en: 'Order number', to: 'number', cell: s => ({ text: s.order }) },
  { zh: '订单日期', en: 'Order date', to: 'issuedOn', cell: s => ({ date: orderedOn(s) }) },
  ...BUYER,
  { zh: '行号', en: 'Line', to: 'line.id', cell: () => ({ text: '1' }) },
  ...LINE,
  { zh: '单位', en: 'Unit', to: 'line.unit', cell: () => ({ text: 'EA' }) },
  { zh: '数量', en: 'Quantity', to: 'line.quantity', cell: s => ({ count: s.quantity }) },
  { zh: '单价', en: 'Price', to: 'line.price', cell: s => ({ amount: s.price }) },
  { zh: '金额', en: 'Net', to: 'line.net', cell: s => ({ amount: s.net }) },
];

const RECEIPTS: readonly Column<Sale>[] = [
  { zh: '入库单号', en: 'Receipt number', to: 'number', cell: s => ({ text: receiptNumber(s) }) },
  { zh: '日期', en: 'Date', to: 'issuedOn', cell: s => ({ date: s.receivedOn }) },
  { zh: '收货日期', en: 'Received on', to: 'receivedOn', cell: s => ({ date: s.receivedOn }) },
  ...BUYER,
  { zh: '行号', en: 'Line', to: 'line.id', cell: () => ({ text: '1' }) },
  ...LINE,
  { zh: '单位', en: 'Unit', to: 'line.unit', cell: () => ({ text: 'EA' }) },
  { zh: '收货数量', en: 'Received', to: 'line.received', cell: s => ({ count: s.quantity }) },
  { zh: '订单号', en: 'Order', to: 'line.order', cell: s => ({ text: s.order }) },
  { zh: '订单行', en: 'Order line', to: 'line.orderLine', cell: () => ({ text: '1' }) },
];

const RECEIVABLES: readonly Column<Sale>[] = [
  { zh: '发票号码', en: 'Invoice number', to: 'number', cell: s => ({ text: s.number }) },
  { zh: '开票日期', en: 'Invoice date', to: 'issuedOn', cell: s => ({ date: s.issuedOn }) },
  { zh: '到期日', en: 'Due date', to: 'dueOn', cell: s => ({ date: s.dueOn }) },
  { zh: '客户名称', en: 'Customer', to: 'counterparty.name', cell: s => ({ text: s.buyer.name }) },
  { zh: '客户税号', en: 'Tax id', to: 'counterparty.taxId', cell: s => ({ text: s.buyer.code }) },
  { zh: '金额', en: 'Amount', to: 'amount', cell: s => ({ amount: s.gross }) },
  { zh: '已付', en: 'Paid', to: 'paid', cell: s => ({ amount: s.paidOn === null ? 0n : s.gross }) },
  { zh: '付款日', en: 'Paid on', to: 'paidOn', cell: s => ({ date: s.paidOn }) },
];

const PAYABLES: readonly Column<Purchase>[] = [
  { zh: '发票号码', en: 'Invoice number', to: 'number', cell: p => ({ text: p.number }) },
  { zh: '开票日期', en: 'Invoice date', to: 'issuedOn', cell: p => ({ date: p.issuedOn }) },
  { zh: '应付日期', en: 'Due date', to: 'dueOn', cell: p => ({ date: p.dueOn }) },
  { zh: '供应商', en: 'Supplier', to: 'counterparty.name', cell: p => ({ text: p.vendor.name }) },
  { zh: '供应商税号', en: 'Tax id', to: 'counterparty.taxId', cell: p => ({ text: p.vendor.code }) },
  { zh: '金额', en: 'Amount', to: 'amount', cell: p => ({ amount: p.amount }) },
  { zh: '已付', en: 'Paid', to: 'paid', cell: p => ({ amount: p.paidOn === null ? 0n : p.amount }) },
  { zh: '付款日', en: 'Paid on', to: 'paidOn', cell: p => ({ date: p.paidOn }) },
];

const REVENUE: readonly Column<MonthTotal>[] = [
  { zh: '期间', en: 'Period', to: 'period', cell: m => ({ text: m.month }) },
  { zh: '期初', en: 'Opening', to: 'opening', cell: () => ({ amount: 0n }) },
  { zh: '借方', en: 'Debit', to: 'debit', cell: m => ({ amount: m.revenue }) },
  { zh: '贷方', en: 'Credit', to: 'credit', cell: m => ({ amount: m.revenue }) },
  { zh: '期末', en: 'Closing', to: 'closing', cell: () => ({ amount: 0n }) },
];

const TAX: readonly Column<MonthTotal>[] = [
  { zh: '期间', en: 'Period', to: 'period', cell: m => ({ text: m.month }) },
  { zh: '计税金额', en: 'Taxable', to: 'taxable', cell: m => ({ amount: m.taxable }) },
  { zh: '税额', en: 'Tax', to: 'tax', cell: m => ({ amount: m.tax }) },
  { zh: '发票份数', en: 'Invoices', to: 'invoices', cell: m => ({ count: m.invoices }) },
];

