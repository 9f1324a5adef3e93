import { exactTaxId, skeleton } from '../evidence/index.ts';
import { isEqual, subtract, sum, toWire, type Money } from '../money/index.ts';
import type { MoneyWire } from '../money/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import type { Allocation } from './state.ts';
import type { DifferenceCode } from './words.ts';

/** A booked bank entry as the bank gave it; the amount without sign. */
export type BankEntry = {
  readonly entry: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: Money;
  readonly endToEndIds: readonly string[];
  readonly uetrs: readonly string[];
  /** Structured creditor references (ISO 11649). */
  readonly references: readonly string[];
  /** Unstructured remittance lines. */
  readonly texts: readonly string[];
  /** The payer's party, where its account is known. */
  readonly payer: string | null;
  /** Deductions that the payer itemised. */
  readonly deductions: readonly { readonly code: DifferenceCode; readonly amount: Money }[];
};

/** Something that money can be for. */
export type OpenClaim = {
  readonly receivable: string;
  readonly buyer: string;
  readonly outstanding: Money;
  readonly reference: string;
  /** Invoice and claim numbers as they may stand in a text. */
  readonly numbers: readonly string[];
};
export type OpenFunding = { readonly funder: string; readonly reference: string };
export type OpenPayout = {
  readonly payout: string;
  readonly amount: Money;
  readonly endToEndId: string;
  readonly uetr: string;
};

export type Candidates = {
  readonly claims: readonly OpenClaim[];
  readonly fundings: readonly OpenFunding[];
  readonly payouts: readonly OpenPayout[];
};

const LOOSE_LENGTH_MIN = 4;

/** What an entry is, by evidence of tier 1 or 2; anything else is for a person. */
export type Matched =
  | { readonly kind: 'payout'; readonly tier: 1; readonly payout: string }
  | {
      readonly kind: 'allocations';
      readonly tier: 1 | 2;
      readonly allocations: readonly Allocation[];
    }
  | {
      readonly kind: 'review';
      readonly reason: 'MATCH_AMBIGUOUS' | 'PAYER_NOT_DEBTOR' | 'none';
      readonly candidates: readonly string[];
    };

/**
 * Tier 1: EndToEndId, UETR or RF reference with an equal amount. Tier 2: invoice numbers in the
 * text whose claims sum to the amount, with itemised deductions, and only one way to read it. Two
 * candidates that tie, or a payer that is not the debtor, are never matched by a program.
 */
export function matchEntry(entry: BankEntry, open: Candidates): Matched {
  return entry.direction === 'debit' ? matchDebit(entry, open) : matchCredit(entry, open);
}

function matchDebit(entry: BankEntry, { payouts }: Candidates): Matched {
  const named = payouts.filter(
    ({ endToEndId, uetr }) => entry.endToEndIds.includes(endToEndId) || entry.uetrs.includes(uetr),
  );
  const equal = named.filter(({ amount }) => isEqual(amount, entry.amount));
  const [only] = equal;
  if (equal.length === 1 && only) return { kind: 'payout', tier: 1, payout: only.payout };
  return review(
    equal.length > 1 ? 'MATCH_AMBIGUOUS' : 'none',
    named.map(({ payout }) => payout),
  );
}

function matchCredit(entry: BankEntry, open: Candidates): Matched {
  return byFunding(entry, open.fundings) ?? byReference(entry, open.claims) ?? byText(entry, open);
}

/** Any amount with a funder's reference fills its balance. */
function byFunding(entry: BankEntry, fundings: readonly OpenFunding[]): Matched | null {
  const named = fundings.filter(({ reference }) => isNamed(entry, reference));
  if (named.length === 0) return null;
  const [only] = named;
  const ids = named.map(({ funder }) => funder);
  if (named.length > 1 || !only) return review('MATCH_AMBIGUOUS', ids);
  if (entry.payer !== only.funder) return review('PAYER_NOT_DEBTOR', ids);
  const amount = toWire(entry.amount);
  const allocations = [{ target: 'funding', id: only.funder, amount }] as const;
  return { kind: 'allocations', tier: 1, allocations };
}

