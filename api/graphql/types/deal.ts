import type { Entities } from '../../../domain/event/index.ts';
import { fraction, roundFraction } from '../../../domain/rate/index.ts';
import { readDeal } from '../../../domain/securitisation/index.ts';
import { parseWire, type Wire } from '../../../domain/wire/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { NextPaymentType, standingOfDeal, TriggerType } from './deal-standing.ts';
import { DistributionType, dryRunOf, type Paid } from './distribution.ts';
import { partyView, PartyType } from './party.ts';
import { performanceOf, PerformanceType } from './performance.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

type Head = Entities['deal'];
type ClassStand = {
  readonly key: string;
  readonly rank: number;
  readonly amount: MoneyWire;
  readonly sharePpm: number;
  readonly outstanding: MoneyWire;
  readonly outstandingPpm: number;
  readonly subordinationPpm: number;
};

const LISTED_MAX = 100;

const DealClassType = builder.objectRef<ClassStand>('DealClass').implement({
  description: 'A class of notes as it was issued and as it stands.',
  fields: t => ({
    key: t.exposeString('key'),
    rank: t.exposeInt('rank'),
    amount: t.expose('amount', { type: 'Money' }),
    sharePpm: t.exposeInt('sharePpm', { description: 'Part of all classes at issue.' }),
    outstanding: t.expose('outstanding', { type: 'Money' }),
    outstandingPpm: t.exposeInt('outstandingPpm', {
      description: 'What is outstanding, as a part of all classes at issue.',
    }),
    subordinationPpm: t.exposeInt('subordinationPpm', {
      description: 'What stands below this class, as a part of all that is outstanding.',
    }),
  }),
});

const DealType = builder.objectRef<Head>('Deal').implement({
  description: 'A published deal: its terms are those whose hash is on the ledger.',
  fields: t => ({
    objectId: t.exposeString('deal'),
    hash: t.expose('hash', { type: 'Sha256' }),
    currency: t.exposeString('currency'),
    issue: t.exposeString('issue', { nullable: true }),
    publishedOn: t.expose('publishedOn', { type: 'BusinessDate' }),
    manager: t.field({
      type: PartyType,
      resolve: ({ manager }, _args, context) => partyView(context, manager),
    }),
    custodian: t.field({
      type: PartyType,
      resolve: ({ custodian }, _args, context) => partyView(context, custodian),
    }),
    originator: t.field({
      type: PartyType,
      resolve: ({ originator }, _args, context) => partyView(context, originator),
    }),
    classes: t.field({
      type: [DealClassType],
      description: 'Classes by rank, senior first.',
      resolve: async (head, _args, context) =>
        classesOf(head, await termsOf(context, head.deal), await lastPaid(context, head.deal)),
    }),
    pools: t.field({ type: ['String'], resolve: ({ pools }) => Object.values(pools) }),
    terms: t.field({
      type: 'JSON',
      description: 'The terms, `tally-deal/1`.',
      resolve: ({ deal }, _args, context) => termsOf(context, deal),
    }),
    timeline: t.field({
      type: [TimelineEventType],
      resolve: ({ deal }, _args, context) => timelineOf(context, `deal~${deal}`),
    }),
  }),
});

