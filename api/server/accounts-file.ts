import { readFile } from 'node:fs/promises';
import type { AccountInput } from '../identity/index.ts';

type Name = AccountInput['name'];
type Of = {
  readonly party: string;
  readonly partyName: Name;
  readonly partyCode?: string;
  readonly roles: readonly string[];
};
type Accounts = {
  readonly persons?: readonly (Of & {
    readonly person: string;
    readonly login: string;
    readonly totpSecret: string;
    readonly name: Name;
  })[];
  readonly services?: readonly (Of & { readonly client: string; readonly name: Name })[];
};

/** The accounts of the identity provider's file, as the API keeps them; none when it is absent. */
export async function accountsOfFile(file: string | null): Promise<readonly AccountInput[]> {
  if (file === null) return [];
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const { persons = [], services = [] } = JSON.parse(text) as Accounts;
  return [
    ...persons.map(({ person, login, totpSecret, name, ...of }) => ({
      ...memberOf(of),
      ...{ person, login, totpSecret, name },
      subject: person,
      kind: 'person' as const,
    })),
    ...services.map(({ client, name, ...of }) => ({
      ...memberOf(of),
      name,
      subject: client,
      kind: 'service' as const,
      login: client,
      person: null,
      totpSecret: null,
    })),
  ];
}

function memberOf({ party, partyName, partyCode, roles }: Of): Of {
  return { party, partyName, roles, ...(partyCode === undefined ? {} : { partyCode }) };
}
