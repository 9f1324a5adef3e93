import type { OpenItem, Party, TaxTotal, TrialBalanceLine } from '../../domain/document/index.ts';
import { partyKey } from '../../domain/document/index.ts';
import { exactText } from '../../domain/evidence/index.ts';
import { zero, type Currency, type Money } from '../../domain/money/index.ts';
import { fatal } from '../finding.ts';
import type { Draft } from '../locator.ts';
import { buildHeader, identify, type CanonicalContext } from './header.ts';
import type { Built } from './invoice.ts';
import { present, readParty } from './parts.ts';
import { isComplete, reportMissing } from './head.ts';
import { readCurrency } from './currency.ts';
import type { CanonicalReader } from './reader.ts';

/** Builds one item of a payables or receivables ledger, with what has been paid on it. */
export function buildOpenItem(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
): Built<OpenItem> | undefined {
  const { values, parts } = draft;
  const currency = readCurrency(reader, draft, []);
  const number = reader.identifier(values['number'], 'number');
  const issuedOn = reader.date(values['issuedOn'], 'issuedOn');
  const dueOn = reader.date(values['dueOn'], 'dueOn');
  const entity = readParty(reader, parts['entity'], 'entity');
  const counterparty = readParty(reader, parts['counterparty'], 'counterparty');
  const side = reader.code(values['side'], 'side', { table: SIDES, fallback: 'payable' });
  const amount = currency && reader.amount(values['amount'], 'amount', currency);
  const required = { number, issuedOn, dueOn, entity, counterparty, amount, currency };
  reportMissing(reader, draft, required);
  return isComplete(required) ? openItem(reader, draft, { context, required, side }) : undefined;
}

type Required = {
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly entity: Party;
  readonly counterparty: Party;
  readonly amount: Money;
  readonly currency: Currency;
};

function openItem(
  reader: CanonicalReader,
  draft: Draft,
  of: { context: CanonicalContext; required: Required; side: OpenItem['side'] },
): Built<OpenItem> {
  const { values } = draft;
  const { context, side } = of;
  const { number, issuedOn, dueOn, entity, counterparty, amount, currency } = of.required;
  const paid = reader.amount(values['paid'], 'paid', currency) ?? zero(currency);
  const rest = present({
    paidOn: reader.date(values['paidOn'], 'paidOn'),
    disputed: reader.amount(values['disputed'], 'disputed', currency),
  });
  const fallback = paid.minor >= amount.minor ? ('paid' as const) : ('open' as const);
  const status = reader.code(values['status'], 'status', { table: ITEM_STATES, fallback });
  const owner = [partyKey(entity), partyKey(counterparty)];
  const key = ['openItem', side, ...owner, exactText(number), issuedOn.slice(0, 4)];
  const identified = identify(context, key);
  const from = { reader, draft, context, id: identified.id };
  const header = buildHeader(from, { number, issuedOn, currency, refs: [] });
  const own = { side, entity, counterparty, dueOn, amount, paid, status } as const;
  return { ...identified, document: { ...header, kind: 'openItem', ...own, ...rest } };
}

const SIDES = {
  PAYABLE: 'payable',
  AP: 'payable',
  RECEIVABLE: 'receivable',
  AR: 'receivable',
} as const;

/** `open` and `paid` follow from the amounts; only these two are the ledger's own word. */
const ITEM_STATES = { VOID: 'void', DISPUTED: 'disputed' } as const;

/** Builds one account and month of a general ledger: opening + debit − credit must be closing. */
export function buildTrialBalance(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
): Built<TrialBalanceLine> | undefined {
  const head = readMonth(reader, draft);
  const account = reader.identifier(draft.values['account'], 'account');
  if (account === undefined) reader.missing('account', draft.at);
  if (!head || account === undefined) return undefined;
  const { entity, period, currency, issuedOn } = head;
  const at = (name: string): Money =>
    reader.amount(draft.values[name], name, currency) ?? zero(currency);
  const sums = { opening: at('opening'), debit: at('debit'), credit: at('credit') };
  const moved = sums.opening.minor + sums.debit.minor - sums.credit.minor;
  const stated = reader.amount(draft.values['closing'], 'closing', currency);
  const derivation = {
    formula: 'opening + debit − credit',
    inputs: ['opening', 'debit', 'credit'],
  };
  const closing = stated ?? reader.derive({ minor: moved, currency }, 'closing', derivation);
  if (closing.minor !== moved) {
    const place = { path: 'closing', line: draft.at.line, column: draft.at.column };
    const params = { stated: closing.minor.toString(), computed: moved.toString() };
    reader.findings.push(fatal('ACC-02', place, params));
  }
  const number = `${account} ${period}`;
  const identified = identify(context, ['trialBalance', partyKey(entity), account, period]);
  const from = { reader, draft, context, id: identified.id };
  const header = buildHeader(from, { number, issuedOn, currency, refs: [] });
  const accountName = reader.text(draft.values['accountName'], 'accountName');
  const own = { kind: 'trialBalance', entity, period, account, ...sums, closing } as const;
  const document = { ...header, ...own, ...present({ accountName }) } as TrialBalanceLine;
  return { ...identified, document };
}

/** Builds one month of a tax office's totals of issued invoices. */
export function buildTaxTotal(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
): Built<TaxTotal> | undefined {
  const head = readMonth(reader, draft);
  if (!head) return undefined;
  const { entity, period, currency, issuedOn } = head;
  const taxable = reader.amount(draft.values['taxable'], 'taxable', currency);
  const tax = reader.amount(draft.values['tax'], 'tax', currency);
  reportMissing(reader, draft, { taxable, tax });
  if (!taxable || !tax) return undefined;
  const identified = identify(context, ['taxTotal', partyKey(entity), period]);
  const from = { reader, draft, context, id: identified.id };
  const header = buildHeader(from, { number: period, issuedOn, currency, refs: [] });
  const count = draft.values['invoices']?.text;
  const invoices = count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : undefined;
  const own = { kind: 'taxTotal', entity, period, taxable, tax } as const;
  return { ...identified, document: { ...header, ...own, ...present({ invoices }) } };
}

type Month = {
  readonly entity: Party;
  readonly period: string;
  readonly currency: Currency;
  readonly issuedOn: string;
};

function readMonth(reader: CanonicalReader, draft: Draft): Month | undefined {
  const entity = readParty(reader, draft.parts['entity'], 'entity');
  const currency = readCurrency(reader, draft, []);
  const text = reader.identifier(draft.values['period'], 'period');
  const match = /^(\d{4})-?(0[1-9]|1[0-2])$/.exec(text ?? '');
  if (!entity) reader.missing('entity', draft.at);
  if (!match) reader.missing('period', draft.at);
  if (!entity || !currency || !match) return undefined;
  const period = `${match[1]}-${match[2]}`;
  const derivation = { formula: 'first day of the period', inputs: ['period'] };
  const issuedOn = reader.derive(`${period}-01`, 'issuedOn', derivation);
  return { entity, period, currency, issuedOn };
}