/** What became of a deal and where it stands. */
builder.objectFields(DealType, t => ({
  distributions: t.field({
    type: [DistributionType],
    resolve: async ({ deal }, _args, { reading }) => {
      const rows = await reading.query<{ body: Paid }>(
        `select body from book.distribution where body->>'deal' = $1
          order by body->>'on' limit ${LISTED_MAX}`,
        [deal],
      );
      return rows.map(({ body }) => body);
    },
  }),
  dryRun: t.field({
    type: 'JSON',
    nullable: true,
    args: { on: t.arg({ type: 'BusinessDate', required: true }) },
    complexity: 50,
    description: 'What the ledger would pay on a date; `{refusal}` says why it would not.',
    resolve: ({ deal }, { on }, context) => dryRunOf(context, deal, on),
  }),
  nextPayment: t.field({
    type: NextPaymentType,
    nullable: true,
    complexity: 20,
    description: 'For whoever sees the pools of the deal; `null` once all dates are settled.',
    resolve: async (head, _args, context) =>
      (await seesPools(context, head))
        ? ((await standingOfDeal(context, head.deal))?.next ?? null)
        : null,
  }),
  triggers: t.field({
    type: [TriggerType],
    complexity: 20,
    description: 'How far each trigger is from firing, as of the last settled date.',
    resolve: async ({ deal }, _args, context) => [
      ...((await standingOfDeal(context, deal))?.triggers ?? []),
    ],
  }),
  performance: t.field({
    type: PerformanceType,
    nullable: true,
    complexity: 50,
    resolve: (head, _args, context) => performanceOf(context, head),
  }),
}));

/** Collections are for the parties of the pools until they are paid out. */
async function seesPools({ reading }: Context, { pools }: Head): Promise<boolean> {
  const found = await Promise.all(Object.values(pools).map(pool => reading.entity('pool', pool)));
  return found.length > 0 && found.every(pool => pool !== null);
}

async function lastPaid({ reading }: Context, deal: string): Promise<Paid | null> {
  const [row] = await reading.query<{ body: Paid }>(
    `select body from book.distribution where deal = $1 and status = 'settled'
      order by booked_on desc limit 1`,
    [deal],
  );
  return row?.body ?? null;
}

async function termsOf({ reading }: Context, deal: string): Promise<Wire> {
  const rows = await reading.query<{ text: string }>(
    `select body->>'text' as text from book.deal_part where body->>'deal' = $1
      order by (body->>'part')::int`,
    [deal],
  );
  const parsed = parseWire(rows.map(({ text }) => text).join(''));
  return parsed.ok ? parsed.value : null;
}

function classesOf({ currency }: Head, terms: Wire, last: Paid | null): ClassStand[] {
  const read = readDeal(terms ?? undefined, '');
  if (!read.ok) return [];
  const closings = new Map(last?.figures.classes.map(({ bond, closing }) => [bond, closing]));
  const bonds = Object.entries(read.value.bonds)
    .map(([key, { original, rank }]) => {
      return { key, rank, original: BigInt(original), now: BigInt(closings.get(key) ?? original) };
    })
    .sort((a, b) => a.rank - b.rank);
  const issued = bonds.reduce((sum, { original }) => sum + original, 0n);
  const left = bonds.reduce((sum, { now }) => sum + now, 0n);
  return bonds.map(({ key, rank, original, now }) => {
    const below = bonds.reduce((sum, one) => (one.rank > rank ? sum + one.now : sum), 0n);
    return {
      key,
      rank,
      amount: { minor: `${original}`, currency },
      sharePpm: ppmOf(original, issued),
      outstanding: { minor: `${now}`, currency },
      outstandingPpm: ppmOf(now, issued),
      subordinationPpm: ppmOf(below, left),
    };
  });
}

/** Half up; 0 of nothing. */
function ppmOf(part: bigint, whole: bigint): number {
  if (whole === 0n) return 0;
  return Number(roundFraction(fraction(part * 1_000_000n, whole), 'halfUp'));
}

builder.queryFields(t => ({
  deals: t.field({
    type: [DealType],
    description: 'Published deals, newest first.',
    complexity: 20,
    resolve: async (_root, _args, { reading }) => {
      const rows = await reading.query<{ body: Head }>(
        `select body from book.deal order by id desc limit ${LISTED_MAX}`,
      );
      return rows.map(({ body }) => body);
    },
  }),
  deal: t.field({
    type: DealType,
    nullable: true,
    args: { id: t.arg.string({ required: true }) },
    resolve: async (_root, { id }, { reading }) => (await reading.entity('deal', id))?.body ?? null,
  }),
}));
