import { addDays, addMonths, daysBetween } from '../../domain/calendar/index.ts';
import {
  notSupplied,
  supplied,
  type ClaimFacts,
  type CreditFacts,
  type GateFacts,
  type Product,
  type Supplied,
} from '../../domain/credit/index.ts';
import type { Invoice } from '../../domain/document/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { isLiveConsent } from '../../domain/party/index.ts';
import type { DocumentFile } from './read-documents.ts';
import type { LedgerReading } from './read-ledger.ts';
import type { RegisterEntry } from './register.ts';

type Receivable = Entities['receivable'];

/** Everything the gates look at, read before. */
export type GateSources = {
  readonly role: 'supplier' | 'buyer';
  readonly product: Product;
  readonly businessDate: string;
  readonly use: string;
  readonly ledger: LedgerReading;
  readonly file: DocumentFile;
  readonly facts: CreditFacts;
  readonly register: RegisterEntry | null;
  /** The tax office's answer by invoice document. */
  readonly verified: ReadonlyMap<string, ClaimFacts['verification']>;
  readonly invoices: ReadonlyMap<string, Invoice>;
};

const OPEN_STATUSES = ['confirmed', 'recorded', 'overdue', 'defaulted'];
const OVERDUE_STATES = ['active', 'overdue', 'defaulted'];
const OVERDUE_DAYS = 90;
const KYB_MONTHS = 12;

/** Draws the gates' facts; what no source holds stays missing, so its gate cannot pass. */
export function gateFactsOf(from: GateSources): GateFacts {
  const { role, product, ledger } = from;
  return {
    role,
    product,
    screening: screeningOf(from),
    negativeLists: supplied({
      checkedOn: from.businessDate,
      hits: ledger.subject.negatives
        .filter(row => row.removedOn === null && row.from <= from.businessDate)
        .map(row => `${row.source}: ${row.reason}`),
    }),
    identity: identityOf(from),
    business: from.register
      ? supplied({ industry: from.register.industry, use: from.use })
      : notSupplied('SOURCE_DOWN'),
    claims: supplied(claimsOf(from)),
    buyerRecords: supplied(ledger.buyers.map(buyer => buyerRecord(buyer, from.businessDate))),
    circularTrades: supplied([]),
    voidedAfterFunding: supplied(voidedAfterFunding(from)),
    sources: supplied(sourcesOf(from)),
    overdues: supplied(overduesOf(from)),
    consents: supplied(consentsOf(from)),
    approvers: supplied(
      ledger.riskPersons.map(({ person }) => ({
        person,
        related: ledger.subject.party.persons.includes(person),
      })),
    ),
    anchorRoom: anchorRoomOf(from),
  };
}

/** Claims that are put forward: confirmed or recorded, and not ended. */
export function putForward(receivables: readonly Receivable[]): readonly Receivable[] {
  return receivables.filter(row => OPEN_STATUSES.includes(row.status));
}

function screeningOf({ ledger }: GateSources): GateFacts['screening'] {
  const { screening } = ledger.subject;
  if (!screening) return notSupplied();
  const openHits = screening.result === 'hit' ? [screening.screening] : [];
  return supplied({ screenedOn: screening.on, openHits });
}

/** The file was refreshed a year before it ends. */
function identityOf({ ledger }: GateSources): GateFacts['identity'] {
  const { identityRoot, ownersRoot, kybValidUntil } = ledger.subject.party;
  if (kybValidUntil === null) return notSupplied();
  return supplied({
    complete: identityRoot !== null,
    ownersComplete: ownersRoot !== null,
    refreshedOn: addMonths(kybValidUntil, -KYB_MONTHS),
  });
}

function claimsOf(from: GateSources): readonly ClaimFacts[] {
  if (from.role === 'buyer') return [];
  return putForward(from.ledger.subject.receivables)
    .filter(row => row.parts.free !== '0')
    .map(row => claimOf(row, from));
}

function claimOf(row: Receivable, from: GateSources): ClaimFacts {
  const documents = row.invoices.map(entry => from.invoices.get(entry.fingerprintRef));
  const present = documents.filter(document => document !== undefined);
  const checks = row.invoices.map(entry => from.verified.get(entry.fingerprintRef));
  const { businessDate } = from;
  return {
    ref: row.receivable,
    verification: checks.every(check => check === 'passed')
      ? 'passed'
      : (checks.find(check => check === 'failed') ?? 'notAttempted'),
    voided: present.some(document => isVoid(document, businessDate)),
    redNoted: present.some(document => isRedNoted(document, from.file)),
    altered: present.length < documents.length || isAltered(row, present),
    pledged: present.some(document => document.assignment !== undefined),
    financed: false,
    disputed: row.flags.length > 0 || isDisputed(present, from.file),
    setOffRight: row.status === 'confirmed' && row.confirmation.undertaking === 'setOffReserved',
    assignmentBarred: row.status !== 'confirmed' && present.some(barsAssignment),
    assignmentConsent: row.status === 'confirmed',
    accepted: row.acceptedOn !== null,
    assignable: true,
    future: row.invoiceOn > businessDate,
    contraMinor: contraOf(row.buyer, from.facts),
    issuedOn: row.invoiceOn,
    dueOn: row.dueOn,
    ...(row.tenorReason === null ? {} : { tenorReason: row.tenorReason }),
  };
}

