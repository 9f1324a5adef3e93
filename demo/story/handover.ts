import { ORIGINATOR, type Member } from '../cast/cast.ts';
import { rootOf, salted } from '../client/commit.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { POOLED_DUES } from '../files/trade.ts';
import { signer } from './admission.ts';
import type { Minor } from './money-view.ts';
import { say, yuan } from './say.ts';

const SIDE_BY_SIDE = 6;
const CLAIMS = `query($from: BusinessDate!, $to: BusinessDate!) {
  receivables(first: 50, dueFrom: $from, dueTo: $to, status: ["confirmed"]) { edges { node {
    dueOn holdings { objectId outstanding status holder { objectId } } } } } }`;

type Row = {
  readonly dueOn: string;
  readonly holdings: readonly {
    readonly objectId: string;
    readonly outstanding: Minor;
    readonly status: string;
    readonly holder: { readonly objectId: string };
  }[];
};

type Held = { readonly holding: string; readonly minor: string };

/**
 * Every supplier pays its steel with confirmed claims: whole holdings go to the originator, which
 * signs the same bytes. The delivery that is paid is named by a commitment.
 */
export async function handOver(world: World, suppliers: readonly Member[]): Promise<void> {
  const own = await mapSide(suppliers, SIDE_BY_SIDE, async of => {
    return (await freeClaims(world, of)).map(held => transferDeed(of, held));
  });
  const deeds = own.flat();
  if (deeds.length === 0) return;
  await world.performAll(deeds);
  const paid = deeds.reduce((sum, { body }) => sum + BigInt(body.settles.minor), 0n);
  say(`${suppliers.length} suppliers paid their steel with ${deeds.length} claims: ${yuan(paid)}`);
}

/** What the supplier still holds itself of the claims that are to be pooled. */
async function freeClaims(world: World, of: Member): Promise<readonly Held[]> {
  const [from, to] = [POOLED_DUES[0], POOLED_DUES.at(-1)];
  const { receivables } = await world
    .client(of)
    .ask<{ receivables: { edges: readonly { readonly node: Row }[] } }>(CLAIMS, { from, to });
  return receivables.edges
    .filter(({ node }) => POOLED_DUES.includes(node.dueOn))
    .flatMap(({ node }) => node.holdings)
    .filter(({ holder, status }) => holder.objectId === of.party && status === 'free')
    .map(({ objectId: holding, outstanding }) => ({ holding, minor: outstanding.minor }));
}

function transferDeed(of: Member, { holding, minor }: Held): Deed<'holding.transfer'> {
  const underlying = salted({ delivery: `steel to ${of.slug}`, amount: minor });
  return {
    kind: 'holding.transfer',
    actor: of,
    body: {
      holding,
      to: ORIGINATOR.party,
      underlying: rootOf(underlying),
      settles: { minor, currency: 'CNY' },
      voluntary: true,
      recourse: 'none',
    },
    by: [signer(of, 'maker'), signer(ORIGINATOR, 'maker')],
    transient: { underlying },
  };
}
