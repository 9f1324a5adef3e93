import type { ActBodies } from '../../domain/act/index.ts';
import { ANCHOR, OPERATOR, type Member } from '../cast/cast.ts';
import { freshId } from '../client/acts.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { ublFiles } from '../files/tables.ts';
import { DUE_DAYS, largeSale } from '../files/trade.ts';
import { LEFT_FOR_VISITORS } from '../robots/buyer.ts';
import { pause, until } from '../robots/wait.ts';
import { bringFiles } from './loading.ts';
import { say, yuan } from './say.ts';

type Claim = ActBodies['receivable.offer']['items'][number];
type Draft = {
  readonly claim: Omit<Claim, 'receivable'>;
  readonly transient: readonly unknown[];
  readonly dueOn: string;
  readonly buyer: { readonly objectId: string } | null;
};

const DRAFT_TRIES = 40;

// The newest drafts: older invoices are paid or fall due too soon to be financed.
const DRAFTS = `{ claimDrafts(last: 30, state: ["ready"]) { edges { node {
  claim transient dueOn buyer { objectId } } } } }`;

/** Each supplier signs what was prepared from its own files, in one batch. */
export async function offerAll(world: World, suppliers: readonly Member[]): Promise<void> {
  const offered = await mapSide(suppliers, 6, of => offerOf(world, of));
  const count = offered.reduce((total, own) => total + own.count, 0);
  const face = offered.reduce((total, own) => total + own.face, 0n);
  say(`${count} receivables offered by ${suppliers.length} suppliers: ${yuan(face)}`);
}

async function offerOf(world: World, of: Member): Promise<{ count: number; face: bigint }> {
  const { claimDrafts } = await world.client(of).ask<{
    claimDrafts: { edges: readonly { readonly node: Draft }[] };
  }>(DRAFTS);
  const drafts = claimDrafts.edges
    .map(({ node }) => node)
    .filter(({ buyer, dueOn }) => buyer?.objectId === ANCHOR.party && DUE_DAYS.includes(dueOn))
    .map(draft => ({ ...draft, id: freshId() }));
  if (drafts.length === 0) return { count: 0, face: 0n };
  const details = Object.fromEntries(drafts.map(({ id, transient }) => [id, transient]));
  const items = drafts.map(({ claim, id }): Claim => ({ ...claim, receivable: id }));
  const deed: Deed<'receivable.offer'> = {
    kind: 'receivable.offer',
    actor: of,
    body: { items },
    by: [{ of, person: 'one', role: 'maker' }],
    transient: { details },
  };
  await world.perform(deed);
  const face = items.reduce((total, item) => total + BigInt(item.face.minor), 0n);
  return { count: items.length, face };
}

/**
 * One claim so large that its buyer's persons confirm it with a second factor. It comes after the
 * scoring, from files of its own, and is left to a visitor.
 */
export async function offerLarge(world: World, of: Member): Promise<void> {
  await bringFiles(world, of, ublFiles(of, [largeSale(of)]));
  // The drafts follow the files within seconds; a story that goes on has offered it already.
  for (let at = 0; at < DRAFT_TRIES; at++) {
    const { count, face } = await offerOf(world, of);
    if (count > 0) return say(`one large claim waits for the buyer's persons: ${yuan(face)}`);
    await pause(500);
  }
}

type Counted = { readonly aggregate: { readonly count: number; readonly sums: readonly Sum[] } };
type Sum = { readonly minor: string };

/** The buyer's own agent confirms all but what is left for a visitor. */
export async function waitForConfirmations(world: World): Promise<void> {
  const ask = (status: string): Promise<Counted> =>
    world
      .client(OPERATOR)
      .ask<{ receivables: Counted }>(
        `query($status: [String!]) { receivables(first: 1, status: $status) {
          aggregate { count sums } } }`,
        { status: [status] },
      )
      .then(({ receivables }) => receivables);
  await until('the buyer to confirm', 120, async () => {
    const { aggregate } = await ask('offered');
    return aggregate.count <= LEFT_FOR_VISITORS ? aggregate : null;
  });
  const { aggregate } = await ask('confirmed');
  const sum = aggregate.sums.reduce((total, { minor }) => total + BigInt(minor), 0n);
  say(`${aggregate.count} receivables confirmed by the buyer's own keys: ${yuan(sum)}`);
}
