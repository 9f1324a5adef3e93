import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ActBodies } from '../../domain/act/index.ts';
import { ASSOCIATION, AUDITOR, FOUNDERS, OPERATOR, type Member } from '../cast/cast.ts';
import type { By, World } from '../client/world.ts';
import { DAYS } from './days.ts';
import { say } from './say.ts';

type ServiceKey = { readonly role: string; readonly key: string; readonly publicKey: string };

/** The program of the broker that opens days beside a person. */
export const RULE: By = { of: OPERATOR, person: 'rule', role: 'rule' };

const NET_ASSETS = { amount: { minor: '200000000000', currency: 'CNY' }, asOf: '2026-02-28' };

/** The platform's one fee: 0.1 % of the advance, paid by the supplier. */
const ORIGINATION = {
  kind: 'origination',
  base: 'advance',
  ppm: 1_000,
  flatMinor: '0',
  floorMinor: '0',
  annual: false,
  payer: 'supplier',
  payee: 'platform',
};

/** Founds the channel: three organisations show one key each; parameters stand from the start. */
export async function found(world: World): Promise<void> {
  const services = JSON.parse(
    await readFile(world.settings.serviceKeysFile, 'utf8'),
  ) as readonly ServiceKey[];
  const shipped = JSON.parse(
    await readFile(join(dirname(world.settings.serviceKeysFile), 'parameters.json'), 'utf8'),
  ) as ActBodies['channel.bootstrap']['parameters'];
  world.businessDate = DAYS.founding;
  await world.perform({
    kind: 'channel.bootstrap',
    actor: OPERATOR,
    body: {
      organisations: FOUNDERS.map(of => organisation(world, of, services)),
      clock: 'test',
      parameters: [
        { key: 'exposure.netAssets', value: { ...NET_ASSETS, document: digest('net assets') } },
        { key: 'price.fees', value: [ORIGINATION] },
        ...shipped,
      ],
    },
    by: [
      { of: OPERATOR, person: 'ou', role: 'operations' },
      { of: ASSOCIATION, person: 'deng', role: 'registrar' },
      { of: AUDITOR, person: 'shen', role: 'admin' },
    ],
    transient: { registryKey: randomBytes(32).toString('base64url') },
  });
  say('channel founded by broker, association and auditor; its clock is a test clock');
}

/** Opens one business day and closes the one before it. */
export async function turnTo(world: World, date: string): Promise<void> {
  const before = world.businessDate;
  const by: readonly By[] = [{ of: OPERATOR, person: 'ou', role: 'operations' }, RULE];
  world.businessDate = date;
  await world.perform({ kind: 'day.open', actor: OPERATOR, body: { date }, by });
  if (before !== '' && before < date) {
    await world.perform({ kind: 'day.close', actor: OPERATOR, body: { date: before }, by });
  }
  say(`business day ${date}`);
}

function organisation(
  world: World,
  of: Member,
  services: readonly ServiceKey[],
): {
  party: string;
  kind: 'operator' | 'association' | 'auditor';
  keys: never[];
} {
  const own = of.persons.map(({ slug, person, roles }) => {
    const { id, publicKey } = world.key(of, slug);
    return { key: id, publicKey, class: 'agent', person, roles };
  });
  const programs = of === OPERATOR ? [...services, ruleKey(world)].map(programKey) : [];
  const keys = [...own, ...programs] as unknown as never[];
  return { party: of.party, kind: of.kind as 'operator', keys };
}

function ruleKey(world: World): ServiceKey {
  const { id, publicKey } = world.key(OPERATOR, 'rule');
  return { role: 'rule', key: id, publicKey };
}

function programKey({ role, key, publicKey }: ServiceKey): Record<string, unknown> {
  return { key, publicKey, class: 'service', person: digest(`program ${role}`), roles: [role] };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
