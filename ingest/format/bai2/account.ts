import { isCurrency, MINOR_DIGITS } from '../../../domain/money/index.ts';
import { warning, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import { stepped } from '../mt/tags.ts';
import { integerOf, malformed, type Bai2Account } from './envelope.ts';
import { Fields, type Bai2Record, type Source } from './records.ts';

/** What the group around an account says of it. */
export type GroupFacts = {
  readonly asOf: Lexical | undefined;
  readonly currency: Lexical | undefined;
};

/** A statement as drafted, and the sum of all amounts of its 03 and 16 records. */
export type MappedAccount = {
  readonly draft: Draft;
  readonly findings: Finding[];
  readonly total: bigint;
};

type Reading = {
  readonly source: Source;
  readonly group: GroupFacts;
  readonly draft: Draft;
  readonly findings: Finding[];
  currency?: Lexical;
  total: bigint;
};

/**
 * Maps an account: its balances and totals of the 03 record, an entry for each 16 record. The
 * currency is the account's, else the group's, else that of the format (CUR-04).
 */
export function mapAccount(
  account: Bai2Account,
  of: { readonly source: Source; readonly group: GroupFacts },
): MappedAccount {
  const { head } = account;
  const fields = new Fields(head, of.source);
  const owned = fields.next();
  if (!owned) throw new Error('a record has at least one field');
  const { at } = owned;
  const state: Reading = { ...of, draft: emptyDraft(at), findings: [], total: 0n };
  const currency = fields.filled() ?? of.group.currency ?? defaultCurrency(state);
  state.currency = currency;
  const held = emptyDraft(at);
  state.draft.parts['account'] = held;
  if (owned.text !== '') held.values['id'] = owned;
  held.values['currency'] = currency;
  readSummaries(state, head, fields);
  for (const detail of account.details) readDetail(state, detail);
  return state;
}

function defaultCurrency({ draft, findings }: Reading): Lexical {
  const { line, column } = draft.at;
  const params = { currency: 'USD', format: 'BAI2' };
  findings.push(warning('CUR-04', { path: 'currency', line, column }, params));
  return { text: 'USD', at: { ...draft.at, to: draft.at.from }, constant: true };
}

const BALANCES: Readonly<Record<string, string>> = {
  '010': 'OPBD',
  '015': 'CLBD',
  '030': 'ITBD',
  '040': 'OPAV',
  '045': 'CLAV',
  '060': 'ITAV',
};

/** Total credits and total debits of the account. */
const TOTALS: Readonly<Record<string, string>> = { '100': 'credit', '400': 'debit' };

function readSummaries(state: Reading, record: Bai2Record, fields: Fields): void {
  for (let code = fields.next(); code; code = fields.next()) {
    const amount = fields.next();
    const count = fields.next();
    if (!readFunds(fields).isFormed) state.findings.push(malformed(record, code.text));
    const value = readAmount(state, record, amount);
    if (!value) continue;
    const side = TOTALS[code.text];
    if (side !== undefined) {
      state.draft.values[`${side}Sum`] = value;
      if (count && count.text !== '') state.draft.values[`${side}Count`] = count;
    }
    addBalance(state, code, value);
  }
}

function addBalance(state: Reading, code: Lexical, amount: Lexical): void {
  const known = BALANCES[code.text];
  if (known === undefined) return;
  const balance = emptyDraft(code.at);
  balance.values['code'] = stepped(code, `lookup ${JSON.stringify({ [code.text]: known })}`);
  balance.values['amount'] = amount;
  const { asOf } = state.group;
  if (asOf) balance.values['on'] = asOf;
  (state.draft.groups['balances'] ??= []).push(balance);
}

/** Amounts have no decimal point: the currency says how many digits stand behind it. */
function readAmount(
  state: Reading,
  record: Bai2Record,
  amount: Lexical | undefined,
): Lexical | undefined {
  if (!amount || amount.text === '') return undefined;
  const minor = integerOf(amount.text);
  if (minor === undefined) {
    state.findings.push(malformed(record, amount.text));
    return undefined;
  }
  state.total += minor;
  const { currency } = state;
  const code = currency?.text ?? '';
  const digits = isCurrency(code) ? MINOR_DIGITS[code] : 2;
  const value = digits === 0 ? amount : stepped(amount, `implied ${digits}`);
  return currency ? { ...value, attributes: { Ccy: currency } } : value;
}

/** CRDT or DBIT by the range of a type code; a status or an unknown code has no side. */
function sideOf(code: string): 'CRDT' | 'DBIT' | undefined {
  if (!/^\d{3}$/.test(code)) return undefined;
  const number = Number(code);
  const within = ([from, to]: readonly [number, number]): boolean => number >= from && number <= to;
  if (CREDITS.some(within)) return 'CRDT';
  return DEBITS.some(within) ? 'DBIT' : undefined;
}

/** Ranges of the specification's appendix; the last of each are the bank's own codes. */
const CREDITS = [
  [100, 399],
  [720, 759],
  [930, 959],
] as const;
const DEBITS = [
  [400, 699],
  [760, 799],
  [960, 999],
] as const;

const NON_MONETARY = '890';

function readDetail(state: Reading, record: Bai2Record): void {
  const fields = new Fields(record, state.source);
  const code = fields.next();
  const amount = fields.next();
  const funds = readFunds(fields);
  const bankReference = fields.filled();
  const reference = fields.filled();
  const texts = fields.rest();
  if (!code || !funds.isFormed) {
    state.findings.push(malformed(record, code?.text ?? ''));
  } else if (code.text === NON_MONETARY) {
    state.draft.lists['notes'] = (state.draft.lists['notes'] ?? []).concat(texts);
  } else {
    const values = {
      bankCode: code,
      amount: readAmount(state, record, amount),
      sign: readSide(state, record, code),
      bookedOn: state.group.asOf,
      valueOn: funds.on,
      bankReference,
      reference,
    };
    addEntry(state, values, texts);
  }
}

function readSide(state: Reading, record: Bai2Record, code: Lexical): Lexical | undefined {
  const side = sideOf(code.text);
  if (side !== undefined) return stepped(code, `lookup ${JSON.stringify({ [code.text]: side })}`);
  state.findings.push(malformed(record, code.text));
  return undefined;
}

type EntryValues = Readonly<Record<string, Lexical | undefined>> & { readonly bankCode: Lexical };

function addEntry({ draft }: Reading, values: EntryValues, texts: Lexical[]): void {
  const { at } = values.bankCode;
  const entry = emptyDraft(at);
  (draft.groups['entries'] ??= []).push(entry);
  for (const [name, lexical] of Object.entries(values)) {
    if (lexical) entry.values[name] = lexical;
  }
  if (texts.length === 0) return;
  const detail = emptyDraft(at);
  detail.lists['remittance'] = texts;
  entry.groups['details'] = [detail];
}

type Funds = { readonly isFormed: boolean; readonly on?: Lexical };

/**
 * Reads when the money is available: 0, 1, 2 and Z stand alone, S has three amounts, V a date and a
 * time, D a number of pairs of days and amount.
 */
function readFunds(fields: Fields): Funds {
  const type = fields.text();
  if (/^[012Z]?$/.test(type)) return { isFormed: true };
  if (type === 'S') return { isFormed: skip(fields, 3) };
  if (type === 'V') return readValueDate(fields);
  const pairs = type === 'D' ? fields.text() : '';
  return { isFormed: /^\d{1,3}$/.test(pairs) && skip(fields, 2 * Number(pairs)) };
}

function readValueDate(fields: Fields): Funds {
  const on = fields.filled();
  fields.next();
  return on ? { isFormed: true, on: stepped(on, 'day') } : { isFormed: false };
}

/** Passes over numbers, of which each may be left empty. */
function skip(fields: Fields, count: number): boolean {
  for (let n = 0; n < count; n += 1) {
    const { text } = fields.next() ?? {};
    if (text === undefined || (text !== '' && integerOf(text) === undefined)) return false;
  }
  return true;
}
