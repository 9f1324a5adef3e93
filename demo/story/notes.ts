import type { ActBodies } from '../../domain/act/index.ts';
import { CUSTODIAN, INVESTORS, MANAGER, ORIGINATOR, type Member } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import type { By, Deed, World } from '../client/world.ts';
import { signer } from './admission.ts';
import { digest } from './founding.ts';
import type { Minor } from './money-view.ts';
import { say, yuan } from './say.ts';
import { DEAL, ISSUE, NOTE, POOL, priceOf, termsFor, unitsFor, type Units } from './terms.ts';

const DONE = ['STATE_WRONG'];
const PREVIEW = `{ poolPreview { body all { count amount } eligible { count amount } excess
  netPoolBalance reasons { key count } } }`;
const STANDING = `query($pool: ID!, $deal: String!) {
  pool(id: $pool) { status assetCount amount examination { body } }
  deal(id: $deal) { hash issue } }`;

type Counted = { readonly count: number; readonly amount: Minor };
type Preview = {
  readonly body: Pick<ActBodies['pool.propose'], 'assets'> | null;
  readonly all: Counted;
  readonly eligible: Counted;
  readonly excess: Minor;
  readonly netPoolBalance: Minor;
  readonly reasons: readonly { readonly key: string; readonly count: number }[];
};
type Standing = {
  readonly pool: {
    readonly status: string;
    readonly assetCount: number;
    readonly amount: Minor;
    readonly examination: { readonly body: Omit<ActBodies['pool.seal'], 'pool'> | null } | null;
  } | null;
  readonly deal: { readonly hash: string; readonly issue: string | null } | null;
};

const originator: readonly By[] = [signer(ORIGINATOR, 'maker')];
const manager: readonly By[] = [signer(MANAGER, 'maker')];
const custodian: readonly By[] = [signer(CUSTODIAN, 'maker')];

/** Eligible holdings become a pool, the pool a deal, the deal notes that are paid for in one act. */
export async function issueNotes(world: World): Promise<void> {
  const before = await standing(world);
  if (before.pool === null) await propose(world);
  const { pool, deal } = await standing(world);
  if (!pool) throw new StoryFault('NOT_FOUND', 'the originator sees no pool');
  if (pool.status === 'draft') await seal(world, pool);
  const units = unitsFor(BigInt(pool.amount.minor));
  if (deal === null) await publish(world, units);
  await place(world, units);
  if (pool.status !== 'sold') await sell(world, units);
  const close: Deed<'issue.close'> = {
    kind: 'issue.close',
    actor: MANAGER,
    body: { issue: ISSUE, custodian: CUSTODIAN.party, entries: ['RAISED-2026-03-06'] },
    by: [...manager, ...custodian],
  };
  await world.performOnce(close, DONE);
  say(`the issue is closed: ${yuan(priceOf(units))} came in and went to the originator`);
}

function standing(world: World): Promise<Standing> {
  return world.client(ORIGINATOR).ask<Standing>(STANDING, { pool: POOL, deal: DEAL });
}

async function propose(world: World): Promise<void> {
  const { poolPreview: seen } = await world
    .client(ORIGINATOR)
    .ask<{ poolPreview: Preview | null }>(PREVIEW);
  if (!seen?.body) throw new StoryFault('POOL', 'nothing is eligible');
  const { all, eligible, excess, netPoolBalance, reasons } = seen;
  const why = reasons.map(({ key, count }) => `${key} ${count}`).join(', ');
  say(
    `${all.count} holdings judged: ${eligible.count} eligible, ${yuan(BigInt(eligible.amount.minor))}` +
      `${why === '' ? '' : ` (not: ${why})`}; above the limit of one debtor ` +
      `${yuan(BigInt(excess.minor))}, net ${yuan(BigInt(netPoolBalance.minor))}`,
  );
  const body = { pool: POOL, manager: MANAGER.party, assets: seen.body.assets };
  await world.perform({ kind: 'pool.propose', actor: ORIGINATOR, body, by: originator });
}

