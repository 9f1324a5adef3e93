import type {
  Acknowledgement,
  FinancingClaim,
  Header,
  InvoiceResponse,
  OrderAnswer,
  OrderResponse,
  OrderResponseLine,
  PaymentOrder,
  VoucherFacts,
} from '../../domain/document/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import type { Draft, Lexical } from '../locator.ts';
import { readCurrency } from './currency.ts';
import { reportMissing } from './head.ts';
import { finish, NO_CURRENCY, readMessageHead, type Builder, type Head } from './message-head.ts';
import { present, readAccount, readPrice, readQuantity, readRef } from './parts.ts';
import type { CanonicalReader } from './reader.ts';
import { readDetail } from './statement.ts';

const ORDER_ANSWERS: Readonly<Record<string, OrderAnswer>> = {
  AB: 'AB',
  AP: 'AP',
  CA: 'CA',
  RE: 'RE',
  TRUE: 'AP',
  FALSE: 'RE',
};

const LINE_ACTIONS: Readonly<Record<string, OrderResponseLine['action']>> = {
  '1': 'add',
  '3': 'change',
  '5': 'accept',
  '7': 'reject',
  ACCEPT: 'accept',
  CHANGE: 'change',
  REJECT: 'reject',
};

/** Builds a seller's answer to an order. */
export const buildOrderResponse: Builder<'orderResponse'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'orderResponse' as const };
  const head = readMessageHead(from);
  const order = readRef(reader, draft.groups['orders']?.[0], { path: 'order', kind: 'order' });
  if (!order) reader.missing('order', draft.at);
  const amounts = (draft.groups['lines'] ?? []).map(l => l.parts['price']?.values['net']);
  const currency = optionalCurrency(reader, draft, amounts);
  if (!head || !order) return undefined;
  const words = { table: ORDER_ANSWERS, fallback: 'AB' as const };
  const code = reader.code(draft.values['code'], 'code', words);
  const lines = (draft.groups['lines'] ?? []).map((one, n) =>
    responseLine(reader, one, { n, currency }),
  );
  const body: Pick<OrderResponse, 'order' | 'code' | 'lines'> = { order, code, lines };
  return finish(from, head, { currency: currency ?? NO_CURRENCY, refs: [order], body });
};

function responseLine(
  reader: CanonicalReader,
  one: Draft,
  of: { n: number; currency: Currency | undefined },
): OrderResponseLine {
  const path = `lines[${of.n}]`;
  const { values, parts } = one;
  const id = reader.identifier(values['id'], `${path}.id`) ?? String(of.n + 1);
  const words = { table: LINE_ACTIONS, fallback: 'asIs' as const };
  const action = reader.code(values['action'], `${path}.action`, words);
  const quantity = readQuantity(reader, values['quantity'], `${path}.quantity`);
  const unit = quantity?.unit ?? 'C62';
  const { currency } = of;
  const at = currency && { path: `${path}.price`, currency, unit };
  const rest = {
    quantity,
    price: at && readPrice(reader, parts['price'], at),
    on: reader.date(values['on'], `${path}.on`),
    note: reader.text(values['note'], `${path}.note`),
  };
  return { id, action, ...present(rest) };
}

/** The document's currency where it names one or its amounts do; absent says nothing wrong. */
function optionalCurrency(
  reader: CanonicalReader,
  draft: Draft,
  amounts: readonly (Lexical | undefined)[],
): Currency | undefined {
  const isNamed = draft.values['currency'] !== undefined;
  const hasAmounts = amounts.some(a => a?.attributes?.['currencyID'] !== undefined);
  return isNamed || hasAmounts ? readCurrency(reader, draft, amounts) : undefined;
}

/** Builds a buyer's word on an invoice (T111 of Peppol). */
export const buildInvoiceResponse: Builder<'invoiceResponse'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'invoiceResponse' as const };
  const head = readMessageHead(from);
  const invoice = readRef(reader, draft.parts['invoice'], { path: 'invoice', kind: 'invoice' });
  const code = reader.identifier(draft.values['code'], 'code');
  reportMissing(reader, draft, { invoice, code });
  if (!head || !invoice || code === undefined) return undefined;
  const list = (name: string): string[] =>
    (draft.lists[name] ?? []).flatMap((lexical, n) => {
      const text = reader.text(lexical, `${name}[${n}]`);
      return text === undefined ? [] : [text];
    });
  const body: Omit<InvoiceResponse, keyof Header | keyof Head | 'kind'> = {
    invoice,
    code,
    reasons: list('reasons'),
    actions: list('actions'),
    clarifications: list('clarifications'),
    ...present({ on: reader.date(draft.values['on'], 'on') }),
  };
  return finish(from, head, { currency: NO_CURRENCY, refs: [invoice], body });
};

