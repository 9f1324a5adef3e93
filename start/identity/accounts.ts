import { readFile } from 'node:fs/promises';

/** A name as shown, in both languages. */
export type Name = { readonly zh: string; readonly en: string };

/**
 * A person who may sign in. `person` is the person's hash in the key registry; `party` is the id of
 * the one party this account acts for. `card` puts the person on the sign-in page.
 */
export type PersonAccount = {
  readonly person: string;
  readonly login: string;
  readonly password: string;
  /** Shared secret of the one-time codes, base32. */
  readonly totpSecret: string;
  readonly name: Name;
  readonly title: Name;
  readonly party: string;
  readonly partyName: Name;
  /** Registration number of the party, by which its documents name it. */
  readonly partyCode?: string;
  readonly roles: readonly string[];
  readonly card?: string;
};

/** A program of a party that asks for tokens with its own secret (`client_credentials`). */
export type ServiceAccount = {
  readonly client: string;
  readonly secret: string;
  readonly name: Name;
  readonly party: string;
  readonly partyName: Name;
  /** Registration number of the party, by which its documents name it. */
  readonly partyCode?: string;
  readonly roles: readonly string[];
};

/** Everybody the embedded identity provider knows: one JSON file, mode 0600, never in production. */
export type Accounts = {
  readonly persons: readonly PersonAccount[];
  readonly services: readonly ServiceAccount[];
};

/** Reads the accounts file. @throws Error naming the first place that is not as {@link Accounts}. */
export async function readAccounts(file: string): Promise<Accounts> {
  const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Accounts>;
  const persons = value.persons ?? [];
  const services = value.services ?? [];
  persons.forEach((account, at) => {
    for (const field of ['person', 'login', 'password', 'totpSecret', 'party'] as const) {
      requireText(account[field], `persons[${at}].${field}`);
    }
  });
  services.forEach((account, at) => {
    for (const field of ['client', 'secret', 'party'] as const) {
      requireText(account[field], `services[${at}].${field}`);
    }
  });
  return { persons, services };
}

function requireText(value: unknown, place: string): void {
  if (typeof value !== 'string' || value === '') throw new Error(`accounts file: ${place} missing`);
}
