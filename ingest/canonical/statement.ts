import type {
  Account,
  Balance,
  Detail,
  Entry,
  Party,
  Statement,
  StatementKind,
  StructuredRemittance,
} from '../../domain/document/index.ts';
import { isCurrency, type Currency, type Money } from '../../domain/money/index.ts';
import { fatal } from '../finding.ts';
import type { Draft, Lexical } from '../locator.ts';
import { buildHeader, identify, type CanonicalContext } from './header.ts';
import type { Built } from './invoice.ts';
import { present, readAccount, readParty, readRef } from './parts.ts';
import { isComplete, reportMissing } from './head.ts';
import type { CanonicalReader } from './reader.ts';

/** Builds a bank statement, an intraday report or a notification. */
export function buildStatement(
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext & { readonly kind: StatementKind },
): Built<Statement> | undefined {
  const number = reader.identifier(draft.values['number'], 'number');
  const balances = readBalances(reader, draft);
  const entries = readEntries(reader, draft);
  const issuedOn = readIssued(reader, draft, { balances, entries });
  const accountDraft = draft.parts['account'];
  const account = accountDraft ? readAccount(reader, accountDraft, 'account') : {};
  const currency = accountCurrency(account, { balances, entries });
  const required = { number, issuedOn, currency };
  reportMissing(reader, draft, required);
  if (!isComplete(required)) return undefined;
  const rest = readRest(reader, draft, required.currency);
  const { from = '', to = '', page = '' } = rest;
  const owned = account.iban ?? account.other ?? '';
  const key = ['statement', context.kind, owned, required.number, from, to, page];
  const identified = identify(context, key);
  // The copy mark of a statement is a code (COPY, DUPL, CODU), which no flag reader takes.
  const { copy: mark, ...values } = draft.values;
  const header = buildHeader(
    { reader, draft: { ...draft, values }, context, id: identified.id },
    { ...required, refs: [] },
  );
  const copy = /^(COPY|DUPL|CODU)$/.test(mark?.text ?? '');
  const own = { kind: context.kind, copy, account, balances, entries };
  return { ...identified, document: { ...header, ...own, ...rest } };
}

type Rest = Pick<
  Statement,
  'owner' | 'summary' | 'page' | 'lastPage' | 'sequence' | 'legalSequence' | 'from' | 'to'
>;

function readRest(reader: CanonicalReader, draft: Draft, currency: Currency): Rest {
  const { values, parts } = draft;
  const owner = hasName(parts['owner']) ? readParty(reader, parts['owner'], 'owner') : undefined;
  return present({
    owner,
    summary: readSummary(reader, draft, currency),
    from: reader.date(values['from'], 'from'),
    to: reader.date(values['to'], 'to'),
    page: reader.identifier(values['page'], 'page'),
    lastPage: reader.flag(values['lastPage'], 'lastPage'),
    sequence: reader.identifier(values['sequence'], 'sequence'),
    legalSequence: reader.identifier(values['legalSequence'], 'legalSequence'),
  });
}

function readIssued(
  reader: CanonicalReader,
  draft: Draft,
  from: { balances: readonly Balance[]; entries: readonly Entry[] },
): string | undefined {
  const issued = reader.date(draft.values['issuedOn'], 'issuedOn');
  if (issued !== undefined) return issued;
  const day = from.balances.at(-1)?.on ?? from.entries.at(-1)?.bookedOn;
  const inputs = { formula: 'day of the last balance or entry', inputs: ['balances', 'entries'] };
  return day === undefined ? undefined : reader.derive(day, 'issuedOn', inputs);
}

function accountCurrency(
  account: Account,
  from: { balances: readonly Balance[]; entries: readonly Entry[] },
): Currency | undefined {
  const named = account.currency;
  if (named !== undefined && isCurrency(named)) return named;
  return (from.entries[0]?.amount ?? from.balances[0]?.amount)?.currency;
}

function readBalances(reader: CanonicalReader, draft: Draft): Balance[] {
  return (draft.groups['balances'] ?? []).flatMap((one, n): Balance[] => {
    const path = `balances[${n}]`;
    const amount = readSigned(reader, one, path);
    const code = reader.identifier(one.values['code'], `${path}.code`);
    const on = reader.date(one.values['on'], `${path}.on`);
    return amount ? [{ code: code ?? '', amount, ...present({ on }) }] : [];
  });
}

function readEntries(reader: CanonicalReader, draft: Draft): Entry[] {
  return (draft.groups['entries'] ?? []).flatMap((one, n): Entry[] => {
    const path = `entries[${n}]`;
    const amount = readSigned(reader, one, path);
    if (!amount) return reader.missing(`${path}.amount`, one.at) ?? [];
    const reversal = reader.flag(one.values['reversal'], `${path}.reversal`) ?? false;
    const status = readStatus(reader, one.values['status'], `${path}.status`);
    const parts = {
      reference: reader.identifier(one.values['reference'], `${path}.reference`),
      bookedOn: reader.date(one.values['bookedOn'], `${path}.bookedOn`),
      valueOn: reader.date(one.values['valueOn'], `${path}.valueOn`),
      bankReference: reader.identifier(one.values['bankReference'], `${path}.bankReference`),
      bankCode: reader.identifier(one.values['bankCode'], `${path}.bankCode`),
    };
    const details = (one.groups['details'] ?? []).map((detail, d) =>
      readDetail(reader, detail, `${path}.details[${d}]`),
    );
    return [{ amount, reversal, status, details, ...present(parts) }];
  });
}

