import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { OrderLoan } from '../financing/loan/state.ts';
import type { Order } from '../order/state.ts';
import { sumOf } from './amounts.ts';
import { applyFingerprint, applyInvoice } from './apply-registry.ts';
import type { ReceivableEvent } from './events.ts';
import { orderFaults, reservedFor } from './of-order.ts';
import {
  creditNotesOf,
  judgeInvoice,
  totalOf,
  type KeyedInvoice,
  type Registry,
  type RegistryVerdict,
} from './registry-check.ts';
import type { ClaimTerms, Confirmation, Fingerprint, Invoice, Receivable } from './state.ts';
import { dateFaults, tenorFaults } from './tenor.ts';

type Claim = Act<'receivable.offer'>['body']['items'][number];

/** What the contract found for one claim of the batch. */
export type OfferedItem = {
  readonly known: Receivable | undefined;
  readonly replaced: Receivable | undefined;
  /** The invoices that the private details tell; or the path that does not open the root. */
  readonly opened: Result<readonly KeyedInvoice[], string>;
  /** The two share an owner or a person, and the supplier is above the cap of gate G09. */
  readonly affiliated: boolean;
  /** The order that the claim names. */
  readonly order?: Order | undefined;
  /** The loan on it. */
  readonly loan?: OrderLoan | undefined;
};

export type OfferState = {
  readonly items: readonly OfferedItem[];
  readonly invoices: ReadonlyMap<string, Invoice>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
};

const FAULTS_MAX = 50;

/** Registers a batch of claims that their supplier offers, all or none. */
export function decideOffer(
  state: OfferState,
  act: Act<'receivable.offer'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const birth: Birth = { kind: 'offered' };
  return registerBatch(state, { act, claims: act.body.items, side: 'supplier', birth }, context);
}

/** How the claims of a batch begin. */
type Birth =
  | { readonly kind: 'offered' }
  | {
      readonly kind: 'issued';
      readonly lined: boolean;
      readonly confirmation: (item: number) => Confirmation;
    };

type Batch = {
  readonly act: Act;
  readonly claims: readonly Claim[];
  /** Which side of the claims the actor must be. */
  readonly side: 'supplier' | 'buyer';
  readonly birth: Birth;
};

/**
 * A batch of claims: parties, dates, tenor, private details, and every invoice against the registry,
 * the batch's own earlier claims included.
 */
export function registerBatch(
  state: OfferState,
  batch: Batch,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const malformed = batchFaults(batch);
  if (malformed.length > 0) {
    return refuse('ACT_MALFORMED', { n: malformed.length, faults: malformed.slice(0, FAULTS_MAX) });
  }
  const registry: Registry = {
    invoices: new Map(state.invoices),
    fingerprints: new Map(state.fingerprints),
  };
  const faults: Refusal[] = [];
  const events: LedgerEvent[] = [];
  for (const [at, claim] of batch.claims.entries()) {
    const found = state.items[at];
    if (!found) continue;
    const judged = judgeClaim({ claim, at, found, batch, context }, registry);
    if (judged.ok) events.push(...judged.value);
    else faults.push(...judged.error.map(fault => placed(fault, at)));
    if (faults.length >= FAULTS_MAX) break;
  }
  const refusal = firstOf(faults);
  return refusal ? fail(refusal) : ok(events);
}

type Judging = {
  readonly claim: Claim;
  readonly at: number;
  readonly found: OfferedItem;
  readonly batch: Batch;
  readonly context: Context;
};

function judgeClaim(
  judging: Judging,
  registry: Registry,
): Result<readonly LedgerEvent[], readonly Refusal[]> {
  const { claim, found, context } = judging;
  const { act, side } = judging.batch;
  const dates = { ...claim, acceptedOn: claim.acceptedOn ?? null };
  const tenor = { ...dates, tenorReason: claim.tenorReason ?? null };
  const faults = [
    ...partyFaults(judging),
    ...orderFaults(claim, found.order, { side, kind: act.kind }),
    ...dateFaults(dates, act.businessDate),
    ...tenorFaults(tenor, context),
  ];
  if (!found.opened.ok) {
    return fail([...faults, { code: 'ROOT_MISMATCH', facts: { field: found.opened.error } }]);
  }
  const invoices = found.opened.value;
  faults.push(...detailFaults(claim, invoices));
  if (faults.length > 0) return fail(faults);
  return register(judging, invoices, registry);
}

/** Each invoice in turn, so that a batch meets its own earlier claims. */
function register(
  { claim, at: item, found, batch: { act, birth } }: Judging,
  invoices: readonly KeyedInvoice[],
  registry: Registry,
): Result<readonly LedgerEvent[], readonly Refusal[]> {
  const faults: Refusal[] = [];
  const terms = termsOf(claim, invoices, act.businessDate);
  const events: LedgerEvent[] = [bornOf(terms, birth, item), ...reservedFor(claim, found.loan)];
  for (const [at, keyed] of invoices.entries()) {
    const claimed = claim.invoices[at]?.claimed ?? claim.face;
    const verdict = judgeInvoice(registry, keyed, { applicant: claim.supplier, claimed });
    faults.push(...verdict.refusals);
    if (verdict.refusals.length > 0) continue;
    const own = registry.invoices.get(keyed.invoice);
    const registered = {
      kind: 'fingerprint.registered',
      receivable: claim.receivable,
      applicant: claim.supplier,
      invoice: keyed.invoice,
      amount: totalOf(keyed.details),
      creditNotes: creditNotesOf(own, keyed.details),
      issuedOn: keyed.details.issuedOn,
      claimed,
      keys: keyed.keys,
    } as const;
    remember(registry, registered);
    events.push(registered, ...flagEvents(claim, verdict, act.businessDate));
  }
  return faults.length > 0 ? fail(faults) : ok(events);
}

