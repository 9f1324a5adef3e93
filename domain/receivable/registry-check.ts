import type { Refusal } from '../errors/index.ts';
import type { InvoiceDetails } from '../evidence/index.ts';
import { formatMoney, fromWire, type MoneyWire } from '../money/index.ts';
import { minorOf, withMinor, zeroOf } from './amounts.ts';
import type { RegistryKey } from './events.ts';
import type { Fingerprint, Flag, Invoice, RegistryKeyKind } from './state.ts';

/** An invoice with its keyed fingerprints, as the contract computed them. */
export type KeyedInvoice = {
  /** K1 under the registry key. */
  readonly invoice: string;
  readonly keys: readonly RegistryKey[];
  readonly details: InvoiceDetails;
};

/** What the registry knows at this moment, by key; a batch adds its own rows as it goes on. */
export type Registry = {
  readonly invoices: Map<string, Invoice>;
  /** By `kind~value`. */
  readonly fingerprints: Map<string, Fingerprint>;
};

export type Match = 'exact' | 'normalised' | 'similar' | 'otherContent';

/** A hit on one key: what it says, and whether the earlier applicant is the same. */
export type MatchLine = {
  readonly key: string;
  readonly applicant: 'same' | 'another';
  readonly match: Match;
  /** K1 of the earlier invoice. */
  readonly invoice: string;
};

/** Which hits refuse a registration, and which flag it. */
export type RegistryVerdict = {
  readonly refusals: readonly Refusal[];
  readonly flags: readonly { readonly rule: Flag['rule']; readonly other: Invoice }[];
};

/** Judges one invoice of a claim against the registry (receivables.md §5.1, R-41). */
export function judgeInvoice(
  registry: Registry,
  keyed: KeyedInvoice,
  claim: { readonly applicant: string; readonly claimed: MoneyWire },
): RegistryVerdict {
  const own = registry.invoices.get(keyed.invoice);
  const lines = matchLines(registry, keyed, claim.applicant);
  const refusing = lines.filter(line => isRefusal(line, registry, keyed));
  const refusals = refusing.length > 0 ? [duplicate(refusing)] : amountFaults(own, keyed, claim);
  const flags = lines
    .filter(({ key }) => key === 'S1' || FLAGS.includes(key))
    .filter(line => !refusing.includes(line))
    .flatMap(({ key, invoice }) => {
      const other = registry.invoices.get(invoice);
      return other ? [{ rule: key as Flag['rule'], other }] : [];
    });
  return { refusals, flags };
}

/** Every live hit on the keys of an invoice; the same invoice only where its content differs. */
export function matchLines(
  registry: Registry,
  keyed: KeyedInvoice,
  applicant: string,
): readonly MatchLine[] {
  const hits = [...ownHits(registry, keyed, applicant), ...otherHits(registry, keyed)];
  return hits.map(({ key, earlier, match }) => ({
    key,
    applicant: earlier.applicant === applicant ? 'same' : 'another',
    match,
    invoice: earlier.invoice,
  }));
}

/** What can still be claimed on an invoice. */
export function freeAmount(own: Invoice | undefined, details: InvoiceDetails): MoneyWire {
  const total = totalOf(details);
  if (!own || !isClaimed(own)) {
    return withMinor(total, minorOf(total) - details.creditNotesMinor);
  }
  const credited = greater(minorOf(own.creditNotes), details.creditNotesMinor);
  return withMinor(total, minorOf(own.amount) - credited - minorOf(own.claimed));
}

export function totalOf(details: InvoiceDetails): MoneyWire {
  return { minor: details.totalMinor.toString(), currency: currencyOf(details) };
}

/** Credit notes only grow: the larger of what is known and what is given. */
export function creditNotesOf(own: Invoice | undefined, details: InvoiceDetails): MoneyWire {
  const known = own && isClaimed(own) ? minorOf(own.creditNotes) : 0n;
  return withMinor(totalOf(details), greater(known, details.creditNotesMinor));
}

/** A claim on it stands, or it was paid. */
export function isClaimed(invoice: Invoice): boolean {
  return invoice.entries.some(({ state }) => state !== 'cancelled');
}

