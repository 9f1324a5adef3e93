import type { MoneyWire } from '../money/index.ts';
import { canonicalBytes } from '../wire/index.ts';
import { creditorReference } from './reference.ts';

type Sha256 = (bytes: Uint8Array) => string;

/** What a bank entry is known by. Statement numbers are no part of it. */
export type EntryIdentity = {
  /** The account on the ledger that the statement is about. */
  readonly account: string;
  readonly bookedOn: string | null;
  readonly valueOn: string | null;
  /** Signed: a credit is positive. */
  readonly amount: MoneyWire;
  readonly bankReference: string | null;
  /** 0 for the first entry that is equal in all the rest, 1 for the second, … */
  readonly ordinal: number;
};

const NO_REFERENCE = 'NOTPROVIDED';

/**
 * The identity of a booked entry: SHA-256 (hexadecimal) of account, booking and value date, signed
 * amount, the bank's reference and the ordinal among equals. `NOTPROVIDED` counts as no reference.
 */
export function entryIdentity(of: EntryIdentity, sha256: Sha256): string {
  const { account, bookedOn, valueOn, amount, bankReference, ordinal } = of;
  const reference = bankReference === NO_REFERENCE ? null : bankReference;
  const { minor, currency } = amount;
  return sha256(
    canonicalBytes([account, bookedOn, valueOn, minor, currency, reference, `${ordinal}`]),
  );
}

/**
 * What `bankRoot` of `account.register` commits to: SHA-256 of `account <number>`, the number as
 * banks write it in messages, without blanks and in capitals.
 */
export function bankRootOf(number: string, sha256: Sha256): string {
  const bare = number.replaceAll(/\s/g, '').toUpperCase();
  return sha256(new TextEncoder().encode(`account ${bare}`));
}

/** The creditor reference under which a funder's own money comes in: of its party id. */
export function fundingReference(funder: string, sha256: Sha256): string {
  return creditorReference(sha256(new TextEncoder().encode(funder)));
}
