import { sha256Hex } from './commitment.ts';
import { isFatal, type Finding } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';
import { invoiceKeys, statementFigures, type InvoiceKeys, type StatementFigures } from './keys.ts';
import { openFile, type OpenedFile, type ReadRecord } from './read.ts';
import { describeFinding, type Language } from './rule/texts.ts';
import { sniff } from './sniff.ts';

export type CheckOptions = {
  readonly language?: Language;
  readonly profile?: MappingProfile;
  readonly kind?: string;
  /** Keys of tax bureaus that are trusted. */
  readonly sealKeys?: readonly string[];
};

/** One firing of a rule. `place` is where: a path in the file, with line and column. */
export type CheckedFinding = {
  readonly rule: string;
  readonly set: string;
  readonly severity: 'fatal' | 'warning';
  readonly place: string;
  readonly title: string;
  readonly remedy: string;
};

/** `loaded` all documents, `quarantined` at least one is held back, `refused` nothing was read. */
export type CheckOutcome = 'loaded' | 'quarantined' | 'refused';

export type CheckedDocument = {
  readonly outcome: CheckOutcome;
  /** The canonical kind, or what the file calls itself. */
  readonly kind: string;
  /** The format that was told from the content. */
  readonly syntax: string;
  /** Null where the document is no invoice. */
  readonly keys: InvoiceKeys | null;
  readonly findings: readonly CheckedFinding[];
  readonly messages: readonly string[];
  readonly statements: readonly StatementFigures[];
};

export type CheckedFile = CheckedDocument & {
  readonly file: string;
  /** Present where the file holds several documents. */
  readonly documents?: readonly CheckedDocument[];
};

/**
 * Reads a file offline and says what it would become: its kind and syntax, the keys of an invoice,
 * all findings, the types of EDI messages, the balance of statements. Writes nothing and knows no
 * tenant. The answer is plain JSON; its members stand as they are for other programs.
 */
export function checkFile(
  bytes: Uint8Array,
  name: string,
  options: CheckOptions = {},
): CheckedFile {
  const { profile, kind, sealKeys, language = 'en' } = options;
  const read = openFile(
    { bytes, name },
    {
      context: { tenant: '', load: '', sha256: sha256Hex, isTraced: false },
      ...(profile === undefined ? {} : { profile }),
      ...(kind === undefined ? {} : { kind }),
      ...(sealKeys && { sealKeys }),
    },
  );
  return read.ok
    ? readCheck(read.value, name, language)
    : refusedCheck(read.error, { bytes, name, language });
}

function refusedCheck(
  found: readonly Finding[],
  of: { readonly bytes: Uint8Array; readonly name: string; readonly language: Language },
): CheckedFile {
  const sniffed = sniff(of.bytes, of.name);
  return {
    file: of.name,
    outcome: 'refused',
    kind: sniffed.ok ? sniffed.value.kind : '',
    syntax: sniffed.ok ? sniffed.value.format : '',
    keys: null,
    findings: found.map(f => checkedFinding(f, of.language)),
    messages: [],
    statements: [],
  };
}

function readCheck(read: OpenedFile, file: string, language: Language): CheckedFile {
  const documents: CheckedDocument[] = [];
  for (const record of read.records) {
    const message = read.messages[documents.length];
    documents.push(documentCheck(read, { record, message }, language));
  }
  const [only] = documents;
  const isWhole = documents.every(d => d.outcome === 'loaded') && !read.findings.some(isFatal);
  const own = read.findings.map(f => checkedFinding(f, language));
  return {
    file,
    outcome: isWhole ? 'loaded' : 'quarantined',
    kind: only?.kind ?? read.sniffed.kind,
    syntax: read.sniffed.format,
    keys: only?.keys ?? null,
    findings: [...own, ...documents.flatMap(d => d.findings)],
    messages: read.messages,
    statements: documents.flatMap(d => d.statements),
    ...(documents.length > 1 ? { documents } : {}),
  };
}

function documentCheck(
  read: OpenedFile,
  of: { readonly record: ReadRecord; readonly message: string | undefined },
  language: Language,
): CheckedDocument {
  const { record, message } = of;
  const figures = statementFigures(record, read.sniffed.format);
  return {
    outcome: record.accepted ? 'loaded' : 'quarantined',
    kind: record.document?.kind ?? record.kind,
    syntax: read.sniffed.format,
    keys: invoiceKeys(record),
    findings: record.findings.map(f => checkedFinding(f, language)),
    messages: message === undefined ? [] : [message],
    statements: figures ? [figures] : [],
  };
}

function checkedFinding(found: Finding, language: Language): CheckedFinding {
  const { rule, set, severity, path, line, column } = found;
  const at = line === undefined ? '' : `line ${line}${column === undefined ? '' : `:${column}`}`;
  const place = [path, at].filter(part => part !== '').join(' ');
  return { rule, set, severity, place, ...describeFinding(found, language) };
}
