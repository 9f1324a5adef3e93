import type { Currency } from '../money/index.ts';
import type { KeyClass, PartyKind, Role } from './roles.ts';

/** Size class; decides fee relief and R-100. */
export type PartyClass = 'micro' | 'small' | 'medium' | 'large' | 'institution';

/** A member of the channel; key `party~<id>` (states of §2.1). */
export type Party = {
  readonly party: string;
  readonly kinds: readonly PartyKind[];
  readonly class: PartyClass;
  readonly state:
    'applied' | 'refused' | 'active' | 'restricted' | 'suspended' | 'exiting' | 'exited';
  readonly identityRoot: string | null;
  readonly ownersRoot: string | null;
  readonly agreement: string | null;
  readonly admittedOn: string | null;
  readonly kybValidUntil: string | null;
  /** Id of the key that came with the application. */
  readonly firstKey: string | null;
  /** Distinct persons with a key, as keyed hashes. */
  readonly persons: readonly string[];
  /** Those of them that are admins: two sign for keys and users when there are two. */
  readonly admins: readonly string[];
  /** Keyed hashes of registration number, owners and representative, for list look-ups. */
  readonly subjects: readonly string[];
  readonly version: number;
};

/** A registered public key; key `key~<id>`. */
export type Key = {
  readonly key: string;
  readonly publicKey: string;
  readonly class: KeyClass;
  readonly party: string;
  readonly person: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly state: 'pending' | 'active' | 'revoked';
};

/** A person's roles in a party; key `user~<party>~<person>`. */
export type User = {
  readonly party: string;
  readonly person: string;
  readonly roles: readonly {
    readonly role: Role;
    readonly from: string;
    readonly until: string | null;
  }[];
};

/** Key bytes that were ever registered; key `publicKey~<point>`. */
export type PublicKey = { readonly publicKey: string; readonly key: string };

/** Who a registration number belongs to; key `identity~<keyed hash>`. */
export type Identity = { readonly subject: string; readonly party: string };

/** A bank account; key `account~<id>`. It counts from `usableFrom` on. */
export type Account = {
  readonly account: string;
  readonly party: string;
  readonly bankRoot: string;
  readonly currency: Currency;
  readonly purpose: 'settle' | 'collect' | 'margin';
  /** The bank whose word counts for it; `null`: the operator's cash desk alone. */
  readonly bank: string | null;
  readonly registeredOn: string;
} & (
  | { readonly state: 'registered' }
  | { readonly state: 'verified'; readonly verifiedOn: string; readonly usableFrom: string }
);

/** The latest screening of a party; key `screening~<party>`. */
export type Screening = {
  readonly screening: string;
  readonly party: string;
  readonly lists: readonly string[];
  readonly listVersion: string;
  readonly result: 'clear' | 'hit';
  readonly on: string;
  readonly until: string;
  readonly evidence: string;
};

/** A row of the negative list; key `negative~<subject>`. It hits while `removedOn` is null. */
export type Negative = {
  readonly subject: string;
  readonly reason: string;
  readonly source: string;
  readonly from: string;
  readonly until: string | null;
  readonly removedOn: string | null;
};

/** What a party lets another read, and what for; key `consent~<party>~<to>~<purpose>`. */
export type Consent = {
  readonly party: string;
  readonly to: string;
  readonly purpose: string;
  readonly dataClasses: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly withdrawnOn: string | null;
};

/**
 * What a party is still bound by beside money and claims: what it lent or borrowed, a case; key
 * `openItem~<party>~<object>`, written blind and deleted when it ends.
 */
export type OpenItem = { readonly party: string; readonly object: string };

export type PartyEntities = {
  openItem: OpenItem;
  party: Party;
  key: Key;
  user: User;
  publicKey: PublicKey;
  identity: Identity;
  account: Account;
  screening: Screening;
  negative: Negative;
  consent: Consent;
};
