import type { ActBodies } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { ASSOCIATION, BANK, OPERATOR, type Member, type Person } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import type { By, Deed, World } from '../client/world.ts';
import { digest } from './founding.ts';
import { rootOf, salted } from '../client/commit.ts';

const KYB_UNTIL = '2027-02-28';
const KEY_UNTIL = '2027-02-28';
const AGREEMENT = { hash: digest('master agreement 2026'), kind: 'masterAgreement', bytes: 48_120 };

/** An applicant applies with the first key of its first person. */
export async function apply(world: World, of: Member): Promise<void> {
  const [first] = of.persons;
  if (!first) throw new Error(`${of.slug} has nobody`);
  const { id, publicKey } = world.key(of, first.slug);
  const identity = salted({ 'registration.number': of.code, representative: first.person });
  const owners = salted({ 'owners[0]': ownerOf(first.person) });
  const body = {
    party: of.party,
    kinds: [of.kind],
    class: of.class,
    identityRoot: rootOf(identity),
    ownersRoot: rootOf(owners),
    agreement: AGREEMENT,
    firstKey: { key: id, publicKey, class: 'agent', person: first.person },
  } as unknown as ActBodies['party.apply'];
  const by = [{ of, person: first.slug, role: 'admin' }];
  const transient = { identity, owners };
  await world.perform({ kind: 'party.apply', actor: of, body, by, transient });
}

/** One natural person owns the whole applicant. */
function ownerOf(person: string): Wire {
  const whole = { kind: 'person', of: 'self', sharePpm: 1_000_000 };
  return { ...whole, owner: 'owner-1', subject: person };
}

type Screening = ActBodies['screening.record'];

/** The lists' answers about parties for the open day, recorded by a compliance person. */
export async function screeningsOf(
  world: World,
  members: readonly Member[],
): Promise<readonly Deed<'screening.record'>[]> {
  if (members.length === 0) return [];
  const { screenParties } = await world.client(OPERATOR).ask<{
    screenParties: { bodies?: readonly Screening[]; code?: string; message?: string };
  }>(
    `mutation($parties: [ID!]!) { screenParties(parties: $parties) {
      ... on Screening { bodies } ... on Refused { code message } } }`,
    { parties: members.map(({ party }) => party) },
  );
  const { bodies, code = 'SCREENING', message = '' } = screenParties;
  if (!bodies) throw new StoryFault(code, message);
  const by = [{ of: OPERATOR, person: 'cai', role: 'compliance' }];
  return bodies.map(body => ({ kind: 'screening.record', actor: OPERATOR, body, by }));
}

/** The broker and the association admit an applicant, each on evidence of its own. */
export async function admit(world: World, of: Member): Promise<void> {
  const [deed] = await screeningsOf(world, [of]);
  if (!deed) throw new StoryFault('SCREENING', `${of.slug} was not screened`);
  const { actId: screening } = await world.perform(deed);
  await world.perform({
    kind: 'party.admit',
    actor: OPERATOR,
    body: {
      party: of.party,
      evidence: [
        { channel: 'licenceLogin', hash: digest(`licence ${of.slug}`), by: 'onboarding' },
        { channel: 'call', hash: digest(`call ${of.slug}`), by: 'registrar' },
      ],
      kybValidUntil: KYB_UNTIL,
      screening,
    },
    by: [
      { of: OPERATOR, person: 'olga', role: 'onboarding' },
      { of: OPERATOR, person: 'min', role: 'compliance' },
      { of: ASSOCIATION, person: 'deng', role: 'registrar' },
    ],
  });
}

/** Keys and roles of a new party's persons; its only admin signs, so they count tomorrow. */
export async function staff(world: World, of: Member): Promise<void> {
  const [first, ...others] = of.persons;
  if (!first) return;
  const admin: By = { of, person: first.slug, role: 'admin' };
  const keys = others.map((person): Deed => {
    const { id, publicKey } = world.key(of, person.slug);
    const body = {
      key: id,
      publicKey,
      class: 'agent',
      person: person.person,
      validUntil: KEY_UNTIL,
    } as ActBodies['key.register'];
    const own = { of, person: person.slug, role: person.roles[0] ?? 'maker' };
    return { kind: 'key.register', actor: of, body, by: [admin, own], stepUp: [admin] };
  });
  const grants = others.flatMap(person =>
    person.roles
      .filter(role => role !== 'admin')
      .map(role => grantDeed(of, { person, role, by: [admin] })),
  );
  const [second] = others;
  // The second admin comes last: from then on two of them sign for a third.
  const last =
    second?.roles.includes('admin') === true
      ? [grantDeed(of, { person: second, role: 'admin', by: [admin] })]
      : [];
  await world.performAll([...keys, ...grants, ...last], { inOrder: true });
}

/** A third admin, granted by the two that there are. */
export function thirdAdmin(of: Member): readonly Deed[] {
  const [first, second, third] = of.persons;
  if (!first || !second || third?.roles.includes('admin') !== true) return [];
  const by = [first, second].map(({ slug }) => ({ of, person: slug, role: 'admin' }));
  return [grantDeed(of, { person: third, role: 'admin', by })];
}

function grantDeed(
  of: Member,
  { person, role, by }: { person: Person; role: string; by: readonly By[] },
): Deed {
  const body = { person: person.person, role } as ActBodies['user.grant'];
  return { kind: 'user.grant', actor: of, body, by, stepUp: by };
}

/** An account of the party, signed by treasurer and checker with a fresh code each. */
export function accountDeed(of: Member, purpose: 'settle' | 'collect'): Deed<'account.register'> {
  const by = [signer(of, 'treasurer'), signer(of, 'checker')];
  const body = {
    account: of.account.id,
    bankRoot: digest(`account ${of.account.number}`),
    currency: 'CNY' as const,
    purpose,
    bank: BANK.party,
  };
  const transient = { bank: { number: of.account.number } };
  return { kind: 'account.register', actor: of, body, by, stepUp: by, transient };
}

/** The bank says that an account is its customer's. */
export function verifyDeed(of: Member): Deed<'account.verify'> {
  return {
    kind: 'account.verify',
    actor: BANK,
    body: { account: of.account.id, message: digest(`bank message ${of.account.number}`) },
    by: [signer(BANK, 'maker')],
  };
}

/** The first person of a party who holds a role. */
export function signer(of: Member, role: string): By {
  const found = of.persons.find(({ roles }) => roles.includes(role));
  if (!found) throw new Error(`${of.slug} has no ${role}`);
  return { of, person: found.slug, role };
}
