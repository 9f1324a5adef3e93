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
  /** Distinct persons with a key, as keyed hashes. */
  readonly persons: readonly string[];
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

export type PartyEntities = { party: Party; key: Key; user: User };