function readStatus(
  reader: CanonicalReader,
  lexical: Lexical | undefined,
  path: string,
): Entry['status'] {
  return reader.code(lexical, path, { table: STATUSES, fallback: 'booked' });
}

const STATUSES: Readonly<Record<string, Entry['status']>> = {
  BOOK: 'booked',
  PDNG: 'pending',
  INFO: 'info',
};

/**
 * An amount with its credit or debit mark as a signed amount, credit positive. CdtDbtInd already
 * says which way a reversal goes, so RvslInd changes no sign.
 */
function readSigned(reader: CanonicalReader, draft: Draft, path: string): Money | undefined {
  const lexical = draft.values['amount'];
  const code = lexical?.attributes?.['Ccy']?.text ?? '';
  if (!lexical || !isCurrency(code)) {
    const place = { path: `${path}.amount`, line: draft.at.line, column: draft.at.column };
    if (lexical) reader.findings.push(fatal('CUR-02', place, { currency: code }));
    return undefined;
  }
  const sign = draft.values['sign']?.text;
  const isDebit = sign === 'DBIT';
  const read = isDebit ? { ...lexical, reading: { ...lexical.reading, negate: true } } : lexical;
  return reader.amount(read, `${path}.amount`, code);
}

/** One payment of an entry or of a payment order. */
export function readDetail(reader: CanonicalReader, draft: Draft, path: string): Detail {
  const { values, parts } = draft;
  const money = (name: string): Money | undefined => {
    const code = values[name]?.attributes?.['Ccy']?.text ?? '';
    return isCurrency(code) ? reader.amount(values[name], `${path}.${name}`, code) : undefined;
  };
  const id = (name: string): string | undefined =>
    reader.identifier(values[name], `${path}.${name}`);
  const party = (name: string): Party | undefined =>
    hasName(parts[name]) ? readParty(reader, parts[name], `${path}.${name}`) : undefined;
  const account = (name: string): Account | undefined =>
    parts[name] ? readAccount(reader, parts[name], `${path}.${name}`) : undefined;
  const remittance = (draft.lists['remittance'] ?? []).flatMap((lexical, n) => {
    const text = reader.text(lexical, `${path}.remittance[${n}]`);
    return text === undefined ? [] : [text];
  });
  const rest = {
    endToEndId: id('endToEndId'),
    transactionId: id('transactionId'),
    uetr: id('uetr'),
    mandate: id('mandate'),
    amount: money('amount'),
    instructed: money('instructed'),
    debtor: party('debtor'),
    creditor: party('creditor'),
    ultimateDebtor: party('ultimateDebtor'),
    ultimateCreditor: party('ultimateCreditor'),
    debtorAccount: account('debtorAccount'),
    creditorAccount: account('creditorAccount'),
    creditorReference: id('creditorReference'),
    returnCode: id('returnCode'),
  };
  return {
    remittance,
    structured: readStructured(reader, draft, path),
    ...present(rest),
  };
}

function readStructured(
  reader: CanonicalReader,
  draft: Draft,
  path: string,
): StructuredRemittance[] {
  return (draft.groups['structured'] ?? []).flatMap((one, n): StructuredRemittance[] => {
    const at = `${path}.structured[${n}]`;
    const ref = readRef(reader, one, { path: `${at}.ref`, kind: 'invoice' });
    if (!ref) return [];
    const code = one.values['amount']?.attributes?.['Ccy']?.text ?? '';
    const amount = isCurrency(code)
      ? reader.amount(one.values['amount'], `${at}.amount`, code)
      : undefined;
    return [{ ref, deductions: [], ...present({ amount }) }];
  });
}

function readSummary(
  reader: CanonicalReader,
  draft: Draft,
  currency: Currency,
): Statement['summary'] {
  const { values } = draft;
  const counts = ['creditCount', 'debitCount'].map(name => readCount(values[name]));
  const both = counts.every(c => c !== undefined) ? (counts[0] ?? 0) + (counts[1] ?? 0) : undefined;
  const entries = readCount(values['entryCount']) ?? both;
  const credits = reader.amount(values['creditSum'], 'summary.credits', currency);
  const debits = reader.amount(values['debitSum'], 'summary.debits', currency);
  const summary = present({ entries, credits, debits });
  return Object.keys(summary).length === 0 ? undefined : summary;
}

function readCount(lexical: Lexical | undefined): number | undefined {
  const text = lexical?.text;
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function hasName(draft: Draft | undefined): boolean {
  return draft !== undefined && Object.keys(draft.values).length > 0;
}
