import { checkBalance, type CanonicalDocument } from '../domain/document/index.ts';
import { formatDecimal, type Money } from '../domain/money/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { sha256Hex } from './commitment.ts';
import { isFatal, type Finding } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import { readFile, type FileRead, type ReadRecord } from './read.ts';
import { describeFinding, type Language } from './rule/texts.ts';
import { sniff } from './sniff.ts';

export type CheckOptions = {
  readonly language?: Language;
  readonly profile?: MappingProfile;
  readonly kind?: string;
};

/**
 * Reads a file offline and says what it would become: detected type, canonical keys, findings, the
 * balance of statements. Writes nothing and knows no tenant. The answer is plain JSON.
 */
export function checkFile(bytes: Uint8Array, name: string, options: CheckOptions = {}): Wire {
  const language = options.language ?? 'en';
  const { profile, kind } = options;
  const read = readFile(
    { bytes, name },
    {
      context: { tenant: '', load: '', sha256: sha256Hex },
      ...(profile === undefined ? {} : { profile }),
      ...(kind === undefined ? {} : { kind }),
    },
  );
  const head = { file: name, bytes: bytes.length, sha256: sha256Hex(bytes) };
  if (!read.ok) {
    const sniffed = sniff(bytes, name);
    return {
      ...head,
      result: 'refused',
      format: sniffed.ok ? sniffed.value.format : null,
      kind: sniffed.ok ? sniffed.value.kind : null,
      counts: { received: 0, accepted: 0, suspect: 0, quarantined: 0 },
      records: [],
      findings: read.error.map(f => findingWire(f, language)),
    };
  }
  return { ...head, ...fileWire(read.value, language) };
}

function fileWire(read: FileRead, language: Language): { readonly [name: string]: Wire } {
  const accepted = read.records.filter(r => r.accepted);
  const counts = {
    received: read.records.length,
    accepted: accepted.length,
    suspect: accepted.filter(r => r.suspect).length,
    quarantined: read.records.length - accepted.length,
  };
  return {
    result: resultOf(counts, read.findings.some(isFatal)),
    format: read.sniffed.format,
    kind: read.sniffed.kind,
    charset: read.charset,
    counts,
    records: read.records.map(r => recordWire(r, language)),
    findings: read.findings.map(f => findingWire(f, language)),
  };
}

/** `suspect`: all was read, and a statement does not hold together. */
function resultOf(
  counts: { accepted: number; suspect: number; quarantined: number },
  isFaulty: boolean,
): string {
  if (counts.accepted === 0) return 'quarantined';
  if (counts.quarantined > 0 || isFaulty) return 'partly';
  return counts.suspect > 0 ? 'suspect' : 'good';
}

function recordWire(record: ReadRecord, language: Language): Wire {
  const { document, draft } = record;
  return {
    kind: document?.kind ?? record.kind,
    result: record.accepted ? (record.suspect ? 'suspect' : 'good') : 'quarantined',
    line: draft.at.line,
    keys: document ? keysOf(document) : null,
    naturalKey: record.naturalKey ? [...record.naturalKey] : null,
    findings: record.findings.map(f => findingWire(f, language)),
  };
}

/** What identifies a document, and what it amounts to. */
function keysOf(document: CanonicalDocument): Wire {
  const { id, kind, number, issuedOn, currency } = document;
  const own = { id, kind, number, issuedOn, currency };
  if ('totals' in document) {
    const { seller, buyer, totals, lines, dueOn } = document;
    const parties = { seller: seller.name, buyer: buyer.name };
    const payable = formatDecimal(totals.payable);
    return { ...own, ...parties, dueOn: dueOn ?? null, payable, lines: lines.length };
  }
  if ('balances' in document) {
    return { ...own, entries: document.entries.length, balance: balanceWire(document) };
  }
  return 'lines' in document ? { ...own, lines: document.lines.length } : own;
}

function balanceWire(statement: Extract<CanonicalDocument, { balances: unknown }>): Wire {
  const balance = checkBalance(statement);
  if (balance.result === 'noPair' || balance.result === 'currencies')
    return { result: balance.result };
  const text = (amount: Money): string => formatDecimal(amount);
  const { result, opening, entries, closing } = balance;
  return { result, opening: text(opening), entries: text(entries), closing: text(closing) };
}

function findingWire(found: Finding, language: Language): Wire {
  const { rule, severity, path, line, column, params } = found;
  const { title, remedy } = describeFinding(found, language);
  return {
    rule,
    severity,
    title,
    remedy,
    path,
    line: line ?? null,
    column: column ?? null,
    params: { ...params },
  };
}
