import { ANCHOR, FUNDER, SUPPLIERS } from '../cast/cast.ts';
import { fixedId } from '../cast/names.ts';
import type { World } from '../client/world.ts';
import { addDays } from '../files/trade.ts';
import { screeningsOf, signer } from '../story/admission.ts';

/** The funder's price: 6 % a year, 90 % of the face, 0.1 % origination. */
const RATE_PPM = 60_000;
const ADVANCE_PPM = 900_000;
const CARD_DAYS = 28;

/** What a new business day asks: everybody screened again, and a live rate card. */
export async function morning(world: World): Promise<void> {
  const parties = [ANCHOR, FUNDER, ...SUPPLIERS];
  await world.performAll(await screeningsOf(world, parties));
  await publishCard(world);
}

/** Publishes the funder's standing offer to all suppliers of the anchor, once a day. */
export async function publishCard(world: World): Promise<void> {
  const card = fixedId(`card ${world.businessDate}`);
  const { rateCards } = await world.client(FUNDER).ask<{
    rateCards: readonly { readonly objectId: string }[];
  }>('{ rateCards { objectId } }');
  if (rateCards.some(({ objectId }) => objectId === card)) return;
  await world.perform({
    kind: 'rateCard.publish',
    actor: FUNDER,
    body: {
      card,
      programme: 'anchor-suppliers',
      debtors: [ANCHOR.party],
      tenorDays: { from: 15, to: 180 },
      kind: 'sale',
      mode: 'discount',
      ratePpm: RATE_PPM,
      advancePpm: ADVANCE_PPM,
      capacity: { minor: '500000000', currency: 'CNY' },
      suppliers: 'all',
      until: addDays(world.businessDate, CARD_DAYS),
    },
    by: [signer(FUNDER, 'maker'), signer(FUNDER, 'checker')],
  });
}
