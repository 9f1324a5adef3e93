import type { ActBodies } from '../../domain/act/index.ts';
import { ANCHOR, OPERATOR, SUPPLIERS, type Member } from '../cast/cast.ts';
import { freshId } from '../client/acts.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { saleFiles, ublFiles } from '../files/tables.ts';
import { DUE_DAYS, FRESH_DUES, freshSales, largeSale } from '../files/trade.ts';
import { LEFT_FOR_VISITORS, SELLING_ON } from '../robots/buyer.ts';
import { pause, until } from '../robots/wait.ts';
import { bringFiles } from './loading.ts';
import { claimsDue } from './money-view.ts';
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
 * What the first suppliers sold while the notes were paid, and one claim so large that its buyer's
 * persons confirm it with a second factor: a visitor finances the first and confirms the others.
 */
export async function offerFresh(world: World): Promise<void> {
  const counts = await mapSide(SELLING_ON, SELLING_ON.length, async of => {
    const large = of === SUPPLIERS[0] ? [largeSale(of)] : [];
    const sales = freshSales(of);
    await bringFiles(world, of, [...saleFiles(of, sales), ...ublFiles(of, large)]);
    // The drafts follow the files within seconds; a story that goes on has offered some already.
    const wanted = sales.length + large.length;
    for (let at = 0; at < DRAFT_TRIES; at++) {
      await offerOf(world, of);
      const own = await mapSide(Object.values(FRESH_DUES), 2, on => claimsDue(world, of, on));
      if (own.flat().length >= wanted) return wanted;
      await pause(250);
    }
    throw new StoryFault('NOT_DRAFTED', `${of.slug} has not offered its ${wanted} new claims`);
  });
  say(`${counts.reduce((sum, count) => sum + count, 0)} new claims offered, one of them large`);
  await waitForConfirmations(world, LEFT_FOR_VISITORS);
}

type Counted = { readonly aggregate: { readonly count: number; readonly sums: readonly Sum[] } };
type Sum = { readonly minor: string };

/** The buyer's own agent confirms all but what is left for a visitor. */
export async function waitForConfirmations(world: World, left = 0): Promise<void> {
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
    return aggregate.count <= left ? aggregate : null;
  });
  const { aggregate } = await ask('confirmed');
  const sum = aggregate.sums.reduce((total, { minor }) => total + BigInt(minor), 0n);
  say(`${aggregate.count} receivables confirmed by the buyer's own keys: ${yuan(sum)}`);
}
