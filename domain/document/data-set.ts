import type { DocumentKind } from './document.ts';

const INVOICES = ['invoice', 'creditNote', 'selfBilled', 'prepayment', 'corrected'] as const;
const ORDERS = ['order', 'orderChange', 'orderCancel', 'orderResponse'] as const;
const DELIVERIES = ['shipment', 'receipt'] as const;
const BANK = ['statement', 'intraday', 'notification'] as const;
const LEDGER = ['openItem', 'trialBalance', 'taxTotal'] as const;
const TRADE = [...INVOICES, ...ORDERS, ...DELIVERIES, 'invoiceResponse'] as const;
const MESSAGES = [
  'remittance',
  'accountStatement',
  'reminder',
  'paymentOrder',
  'financingClaim',
  'voucherFacts',
  'acknowledgement',
] as const;

/** What a word among the data classes of a consent opens of a party's files. */
const DATA_SETS: Readonly<Record<string, readonly DocumentKind[]>> = {
  invoices: INVOICES,
  orders: ORDERS,
  deliveries: DELIVERIES,
  trade: TRADE,
  bank: BANK,
  ledger: LEDGER,
  erp: [...TRADE, ...LEDGER, ...MESSAGES],
};

/** Kinds of document that these data classes open; a word that names no files opens none. */
export function kindsOpened(dataClasses: readonly string[]): readonly DocumentKind[] {
  const kinds = dataClasses.flatMap(word =>
    Object.hasOwn(DATA_SETS, word) ? (DATA_SETS[word] ?? []) : [],
  );
  return [...new Set(kinds)];
}
