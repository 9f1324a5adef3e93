import {
  checkBalance,
  type Detail,
  type Entry,
  type Statement,
} from '../../domain/document/index.ts';
import { toWire, type MoneyWire } from '../../domain/money/index.ts';
import {
  bankRootOf,
  DIFFERENCES,
  entryIdentity,
  type BankEntry,
  type DifferenceCode,
} from '../../domain/settlement/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import { sha256 } from './details.ts';

/** A statement as ingest keeps it. */
export type StoredStatement = {
  readonly document: string;
  readonly statement: Statement;
  readonly suspect: boolean;
  /** Two persons let it be matched although it does not balance. */
  readonly released: boolean;
  /** SHA-256 of the file. */
  readonly file: string;
};

/** One booked entry; `match` is what the matcher looks at, the amount there without sign. */
export type BankLine = {
  readonly entry: string;
  readonly account: string;
  readonly statement: string;
  readonly isReversal: boolean;
  readonly amount: MoneyWire;
  readonly valueOn: string;
  readonly payerName: string | null;
  readonly payerNumber: string | null;
  readonly match: Omit<BankEntry, 'payer'>;
};

/** A statement of an account of ours, ready to be stated. */
export type ReadStatement = {
  readonly id: string;
  readonly document: string;
  readonly body: {
    readonly statement: string;
    readonly account: string;
    readonly sequence: string;
    readonly opening: MoneyWire;
    readonly closing: MoneyWire;
    readonly entries: number;
    readonly file: string;
    readonly suspect: boolean;
  };
  readonly lines: readonly BankLine[];
};

/** What a statement is known by: one that was released since is looked at again. */
export function markOf(of: Pick<StoredStatement, 'document' | 'released'>): string {
  return of.released ? `${of.document} released` : of.document;
}

export type Unread = 'COPY' | 'ACCOUNT_UNKNOWN' | 'STATEMENT_SUSPECT';

/**
 * Reads a stored statement for the ledger. `accounts` gives the account of a bank root. Copies post
 * nothing; one that does not balance, or that ingest holds suspect, waits until two persons release
 * it; it is then stated as suspect, so that the ledger too asks for two at each of its entries.
 */
export function readStatement(
  stored: StoredStatement,
  accounts: ReadonlyMap<string, string>,
): ReadStatement | Unread {
  const { statement, file } = stored;
  if (statement.copy) return 'COPY';
  const account = accounts.get(rootOf(statement.account.iban ?? statement.account.other));
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  const balance = checkBalance(statement);
  if (balance.result === 'noPair' || balance.result === 'currencies') return 'STATEMENT_SUSPECT';
  if (!isFree(stored, balance.result === 'holds')) return 'STATEMENT_SUSPECT';
  const sequence = codeOf(statement.legalSequence ?? statement.sequence ?? '0');
  const id = `st-${sha256(canonical([account, sequence, file])).slice(0, 40)}`;
  const lines = linesOf(statement, { account, statement: id });
  const opening = toWire(balance.opening);
  const closing = toWire(balance.closing);
  const sums = { opening, closing, entries: lines.length };
  const body = { statement: id, account, sequence, ...sums, file, suspect: stored.released };
  return { id, document: markOf(stored), body, lines };
}

function isFree({ suspect, released }: StoredStatement, isWhole: boolean): boolean {
  return !suspect && (isWhole || released);
}

/** Bank root of a number; of no account when there is none. */
export function rootOf(number: string | null | undefined): string {
  return number === null || number === undefined ? '' : bankRootOf(number, sha256);
}

function linesOf(
  statement: Statement,
  of: { readonly account: string; readonly statement: string },
): BankLine[] {
  const seen = new Map<string, number>();
  return statement.entries
    .filter(({ status }) => status === 'booked')
    .map(entry => {
      const equal = identity(entry, of.account, 0);
      const ordinal = seen.get(equal) ?? 0;
      seen.set(equal, ordinal + 1);
      const valueOn = entry.valueOn ?? entry.bookedOn ?? statement.issuedOn;
      return lineOf(entry, { ...of, entry: identity(entry, of.account, ordinal), valueOn });
    })
    .filter(({ amount }) => amount.minor !== '0');
}

function identity(entry: Entry, account: string, ordinal: number): string {
  const { bookedOn, valueOn, bankReference } = entry;
  const dates = { bookedOn: bookedOn ?? null, valueOn: valueOn ?? null };
  const amount = toWire(entry.amount);
  const of = { account, ...dates, amount, bankReference: bankReference ?? null, ordinal };
  return entryIdentity(of, sha256);
}

function lineOf(
  entry: Entry,
  of: Pick<BankLine, 'account' | 'statement' | 'entry' | 'valueOn'>,
): BankLine {
  const { amount, details, reversal } = entry;
  const size = { minor: amount.minor < 0n ? -amount.minor : amount.minor };
  return {
    ...of,
    isReversal: reversal,
    amount: toWire(amount),
    ...payerOf(details[0]),
    match: {
      entry: of.entry,
      direction: amount.minor < 0n ? 'debit' : 'credit',
      amount: { ...size, currency: amount.currency },
      ...namesOf(details),
    },
  };
}

function payerOf(detail: Detail | undefined): Pick<BankLine, 'payerName' | 'payerNumber'> {
  const { debtor, debtorAccount } = detail ?? {};
  const payerNumber = debtorAccount?.iban ?? debtorAccount?.other ?? null;
  return { payerName: debtor?.name ?? null, payerNumber };
}

function namesOf(
  details: readonly Detail[],
): Omit<BankEntry, 'payer' | 'entry' | 'direction' | 'amount'> {
  const given = (pick: (detail: Detail) => string | undefined): string[] =>
    details.flatMap(detail => pick(detail) ?? []);
  return {
    endToEndIds: given(({ endToEndId }) => endToEndId),
    uetrs: given(({ uetr }) => uetr),
    references: given(({ creditorReference }) => creditorReference),
    texts: [
      ...details.flatMap(({ remittance }) => remittance),
      ...details.flatMap(({ structured }) => structured.map(({ ref }) => ref.number)),
    ],
    deductions: details
      .flatMap(({ structured }) => structured.flatMap(row => row.deductions))
      .flatMap(({ code, amount }) => (isDifference(code) ? [{ code, amount }] : [])),
  };
}

function isDifference(code: string): code is DifferenceCode {
  return DIFFERENCES.some(known => known === code);
}

/** A number as the ledger takes it: signs that it does not know become hyphens. */
function codeOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._:-]/g, '-').slice(0, 64) || '0';
}
