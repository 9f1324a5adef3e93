import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { MoneyWire } from '../money/index.ts';
import { minus, plus, zeroOf } from './amounts.ts';
import { invoiceLife } from './apply-life.ts';
import type { InvoiceShare } from './events.ts';
import type { Fingerprint, Invoice, InvoiceEntry } from './state.ts';

/** The K1 row: counts amounts over all claims on one invoice. */
export const applyInvoice: ApplyEntity<Invoice> = foldBy<Invoice>({
  ...invoiceLife,
  'fingerprint.registered': (state, event, id) => {
    const { applicant, amount, creditNotes, issuedOn, receivable, claimed } = event;
    const nothing = zeroOf(amount);
    const financed = nothing;
    const entry = { receivable, claimed, financed, state: 'registered', reason: null } as const;
    const before = state?.claimed ?? nothing;
    const entries = [...(state?.entries ?? []), entry];
    const total = { claimed: plus(before, claimed), financed: state?.financed ?? nothing };
    return { invoice: id, applicant, amount, creditNotes, ...total, issuedOn, entries };
  },
  'fingerprint.applied': change((state, { receivable }) => {
    return withEntry(state, receivable, { state: 'applied' });
  }),
  'fingerprint.financed': change((state, { receivable, invoices }, id) => {
    const amount = shareOf(invoices, id, state.amount);
    const entry = entryOf(state, receivable);
    const changed = { state: 'financed', financed: plus(entry.financed, amount) } as const;
    const row = withEntry(state, receivable, changed);
    return { ...row, financed: plus(row.financed, amount) };
  }),
  'fingerprint.freed': change((state, { receivable, invoices }, id) => {
    const amount = shareOf(invoices, id, state.amount);
    const financed = minus(entryOf(state, receivable).financed, amount);
    const isFree = financed.minor === '0';
    const changed = { state: isFree ? 'registered' : 'financed', financed } as const;
    const row = withEntry(state, receivable, changed);
    return { ...row, financed: minus(row.financed, amount) };
  }),
  'fingerprint.settled': change((state, { receivable }) => {
    return withEntry(state, receivable, { state: 'settled' });
  }),
  'fingerprint.cancelled': change((state, { receivable, invoices, reason }, id) => {
    const amount = shareOf(invoices, id, state.amount);
    const row = withEntry(state, receivable, { state: 'cancelled', reason });
    return { ...row, claimed: minus(row.claimed, amount) };
  }),
});

/** Further keys: which invoices have them. */
export const applyFingerprint: ApplyEntity<Fingerprint> = foldBy<Fingerprint>({
  'fingerprint.registered': (state, { invoice, keys }, id) => {
    const key = keys.find(({ kind, value }) => `${kind}~${value}` === id);
    if (!key) return state;
    const before = state?.invoices ?? [];
    const invoices = before.includes(invoice) ? before : [...before, invoice];
    return { kind: key.kind, value: key.value, invoices };
  },
});

function entryOf(state: Invoice, receivable: string): InvoiceEntry {
  const nothing = zeroOf(state.amount);
  const none = { receivable, claimed: nothing, financed: nothing, state: 'registered' } as const;
  return state.entries.find(entry => entry.receivable === receivable) ?? { ...none, reason: null };
}

function withEntry(state: Invoice, receivable: string, changed: Partial<InvoiceEntry>): Invoice {
  const entries = state.entries.map(entry =>
    entry.receivable === receivable ? { ...entry, ...changed } : entry,
  );
  return { ...state, entries };
}

function shareOf(invoices: readonly InvoiceShare[], invoice: string, unit: MoneyWire): MoneyWire {
  return invoices.find(share => share.invoice === invoice)?.amount ?? zeroOf(unit);
}
