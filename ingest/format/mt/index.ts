import { ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import { eachAnew, type DraftDocument, type MappedFile, type ReadStage } from '../mapped.ts';
import { readEntry } from './entry.ts';
import {
  lexicalIn,
  splitStatements,
  splitTags,
  stepped,
  type MtPart,
  type Source,
  type Tag,
} from './tags.ts';

/**
 * Reads MT940 statements and MT942 reports, with or without SWIFT blocks or a bank's own header
 * lines. A statement begins at `:20:`; text before the first tag is no part of it.
 */
export function mapMt(
  decoded: Decoded,
  { limits }: Pick<ReadStage, 'limits'>,
): Result<MappedFile, Finding[]> {
  const { text } = decoded;
  const source = { text, byteAt: byteIndex(decoded) };
  const drafts = eachAnew(splitStatements(text), part =>
    part.tags > limits.membersMax
      ? tooLong(source, part)
      : mapStatement(source, splitTags(text, part)),
  );
  return ok({ drafts, findings: [] });
}

/** LIM-11 in place of a statement of more tags than may stand in memory. */
function tooLong({ byteAt }: Source, { from, to, line }: MtPart): DraftDocument {
  const range = { from: byteAt(from), to: byteAt(to) };
  const at = { kind: 'mt', path: ':20:', ...range, escaped: true, line, column: 1 } as const;
  const findings = [fatal('LIM-11', { path: ':20:', line })];
  return { kind: 'statement', draft: emptyDraft(at), findings };
}

const BALANCES: Readonly<Record<string, string>> = {
  '60F': 'OPBD',
  '60M': 'ITBD',
  '62F': 'CLBD',
  '62M': 'ITBD',
  '64': 'CLAV',
  '65': 'FWAV',
};

function mapStatement(source: Source, tags: readonly Tag[]): DraftDocument {
  const findings: Finding[] = [];
  const [first] = tags;
  const draft = emptyDraft(
    first
      ? lexicalIn(source, first, { from: 0, to: first.body.length }).at
      : { kind: 'mt', path: '', from: 0, to: 0, escaped: true, line: 1, column: 1 },
  );
  const currency = readBalances(source, tags, draft) ?? readFloor(source, tags, draft);
  let entry: Draft | undefined;
  for (const tag of tags) {
    if (tag.name === '61') {
      entry = readEntry(source, tag, { currency, findings });
      (draft.groups['entries'] ??= []).push(entry);
    } else if (tag.name === '86') {
      addInformation(source, tag, { entry, draft });
    } else {
      readHeader(source, tag, draft);
      if (/^(62|64|65|90)/.test(tag.name)) entry = undefined;
    }
  }
  const kind = tags.some(t => /^(34F|90[CD]|13D)$/.test(t.name)) ? 'intraday' : 'statement';
  if (kind === 'statement') findings.push(...cutFindings(tags, draft));
  return { kind, draft, findings };
}

/** Field 62 ends every MT940 that field 60 began; without it the file is cut. */
function cutFindings(tags: readonly Tag[], { at }: Draft): Finding[] {
  const isOpened = tags.some(t => /^60[FM]$/.test(t.name));
  if (!isOpened || tags.some(t => /^62[FM]$/.test(t.name))) return [];
  const { path, line, column } = at;
  return [fatal('BANK-15', { path, line, column }, { record: ':62F:' })];
}

/** The balances of the tags; the first one's currency is that of the statement. */
function readBalances(source: Source, tags: readonly Tag[], draft: Draft): Lexical | undefined {
  const found = tags.flatMap(tag => {
    const code = BALANCES[tag.name];
    const match = BALANCE.exec(tag.body);
    if (code === undefined || !match) return [];
    return [{ tag, read: readBalance(source, tag, { code, match }) }];
  });
  draft.groups['balances'] = found.map(f => f.read);
  const day = (form: string): Lexical | undefined =>
    found.find(f => f.tag.name.startsWith(form))?.read.values['on'];
  for (const [name, on] of [
    ['from', day('60')],
    ['to', day('62')],
  ] as const) {
    if (on) draft.values[name] = on;
  }
  return found[0]?.read.values['amount']?.attributes?.['Ccy'];
}

function readBalance(
  source: Source,
  tag: Tag,
  of: { readonly code: string; readonly match: RegExpExecArray },
): Draft {
  const at = emptyDraft(lexicalIn(source, tag, { from: 0, to: tag.body.length }).at);
  const [, , , currency = '', amount = ''] = of.match;
  const start = 7 + currency.length;
  const unit = lexicalIn(source, tag, { from: 7, to: start });
  const value = lexicalIn(source, tag, { from: start, to: start + amount.length });
  at.values['code'] = { text: of.code, at: { ...at.at, to: at.at.from }, constant: true };
  at.values['amount'] = { ...stepped(value, 'point'), attributes: { Ccy: unit } };
  at.values['sign'] = stepped(lexicalIn(source, tag, { from: 0, to: 1 }), SIGN);
  at.values['on'] = stepped(lexicalIn(source, tag, { from: 1, to: 7 }), 'day', 'clamp');
  return at;
}

const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d+,?\d*)/;
const SIGN = 'lookup {"C":"CRDT","D":"DBIT"}';

