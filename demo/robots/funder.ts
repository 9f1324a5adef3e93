import type { ActBodies } from '../../domain/act/index.ts';
import { FUNDER, MEMBERS, OPERATOR, type Member } from '../cast/cast.ts';
import { fixedId } from '../cast/names.ts';
import { freshId } from '../client/acts.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { signer } from '../story/admission.ts';

type Financing = {
  readonly objectId: string;
  readonly status: string;
  readonly holder: { readonly objectId: string };
  readonly receivables: readonly { readonly objectId: string }[];
  readonly advance: { readonly minor: string; readonly currency: 'CNY' } | null;
  readonly cash: { readonly minor: string; readonly currency: 'CNY' } | null;
};

const FINANCINGS = `query($status: [String!]) { financings(first: 100, status: $status) { edges {
  node { objectId status holder { objectId } receivables { objectId } advance cash } } } }`;

/** Lines that the funder keeps: on the debtor, on each supplier, and its own total. */
export function lineOf(subject: 'debtor' | 'funder' | Member): string {
  return fixedId(`line ${typeof subject === 'string' ? subject : subject.slug}`);
}

/** Takes of limits that are sent side by side, each beginning at another slice. */
const COMMITS_AT_ONCE = 8;
const EXAMINED_AT_ONCE = 3;
const EXAMINED_A_LINE = 8;

type Tell = (line: string) => void;

/** Carries every accepted financing to an instructed payout, telling how far; answers how many. */
export async function fundAccepted(world: World, tell: Tell = () => undefined): Promise<number> {
  const accepted = await financingsIn(world, ['accepted']);
  for (let at = 0; at < accepted.length; at += COMMITS_AT_ONCE) {
    const some = accepted.slice(at, at + COMMITS_AT_ONCE);
    const deeds = some.map((one, hint): Deed => ({ ...commitDeed(one), hint }));
    await world.performAll(deeds);
  }
  if (accepted.length > 0) tell(`${accepted.length} financings committed within their lines`);
  const committed = await financingsIn(world, ['committed']);
  if (committed.length > 0) await clearAll(world, committed, tell);
  const cleared = await financingsIn(world, ['cleared']);
  if (cleared.length > 0) {
    // All of them pay from one balance, so they go one after the other.
    const deeds = cleared.map(one => disburseDeed(world, one) as unknown as Deed);
    await world.performAll(deeds, { inOrder: true });
  }
  return cleared.length;
}

async function financingsIn(world: World, status: readonly string[]): Promise<Financing[]> {
  const { financings } = await world.client(FUNDER).ask<{
    financings: { edges: readonly { readonly node: Financing }[] };
  }>(FINANCINGS, { status });
  return financings.edges.map(({ node }) => node);
}

/** Registers are asked, the financing is filed, the checklist is decided on what was found. */
async function clearAll(world: World, committed: readonly Financing[], tell: Tell): Promise<void> {
  const asked: Examined[] = [];
  for (let at = 0; at < committed.length; at += EXAMINED_A_LINE) {
    const some = committed.slice(at, at + EXAMINED_A_LINE);
    asked.push(...(await mapSide(some, EXAMINED_AT_ONCE, one => findingsOf(world, one))));
    tell(`${asked.length} of ${committed.length} financings examined in the registers`);
  }
  const by = [signer(FUNDER, 'maker')];
  await world.performAll(
    asked.flatMap(({ searchBody, draftBody }): Deed[] => [
      { kind: 'registration.search', actor: FUNDER, body: searchBody, by },
      { kind: 'registration.draft', actor: FUNDER, body: draftBody, by },
    ]),
  );
  await world.performAll(
    asked.map(({ fileBody: body }): Deed => {
      return { kind: 'registration.file', actor: FUNDER, body, by };
    }),
  );
  const operations = [{ of: OPERATOR, person: 'ou', role: 'operations' }];
  await world.performAll(
    asked.map(({ clearBody: body }): Deed => {
      return { kind: 'financing.clear', actor: OPERATOR, body, by: operations };
    }),
  );
}

/** Contract issued, registers asked; goods that nobody received are stood for by their debtor. */
async function findingsOf(world: World, of: Financing): Promise<Examined> {
  await issuePaper(world, 'FINANCING_AGREEMENT', of.objectId);
  const found = await examine(world, of);
  if (!found.items.some(({ item, result }) => item === 'C13' && result === 'fail')) return found;
  for (const { objectId } of of.receivables) await issuePaper(world, 'DEBT_CONFIRMATION', objectId);
  return examine(world, of);
}

type Examined = {
  readonly items: readonly { readonly item: string; readonly result: string }[];
  readonly searchBody: ActBodies['registration.search'];
  readonly draftBody: ActBodies['registration.draft'];
  readonly fileBody: ActBodies['registration.file'];
  readonly clearBody: ActBodies['financing.clear'];
};

/** The funder's own copy of a paper; the same paper when it was issued before. */
async function issuePaper(world: World, kind: string, subject: string): Promise<void> {
  const { documentIssue } = await world.client(FUNDER).askPatiently<{
    documentIssue: { number?: string; code?: string; message?: string };
  }>(
    `mutation($kind: String!, $subject: ID!) {
      documentIssue(kind: $kind, subject: $subject, locale: "zh") {
        ... on Document { number } ... on Refused { code message } } }`,
    { kind, subject },
  );
  const { number, code = 'NOT_ISSUED', message = '' } = documentIssue;
  if (number === undefined) throw new StoryFault(code, `${kind} ${subject}: ${message}`);
}

/** What the outside registers, the receipts and the contract say, ready to be signed. */
async function examine(world: World, { objectId: financing }: Financing): Promise<Examined> {
  const { financingExamine: found } = await world.client(FUNDER).ask<{
    financingExamine: Partial<Examined> & { readonly code?: string; readonly message?: string };
  }>(
    `mutation($financing: ID!) { financingExamine(financing: $financing) {
      ... on Examination { items { item result } searchBody draftBody fileBody clearBody }
      ... on Refused { code message } } }`,
    { financing },
  );
  const { items, searchBody, draftBody, fileBody, clearBody } = found;
  if (items && searchBody && draftBody && fileBody && clearBody) {
    return { items, searchBody, draftBody, fileBody, clearBody };
  }
  throw new StoryFault(found.code ?? 'EXAMINATION', `${financing}: ${found.message ?? ''}`);
}

function commitDeed({ objectId: financing, holder, advance }: Financing): Deed<'financing.commit'> {
  if (!advance) throw new Error(`${financing} has no price`);
  const lines = [lineOf('debtor'), lineOf(memberOf(holder.objectId)), lineOf('funder')];
  const by = [signer(FUNDER, 'maker'), signer(FUNDER, 'checker')];
  return {
    kind: 'financing.commit',
    actor: FUNDER,
    body: { financing, lines, amount: advance },
    by,
  };
}

function disburseDeed(
  world: World,
  { objectId: financing, holder, cash }: Financing,
): Deed<'financing.disburse'> {
  if (!cash) throw new Error(`${financing} has no cash`);
  const treasurer = signer(FUNDER, 'treasurer');
  return {
    kind: 'financing.disburse',
    actor: FUNDER,
    body: {
      financing,
      payout: freshId(),
      path: 'escrow',
      account: memberOf(holder.objectId).account.id,
      value: world.businessDate,
      amount: cash,
    },
    by: [treasurer, signer(FUNDER, 'checker')],
    stepUp: [treasurer],
  };
}

export function memberOf(party: string): Member {
  const found = MEMBERS.find(member => member.party === party);
  if (!found) throw new Error(`${party} is not of the cast`);
  return found;
}
