import { daysBetween } from '../../domain/calendar/index.ts';
import {
  factsFrom,
  notSupplied,
  supplied,
  type ClaimFacts,
  type CreditFacts,
  type GateFacts,
  type Product,
} from '../../domain/credit/index.ts';
import { partyKey, type Invoice } from '../../domain/document/index.ts';
import { gateFactsOf, putForward } from './gate-facts.ts';
import {
  namer,
  readBuyerItems,
  readDirectory,
  readDocuments,
  type DocumentFile,
  type DocumentReading,
  type ScoringReader,
} from './read-documents.ts';
import { readLedger, type BuyerFile, type LedgerReading } from './read-ledger.ts';
import type { PublicRegister, RegisterEntry, RegisterFault } from './register.ts';

/** What is to be scored. */
export type CaseQuestion = {
  readonly operator: string;
  readonly subject: string;
  readonly role: 'supplier' | 'buyer';
  readonly product: Product;
  readonly businessDate: string;
  readonly lastQuality: Readonly<Record<string, number>>;
};

/** Facts and gate facts of one enterprise on one business day, with what they were read from. */
export type CreditCase = {
  readonly facts: CreditFacts;
  readonly gateFacts: GateFacts;
  readonly ledger: LedgerReading;
};

/** What the product finances; a use outside working capital asks for its own product. */
const USE = 'workingCapital';

/** Reads and maps one case; `null` when the subject is no party of the channel. */
export async function readCase(
  { register, ...reading }: DocumentReading & { readonly register: PublicRegister },
  question: CaseQuestion,
): Promise<CreditCase | null> {
  const { database } = reading;
  const { subject, businessDate } = question;
  const ledger = await readLedger(database, question);
  if (!ledger) return null;
  const directory = await readDirectory(database);
  const codes = new Map([...directory].map(([code, party]) => [party, code]));
  const code = codes.get(subject) ?? subject;
  const by = { operator: question.operator, openDay: businessDate };
  const file = await readDocuments(reading, subject, by);
  const claims = await withBuyerLedgers(reading, file, { ledger, code, by });
  const entry = await register.enterprise(code, businessDate);
  const known = typeof entry === 'string' ? null : entry;
  const facts = factsOf(question, { ledger, file: claims, entry, directory });
  const invoices = invoicesById(file);
  const verified = await verify(register, putForwardInvoices(ledger, invoices));
  const gateFacts = gateFactsOf({
    ...question,
    use: USE,
    ledger,
    file,
    facts,
    register: known,
    verified,
    invoices,
  });
  return { facts, gateFacts, ledger };
}

type Sources = {
  readonly ledger: LedgerReading;
  readonly file: DocumentFile;
  readonly entry: RegisterEntry | RegisterFault;
  readonly directory: ReadonlyMap<string, string>;
};

function factsOf(question: CaseQuestion, sources: Sources): CreditFacts {
  const { ledger, file, entry, directory } = sources;
  const { subject, role, businessDate, lastQuality } = question;
  const { receivables } = ledger.subject;
  const [anchor] = [...ledger.buyers].sort((a, b) => claimedOn(b, subject) - claimedOn(a, subject));
  const open = ledger.subject.flags.filter(flag => flag.state === 'open').length;
  return factsFrom({
    enterprise: subject,
    asOf: businessDate,
    currency: 'CNY',
    line: role === 'buyer' ? 'buyer' : 'supplier',
    anchorConfirms: receivables.some(row => row.status === 'confirmed'),
    ...(anchor ? { anchor: { id: anchor.buyer, ...gradeOf(anchor) } } : {}),
    documents: file.documents,
    arrivals: file.arrivals,
    marks: marksOf(ledger),
    disputes: [],
    nameOf: namer(directory),
    alerts: supplied({ open, highSeverity: 0 }),
    loans: supplied(loansOf(ledger)),
    buyers: supplied(Object.fromEntries(ledger.buyers.map(row => [row.buyer, gradeOf(row)]))),
    registry: typeof entry === 'string' ? notSupplied(reasonOf(entry)) : supplied(entry.registry),
    relatedParties:
      typeof entry === 'string'
        ? notSupplied(reasonOf(entry))
        : supplied(entry.relatedCodes.map(code => directory.get(code) ?? code)),
    lastQuality,
  });
}

/** The supplier's documents with what its buyers' own ledgers say about its invoices. */
async function withBuyerLedgers(
  reading: DocumentReading,
  file: DocumentFile,
  of: { readonly ledger: LedgerReading; readonly code: string; readonly by: ScoringReader },
): Promise<DocumentFile> {
  const items = [];
  for (const { buyer } of of.ledger.buyers) {
    if (buyer === of.ledger.subject.party.party) continue;
    const asked = { supplierKey: of.code, by: of.by };
    items.push(...(await readBuyerItems(reading, buyer, asked)));
  }
  return { ...file, documents: [...file.documents, ...items] };
}

function marksOf({ subject }: LedgerReading): {
  confirmed: ReadonlySet<string>;
  financed: ReadonlySet<string>;
} {
  const refs = (rows: typeof subject.receivables): Set<string> =>
    new Set(rows.flatMap(row => row.invoices.map(entry => entry.fingerprintRef)));
  return {
    confirmed: refs(subject.receivables.filter(row => row.status === 'confirmed')),
    financed: refs(putForward(subject.receivables)),
  };
}

function loansOf({ subject }: LedgerReading): {
  repaidOn: string;
  daysPastDueMax: number;
  recourse: boolean;
}[] {
  return subject.financings.flatMap(row =>
    row.status === 'repaid'
      ? [
          {
            repaidOn: row.repaidOn,
            daysPastDueMax: Math.max(0, daysBetween(row.payOn, row.repaidOn)),
            recourse: false,
          },
        ]
      : [],
  );
}

/** The buyer's attested grade and PD, while its attestation has not been withdrawn. */
function gradeOf({ attestation }: BuyerFile): { grade?: string; pdPpm?: number } {
  if (!attestation || attestation.withdrawnOn !== null) return {};
  const { body } = attestation;
  return body.kind === 'score' ? { grade: body.grade, pdPpm: body.pdPpm } : {};
}

function claimedOn(buyer: BuyerFile, supplier: string): number {
  return buyer.receivables.filter(row => row.supplier === supplier).length;
}

function reasonOf(fault: RegisterFault): 'SOURCE_DOWN' | 'NOT_SUPPLIED' {
  return fault === 'DOWN' ? 'SOURCE_DOWN' : 'NOT_SUPPLIED';
}

function invoicesById({ documents }: DocumentFile): ReadonlyMap<string, Invoice> {
  const rows = documents.filter((row): row is Invoice => 'seller' in row && 'totals' in row);
  return new Map(rows.map(row => [row.id, row]));
}

function putForwardInvoices(
  { subject }: LedgerReading,
  invoices: ReadonlyMap<string, Invoice>,
): readonly Invoice[] {
  return putForward(subject.receivables)
    .flatMap(row => row.invoices.map(entry => invoices.get(entry.fingerprintRef)))
    .filter(document => document !== undefined);
}

async function verify(
  register: PublicRegister,
  invoices: readonly Invoice[],
): Promise<ReadonlyMap<string, ClaimFacts['verification']>> {
  const answers = await register.verifyInvoices(
    invoices.map(document => ({
      number: document.number,
      sellerCode: partyKey(document.seller),
      buyerCode: partyKey(document.buyer),
      issuedOn: document.issuedOn,
      payableMinor: document.totals.payable.minor,
    })),
  );
  return new Map(
    invoices.map((document, at) => [document.id, answers[at] ?? ('notAttempted' as const)]),
  );
}
