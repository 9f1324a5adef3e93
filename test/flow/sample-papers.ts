import { readFileSync } from 'node:fs';
import { sha256 } from '../../chaincode/signature.ts';
import { addDays, businessDayFrom } from '../../domain/calendar/index.ts';
import type { CanonicalDocument, Invoice } from '../../domain/document/index.ts';
import { commitFields } from '../../domain/evidence/index.ts';
import { draftClaim, type ClaimDraft } from '../../ingest/draft.ts';
import { readFile, type FileRead } from '../../ingest/read.ts';
import { samplePath } from '../fixture/samples.ts';
import * as steps from './steps.ts';
import { idOf, type Outcome, type StateDouble } from './state-double.ts';
import * as trade from './trade.ts';

const SALT = 'AAAAAAAAAAAAAAAAAAAAAA';
const DAYS_WITHOUT_DUE_DATE = 30;
const hashed = (content: Uint8Array | string): string => sha256(Buffer.from(content));

/** A sample file, read as the door reads it. */
export function paper(name: string): FileRead {
  const bytes = readFileSync(samplePath('erp', name));
  const context = { tenant: 't', load: 'l', sha256: hashed };
  const read = readFile({ bytes, name }, { context });
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.error)}`);
  return read.value;
}

/** Documents of a kind; some have one form for several kinds. */
type OfKind<K, D = CanonicalDocument> = D extends { readonly kind: infer Own }
  ? K extends Own
    ? D
    : never
  : never;

/** Its documents of one kind. */
export function documentsOf<K extends CanonicalDocument['kind']>(
  name: string,
  kind: K,
): readonly OfKind<K>[] {
  const all = paper(name).records.map(({ document }) => document);
  return all.flatMap(one => (one?.kind === kind ? [one as OfKind<K>] : []));
}

/** What the door prepares of an invoice file. */
export function draftOf(name: string): { readonly draft: ClaimDraft; readonly invoice: Invoice } {
  const [invoice] = [...documentsOf(name, 'invoice'), ...documentsOf(name, 'creditNote')];
  const [first] = paper(name).records;
  const found = invoice ?? (first?.draft as Invoice | undefined);
  if (!found) throw new Error(`${name} holds no invoice`);
  const rawHash = hashed(readFileSync(samplePath('erp', name)));
  const { canonicalText = () => '' } = paper(name);
  const files = { rawHash, canonicalHash: hashed(canonicalText()) };
  return { invoice: found, draft: draftClaim(found, { supplier: trade.SUPPLIER, ...files }) };
}

/** A supplier with a buyer, on an empty registry. */
export async function emptyTrade(): Promise<StateDouble> {
  const ledger = await trade.tradeLedger();
  ledger.put('party', SECOND, trade.partyOf(SECOND, 'enterprise'));
  return ledger;
}

/** A second seller, to whom parts are passed on. */
export const SECOND = idOf(15);

export type Offered = {
  readonly id: string;
  readonly outcome: Outcome;
  /** Its code, or `stands`. */
  readonly code: string;
  /** Rules of the flags that it raised. */
  readonly flags: readonly string[];
};

let made = 30_000;

/** The supplier offers what the door drafted, on the business day of the invoice. */
export async function offer(
  ledger: StateDouble,
  draft: ClaimDraft,
  given: { readonly supplier?: string } = {},
): Promise<Offered> {
  const supplier = given.supplier ?? trade.SUPPLIER;
  const open = businessDayFrom(draft.invoiceOn);
  if (!open.ok) throw new Error(`no calendar for ${draft.invoiceOn}`);
  ledger.businessDate = open.value;
  const fields = draft.privateFields.map(({ path, value }) => ({ path, salt: SALT, value }));
  const id = idOf((made += 1));
  const dueOn = draft.dueOn ?? addDays(draft.invoiceOn, DAYS_WITHOUT_DUE_DATE);
  const item = {
    ...{ receivable: id, supplier, buyer: trade.BUYER, face: draft.face },
    ...{ invoiceOn: draft.invoiceOn, dueOn, root: commitFields(fields, sha256) },
    invoices: draft.invoices.map(({ fingerprintRef, claimed }) => ({ fingerprintRef, claimed })),
    recourseTerms: 'none' as const,
  };
  const transient = new Map([['details', { [id]: fields }]]);
  const signers = [trade.by(supplier, 'maker')];
  const body = { items: [item] };
  const outcome = await ledger.act('receivable.offer', supplier, body, signers, { transient });
  const events = outcome.ok ? outcome.events : [];
  const flags = events.flatMap(one => (one.kind === 'duplicate.flagged' ? [one.rule] : []));
  return { id, outcome, code: steps.codeOf(outcome), flags };
}

/** The facts of a refusal, as text to look into. */
export function factsOf({ outcome }: Offered): string {
  return outcome.ok ? '' : JSON.stringify(outcome.refusal.facts);
}

/** The supplier takes an offer back. */
export async function withdraw(ledger: StateDouble, receivable: string): Promise<void> {
  const body = { receivable, reason: 'other' } as const;
  const signers = [trade.by(trade.SUPPLIER, 'maker')];
  steps.stands(await ledger.act('receivable.withdraw', trade.SUPPLIER, body, signers));
}

/** Two sources say the euro and the crown of the day, so that amounts in them have a band. */
async function rates(ledger: StateDouble): Promise<void> {
  const on = ledger.businessDate;
  for (const [pair, ratePpm] of [
    ['EUR/CNY', 9_800_000],
    ['DKK/CNY', 1_310_000],
  ] as const) {
    const of = { pair, units: '1', ratePpm, on } as const;
    const [first, second] = [trade.by(trade.OPERATOR, 'rule'), trade.by(trade.BANK, 'cash', 2)];
    const safe = { ...of, source: 'SAFE' };
    steps.stands(await ledger.act('rate.record', trade.OPERATOR, safe, [first]));
    const central = { ...of, source: 'PBOC' };
    steps.stands(await ledger.act('rate.record', trade.BANK, central, [second]));
  }
}

/** The buyer confirms an offer exactly. */
export async function confirm(ledger: StateDouble, receivable: string): Promise<void> {
  const state = await ledger.entity('receivable', receivable);
  if (!state) throw new Error(`no claim ${receivable}`);
  await rates(ledger);
  const account = trade.accountOf(trade.COLLECT, trade.OPERATOR, 'collect');
  const { currency } = state.face;
  const dates = { registeredOn: '2005-01-04', verifiedOn: '2005-01-05', usableFrom: '2005-01-06' };
  ledger.put('account', trade.COLLECT, { ...account, ...dates, currency });
  const { root, face, dueOn, version } = state;
  const statement = { hash: trade.hashOf(8), kind: 'pdf', bytes: 10 };
  const item = { receivable, expect: version, root, face, dueOn, payTo: trade.COLLECT, statement };
  const body = { items: [{ ...item, undertaking: 'irrevocable' as const }] };
  steps.stands(await ledger.act('receivable.confirm', trade.BUYER, body, steps.maker(trade.BUYER)));
}
