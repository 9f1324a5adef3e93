import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../domain/party/index.ts';
import { serviceKeys, serviceRoles } from '../../start/service-keys.ts';
import { openTestLedger, type TestLedger } from '../fixture/ledger.ts';
import type { TestKey } from '../fixture/signing.ts';
import { personOf, staffOf, type TestParty, type World } from '../fixture/world.ts';
import { serveHome, type Product } from './product.ts';

/** A person of a stage: who signs in under this name, with the key that the browser is given. */
export type Actor = {
  readonly login: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly party: string;
  readonly partyName: { readonly zh: string; readonly en: string };
  readonly roles: readonly Role[];
  readonly key: TestKey;
};

export type Stage = Product & { actor(login: string): Actor };

export const PASSWORD = 'tally-stage-2026';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** One person of a party under a login; `as` is the role of the key. */
export function actorOf(
  party: TestParty,
  given: { login: string; as: Role; zh: string; en: string },
): Actor {
  const { login, as, zh, en } = given;
  const name = { zh, en };
  const key = personOf(party, as);
  return { login, name, party: party.party, partyName: name, roles: [as], key };
}

/**
 * The product, without its story, on a ledger that `play` fills first; its persons may sign in and
 * their keys are those of the play.
 */
export async function startStage(
  play: (on: TestLedger) => Promise<{ world: World; actors: readonly Actor[] }>,
): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'tally-stage-'));
  const clean = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const ledger = await openTestLedger(join(home, 'ledger'), () => Promise.resolve());
    const { world, actors } = await play(ledger);
    await ledger.close();
    await layServiceKeys(home, world);
    await layAccounts(home, actors);
    const product = await serveHome(home, ['--bare']);
    const actor = (login: string): Actor => {
      const found = actors.find(one => one.login === login);
      if (!found) throw new Error(`nobody is ${login}`);
      return found;
    };
    return {
      ...product,
      actor,
      stop: async () => {
        await product.stop();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** The services sign with the keys that the founding act named. */
async function layServiceKeys(home: string, world: World): Promise<void> {
  const folder = join(home, 'services');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const role of serviceRoles) {
    const key = world.staff.get(role);
    if (!key) continue;
    const pem = key.secret.export({ type: 'pkcs8', format: 'pem' }).toString();
    await writeFile(join(folder, `${role}.pem`), pem, { mode: 0o600 });
  }
  const kept = await serviceKeys(home);
  const odd = kept.filter(({ role, key }) => {
    return world.staff.has(role) && staffOf(world, role).key !== key;
  });
  if (odd.length > 0) throw new Error(`service keys of other names: ${JSON.stringify(odd)}`);
}

async function layAccounts(home: string, actors: readonly Actor[]): Promise<void> {
  const persons = actors.map(({ login, name, party, partyName, roles, key }) => {
    const who = { login, password: PASSWORD, totpSecret: SECRET, person: key.person, card: login };
    return { ...who, name, title: name, party, partyName, roles };
  });
  await mkdir(join(home, 'demo'), { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ persons, services: [] });
  await writeFile(join(home, 'demo', 'accounts.json'), text, { mode: 0o600 });
}

/** An actor's key as a browser is given it. */
export function keyTextOf({ key }: Actor): {
  readonly id: string;
  readonly person: string;
  readonly publicKey: string;
  readonly pkcs8: string;
} {
  const pkcs8 = key.secret.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return { id: key.key, person: key.person, publicKey: key.publicKey, pkcs8 };
}

/** A person of the operator by the role of a founding key. */
export function staffActor(world: World, login: string, as: Role): Actor {
  const key = staffOf(world, as);
  const party = { party: world.operator, admin: key, people: new Map([[as, key]]) };
  return actorOf(party, { login, as, zh: '示例 经纪', en: 'Sample Broker' });
}