/** MT942 names its currency in the floor limit. */
function readFloor(source: Source, tags: readonly Tag[], draft: Draft): Lexical | undefined {
  const floor = tags.find(t => t.name === '34F');
  if (!floor || !/^[A-Z]{3}/.test(floor.body)) return undefined;
  const currency = lexicalIn(source, floor, { from: 0, to: 3 });
  (draft.parts['account'] ??= emptyDraft(currency.at)).values['currency'] = currency;
  return currency;
}

function readHeader(source: Source, tag: Tag, draft: Draft): void {
  if (tag.body.trim() !== '') HEADERS[tag.name]?.(source, tag, draft);
}

const HEADERS: Readonly<Record<string, (source: Source, tag: Tag, draft: Draft) => void>> = {
  '20': (source, tag, draft) => {
    draft.values['number'] ??= lexicalIn(source, tag, { from: 0, to: tag.body.length });
  },
  '25': (source, tag, draft) => {
    const whole = lexicalIn(source, tag, { from: 0, to: tag.body.length });
    (draft.parts['account'] ??= emptyDraft(whole.at)).values['id'] = whole;
  },
  '28': readSequence,
  '28C': readSequence,
  '13D': (source, tag, draft) => {
    draft.values['issuedOn'] = stepped(lexicalIn(source, tag, { from: 0, to: 6 }), 'day');
  },
  '90D': readSummary,
  '90C': readSummary,
};

function readSequence(source: Source, tag: Tag, draft: Draft): void {
  const text = tag.body.trim();
  draft.values['sequence'] = lexicalIn(source, tag, { from: 0, to: tag.body.length });
  const slash = text.indexOf('/');
  const number = slash < 0 ? text : text.slice(0, slash);
  if (/[1-9]/.test(number)) {
    draft.values['legalSequence'] = lexicalIn(source, tag, { from: 0, to: number.length });
  }
  if (slash > 0) {
    draft.values['page'] = lexicalIn(source, tag, { from: slash + 1, to: tag.body.length });
  }
}

/** `:90D:3PLN0,03`: number and sum of the entries of one side. */
function readSummary(source: Source, tag: Tag, draft: Draft): void {
  const match = /^(\d{1,5})([A-Z]{3})(\d+,?\d*)/.exec(tag.body);
  if (!match) return;
  const [, count = '', currency = '', sum = ''] = match;
  const side = tag.name === '90D' ? 'debit' : 'credit';
  const start = count.length + currency.length;
  draft.values[`${side}Count`] = lexicalIn(source, tag, { from: 0, to: count.length });
  const amount = lexicalIn(source, tag, { from: start, to: start + sum.length });
  draft.values[`${side}Sum`] = stepped(amount, 'point');
}

const DETAILS = [
  ['endToEndId', 'endToEndId'],
  ['mandate', 'mandate'],
  ['creditorReference', 'creditorReference'],
] as const;

/** Field 86 belongs to the entry before it; after the closing balance to the statement. */
function addInformation(
  source: Source,
  tag: Tag,
  to: { readonly entry: Draft | undefined; readonly draft: Draft },
): void {
  const whole = lexicalIn(source, tag, { from: 0, to: tag.body.length });
  const part = (name: string): Lexical | undefined => {
    const found = stepped(whole, `information ${name}`);
    return found.text === '' ? undefined : found;
  };
  if (!to.entry) {
    if (whole.text !== '') (to.draft.lists['notes'] ??= []).push(whole);
    return;
  }
  const detail = emptyDraft(whole.at);
  for (const [field, name] of DETAILS) {
    const found = part(name);
    if (found) detail.values[field] = found;
  }
  const remittance = part('remittance');
  if (remittance) detail.lists['remittance'] = [remittance];
  addParty(detail, to.entry, part);
  (to.entry.groups['details'] ??= []).push(detail);
}

/** The other side of an entry: who paid a credit, who was paid by a debit. */
function addParty(detail: Draft, entry: Draft, part: (name: string) => Lexical | undefined): void {
  const side = entry.values['sign']?.text === 'CRDT' ? 'debtor' : 'creditor';
  const [name, account, bic] = [part('name'), part('account'), part('bic')];
  if (name) (detail.parts[side] = emptyDraft(name.at)).values['name'] = name;
  if (!account) return;
  const draft = emptyDraft(account.at);
  draft.values['id'] = account;
  if (bic) draft.values['bic'] = bic;
  detail.parts[`${side}Account`] = draft;
}
