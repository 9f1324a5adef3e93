import {
  addDecimal,
  checkBalance,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
  type Decimal,
} from '../domain/document/index.ts';
import { MINOR_DIGITS, type Currency } from '../domain/money/index.ts';
import { readDate } from './canonical/date.ts';
import { readNumber } from './canonical/transform.ts';
import type { Draft, Lexical } from './locator.ts';
import type { ReadRecord } from './read.ts';

/** What identifies an invoice and what it amounts to, as its file says it; absent is empty. */
export type InvoiceKeys = {
  readonly kind: 'Invoice' | 'CreditNote';
  readonly type_code: string;
  readonly number: string;
  readonly seller_id: string;
  readonly buyer_id: string;
  readonly has_payee: 'yes' | '';
  /** ISO dates; amounts are decimal text. */
  readonly issue_date: string;
  readonly due_date: string;
  readonly currency: string;
  readonly line_total: string;
  readonly tax_exclusive: string;
  readonly tax_inclusive: string;
  readonly payable: string;
  readonly order_ref: string;
  readonly preceding_invoice: string;
  readonly lines: number;
};

/** UNTDID 1001 codes that credit the buyer. */
const CREDITS = /^(81|83|261|262|296|308|381|396|420|458|532)$/;

/** The keys of an invoice or a credit note before any rule derives or refuses; null for others. */
export function invoiceKeys({ kind, draft }: ReadRecord): InvoiceKeys | null {
  if (kind !== 'invoice' && kind !== 'creditNote') return null;
  const { values, groups, parts } = draft;
  const typeCode = textOf(values['typeCode']);
  const isCredit = kind === 'creditNote' || CREDITS.test(typeCode);
  const total = (name: string): string => numberText(parts['totals']?.values[name]);
  const reference = (name: string): string => textOf(groups[name]?.[0]?.values['number']);
  return {
    kind: isCredit ? 'CreditNote' : 'Invoice',
    type_code: typeCode,
    number: textOf(values['number']),
    seller_id: partyId(parts['seller']),
    buyer_id: partyId(parts['buyer']),
    has_payee: parts['payee'] ? 'yes' : '',
    issue_date: dateText(values['issuedOn']),
    due_date: dateText(values['dueOn'] ?? dueOfMeans(draft)),
    currency: textOf(values['currency']),
    line_total: total('lines'),
    tax_exclusive: total('taxExclusive'),
    tax_inclusive: total('taxInclusive'),
    payable: total('payable'),
    order_ref: reference('orders'),
    preceding_invoice: reference('preceding'),
    lines: groups['lines']?.length ?? 0,
  };
}

function dueOfMeans({ groups }: Draft): Lexical | undefined {
  return groups['means']?.find(m => m.values['dueOn'])?.values['dueOn'];
}

function textOf(lexical: Lexical | undefined): string {
  return lexical?.text ?? '';
}

/** The first of tax id, legal id, endpoint, other id and name that a party has. */
function partyId(party: Draft | undefined): string {
  if (!party) return '';
  const { groups, lists, values } = party;
  const ids = [
    ...(groups['taxIds'] ?? []).map(t => t.values['id']),
    values['taxId'],
    ...(lists['legalIds'] ?? []),
    values['endpoint'],
    ...(lists['ids'] ?? []),
    values['id'],
    values['tradeName'],
  ];
  return ids.find(lexical => lexical !== undefined)?.text ?? '';
}

function dateText(lexical: Lexical | undefined): string {
  if (!lexical) return '';
  const read = readDate(lexical.text, lexical.reading?.dateOrder);
  return read.ok ? (read.value ?? '') : lexical.text;
}

function numberText(lexical: Lexical | undefined): string {
  if (!lexical) return '';
  const read = readNumber(lexical.text, lexical.reading);
  return read.ok && lexical.reading ? formatExact(read.value.value) : lexical.text;
}

/** Figures of one bank statement; `holds` is null without an opening and a closing balance. */
export type StatementFigures = {
  readonly statement_id: string;
  readonly sequence: string;
  readonly entries: number;
  readonly signed_sum: string;
  readonly holds: boolean | null;
};

const STATEMENTS = ['statement', 'intraday', 'notification'];

/** What a statement says of itself; only ISO 20022 gives statements an id of their own. */
export function statementFigures(record: ReadRecord, format: string): StatementFigures | undefined {
  const { draft, kind, findings } = record;
  if (!STATEMENTS.includes(kind) || findings.some(f => f.rule === 'BANK-09')) return undefined;
  const entries = draft.groups['entries'] ?? [];
  const sum = movedSum(record);
  return {
    statement_id: format === 'camt' ? textOf(draft.values['number']) : '',
    sequence: textOf(draft.values['sequence']),
    entries: entries.length,
    signed_sum: formatExact(sum),
    holds: holds(record),
  };
}

/** By the canonical statement, else (a currency that is not carried) by what the file says. */
function holds({ document, draft }: ReadRecord): boolean | null {
  if (document && 'balances' in document) {
    const { result } = checkBalance(document);
    return result === 'noPair' ? null : result === 'holds';
  }
  const balances = draft.groups['balances'] ?? [];
  const find = (code: string): Draft | undefined =>
    balances.find(b => b.values['code']?.text === code);
  const [opening, closing] = [find('OPBD') ?? find('PRCD'), find('CLBD')];
  if (!opening || !closing) return null;
  const moved = movedSum({ draft });
  return compareDecimal(addDecimal(signedAmount(opening), moved), signedAmount(closing)) === 0;
}

/** The sum of a statement's entries: of the canonical ones where all are, else of those as written. */
function movedSum({ document, draft }: Pick<ReadRecord, 'document' | 'draft'>): Decimal {
  const written = draft.groups['entries'] ?? [];
  const read = document && 'entries' in document ? document.entries : [];
  if (read.length < written.length) {
    return written.reduce((all, entry) => addDecimal(all, signedAmount(entry)), DECIMAL_ZERO);
  }
  const sums = new Map<Currency, bigint>();
  for (const { amount } of read) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  }
  return [...sums]
    .map(([currency, coefficient]) => ({ coefficient, scale: MINOR_DIGITS[currency] }))
    .reduce(addDecimal, DECIMAL_ZERO);
}

function signedAmount({ values }: Draft): Decimal {
  const { amount, sign } = values;
  const read = amount && readNumber(amount.text, amount.reading);
  if (!read?.ok) return DECIMAL_ZERO;
  const { coefficient, scale } = read.value.value;
  return { coefficient: sign?.text === 'DBIT' ? -coefficient : coefficient, scale };
}