async function seal(
  world: World,
  { assetCount, amount, examination }: NonNullable<Standing['pool']>,
): Promise<void> {
  const body = examination?.body;
  if (!body) throw new StoryFault('POOL', 'there is nothing to seal');
  await world.perform({
    kind: 'pool.seal',
    actor: MANAGER,
    body: { ...body, pool: POOL },
    by: manager,
  });
  say(`pool sealed by the manager: ${assetCount} claims, ${yuan(BigInt(amount.minor))}`);
}

async function publish(world: World, units: Units): Promise<void> {
  await world.perform({
    kind: 'deal.publish',
    actor: MANAGER,
    body: { deal: DEAL, terms: termsFor(units), docs: [] },
    by: [...manager, ...custodian, ...originator],
  });
  const { deal } = await standing(world);
  say(`deal published under its hash ${deal?.hash.slice(0, 16) ?? ''}… by three parties' keys`);
}

/** Offer, subscriptions and allocation: the originator keeps the last class. */
async function place(world: World, units: Units): Promise<void> {
  const price = { minor: NOTE.toString(), currency: 'CNY' } as const;
  const classes = Object.entries(units).map(([bond, count]: [string, bigint]) => {
    return { bond, units: Number(count), price };
  });
  const offer: Deed<'issue.offer'> = {
    kind: 'issue.offer',
    actor: MANAGER,
    body: {
      issue: ISSUE,
      deal: DEAL,
      classes,
      minimum: { minor: priceOf(units).toString(), currency: 'CNY' },
      until: world.businessDate,
    },
    by: manager,
  };
  await world.performOnce(offer, DONE);
  const lines = subscriptionsOf(units);
  for (const { of, bond, units: count } of lines) {
    const body = { issue: ISSUE, bond, units: count, price };
    const by = [signer(of, 'maker'), signer(of, 'checker')];
    await world.performOnce({ kind: 'issue.subscribe', actor: of, body, by }, DONE);
  }
  const allocate: Deed<'issue.allocate'> = {
    kind: 'issue.allocate',
    actor: MANAGER,
    body: {
      issue: ISSUE,
      lines: lines.map(({ of, bond, units: count }) => {
        return { investor: of.party, bond, units: count };
      }),
    },
    by: manager,
  };
  await world.performOnce(allocate, [...DONE, 'NOT_ENOUGH_UNITS']);
  const told = classes.map(({ bond, units: count }) => {
    return `${bond.toUpperCase()} ${yuan(BigInt(count) * NOTE)}`;
  });
  say(`notes of three classes placed with ${lines.length} subscriptions: ${told.join(', ')}`);
}

type Line = { readonly of: Member; readonly bond: string; readonly units: number };

/** Six tenths of the senior class go to the first investor, the rest to the second. */
function subscriptionsOf({ a, b, c }: Units): readonly Line[] {
  const [first, second] = INVESTORS;
  const ofFirst = (a * 6n) / 10n;
  return [
    { of: first, bond: 'a', units: Number(ofFirst) },
    { of: second, bond: 'a', units: Number(a - ofFirst) },
    { of: second, bond: 'b', units: Number(b) },
    { of: ORIGINATOR, bond: 'c', units: Number(c) },
  ];
}

async function sell(world: World, units: Units): Promise<void> {
  await world.perform({
    kind: 'pool.sell',
    actor: ORIGINATOR,
    body: {
      pool: POOL,
      manager: MANAGER.party,
      price: { minor: priceOf(units).toString(), currency: 'CNY' },
      formula: 'notes',
      effectiveAt: `${world.businessDate}T08:00:00.000Z`,
      isolation: { hash: digest('true sale opinion'), kind: 'trueSaleOpinion', bytes: 21_400 },
      notices: digest('notices to the debtor'),
    },
    by: [...originator, ...manager],
  });
  say(`true sale: title to the vehicle for ${yuan(priceOf(units))}`);
}
