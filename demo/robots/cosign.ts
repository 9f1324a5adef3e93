import { parseWire } from '../../domain/wire/index.ts';
import { readSignedAct, type Act } from '../../domain/act/index.ts';
import type { Member } from '../cast/cast.ts';
import { actHash, signAct, type Entry } from '../client/acts.ts';
import { settled } from '../client/settled.ts';
import { mapSide, type By, type World } from '../client/world.ts';

/** Acts whose signers confirm a one-time code. */
const STEP_UP_KINDS: readonly string[] = [
  'key.register',
  'user.grant',
  'account.register',
  'financing.disburse',
];

type Waiting = {
  readonly objectId: string;
  readonly kind: string;
  readonly bytes: string;
  readonly signatures: readonly { readonly person: string | null; readonly role: string }[];
};
type Item = {
  readonly kind: string;
  readonly act: Waiting | null;
  readonly missing: readonly { readonly role: string | null; readonly count: number }[];
};

const WIDTH = 12;
const INBOX = `{ inbox(first: 50) { kind missing { role count }
  act { objectId kind bytes signatures { person role } } } }`;

/** Which waiting acts a robot signs for its party. */
export type Willing = (act: Act) => boolean;

/** Signs what waits for this party's colleagues; answers how many acts it signed. */
export async function cosign(world: World, of: Member, willing: Willing): Promise<number> {
  const { inbox } = await world.client(of).ask<{ inbox: Item[] }>(INBOX);
  const plain = inbox.filter(({ kind, act }) => !STEP_UP_KINDS.includes(act?.kind ?? kind));
  const stepUps = inbox.filter(({ kind, act }) => STEP_UP_KINDS.includes(act?.kind ?? kind));
  const sign = (item: Item): Promise<boolean> => cosignOne(world, of, { item, willing });
  const done = await mapSide(plain, WIDTH, sign);
  for (const item of stepUps) done.push(await sign(item));
  return done.filter(Boolean).length;
}

async function cosignOne(
  world: World,
  of: Member,
  { item: { act: waiting, missing }, willing }: { readonly item: Item; readonly willing: Willing },
): Promise<boolean> {
  const act = waiting && actOf(waiting.bytes);
  if (!waiting || !act || !willing(act)) return false;
  const signers = signersFor(of, waiting, missing);
  if (signers.length === 0) return false;
  const stepUp = STEP_UP_KINDS.includes(waiting.kind);
  const entries: Entry[] = [];
  for (const by of signers) entries.push(...(await entriesOf(world, act, by, stepUp)));
  const asked = await world.client(of).askPatiently<{
    actSign: { readonly __typename: string; readonly block?: number };
  }>(
    `mutation($actId: ActId!, $signatures: [SignatureInput!]!) {
      actSign(actId: $actId, signatures: $signatures) { __typename ... on ActDone { block }
        ... on ActRefused { code message } ... on InputInvalid { code message } } }`,
    { actId: waiting.objectId, signatures: entries },
  );
  const actSign = await settled(world.client(of), waiting.objectId, asked.actSign);
  if (actSign.block !== undefined) world.saw(actSign.block);
  return true;
}

/** The waiting act, read from the bytes that others have signed. */
function actOf(bytes: string): Act | null {
  const parsed = parseWire(bytes);
  if (!parsed.ok) return null;
  const read = readSignedAct({ act: parsed.value, signatures: [] });
  return read.ok ? read.value.act : null;
}

/** One colleague for each missing role, nobody twice and nobody who has signed. */
function signersFor(of: Member, waiting: Waiting, missing: Item['missing']): readonly By[] {
  const taken = new Set(waiting.signatures.map(({ person }) => person));
  const found: By[] = [];
  for (const { role, count } of missing) {
    const roles = (role ?? '').split('|').map(name => name.split(':').at(-1) ?? '');
    for (let at = 0; at < Math.max(1, count); at++) {
      const person = of.persons.find(
        candidate =>
          !taken.has(candidate.person) && roles.some(name => candidate.roles.includes(name)),
      );
      const as = person && roles.find(name => person.roles.includes(name));
      if (!person || as === undefined) continue;
      taken.add(person.person);
      found.push({ of, person: person.slug, role: as });
    }
  }
  return found;
}

async function entriesOf(
  world: World,
  act: Act,
  by: By,
  stepUp: boolean,
): Promise<readonly Entry[]> {
  const key = world.key(by.of, by.person);
  if (!stepUp) return [signAct(world.channel, act, { key, role: by.role })];
  const grant = await world.confirm(by, [actHash(act)]);
  const entry = grant.entries.get(actHash(act));
  const own = signAct(world.channel, act, { key, role: by.role }, grant.stepUp);
  return entry ? [own, entry] : [own];
}