function bornOf(terms: ClaimTerms, birth: Birth, item: number): LedgerEvent {
  if (birth.kind === 'offered') return { kind: 'receivable.offered', terms };
  const { lined } = birth;
  return { kind: 'receivable.issued', terms, confirmation: birth.confirmation(item), lined };
}

function remember(
  { invoices, fingerprints }: Registry,
  event: Extract<ReceivableEvent, { kind: 'fingerprint.registered' }>,
): void {
  const row = applyInvoice(invoices.get(event.invoice), event, event.invoice);
  if (row) invoices.set(event.invoice, row);
  for (const { kind, value } of event.keys) {
    const id = `${kind}~${value}`;
    const key = applyFingerprint(fingerprints.get(id), event, id);
    if (key) fingerprints.set(id, key);
  }
}

function flagEvents(
  { receivable }: Claim,
  { flags }: RegistryVerdict,
  on: string,
): readonly ReceivableEvent[] {
  return flags.flatMap(({ rule, other: { invoice, applicant } }) => [
    {
      kind: 'duplicate.flagged',
      flag: flagId(receivable, rule, invoice),
      receivable,
      rule,
      other: invoice,
      evidence: null,
      on,
    },
    { kind: 'duplicate.alerted', invoice, applicant, rule },
  ]);
}

/** A flag is named by what it connects: the claim, the rule and the start of the other's hash. */
export function flagId(receivable: string, rule: string, other: string): string {
  return `${receivable}:${rule}:${other.slice(0, 16)}`;
}

function termsOf(claim: Claim, invoices: readonly KeyedInvoice[], offeredOn: string): ClaimTerms {
  const { receivable, supplier, buyer, face, invoiceOn, dueOn, root, recourseTerms } = claim;
  const claimed = claim.invoices.map((invoice, at) => ({
    invoice: invoices[at]?.invoice ?? '',
    ...invoice,
  }));
  return {
    ...{ receivable, supplier, buyer, face, invoiceOn, dueOn, root, recourseTerms },
    acceptedOn: claim.acceptedOn ?? null,
    tenorReason: claim.tenorReason ?? null,
    invoices: claimed,
    order: claim.order ?? null,
    labels: claim.labels ?? [],
    replaces: claim.replaces ?? null,
    offeredOn,
  };
}

function batchFaults({ act: { actor }, claims, side }: Batch): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  for (const [at, claim] of claims.entries()) {
    const place = `act.body.items[${at}]`;
    if (claim[side] !== actor) faults.push(`${place}.${side}: must be the actor`);
    if (ids.has(claim.receivable)) faults.push(`${place}.receivable: given twice`);
    ids.add(claim.receivable);
    const amounts = claim.invoices.map(({ claimed }) => claimed);
    const isWhole = sumOf(amounts) === BigInt(claim.face.minor);
    if (!isWhole) faults.push(`${place}.face: must be the sum of what is claimed`);
    if (amounts.some(({ currency }) => currency !== claim.face.currency)) {
      faults.push(`${place}.invoices: must have the currency of the face`);
    }
  }
  return faults;
}

function partyFaults({ claim, found, batch }: Judging): Refusal[] {
  const faults: Refusal[] = [];
  const { side, act } = batch;
  const { kind } = act;
  if (claim.supplier === claim.buyer) {
    faults.push({ code: 'SAME_PARTY', facts: { party: claim.buyer } });
  }
  if (found.affiliated) {
    const facts = { supplier: claim.supplier, buyer: claim.buyer };
    faults.push({ code: 'AFFILIATE_CAP', facts });
  }
  if (found.known) {
    const facts = { object: claim.receivable, state: found.known.status, kind, states: 'unknown' };
    faults.push({ code: 'STATE_WRONG', facts });
  }
  if (claim.replaces === undefined) return faults;
  const { replaced } = found;
  // A claim between the supplier and somebody else is not the buyer's to know of.
  if (replaced?.supplier !== claim.supplier || replaced[side] !== claim[side]) {
    faults.push({ code: 'NOT_FOUND', facts: { id: claim.replaces } });
  } else if (!['declined', 'withdrawn', 'cancelled', 'expired'].includes(replaced.status)) {
    const facts = { object: claim.replaces, state: replaced.status, kind };
    const states = 'declined, withdrawn or cancelled';
    faults.push({ code: 'STATE_WRONG', facts: { ...facts, states } });
  }
  return faults;
}

function detailFaults(claim: Claim, invoices: readonly KeyedInvoice[]): Refusal[] {
  const faults: Refusal[] = [];
  const earliest = invoices.map(({ details }) => details.issuedOn).sort()[0];
  if (earliest !== claim.invoiceOn) {
    faults.push({ code: 'ROOT_MISMATCH', facts: { field: 'invoiceOn' } });
  }
  for (const [at, { details }] of invoices.entries()) {
    if (details.type !== 'INV') {
      faults.push({ code: 'ROOT_MISMATCH', facts: { field: `invoices[${at}].type` } });
    }
    if (details.currency !== claim.face.currency) {
      const facts = { a: claim.face.currency, b: details.currency };
      faults.push({ code: 'CURRENCY_MISMATCH', facts });
    }
    if (details.assignment !== null) {
      faults.push({ code: 'ALREADY_ASSIGNED', facts: { sign: details.assignment } });
    }
    if (!details.assignable) faults.push({ code: 'ASSIGNMENT_BARRED', facts: {} });
  }
  return faults;
}

function placed(fault: Refusal, item: number): Refusal {
  return { code: fault.code, facts: { ...fault.facts, item } };
}