type Hit = { readonly key: string; readonly earlier: Invoice; readonly match: Match };

/** The same invoice: a hit where its content differs, or another applicant has it. */
function ownHits(registry: Registry, keyed: KeyedInvoice, applicant: string): readonly Hit[] {
  const own = registry.invoices.get(keyed.invoice);
  if (!own || !isClaimed(own)) return [];
  if (!hasKey(registry, keyed, 'K2')) return [{ key: 'K1', earlier: own, match: 'otherContent' }];
  return own.applicant === applicant ? [] : [{ key: 'K1', earlier: own, match: 'exact' }];
}

/** Other invoices under one of the further keys. */
function otherHits({ invoices, fingerprints }: Registry, keyed: KeyedInvoice): readonly Hit[] {
  return keyed.keys
    .filter(({ kind }) => kind !== 'K2')
    .flatMap(({ kind, value }) => {
      const found = fingerprints.get(`${kind}~${value}`)?.invoices ?? [];
      const others = found.filter(id => id !== keyed.invoice).map(id => invoices.get(id));
      return others
        .filter(other => other !== undefined)
        .filter(isClaimed)
        .map(earlier => ({ key: kind, earlier, match: MATCH_OF[kind] }));
    });
}

const MATCH_OF: Readonly<Record<RegistryKeyKind, Match>> = {
  K2: 'exact',
  K3: 'exact',
  K4: 'exact',
  K5: 'exact',
  S1: 'normalised',
  S2: 'similar',
  S3: 'similar',
  S4: 'similar',
};

/** Similarities that never refuse: same trade, same goods, same lines under another number. */
const FLAGS: readonly string[] = ['S2', 'S3', 'S4'];

function isRefusal(line: MatchLine, registry: Registry, keyed: KeyedInvoice): boolean {
  if (FLAGS.includes(line.key)) return false;
  if (line.key !== 'S1') return true;
  const other = registry.invoices.get(line.invoice);
  const { details } = keyed;
  return other?.amount.minor === totalOf(details).minor || other?.issuedOn === details.issuedOn;
}

function duplicate(lines: readonly MatchLine[]): Refusal {
  const [first] = lines;
  const matches = lines.map(({ key, applicant, match }) => ({ key, applicant, match }));
  const { key = '', applicant = 'same', match = 'exact' } = first ?? {};
  return { code: 'DUPLICATE_REGISTERED', facts: { key, applicant, match, matches } };
}

function amountFaults(
  own: Invoice | undefined,
  keyed: KeyedInvoice,
  claim: { readonly applicant: string; readonly claimed: MoneyWire },
): Refusal[] {
  const free = freeAmount(own, keyed.details);
  if (minorOf(claim.claimed) <= minorOf(free)) return [];
  const none = zeroOf(free);
  if (own && isClaimed(own) && own.financed.minor !== '0') {
    const facts = { amount: shown(own.financed), free: shown(free) };
    return [{ code: 'DUPLICATE_FINANCED', facts }];
  }
  if (own && isClaimed(own) && free.minor === none.minor) {
    const { invoice } = keyed;
    return [duplicate([{ key: 'K1', applicant: 'same', match: 'exact', invoice }])];
  }
  const total = minorOf(totalOf(keyed.details)) - keyed.details.creditNotesMinor;
  const amount = shown(withMinor(free, total));
  const facts = { claimed: shown(claim.claimed), amount, free: shown(free) };
  return [{ code: 'INVOICE_OVERCLAIMED', facts }];
}

function hasKey({ fingerprints }: Registry, keyed: KeyedInvoice, kind: string): boolean {
  const key = keyed.keys.find(found => found.kind === kind);
  if (!key) return false;
  return fingerprints.get(`${kind}~${key.value}`)?.invoices.includes(keyed.invoice) ?? false;
}

function currencyOf({ currency }: InvoiceDetails): MoneyWire['currency'] {
  return currency as MoneyWire['currency'];
}

function shown(amount: MoneyWire): string {
  return formatMoney(fromWire(amount));
}

function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
