import type { Money } from '../money/index.ts';
import type { Decimal } from './decimal.ts';
import type { Header, Item, Quantity, Ref } from './document.ts';
import type { Account, Address, Contact, Ident, Party } from './party.ts';

/** Who may see a value at all, from everybody to nobody (trust.md T-72). */
export type DataClass = 'public' | 'internal' | 'confidential' | 'personal' | 'secret';

/** How a value is shown to a reader who may know that it is there but not what it is. */
export type Mask = 'account' | 'identifier' | 'person' | 'phone' | 'email' | 'text';

/** A confidential value with a mask says who trades: an identity, not a term of the trade. */
export type FieldClass = { readonly class: DataClass; readonly mask: Mask | null };

type Leaf = string | number | bigint | boolean | Money | Decimal | Quantity;

/** A class for every member of a type, however deep: a member without one does not compile. */
export type ClassesOf<T> = T extends Leaf
  ? FieldClass
  : T extends readonly (infer Element)[]
    ? ClassesOf<Element>
    : string extends keyof T
      ? FieldClass
      : { readonly [Name in keyof T]-?: ClassesOf<NonNullable<T[Name]>> };

export const INTERNAL: FieldClass = { class: 'internal', mask: null };
export const TRADE: FieldClass = { class: 'confidential', mask: null };
export const NAME: FieldClass = { class: 'confidential', mask: 'person' };
export const IDENTIFIER: FieldClass = { class: 'confidential', mask: 'identifier' };
export const personal = (mask: Mask): FieldClass => ({ class: 'personal', mask });
export const TEXT = personal('text');

export const IDENT: ClassesOf<Ident> = { scheme: INTERNAL, value: IDENTIFIER };

export const ACCOUNT: ClassesOf<Account> = {
  iban: personal('account'),
  other: personal('account'),
  bic: TRADE,
  bankName: TRADE,
  currency: INTERNAL,
  validFrom: INTERNAL,
};

export const ADDRESS: ClassesOf<Address> = {
  lines: TEXT,
  city: TRADE,
  region: TRADE,
  postcode: TRADE,
  country: INTERNAL,
  regionCode: INTERNAL,
};

export const CONTACT: ClassesOf<Contact> = {
  name: personal('person'),
  phone: personal('phone'),
  email: personal('email'),
};

export const PARTY: ClassesOf<Party> = {
  name: NAME,
  tradeName: NAME,
  idents: IDENT,
  endpoint: IDENT,
  address: ADDRESS,
  contact: CONTACT,
  accounts: ACCOUNT,
};

/** Who pays or is paid by a bank is often a person. */
export const PAYER: ClassesOf<Party> = {
  ...PARTY,
  name: personal('person'),
  tradeName: personal('person'),
  idents: { scheme: INTERNAL, value: personal('identifier') },
};

export const REF: ClassesOf<Ref> = {
  kind: INTERNAL,
  number: TRADE,
  line: TRADE,
  issuedOn: TRADE,
  issuer: IDENT,
};

export const ITEM: ClassesOf<Item> = {
  name: TRADE,
  description: TRADE,
  sellerId: TRADE,
  buyerId: TRADE,
  standardId: { scheme: INTERNAL, value: TRADE },
  classes: { scheme: INTERNAL, value: TRADE },
  batch: TRADE,
  expiresOn: TRADE,
};

export const HEADER: ClassesOf<Header> = {
  id: INTERNAL,
  version: INTERNAL,
  tenant: INTERNAL,
  load: INTERNAL,
  number: TRADE,
  issuedOn: INTERNAL,
  currency: INTERNAL,
  notes: { code: INTERNAL, text: TEXT },
  refs: REF,
  attachments: { name: TEXT, mime: INTERNAL, bytes: INTERNAL, sha256: INTERNAL, uri: TEXT },
  profile: INTERNAL,
  process: INTERNAL,
  copy: INTERNAL,
  language: INTERNAL,
  // What no mapping claimed may hold anything.
  extra: TEXT,
};

export const VAT_KEY = { category: INTERNAL, ratePpm: INTERNAL };
export const PRICE = {
  net: TRADE,
  gross: TRADE,
  discount: TRADE,
  per: TRADE,
  currency: INTERNAL,
};
export const ALLOWANCE = {
  charge: INTERNAL,
  amount: TRADE,
  base: TRADE,
  percentPpm: TRADE,
  reasonCode: INTERNAL,
  reason: TEXT,
  vat: VAT_KEY,
};
export const TOTALS = {
  lines: TRADE,
  allowances: TRADE,
  charges: TRADE,
  taxExclusive: TRADE,
  tax: TRADE,
  taxInAccounting: TRADE,
  taxInclusive: TRADE,
  prepaid: TRADE,
  rounding: TRADE,
  payable: TRADE,
};
