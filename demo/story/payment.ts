import type { ActBodies } from '../../domain/act/index.ts';
import { CUSTODIAN, MANAGER, OPERATOR } from '../cast/cast.ts';
import { fixedId } from '../cast/names.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type World } from '../client/world.ts';
import { POOLED_DUES } from '../files/trade.ts';
import { signer } from './admission.ts';
import type { Minor } from './money-view.ts';
import { say, yuan } from './say.ts';
import { DEAL, PAYMENT_DAYS, POOL } from './terms.ts';

type Flow = ActBodies['pool.collect']['flows'][number];
type Collection = { readonly on: string; readonly flows: readonly Flow[] };
type Figures = {
  readonly total: string;
  readonly classes: readonly {
    readonly bond: string;
    readonly interest: string;
    readonly principal: string;
    readonly closing: string;
  }[];
  readonly fees: readonly { readonly paid: string }[];
  readonly accounts: Readonly<Record<string, { readonly opening: string; readonly in: string }>>;
};
type DryRun = {
  readonly dealHash?: string;
  readonly linesHash?: string;
  readonly lines?: readonly unknown[];
  readonly figures?: Figures;
  readonly refusal?: { readonly code: string };
};
type Settled = {
  readonly objectId: string;
  readonly on: string;
  readonly status: string;
  readonly linesHash: string;
  readonly figures: Figures;
};

const CLAIMS = `query($on: BusinessDate!) { receivables(first: 100, dueFrom: $on, dueTo: $on) {
  edges { node { amountParts { paid diluted } } } } }`;
const COLLECTED = 'query($pool: ID!) { pool(id: $pool) { collections } }';
const DISTRIBUTIONS = `query($deal: String!) { deal(id: $deal) {
  distributions { objectId on status linesHash figures } } }`;
const DRY_RUN = `query($deal: String!, $on: BusinessDate!) { deal(id: $deal) { dryRun(on: $on) } }`;

/** The id of the distribution of a payment date, the same in every run. */
export function distributionOf(on: string): string {
  return fixedId(`distribution ${on}`);
}

/**
 * One payment date: the custodian records what the pool received, the manager works out every line
 * on the ledger's own run, the custodian reviews and settles it in one act.
 */
export async function payNotes(world: World, at: number): Promise<void> {
  const [on = '', collectedOn = ''] = [PAYMENT_DAYS[at], POOLED_DUES[at]];
  await collect(world, collectedOn);
  if (!(await distribution(world, on))) await calculate(world, on);
  const calculated = await distribution(world, on);
  if (calculated?.status === 'calculated') await review(world, calculated);
  const reviewed = await distribution(world, on);
  if (reviewed?.status === 'reviewed') await settle(world, reviewed);
  const { figures } = reviewed ?? {};
  if (!figures) throw new StoryFault('NOT_SETTLED', `the payment of ${on}`);
  const classes = figures.classes.map(({ bond, interest, principal, closing }) => {
    const paid = `${yuan(BigInt(interest))} + ${yuan(BigInt(principal))}`;
    return `${bond.toUpperCase()} ${paid}, left ${yuan(BigInt(closing))}`;
  });
  const fees = figures.fees.reduce((sum, { paid }) => sum + BigInt(paid), 0n);
  say(`notes paid ${yuan(BigInt(figures.total))}: fees ${yuan(fees)}; ${classes.join('; ')}`);
}

/** What came in since the last collection, from the claims themselves: paid and diluted. */
async function collect(world: World, on: string): Promise<void> {
  const { pool } = await world
    .client(CUSTODIAN)
    .ask<{ pool: { readonly collections: readonly Collection[] } | null }>(COLLECTED, {
      pool: POOL,
    });
  if (!pool) throw new StoryFault('NOT_FOUND', 'the custodian sees no pool');
  if (pool.collections.some(row => row.on === on)) return;
  const parts = await mapSide(POOLED_DUES, POOLED_DUES.length, async due => {
    const { receivables } = await world.client(OPERATOR).ask<{
      receivables: { edges: readonly { readonly node: { readonly amountParts: Parts } }[] };
    }>(CLAIMS, { on: due });
    return receivables.edges.map(({ node }) => node.amountParts);
  });
  const before = (flow: Flow['flow']): bigint =>
    sum(
      pool.collections.flatMap(({ flows }) => flows.filter(row => row.flow === flow)),
      row => row.amount.minor,
    );
  const principal = sum(parts.flat(), ({ paid }) => paid.minor) - before('principal');
  const dilution = sum(parts.flat(), ({ diluted }) => diluted.minor) - before('dilution');
  const flow = (name: Flow['flow'], minor: bigint): Flow => {
    return { flow: name, amount: { minor: minor.toString(), currency: 'CNY' } };
  };
  await world.perform({
    kind: 'pool.collect',
    actor: CUSTODIAN,
    body: {
      pool: POOL,
      entry: `PLAN-${on}`,
      on,
      flows: [flow('principal', principal), ...(dilution > 0n ? [flow('dilution', dilution)] : [])],
    },
    by: [signer(CUSTODIAN, 'maker')],
  });
  say(`the pool collected ${yuan(principal)} to ${on}, credit notes took ${yuan(dilution)}`);
}

type Parts = { readonly paid: Minor; readonly diluted: Minor };

function sum<T>(rows: readonly T[], minor: (row: T) => string): bigint {
  return rows.reduce((total, row) => total + BigInt(minor(row)), 0n);
}

async function distribution(world: World, on: string): Promise<Settled | undefined> {
  const { deal } = await world
    .client(CUSTODIAN)
    .ask<{ deal: { readonly distributions: readonly Settled[] } | null }>(DISTRIBUTIONS, {
      deal: DEAL,
    });
  return deal?.distributions.find(row => row.on === on);
}

async function calculate(world: World, on: string): Promise<void> {
  const { deal } = await world
    .client(MANAGER)
    .ask<{ deal: { readonly dryRun: DryRun | null } | null }>(DRY_RUN, { deal: DEAL, on });
  const { dealHash, linesHash, lines = [], refusal } = deal?.dryRun ?? {};
  if (dealHash === undefined || linesHash === undefined) {
    throw new StoryFault(refusal?.code ?? 'DRY_RUN', JSON.stringify(refusal ?? deal));
  }
  await world.perform({
    kind: 'distribution.calculate',
    actor: MANAGER,
    body: { distribution: distributionOf(on), deal: DEAL, dealHash, on, linesHash },
    by: [signer(MANAGER, 'maker')],
  });
  say(`payment of ${on} calculated: ${lines.length} lines under ${linesHash.slice(0, 16)}…`);
}

async function review(world: World, { objectId, linesHash }: Settled): Promise<void> {
  await world.perform({
    kind: 'distribution.review',
    actor: CUSTODIAN,
    body: { distribution: objectId, linesHash },
    by: [signer(CUSTODIAN, 'maker')],
  });
}

async function settle(world: World, { objectId, on, figures }: Settled): Promise<void> {
  const { plan } = figures.accounts;
  const held = BigInt(plan?.opening ?? '0') + BigInt(plan?.in ?? '0');
  await world.perform({
    kind: 'distribution.settle',
    actor: CUSTODIAN,
    body: {
      distribution: objectId,
      entry: `PAID-${on}`,
      balance: { minor: held.toString(), currency: 'CNY' },
    },
    by: [signer(CUSTODIAN, 'maker'), signer(CUSTODIAN, 'checker')],
  });
}
