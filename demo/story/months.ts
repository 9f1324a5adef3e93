import { MANAGER, ORIGINATOR, SUPPLIERS, type Member } from '../cast/cast.ts';
import { rootOf, salted } from '../client/commit.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { POOLED_DUES } from '../files/trade.ts';
import { sendStatement } from '../robots/bank.ts';
import { until } from '../robots/wait.ts';
import { signer } from './admission.ts';
import { claimsDue, type Minor } from './money-view.ts';
import { say, yuan } from './say.ts';
import { transferFor, untilSettled } from './settling.ts';

/** The supplier whose claim of the first due day the buyer pays three weeks late. */
const LATE = SUPPLIERS.slice(4, 5);
const [FIRST_DUE = '', SECOND_DUE = ''] = POOLED_DUES;
/** The supplier that takes part of its goods back, and what its credit note takes away. */
const RETURNED = { at: 8, minor: 100_000n } as const;
const SIDE_BY_SIDE = 6;

/** The buyer pays the pooled claims of a due day; on the first, one supplier's stays open. */
export async function collectClaims(world: World, on: string): Promise<void> {
  const paying = SUPPLIERS.filter(of => on !== FIRST_DUE || !LATE.includes(of));
  const booked = await payClaims(world, paying, on);
  if (booked > 0) say(`${booked} pooled claims due ${on} are paid by the buyer and matched`);
}

/** The late claim is paid. */
export async function collectLate(world: World): Promise<void> {
  const booked = await payClaims(world, LATE, FIRST_DUE);
  if (booked > 0) say(`the overdue claim is paid and matched`);
}

async function payClaims(world: World, of: readonly Member[], on: string): Promise<number> {
  const movements = await mapSide(of, SIDE_BY_SIDE, async (one, at) => {
    const claims = await claimsDue(world, one, on);
    return transferFor(claims, { at, key: `pooled ${one.slug} ${on}` });
  });
  const booked = await sendStatement(world, movements.flat());
  await untilSettled(world, `the claims due ${on} to be matched`, async () => {
    const claims = await mapSide(of, SIDE_BY_SIDE, one => claimsDue(world, one, on));
    return claims.flat().every(({ status }) => status === 'settled');
  });
  return booked;
}

/** What is past due is said so on the ledger, by date alone. */
export async function ageClaims(world: World): Promise<void> {
  const claims = await mapSide(LATE, LATE.length, of => claimsDue(world, of, FIRST_DUE));
  const items = claims
    .flat()
    .filter(({ status }) => status === 'confirmed')
    .map(({ objectId: id }) => ({ target: 'receivable' as const, id }));
  if (items.length === 0) return;
  await world.perform({
    kind: 'claim.age',
    actor: ORIGINATOR,
    body: { items },
    by: [signer(ORIGINATOR, 'maker')],
  });
  const open = claims.flat().reduce((sum, { outstanding }) => sum + BigInt(outstanding), 0n);
  say(`${items.length} pooled claim is overdue: ${yuan(open)}`);
}

type Pooled = {
  readonly objectId: string;
  readonly amountParts: { readonly diluted: Minor };
  readonly holdings: readonly { readonly objectId: string; readonly status: string }[];
};
const POOLED = `query($on: BusinessDate!) { receivables(first: 5, dueFrom: $on, dueTo: $on) {
  edges { node { objectId amountParts { diluted } holdings { objectId status } } } } }`;

/**
 * Goods go back: the supplier's credit note takes from a pooled claim. Its holder and the pool's
 * manager sign beside the supplier, and the buyer's own agent signs for the buyer.
 */
export async function dilute(world: World): Promise<void> {
  const of = SUPPLIERS[RETURNED.at];
  if (!of) return;
  const claim = await pooledClaim(world, of);
  if (BigInt(claim.amountParts.diluted.minor) > 0n) return;
  const holding = claim.holdings.find(({ status }) => status === 'reserved');
  if (!holding) throw new StoryFault('NOT_POOLED', claim.objectId);
  const amount = { minor: RETURNED.minor.toString(), currency: 'CNY' } as const;
  const creditNote = salted({ number: `CN-${of.slug}`, reason: 'goods returned' });
  const deed: Deed<'receivable.dilute'> = {
    kind: 'receivable.dilute',
    actor: of,
    body: {
      receivable: claim.objectId,
      creditNote: { root: rootOf(creditNote), amount },
      holdings: [{ holding: holding.objectId, amount }],
    },
    by: [signer(of, 'maker'), signer(ORIGINATOR, 'maker'), signer(MANAGER, 'maker')],
    transient: { creditNote },
  };
  await world.performAll([deed], { demand: false });
  await until('the buyer to sign the credit note', 30, async () => {
    const { amountParts } = await pooledClaim(world, of);
    return BigInt(amountParts.diluted.minor) > 0n ? amountParts : null;
  });
  say(`a credit note of ${yuan(RETURNED.minor)} takes from a pooled claim, by four parties' keys`);
}

async function pooledClaim(world: World, of: Member): Promise<Pooled> {
  const { receivables } = await world
    .client(of)
    .ask<{ receivables: { edges: readonly { readonly node: Pooled }[] } }>(POOLED, {
      on: SECOND_DUE,
    });
  const [first] = receivables.edges;
  if (!first) throw new StoryFault('NOT_POOLED', `${of.slug} has no claim due ${SECOND_DUE}`);
  return first.node;
}
