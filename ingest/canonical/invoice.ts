import type {
  Invoice,
  InvoiceKind,
  InvoiceLine,
  PaymentMeans,
  Price,
  Quantity,
  Ref,
  VatLine,
} from '../../domain/document/index.ts';
import { multiplyDecimal } from '../../domain/document/index.ts';
import { addDays } from '../../domain/calendar/index.ts';
import { divide, MINOR_DIGITS, type Currency, type Money } from '../../domain/money/index.ts';
import type { Draft } from '../locator.ts';
import {
  buildHeader,
  identify,
  tradeKey,
  type CanonicalContext,
  type Identified,
} from './header.ts';
import {
  present,
  readAccount,
  readAddress,
  readAllowances,
  readItem,
  readParty,
  readPrice,
  readQuantity,
  readRef,
  readRefs,
  readVat,
} from './parts.ts';
import { readHead } from './head.ts';
import { readCurrency } from './currency.ts';
import { readDate } from './date.ts';
import type { CanonicalReader } from './reader.ts';
import { isIn, readTotals } from './totals.ts';

const KINDS: Readonly<Record<string, InvoiceKind>> = {
  '381': 'creditNote',
  '396': 'creditNote',
  '384': 'corrected',
  '386': 'prepayment',
  '326': 'prepayment',
  '389': 'selfBilled',
};

export type Built<D> = Identified & { readonly document: D };

/** Builds an invoice or credit note from its draft, or leaves findings that say what is missing. */
export function buildInvoice(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext & { readonly isCredit: boolean },
): Built<Invoice> | undefined {
  const totalsDraft = draft.parts['totals'];
  const currency = readCurrency(reader, draft, Object.values(totalsDraft?.values ?? {}));
  const head = readHead(reader, draft);
  if (!currency) return undefined;
  const typeCode = readTypeCode(reader, draft, context.isCredit);
  const kind = KINDS[typeCode] ?? (context.isCredit ? 'creditNote' : 'invoice');
  const lines = readLines(reader, draft, currency);
  const totals = readTotals(reader, draft, { currency, lines });
  const refs = invoiceRefs(reader, draft);
  if (!head || !totals) return undefined;
  const { number, issuedOn, seller, buyer } = head;
  const year = issuedOn.slice(0, 4);
  const identified = identify(context, tradeKey({ kind, issuer: seller, number, year }));
  const header = buildHeader(
    { reader, draft, context, id: identified.id },
    { number, issuedOn, currency, refs },
  );
  const parts = readTerms(reader, draft);
  const trade = {
    seller,
    buyer,
    ...readOtherParties(reader, draft),
    means: readMeans(reader, draft),
    allowances: readAllowances(reader, draft.groups['allowances'], {
      path: 'allowances',
      currency,
    }),
    vat: readVatLines(reader, draft, currency),
    lines,
    totals,
  };
  return { ...identified, document: { ...header, kind, typeCode, ...parts, ...trade } };
}

function readTypeCode(reader: CanonicalReader, draft: Draft, isCredit: boolean): string {
  const lexical = draft.values['typeCode'];
  const isCode = /^\s*\d{2,3}\s*$/.test(lexical?.text ?? '');
  const code = isCode ? reader.identifier(lexical, 'typeCode') : undefined;
  if (code !== undefined) return code;
  const inputs = lexical ? ['typeCode'] : ['root element'];
  const from = { formula: 'type of the root element', inputs };
  return reader.derive(isCredit ? '381' : '380', 'typeCode', from);
}

function invoiceRefs(reader: CanonicalReader, draft: Draft): Ref[] {
  const refs = readRefs(reader, draft, [
    { group: 'orders', kind: 'order' },
    { group: 'shipments', kind: 'shipment' },
    { group: 'receipts', kind: 'receipt' },
    { group: 'preceding', kind: 'invoice' },
    { group: 'precedingCredit', kind: 'creditNote' },
  ]);
  for (const line of draft.groups['lines'] ?? []) {
    const at = { path: `refs[${refs.length}]`, kind: 'invoice' as const };
    const preceding = readRef(reader, line.parts['preceding'], at);
    const isNew = !refs.some(r => r.kind === 'invoice' && r.number === preceding?.number);
    if (preceding && isNew) refs.push(preceding);
  }
  const contract = readRef(reader, draft.parts['contract'], {
    path: `refs[${refs.length}]`,
    kind: 'contract',
  });
  return contract ? [...refs, contract] : refs;
}

function readTerms(reader: CanonicalReader, draft: Draft): Partial<Invoice> {
  const { values, lists, groups } = draft;
  const meansDue = groups['means']?.find(m => m.values['dueOn'])?.values['dueOn'];
  return present({
    dueOn: reader.date(values['dueOn'] ?? meansDue, 'dueOn') ?? dueByDays(reader, values),
    taxPointOn: reader.date(values['taxPointOn'], 'taxPointOn'),
    deliveredOn: reader.date(values['deliveredOn'], 'deliveredOn'),
    buyerReference: reader.identifier(values['buyerReference'], 'buyerReference'),
    project: reader.identifier(values['project'], 'project'),
    terms: reader.text(lists['terms']?.[0] ?? values['terms'], 'terms'),
    voidedOn: reader.date(values['voidedOn'], 'voidedOn'),
    authority: readAuthority(reader, values),
  });
}