/** Builds a technical acknowledgement: 997, 824, CONTRL or MLR. */
export const buildAcknowledgement: Builder<'acknowledgement'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'acknowledgement' as const };
  const head = readMessageHead(from);
  const code = reader.identifier(draft.values['code'], 'code');
  const syntax = reader.identifier(draft.values['syntax'], 'syntax') ?? '';
  const of = readRef(reader, draft.parts['of'], { path: 'of', kind: 'acknowledgement' });
  reportMissing(reader, draft, { code, of });
  if (!head || code === undefined || !of) return undefined;
  const items = (draft.groups['items'] ?? []).map((one, n) => ({
    path: reader.identifier(one.values['path'], `items[${n}].path`) ?? '',
    code: reader.identifier(one.values['code'], `items[${n}].code`) ?? '',
    ...present({ text: reader.text(one.values['text'], `items[${n}].text`) }),
  }));
  const body: Pick<Acknowledgement, 'code' | 'syntax' | 'of' | 'items'> = {
    code,
    syntax,
    of,
    items,
  };
  const about = reader.identifier(draft.values['interchange'], 'interchange');
  return finish(from, head, { currency: NO_CURRENCY, refs: [], body, about });
};

/** Builds one batch of pain.001: the control sums PAY-01 are held against the payments. */
export const buildPaymentOrder: Builder<'paymentOrder'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'paymentOrder' as const };
  const head = readMessageHead(from);
  const drafts = draft.groups['payments'] ?? [];
  const amounts = drafts.map(p => p.values['amount'] ?? p.values['instructed']);
  const currency = readCurrency(reader, { ...draft, values: {} }, amounts.slice(0, 1));
  if (!head || !currency) return undefined;
  const payments = drafts.map((p, n) => readDetail(reader, p, `payments[${n}]`));
  const account = draft.parts['debtorAccount'];
  const count = draft.values['count']?.text ?? '';
  const rest = {
    executeOn: reader.date(draft.values['executeOn'], 'executeOn'),
    debtorAccount: account ? readAccount(reader, account, 'debtorAccount') : undefined,
  };
  const control = present({
    sum: reader.decimal(draft.values['sum'], 'control.sum'),
    count: /^\d{1,9}$/.test(count) ? Number(count) : undefined,
  });
  const body: Pick<PaymentOrder, 'control' | 'payments'> = { control, payments };
  return finish(from, head, { currency, refs: [], body: { ...body, ...present(rest) } });
};

/** Builds a request to finance one invoice. */
export const buildFinancingClaim: Builder<'financingClaim'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'financingClaim' as const };
  const head = readMessageHead(from);
  const currency = readCurrency(reader, draft, []);
  const amount = currency && reader.amount(draft.values['amount'], 'amount', currency);
  const invoice = readRef(reader, draft.parts['invoice'], { path: 'invoice', kind: 'invoice' });
  reportMissing(reader, draft, { amount, invoice });
  if (!head || !currency || !amount || !invoice) return undefined;
  const rest = {
    dueOn: reader.date(draft.values['dueOn'], 'dueOn'),
    service: reader.text(draft.values['service'], 'service'),
  };
  const body: Pick<FinancingClaim, 'amount' | 'invoice'> = { amount, invoice };
  return finish(from, head, { currency, refs: [invoice], body: { ...body, ...present(rest) } });
};

/** Builds the facts that a voucher states of a tax invoice. */
export const buildVoucherFacts: Builder<'voucherFacts'> = (reader, draft, context) => {
  const from = { reader, draft, context, kind: 'voucherFacts' as const };
  const head = readMessageHead(from);
  const currency = readCurrency(reader, draft, []);
  const invoice = readRef(reader, draft.parts['invoice'], { path: 'invoice', kind: 'invoice' });
  reportMissing(reader, draft, { invoice });
  if (!head || !currency || !invoice) return undefined;
  const { values } = draft;
  const rest = {
    taxInclusive: reader.amount(values['taxInclusive'], 'taxInclusive', currency),
    postedOn: reader.date(values['postedOn'], 'postedOn'),
  };
  const factored = reader.flag(values['factored'], 'factored') ?? false;
  const facts = Object.fromEntries(
    Object.entries(draft.parts['facts']?.values ?? {}).flatMap(([name, lexical]) => {
      const text = reader.text(lexical, `facts.${name}`);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  const body: Pick<VoucherFacts, 'invoice' | 'factored' | 'facts'> = { invoice, factored, facts };
  return finish(from, head, { currency, refs: [invoice], body: { ...body, ...present(rest) } });
};
