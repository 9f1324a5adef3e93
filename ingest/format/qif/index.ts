import { addDecimal, compareDecimal, formatExact } from '../../../domain/document/index.ts';
import { ok, type Result } from '../../../domain/result/index.ts';
import { readNumber } from '../../canonical/transform.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import {
  emptyDraft,
  type DateOrder,
  type Draft,
  type FileLocator,
  type Lexical,
  type Reading,
} from '../../locator.ts';
import { ShownOrder, type MappingProfile } from '../csv/index.ts';
import type { Limits } from '../../limits.ts';
import type { DraftDocument, MappedFile, ReadStage } from '../mapped.ts';
import { stepped } from '../mt/tags.ts';
import { splitSections, type QifLine, type QifRecord, type QifSection } from './sections.ts';

/** Lists of entries on an account. */
const ENTRIES = /^type:\s*(bank|cash|ccard|oth [al])$/i;
/** Lists that say nothing of what happened on an account. */
const MASTERS = /^(account|option:.*|clear:.*|type:\s*(cat|class|memorized|prices|security|tag))$/i;

/**
 * Reads the lists of entries of a QIF file, one statement for each. The format names no currency and
 * often no account: without a profile of kind `statement` that names them they stay in quarantine.
 */
export function mapQif(
  decoded: Decoded,
  { profile: given, limits }: Pick<ReadStage, 'profile' | 'limits'>,
): Result<MappedFile, Finding[]> {
  const profile = given?.format === 'qif' ? given : undefined;
  const sections = splitSections(decoded.text);
  const reading: QifReading = {
    byteAt: byteIndex(decoded),
    profile,
    order: orderOf(sections, profile),
    number: numberReading(profile),
  };
  const findings: Finding[] = [];
  const drafts: DraftDocument[] = [];
  let account: QifLine | undefined;
  for (const section of sections) {
    if (ENTRIES.test(section.header)) drafts.push(mapList(section, { account, reading, limits }));
    else if (!MASTERS.test(section.header)) findings.push(notRead(section, fatal));
    else if (/^type:/i.test(section.header)) findings.push(notRead(section, warning));
    account = accountOf(section);
  }
  if (drafts.length === 0) findings.push(fatal('BANK-09', { line: 1 }));
  return ok({ drafts, findings });
}

function notRead({ header, line }: QifSection, make: typeof fatal): Finding {
  return make('BANK-19', { path: `!${header}`, line }, { list: header });
}

/** The account that a list right after it belongs to; several are a list of all accounts. */
function accountOf({ header, records }: QifSection): QifLine | undefined {
  if (!/^account$/i.test(header) || records.length !== 1) return undefined;
  return records[0]?.lines.find(line => line.letter === 'N');
}

type QifReading = {
  readonly byteAt: (character: number) => number;
  readonly profile: MappingProfile | undefined;
  readonly order: ReturnType<ShownOrder['order']>;
  readonly number: Reading;
};

/** Thousands stand in groups by a comma, unless the profile says otherwise. */
function numberReading(profile: MappingProfile | undefined): Reading {
  const { decimal = '.', group } = profile ?? {};
  if (decimal === ',') return { marks: group === undefined ? { decimal } : { decimal, group } };
  return { marks: { decimal, group: group ?? ',' } };
}