/** Days after issue, where the terms state days alone. */
function dueByDays(reader: CanonicalReader, values: Draft['values']): string | undefined {
  const { dueDays, issuedOn } = values;
  if (!dueDays || !issuedOn || !/^\d{1,4}$/.test(dueDays.text)) return undefined;
  const issued = readDate(issuedOn.text, issuedOn.reading?.dateOrder);
  if (!issued.ok || issued.value === undefined) return undefined;
  const from = { formula: `day of issue + ${dueDays.text} days`, inputs: ['issuedOn'] };
  return reader.derive(addDays(issued.value, Number(dueDays.text)), 'dueOn', from);
}

/** What a signature is worth is decided where its file is read. */
function readAuthority(reader: CanonicalReader, values: Draft['values']): Invoice['authority'] {
  const number = reader.identifier(values['authority'], 'authority.number');
  const state = values['signature']?.text;
  const signature = SIGNATURES.find(one => one === state) ?? 'absent';
  return number === undefined ? undefined : { number, signature };
}

const SIGNATURES = ['valid', 'invalid', 'unverifiable'] as const;

function readOtherParties(reader: CanonicalReader, draft: Draft): Partial<Invoice> {
  return present({
    payee: readParty(reader, draft.parts['payee'], 'payee'),
    taxRepresentative: readParty(reader, draft.parts['taxRepresentative'], 'taxRepresentative'),
    deliverTo: readAddress(reader, draft.parts['deliverTo'], 'deliverTo'),
  });
}

function readMeans(reader: CanonicalReader, draft: Draft): PaymentMeans[] {
  return (draft.groups['means'] ?? []).map((one, n) => {
    const path = `means[${n}]`;
    const code = reader.identifier(one.values['code'], `${path}.code`) ?? '1';
    const account = one.parts['account'];
    const parts = {
      remittance: reader.identifier(one.values['remittance'], `${path}.remittance`),
      account: hasValues(account) ? readAccount(reader, account, `${path}.account`) : undefined,
    };
    return { code, ...present(parts) };
  });
}

function hasValues(draft: Draft | undefined): draft is Draft {
  return draft !== undefined && Object.keys(draft.values).length > 0;
}

function readVatLines(reader: CanonicalReader, draft: Draft, currency: Currency): VatLine[] {
  const total = (draft.groups['taxes'] ?? []).find(t => isIn(t.values['amount'], currency));
  const subtotals = total?.groups['subtotals'] ?? draft.groups['subtotals'] ?? [];
  return subtotals.flatMap((one, n): VatLine[] => {
    const path = `vat[${n}]`;
    const tax = reader.amount(one.values['tax'], `${path}.tax`, currency);
    const taxable = reader.amount(one.values['taxable'], `${path}.taxable`, currency);
    if (!tax || !taxable) return [];
    const parts = {
      exemptionCode: reader.identifier(one.values['exemptionCode'], `${path}.exemptionCode`),
      exemption: reader.text(one.values['exemption'], `${path}.exemption`),
    };
    return [{ ...readVat(reader, one, path), taxable, tax, ...present(parts) }];
  });
}

function readLines(reader: CanonicalReader, draft: Draft, currency: Currency): InvoiceLine[] {
  const order = draft.groups['orders']?.[0]?.values['number'];
  const receipt = draft.groups['receipts']?.[0]?.values['number'];
  return (draft.groups['lines'] ?? []).flatMap((one, n): InvoiceLine[] => {
    const path = `lines[${n}]`;
    const id = reader.identifier(one.values['id'], `${path}.id`) ?? String(n + 1);
    const quantity = readQuantity(reader, one.values['quantity'], `${path}.quantity`);
    const unit = quantity?.unit ?? 'C62';
    const price = readPrice(reader, one.parts['price'], { path: `${path}.price`, currency, unit });
    const stated = reader.amount(one.values['net'], `${path}.net`, currency);
    const isStated = one.values['net'] !== undefined;
    const net = isStated ? stated : computeNet(reader, { path, quantity, price });
    if (!net) return reader.missing(`${path}.net`, one.at) ?? [];
    const parts = {
      price,
      orderLine: readRef(reader, one.parts['orderLine'], {
        path: `${path}.orderLine`,
        kind: 'order',
        ...(order ? { number: order.text } : {}),
      }),
      receiptLine: readRef(reader, one.parts['receiptLine'], {
        path: `${path}.receiptLine`,
        kind: 'receipt',
        ...(receipt ? { number: receipt.text } : {}),
      }),
      note: reader.text(one.values['note'], `${path}.note`),
    };
    const item = readItem(reader, one.parts['item'], `${path}.item`);
    const at = { path: `${path}.allowances`, currency };
    const allowances = readAllowances(reader, one.groups['allowances'], at);
    const vat = readVat(reader, one, `${path}.vat`);
    const counted = quantity ?? { value: { coefficient: 1n, scale: 0 }, unit };
    return [{ id, item, quantity: counted, net, allowances, vat, ...present(parts) }];
  });
}

/** A line that states no net amount is quantity × price, half up to the minor unit. */
function computeNet(
  reader: CanonicalReader,
  of: { path: string; quantity: Quantity | undefined; price: Price | undefined },
): Money | undefined {
  const { path, quantity, price } = of;
  if (!quantity || !price || price.per.value.coefficient <= 0n) return undefined;
  const product = multiplyDecimal(quantity.value, price.net);
  const { coefficient, scale } = price.per.value;
  const minorScale = MINOR_DIGITS[price.currency];
  const minor = divide(
    product.coefficient * 10n ** BigInt(scale + minorScale),
    coefficient * 10n ** BigInt(product.scale),
    'halfUp',
  );
  const inputs = [`${path}.quantity.value`, `${path}.price.net`];
  const from = { formula: 'quantity × price, half up', inputs };
  return reader.derive({ minor, currency: price.currency }, `${path}.net`, from);
}