function isVoid(document: Invoice, on: string): boolean {
  return document.voidedOn !== undefined && document.voidedOn <= on;
}

function isRedNoted(document: Invoice, file: DocumentFile): boolean {
  return file.documents.some(
    row => row.kind === 'creditNote' && row.refs.some(ref => ref.number === document.number),
  );
}

/** What the invoices can still carry is less than what is claimed of them. */
function isAltered(row: Receivable, documents: readonly Invoice[]): boolean {
  const payable = documents.reduce((sum, document) => sum + document.totals.payable.minor, 0n);
  const claimed = row.invoices.reduce((sum, entry) => sum + BigInt(entry.claimed.minor), 0n);
  return claimed > payable;
}

function isDisputed(documents: readonly Invoice[], file: DocumentFile): boolean {
  const numbers = new Set(documents.map(document => document.number));
  return file.documents.some(
    row => row.kind === 'openItem' && row.status === 'disputed' && numbers.has(row.number),
  );
}

function barsAssignment(document: Invoice): boolean {
  return document.notes.some(note => /不得转让|禁止转让|not assignable/i.test(note.text));
}

/** What the supplier itself owes the buyer of its claim. */
function contraOf(buyer: string, { payables }: CreditFacts): bigint {
  if (!payables.supplied) return 0n;
  return payables.value
    .filter(entry => entry.counterparty === buyer)
    .reduce((sum, entry) => {
      const paid = entry.payments.reduce((all, payment) => all + payment.minor, 0n);
      const open = entry.minor - entry.creditedMinor - paid;
      return open > 0n ? sum + open : sum;
    }, 0n);
}

function buyerRecord(
  { buyer, inDefault, receivables }: LedgerReading['buyers'][number],
  on: string,
): { buyer: string; inDefault: boolean; balanceMinor: bigint; over90Minor: bigint } {
  const open = putForward(receivables);
  const aged = open.filter(row => row.dueOn < addDays(on, -OVERDUE_DAYS));
  return { buyer, inDefault, balanceMinor: outstanding(open), over90Minor: outstanding(aged) };
}

function outstanding(rows: readonly Receivable[]): bigint {
  return rows.reduce((sum, row) => sum + BigInt(row.outstanding.minor), 0n);
}

function voidedAfterFunding({ ledger, invoices, businessDate }: GateSources): readonly string[] {
  return ledger.subject.receivables
    .filter(row => row.parts.sold !== '0' || row.parts.pledged !== '0')
    .filter(row =>
      row.invoices.some(entry => {
        const document = invoices.get(entry.fingerprintRef);
        return document !== undefined && isVoid(document, businessDate);
      }),
    )
    .map(row => row.receivable);
}

/** The sources in use, with the day of their latest word. */
function sourcesOf({ file, register, businessDate }: GateSources): {
  source: string;
  kind: string;
  lastOn: string;
}[] {
  const bank = file.documents
    .flatMap(row => (row.kind === 'statement' && row.to !== undefined ? [row.to] : []))
    .sort()
    .at(-1);
  return [
    ...(file.lastLoadOn === null ? [] : [{ source: 'erp', kind: 'erp', lastOn: file.lastLoadOn }]),
    ...(bank === undefined ? [] : [{ source: 'bank', kind: 'bank', lastOn: bank }]),
    ...(register ? [{ source: 'register', kind: 'registry', lastOn: businessDate }] : []),
  ];
}

function overduesOf({ ledger, businessDate }: GateSources): { ref: string; days: number }[] {
  return ledger.subject.financings
    .filter(row => OVERDUE_STATES.includes(row.status) && row.payOn < businessDate)
    .map(row => ({ ref: row.financing, days: daysBetween(row.payOn, businessDate) }));
}

/** Each source in use needs a living consent to the operator that names its class of data. */
function consentsOf(from: GateSources): { source: string; consent: boolean; licence: boolean }[] {
  const { ledger, businessDate } = from;
  const living = ledger.subject.consents.filter(
    row => row.to === ledger.operator && isLiveConsent(row, businessDate),
  );
  return sourcesOf(from).map(({ source }) => ({
    source,
    consent: living.some(row => row.dataClasses.includes(source)),
    licence: true,
  }));
}

function anchorRoomOf({ ledger }: GateSources): Supplied<{
  readonly roomMinor: bigint;
  readonly concentrationFull: boolean;
}> {
  const rooms = ledger.buyers.flatMap(buyer => (buyer.roomMinor === null ? [] : [buyer.roomMinor]));
  if (rooms.length === 0) return notSupplied();
  const roomMinor = rooms.reduce((least, room) => (room < least ? room : least));
  return supplied({ roomMinor, concentrationFull: false });
}