const NUMERIC_DATE = /^(\d{1,2})[/.-](\d{1,2})[/.'-](\d{1,2}|\d{4})$/;

function orderOf(
  sections: readonly QifSection[],
  profile: MappingProfile | undefined,
): ReturnType<ShownOrder['order']> {
  if (profile?.dateOrder !== undefined) return profile.dateOrder;
  const lists = sections.filter(section => ENTRIES.test(section.header));
  const shown = new ShownOrder();
  for (const line of lists.flatMap(list => list.records.flatMap(record => record.lines))) {
    if (line.letter !== 'D') continue;
    const match = NUMERIC_DATE.exec(line.text.replace(/\s+/g, ''));
    const [, a, b] = match ?? [];
    if (match) shown.add({ line: line.line, value: line.text, a: Number(a), b: Number(b) });
  }
  return shown.order();
}

type Listing = {
  readonly account: QifLine | undefined;
  readonly reading: QifReading;
  readonly limits: Limits;
};

function mapList(section: QifSection, of: Listing): DraftDocument {
  const { reading, account } = of;
  const at = locate(reading, { ...section, letter: '!', text: section.header });
  const draft = emptyDraft(at);
  const findings: Finding[] = [];
  if (section.records.length > of.limits.membersMax) {
    const place = { path: `!${section.header}`, line: section.line };
    return { kind: 'statement', draft, findings: [fatal('LIM-11', place)] };
  }
  const owner = (draft.parts['account'] = emptyDraft(at));
  const named = account ? lexical(reading, account) : constant(reading, 'account', at);
  if (named) owner.values['id'] = named;
  else findings.push(missing('account', at));
  const currency = constant(reading, 'currency', at);
  if (currency) owner.values['currency'] = currency;
  const { order } = reading;
  if (order && typeof order !== 'string') {
    findings.push(fatal(order.rule, { path: 'bookedOn', line: order.line }, order.params));
  }
  const entries = section.records.map(record => readRecord(record, { reading, findings }));
  for (const entry of entries) addCurrency(entry, currency);
  draft.groups['entries'] = entries;
  const days = entries.flatMap(entry => entry.values['bookedOn'] ?? []);
  const last = days.reduce<Lexical | undefined>(later, undefined);
  if (last) draft.values['issuedOn'] = draft.values['number'] = draft.values['to'] = last;
  return { kind: 'statement', draft, findings };
}

function later(a: Lexical | undefined, b: Lexical): Lexical {
  return a && a.text >= b.text ? a : b;
}

function missing(path: string, { line, column }: FileLocator): Finding {
  return fatal('MAP-01', { path, line, column });
}

function addCurrency(entry: Draft, currency: Lexical | undefined): void {
  const { amount } = entry.values;
  if (amount && currency) entry.values['amount'] = { ...amount, attributes: { Ccy: currency } };
}

/** Letters of an entry; any other one means that the list is not what its header says. */
const LETTERS = /^[DTUCNPMALSE$%FX]$/;
const FIELDS: Readonly<Record<string, string>> = { N: 'reference', L: 'bankCode' };

type Into = { readonly reading: QifReading; readonly findings: Finding[] };

function readRecord({ lines, isClosed }: QifRecord, into: Into): Draft {
  const { reading, findings } = into;
  const [head] = lines;
  if (!head) throw new Error('a record has at least one line');
  const entry = emptyDraft(locate(reading, head));
  const find = (letter: string): QifLine | undefined => lines.find(l => l.letter === letter);
  const place = { path: entry.at.path, line: head.line };
  if (!isClosed) findings.push(fatal('BANK-15', place, { record: '^' }));
  for (const { letter, text, line } of lines.filter(l => !LETTERS.test(l.letter))) {
    findings.push(fatal('BANK-16', { ...place, line }, { text: letter + text.slice(0, 60) }));
  }
  const day = find('D');
  if (!day) findings.push(fatal('MAP-01', { ...place, path: 'bookedOn' }));
  else addValue(entry, 'bookedOn', dayOf(reading, day));
  for (const [letter, field] of Object.entries(FIELDS)) {
    const line = find(letter);
    if (line && line.text !== '') addValue(entry, field, lexical(reading, line));
  }
  const amount = find('T') ?? find('U');
  entry.groups['details'] = [readDetail(reading, lines, amount)];
  if (!amount) return entry;
  addValue(entry, 'amount', { ...lexical(reading, amount), reading: reading.number });
  findings.push(...splitFaults(reading, lines, amount));
  return entry;
}

function addValue(entry: Draft, name: string, value: Lexical | undefined): void {
  if (value) entry.values[name] = value;
}

/** Undefined while the order of day and month is open: the file's finding says so. */
function dayOf(reading: QifReading, line: QifLine): Lexical | undefined {
  const written = lexical(reading, line);
  if (!NUMERIC_DATE.test(line.text.replace(/\s+/g, ''))) return written;
  const { order } = reading;
  if (typeof order !== 'string') return undefined;
  return stepped(written, 'bare', `slash ${order satisfies DateOrder}`);
}

/** Who paid or was paid, and what for. */
function readDetail(
  reading: QifReading,
  lines: readonly QifLine[],
  amount: QifLine | undefined,
): Draft {
  const of = (letter: string): QifLine[] =>
    lines.filter(line => line.letter === letter && line.text !== '');
  const [payee] = of('P');
  const at = locate(reading, payee ?? lines[0] ?? { letter: '', text: '', from: 0, line: 1 });
  const detail = emptyDraft(at);
  const texts = [...of('M'), ...of('E')].map(line => lexical(reading, line));
  if (texts.length > 0) detail.lists['remittance'] = texts;
  if (payee) {
    const side = amount?.text.startsWith('-') === true ? 'creditor' : 'debtor';
    (detail.parts[side] = emptyDraft(at)).values['name'] = lexical(reading, payee);
  }
  return detail;
}

/** BANK-18: the parts of a split add up to the entry. */
function splitFaults(
  { number }: QifReading,
  lines: readonly QifLine[],
  amount: QifLine,
): Finding[] {
  const parts = lines.filter(line => line.letter === '$').map(l => readNumber(l.text, number));
  const whole = readNumber(amount.text, number);
  if (parts.length === 0 || !whole.ok) return [];
  const values = parts.flatMap(part => (part.ok ? [part.value.value] : []));
  const sum = values.reduce(addDecimal, { coefficient: 0n, scale: 0 });
  const isWhole = values.length === parts.length;
  if (isWhole && compareDecimal(sum, whole.value.value) === 0) return [];
  const params = { stated: amount.text, found: formatExact(sum) };
  return [fatal('BANK-18', { path: '$', line: amount.line }, params)];
}

function lexical(reading: QifReading, line: QifLine): Lexical {
  return { text: line.text, at: locate(reading, line) };
}

function constant(reading: QifReading, name: string, at: FileLocator): Lexical | undefined {
  const text = reading.profile?.constants?.[name];
  return text === undefined ? undefined : { text, at: { ...at, to: at.from }, constant: true };
}

function locate({ byteAt }: QifReading, { letter, text, from, line }: QifLine): FileLocator {
  return {
    kind: 'mt',
    path: letter,
    from: byteAt(from),
    to: byteAt(from + text.length),
    escaped: false,
    line,
    column: 2,
  };
}
