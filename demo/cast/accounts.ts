import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { registerFiles } from '../files/registers.ts';
import type { Settings } from '../settings.ts';
import { MEMBERS, type Member, type Person, SUPPLIERS } from './cast.ts';

/**
 * Writes who may sign in: the persons of the cast, and one program a party; and, for the command
 * line, the account of the first supplier's program.
 */
export async function writeAccounts({ accountsFile, home, origin }: Settings): Promise<void> {
  const accounts = {
    persons: MEMBERS.flatMap(of => of.persons.map(person => personAccount(of, person))),
    services: MEMBERS.map(({ client, code, name, party }) => ({
      client: client.id,
      secret: client.secret,
      name,
      party,
      partyName: name,
      partyCode: code,
      roles: ['service'],
    })),
  };
  await mkdir(dirname(accountsFile), { recursive: true, mode: 0o700 });
  await writeFile(accountsFile, JSON.stringify(accounts, null, 2), { mode: 0o600 });
  const [first] = SUPPLIERS;
  if (!first) return;
  const account = { origin, client: first.client.id, secret: first.client.secret };
  await writeFile(join(home, 'cli.json'), JSON.stringify(account), { mode: 0o600 });
}

/** Lays down what the outside registers hold, where the product asks them. */
export async function writeRegisters({ home }: Settings): Promise<void> {
  const folder = join(home, 'registers');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { name, text } of registerFiles()) await writeFile(join(folder, name), text);
}

function personAccount(of: Member, person: Person): Record<string, unknown> {
  const { login, password, totpSecret, name, title, roles, card } = person;
  const shown = card === undefined ? {} : { card };
  return {
    person: person.person,
    login,
    password,
    totpSecret,
    name,
    title,
    party: of.party,
    partyName: of.name,
    partyCode: of.code,
    roles,
    ...shown,
  };
}
