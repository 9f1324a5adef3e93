import { Buffer } from 'node:buffer';
import { fail, ok, type Result } from '../../../domain/result/index.ts';
import type { Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import type { Limits } from '../../limits.ts';
import type { DraftDocument } from '../mapped.ts';
import {
  constant,
  first,
  firstPart,
  group,
  many,
  mapNode,
  read,
  value,
  type Mapping,
} from '../mapping.ts';
import { selectNodes } from '../path.ts';
import { nodeLocator, pathOf, readXml, type XmlDocument, type XmlNode } from '../xml.ts';
import { readSgml } from './sgml.ts';

const AMOUNT = { steps: ['point'] };
/** The day as it is written; a time and a zone never shift it. */
const DAY = { steps: ['posted'] };

const ENTRY: Mapping = [
  read(value('amount', 'TRNAMT'), AMOUNT),
  read(value('bookedOn', 'DTPOSTED'), DAY),
  read(value('valueOn', 'DTAVAIL'), DAY),
  value('bankReference', 'FITID'),
  first('reference', 'CHECKNUM', 'REFNUM'),
  value('bankCode', 'TRNTYPE'),
  value('currency', 'CURRENCY/CURSYM'),
  value('correction', 'CORRECTACTION'),
  group('details', '.', [
    many('remittance', 'MEMO'),
    first('name', 'PAYEE/NAME', 'NAME', 'EXTDNAME'),
    firstPart('account', ['BANKACCTTO', 'CCACCTTO'], [value('id', 'ACCTID')]),
  ]),
];

function balance(code: string, path: string): Mapping[number] {
  return group('balances', path, [
    constant('code', code),
    read(value('amount', 'BALAMT'), AMOUNT),
    read(value('on', 'DTASOF'), DAY),
  ]);
}

/** STMTRS and CCSTMTRS; the time of the ledger balance stands for a number, which OFX has not. */
const STATEMENT: Mapping = [
  value('number', 'LEDGERBAL/DTASOF'),
  read(value('issuedOn', 'LEDGERBAL/DTASOF'), DAY),
  read(first('from', 'BANKTRANLIST/DTSTART'), DAY),
  read(first('to', 'BANKTRANLIST/DTEND'), DAY),
  firstPart('account', ['BANKACCTFROM', 'CCACCTFROM'], [value('id', 'ACCTID')]),
  value('currency', 'CURDEF'),
  group('entries', 'BANKTRANLIST/STMTTRN', ENTRY),
  balance('CLBD', 'LEDGERBAL'),
  balance('CLAV', 'AVAILBAL'),
];

/** The charset that the header of OFX 1 names; OFX 2 names it as XML does. */
export function ofxCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 600)).toString('latin1');
  const [, encoding] = /ENCODING:\s*([A-Za-z0-9-]+)/.exec(head) ?? [];
  const [, charset] = /CHARSET:\s*([A-Za-z0-9-]+)/.exec(head) ?? [];
  if (encoding === 'UTF-8' || encoding === 'UNICODE') return 'utf-8';
  if (charset === undefined || charset === 'NONE') return undefined;
  return /^\d{4}$/.test(charset) ? `windows-${charset}` : charset;
}

/**
 * OFX 2 is XML; OFX 1 has a header of lines and elements of text without end tags. Some banks write
 * the header of OFX 2 above a body of OFX 1.
 */
export function readOfx(decoded: Decoded, limits: Limits): Result<XmlDocument, Finding[]> {
  if (!/^\s*<\?(xml|OFX)\s/.test(decoded.text)) return readSgml(decoded, limits);
  const parsed = readXml(decoded, limits);
  if (parsed.ok) return ok(parsed.value);
  const plain = parsed.error.rule === 'XML-01' ? readSgml(decoded, limits) : parsed;
  return plain.ok ? plain : fail([parsed.error]);
}

/**
 * Maps the statements of bank accounts and of credit cards of an OFX file, one draft for each. The
 * sign of TRNAMT says credit or debit. A file without a statement is BANK-09; an entry without
 * DTPOSTED or FITID is MAP-01, an id that stands twice BANK-11, a correction BANK-12.
 */
export function mapOfx(document: XmlDocument): DraftDocument[] {
  const { root } = document;
  const isOwn = (uri: string): boolean => uri === root.uri;
  const nodes = ['~STMTRS', '~CCSTMTRS'].flatMap(path => selectNodes(root, path, isOwn));
  if (nodes.length === 0) {
    const found = fatal('BANK-09', { path: pathOf(root), line: root.line, column: root.column });
    const draft = emptyDraft(nodeLocator(document, root));
    return [{ kind: 'statement', draft, findings: [found] }];
  }
  return nodes.map(node => mapStatement(document, node, isOwn));
}

function mapStatement(
  document: XmlDocument,
  node: XmlNode,
  isOwn: (uri: string) => boolean,
): DraftDocument {
  const findings: Finding[] = [];
  const draft = mapNode({ document, isOwn, findings }, node, STATEMENT);
  const { currency } = draft.values;
  const account = draft.parts['account'];
  if (!account?.values['id'])
    findings.push(fatal('MAP-01', { ...placeOf(draft), path: 'account' }));
  if (account && currency) account.values['currency'] = currency;
  for (const one of draft.groups['balances'] ?? []) addCurrency(one, currency);
  const faults = completeEntries(draft.groups['entries'] ?? [], currency);
  return { kind: 'statement', draft, findings: findings.concat(faults) };
}

/** Gives the entries their currency and other side; says what is wrong with them. */
function completeEntries(entries: readonly Draft[], currency: Lexical | undefined): Finding[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, n) => {
    addCurrency(entry, entry.values['currency'] ?? currency);
    for (const detail of entry.groups['details'] ?? []) addParty(detail, entry);
    return entryFaults(entry, `entries[${n}]`, seen);
  });
}

function addCurrency(draft: Draft, currency: Lexical | undefined): void {
  const { amount } = draft.values;
  if (amount && currency) draft.values['amount'] = { ...amount, attributes: { Ccy: currency } };
}

/** The other side of an entry: who paid a credit, who was paid by a debit. */
function addParty(detail: Draft, entry: Draft): void {
  const isDebit = entry.values['amount']?.text.startsWith('-') === true;
  const side = isDebit ? 'creditor' : 'debtor';
  const { name } = detail.values;
  const { account } = detail.parts;
  if (name) (detail.parts[side] = emptyDraft(name.at)).values['name'] = name;
  if (account) detail.parts[`${side}Account`] = account;
}

function entryFaults(entry: Draft, path: string, seen: Set<string>): Finding[] {
  const { bookedOn, bankReference: id, correction } = entry.values;
  const place = placeOf(entry);
  const found: Finding[] = [];
  if (!bookedOn) found.push(fatal('MAP-01', { ...place, path: `${path}.bookedOn` }));
  if (!id) found.push(fatal('MAP-01', { ...place, path: `${path}.bankReference` }));
  else if (seen.has(id.text)) found.push(fatal('BANK-11', place, { id: id.text }));
  else seen.add(id.text);
  if (correction) found.push(fatal('BANK-12', place, { action: correction.text }));
  return found;
}

function placeOf({ at }: Draft): { path: string; line: number; column: number } {
  return { path: at.path, line: at.line, column: at.column };
}
