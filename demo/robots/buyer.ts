import type { ActBodies } from '../../domain/act/index.ts';
import { ANCHOR, SUPPLIERS, type Member } from '../cast/cast.ts';
import type { By, Deed } from '../client/world.ts';
import { StoryFault } from '../client/http.ts';
import { World } from '../client/world.ts';
import { filesOfAnchor } from '../files/tables.ts';
import { FRESH_DUES, FRESH_PER_DUE } from '../files/trade.ts';
import type { Settings } from '../settings.ts';
import { accountDeed, apply, staff, thirdAdmin } from '../story/admission.ts';
import { DAYS } from '../story/days.ts';
import { bringFiles } from '../story/loading.ts';
import { scoringConsent } from '../story/scoring.ts';
import { cosign } from './cosign.ts';
import { pause } from './wait.ts';

/** Suppliers who sell on while the notes are paid, so that a visitor has claims to work with. */
export const SELLING_ON: readonly Member[] = SUPPLIERS.slice(0, 2);
/** Left for a visitor to confirm: their claims of the last due day, and one of band B2. */
export const LEFT_FOR_VISITORS = SELLING_ON.length * FRESH_PER_DUE + 1;

type Row = {
  readonly dueOn: string;
  readonly supplier: { readonly objectId: string };
  readonly confirmItem: ActBodies['receivable.confirm']['items'][number] | null;
};

const CONFIRMATIONS = `{ confirmations(first: 100) { edges { node {
  dueOn supplier { objectId } confirmItem } } } }`;
const ROBOT_MS = 400;
/** What others begin and the buyer signs beside them: a visitor's key, a supplier's credit note. */
const SIGNED_BESIDE: readonly string[] = ['key.register', 'receivable.dilute'];

/**
 * The buyer's own agent: its keys are in a folder that only this process opens. It applies, makes
 * its persons' keys, confirms what suppliers offer (maker and checker sign the same bytes), and
 * signs beside a visitor who enrols a key.
 */
export async function runBuyer(settings: Settings): Promise<void> {
  const world = new World(settings, 'buyer-keys');
  let ready = false;
  for (;;) {
    try {
      await world.today();
      if (world.businessDate !== '') {
        ready ||= await settleIn(world);
        if (ready) await answer(world);
      }
    } catch (error) {
      if (!(error instanceof StoryFault) && !(error instanceof TypeError)) throw error;
      console.error(`buyer: ${error.message}`);
      await pause(1_000);
    }
    await pause(ROBOT_MS);
  }
}

type Own = {
  readonly party: {
    readonly status: string;
    readonly keys: readonly { readonly objectId: string; readonly status: string }[];
    readonly accounts: readonly { readonly objectId: string }[];
  } | null;
};

/** Applies, waits for the admission, makes keys and roles; true when all that is done. */
async function settleIn(world: World): Promise<boolean> {
  const party = await standing(world);
  if (party?.status !== 'active') {
    // A second application is refused and changes nothing.
    if (party === null) await apply(world, ANCHOR).catch(unlessRefused);
    return false;
  }
  if (party.keys.length < ANCHOR.persons.length) {
    await staff(world, ANCHOR);
    return false;
  }
  if (world.businessDate === DAYS.founding) return false;
  const account = party.accounts.some(({ objectId }) => objectId === ANCHOR.account.id)
    ? []
    : [accountDeed(ANCHOR, 'settle') as unknown as Deed];
  const consent = scoringConsent(ANCHOR) as unknown as Deed;
  await world.performAll([...thirdAdmin(ANCHOR), consent, ...account], { demand: false });
  await bringFiles(world, ANCHOR, filesOfAnchor());
  return true;
}

/** Our own row; `null` as long as nobody has admitted us. */
async function standing(world: World): Promise<Own['party']> {
  try {
    const query =
      'query($id: ID!) { party(id: $id) { status keys { objectId status } accounts { objectId } } }';
    return (await world.client(ANCHOR).ask<Own>(query, { id: ANCHOR.party })).party;
  } catch (error) {
    unlessRefused(error);
    return null;
  }
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof StoryFault)) throw error;
}

async function answer(world: World): Promise<void> {
  const { confirmations } = await world.client(ANCHOR).ask<{
    confirmations: { edges: readonly { readonly node: Row }[] };
  }>(CONFIRMATIONS);
  const rows = confirmations.edges
    .map(({ node }) => node)
    .filter(({ dueOn }) => dueOn !== FRESH_DUES.left);
  const bySupplier = Map.groupBy(rows, ({ supplier }) => supplier.objectId);
  const by: readonly By[] = [
    { of: ANCHOR, person: 'one', role: 'maker' },
    { of: ANCHOR, person: 'two', role: 'checker' },
  ];
  const deeds = [...bySupplier.values()].map((own): Deed => {
    const items = own.flatMap(({ confirmItem }) => (confirmItem ? [confirmItem] : []));
    return { kind: 'receivable.confirm', actor: ANCHOR, body: { items }, by };
  });
  const ready = deeds.filter(deed => (deed.body as { items: unknown[] }).items.length > 0);
  const outcomes = await world.performAll(ready, { demand: false });
  const refused = outcomes.find(({ __typename }) => __typename !== 'ActDone');
  if (refused) console.error(`buyer: not confirmed: ${JSON.stringify(refused)}`);
  await cosign(world, ANCHOR, ({ kind }) => SIGNED_BESIDE.includes(kind));
}