function byReference(entry: BankEntry, claims: readonly OpenClaim[]): Matched | null {
  const named = claims.filter(({ reference }) => isNamed(entry, reference));
  if (named.length === 0) return null;
  const whole = totalOf(named, entry.amount);
  if (!whole || !isEqual(whole, entry.amount)) return null;
  return allocated(entry, named, 1);
}

/** Claims whose number stands in the text as a word of its own, summing to what was paid. */
function byText(entry: BankEntry, { claims }: Candidates): Matched {
  const words = wordsOf(entry.texts);
  const named = claims.filter(({ numbers }) => numbers.some(number => words.has(keyOf(number))));
  const paid = paidOf(entry);
  const own = named.filter(({ outstanding }) => outstanding.currency === paid.currency);
  const whole = totalOf(own, paid);
  const ids = named.map(({ receivable }) => receivable);
  if (!whole || own.length === 0) return review('none', ids);
  // Two claims that answer to one number: nobody can say which of them is meant.
  const shared = own.some(claim =>
    own.some(
      other =>
        other !== claim &&
        other.numbers.some(number => claim.numbers.map(keyOf).includes(keyOf(number))),
    ),
  );
  if (shared) return review('MATCH_AMBIGUOUS', ids);
  return isEqual(whole, paid) ? allocated(entry, own, 2) : review('none', ids);
}

/** Allocates the received amount; deductions lower the last claims and carry their code. */
function allocated(entry: BankEntry, claims: readonly OpenClaim[], tier: 1 | 2): Matched {
  const ids = claims.map(({ receivable }) => receivable);
  if (claims.some(({ buyer }) => buyer !== entry.payer)) return review('PAYER_NOT_DEBTOR', ids);
  const ordered = [...claims].sort((a, b) => byCodeUnit(a.receivable, b.receivable));
  const deductions = [...entry.deductions];
  if (deductions.length > ordered.length) return review('MATCH_AMBIGUOUS', ids);
  const allocations: Allocation[] = [];
  for (const [at, { receivable, outstanding }] of ordered.entries()) {
    const deduction = deductions[at];
    const amount = deduction ? subtract(outstanding, deduction.amount) : outstanding;
    if (amount.minor <= 0n) return review('MATCH_AMBIGUOUS', ids);
    const given = { target: 'receivable', id: receivable, amount: toWire(amount) } as const;
    const difference: { code: DifferenceCode; amount: MoneyWire } | null = deduction
      ? { code: deduction.code, amount: toWire(deduction.amount) }
      : null;
    allocations.push(difference ? { ...given, difference } : given);
  }
  return { kind: 'allocations', tier, allocations };
}

/** What the payer meant to pay: the amount and what it deducted. */
function paidOf({ amount, deductions }: BankEntry): Money {
  const own = deductions.filter(row => row.amount.currency === amount.currency);
  return sum([amount, ...own.map(row => row.amount)], amount.currency);
}

function totalOf(claims: readonly OpenClaim[], like: Money): Money | null {
  if (claims.some(({ outstanding }) => outstanding.currency !== like.currency)) return null;
  return sum(
    claims.map(({ outstanding }) => outstanding),
    like.currency,
  );
}

function isNamed(entry: BankEntry, reference: string): boolean {
  const plain = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();
  return (
    entry.references.some(given => plain(given) === reference) ||
    entry.texts.some(text =>
      text
        .toUpperCase()
        .split(/[^0-9A-Z]+/)
        .includes(reference),
    )
  );
}

/** Words of a text, exact and in the registry's spelling, and pairs and triples of neighbours. */
function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) {
    const parts = text.split(/[\s,;:|()]+/).filter(part => part !== '');
    for (let at = 0; at < parts.length; at++) {
      for (const length of [1, 2, 3]) {
        const word = parts.slice(at, at + length).join('');
        words.add(skeleton(word)).add(exactTaxId(word));
      }
    }
  }
  return words;
}

/** A number as it is looked for: its skeleton, or all its signs where little would be left. */
function keyOf(number: string): string {
  const loose = skeleton(number);
  return loose.length < LOOSE_LENGTH_MIN ? exactTaxId(number) : loose;
}

function review(
  reason: 'MATCH_AMBIGUOUS' | 'PAYER_NOT_DEBTOR' | 'none',
  candidates: readonly string[],
): Matched {
  return { kind: 'review', reason, candidates };
}
