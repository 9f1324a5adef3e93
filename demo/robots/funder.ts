import type { ActBodies } from '../../domain/act/index.ts';
import { FUNDER, MEMBERS, OPERATOR, type Member } from '../cast/cast.ts';
import { fixedId } from '../cast/names.ts';
import { freshId } from '../client/acts.ts';
import type { Deed, World } from '../client/world.ts';
import { addDays } from '../files/trade.ts';
import { signer } from '../story/admission.ts';
import { digest } from '../story/founding.ts';

type Financing = {
  readonly objectId: string;
  readonly status: string;
  readonly holder: { readonly objectId: string };
  readonly advance: { readonly minor: string; readonly currency: 'CNY' } | null;
  readonly cash: { readonly minor: string; readonly currency: 'CNY' } | null;
  readonly payOn: string | null;
};

const FINANCINGS = `query($status: [String!]) { financings(first: 100, status: $status) { edges {
  node { objectId status holder { objectId } advance cash payOn } } } }`;

const CHECKS = Array.from({ length: 20 }, (_, at) => `C${String(at + 1).padStart(2, '0')}`);
const EXAMINED: readonly string[] = ['C12', 'C13', 'C16'];

/** Lines that the funder keeps: on the debtor, on each supplier, and its own total. */
export function lineOf(subject: 'debtor' | 'funder' | Member): string {
  return fixedId(`line ${typeof subject === 'string' ? subject : subject.slug}`);
}

/** Takes of limits that are sent side by side, each beginning at another slice. */
const COMMITS_AT_ONCE = 8;

/** Carries every accepted financing to an instructed payout; answers how many. */
export async function fundAccepted(world: World): Promise<number> {
  const accepted = await financingsIn(world, ['accepted']);
  for (let at = 0; at < accepted.length; at += COMMITS_AT_ONCE) {
    const some = accepted.slice(at, at + COMMITS_AT_ONCE);
    const deeds = some.map((one, hint): Deed => ({ ...commitDeed(one), hint }));
    await world.performAll(deeds);
  }
  const committed = await financingsIn(world, ['committed']);
  if (committed.length > 0) {
    const steps = [searchDeed, draftDeed] as const;
    await world.performAll(committed.flatMap(one => steps.map((deed): Deed => deed(world, one))));
    await world.performAll(committed.map((one): Deed => fileDeed(world, one)));
    await world.performAll(committed.map((one): Deed => clearDeed(one)));
  }
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

/** The pledge registry's answer about the supplier, from the sandbox's own register. */
function searchDeed(world: World, { holder }: Financing): Deed<'registration.search'> {
  const report = digest(`registry search ${holder.objectId} ${world.businessDate}`);
  const body = {
    subject: holder.objectId,
    searchedOn: world.businessDate,
    result: 'none' as const,
    report: { hash: report, kind: 'registryReport', bytes: 2_048 },
  };
  return { kind: 'registration.search', actor: FUNDER, body, by: [signer(FUNDER, 'maker')] };
}

function draftDeed(_world: World, of: Financing): Deed<'registration.draft'> {
  const { objectId: financing } = of;
  const body = { financing, template: 'zd-2026-1', text: digest(`registration text ${financing}`) };
  return { kind: 'registration.draft', actor: FUNDER, body, by: [signer(FUNDER, 'maker')] };
}

function fileDeed(
  world: World,
  { objectId: financing, payOn }: Financing,
): Deed<'registration.file'> {
  const body = {
    financing,
    number: `ZD-${financing.slice(-12)}`,
    filedOn: world.businessDate,
    until: addDays(payOn ?? world.businessDate, 180),
    proof: { hash: digest(`registration proof ${financing}`), kind: 'registryProof', bytes: 1_024 },
  };
  return { kind: 'registration.file', actor: FUNDER, body, by: [signer(FUNDER, 'maker')] };
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

/** The examiner adds what was seen outside: the invoice checked again, the receipt, the contract. */
function clearDeed({ objectId: financing, holder }: Financing): Deed<'financing.clear'> {
  const at = new Date().toISOString();
  const items = CHECKS.map(item =>
    EXAMINED.includes(item)
      ? { item, evidence: [{ hash: digest(`${item} ${financing}`), at }], result: 'pass' as const }
      : { item },
  ) as unknown as ActBodies['financing.clear']['items'];
  const { account } = memberOf(holder.objectId);
  const by = [{ of: OPERATOR, person: 'ou', role: 'operations' }];
  return {
    kind: 'financing.clear',
    actor: OPERATOR,
    body: { financing, items, account: account.id },
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
