import type { Entities } from '../../../domain/event/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { performAgain, type Again } from '../reperformance.ts';
import { DifferenceType, type Paid } from './distribution.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

type Checked = { readonly kind: string; readonly count: number };

const CheckedType = builder.objectRef<Checked>('CheckedKind').implement({
  fields: t => ({ kind: t.exposeString('kind'), count: t.exposeInt('count') }),
});

const ReperformanceType = builder.objectRef<Again>('Reperformance').implement({
  description: 'Every pool, deal, issue, note and payment date decided again from the blocks.',
  fields: t => ({
    blocks: t.exposeInt('blocks'),
    faults: t.stringList({
      description: 'What is wrong with the chain of blocks, a sentence each.',
      resolve: ({ faults }) => [...faults],
    }),
    checked: t.field({
      type: [CheckedType],
      resolve: ({ checked }) => Object.entries(checked).map(([kind, count]) => ({ kind, count })),
    }),
    differences: t.field({
      type: [DifferenceType],
      resolve: ({ differences }) => [...differences],
    }),
  }),
});

type Step = {
  readonly what: 'payment' | 'deal' | 'collection' | 'pool' | 'claim';
  readonly object: string;
  readonly amount: MoneyWire | null;
};

const StepType = builder.objectRef<Step>('TraceStep').implement({
  description: 'An object on the way from a payment back to the claims, with what happened to it.',
  fields: t => ({
    what: t.exposeString('what'),
    object: t.exposeString('object', { description: '`type~id`, as `proof` takes it.' }),
    amount: t.field({ type: 'Money', nullable: true, resolve: ({ amount }) => amount }),
    events: t.field({
      type: [TimelineEventType],
      resolve: ({ object }, _args, context) => timelineOf(context, object),
    }),
  }),
});

const CLAIMS_MAX = 20;

/** From a payment date over its collections and pools to the claims, as far as one may see them. */
async function traceOf({ reading }: Context, id: string): Promise<Step[] | null> {
  const paid = (await reading.entity('distribution', id))?.body;
  const deal = paid && (await reading.entity('deal', paid.deal))?.body;
  if (!paid || !deal) return null;
  const pools = Object.values(deal.pools);
  const [previous] = await reading.query<{ on: string }>(
    `select max(booked_on) as on from book.distribution where deal = $1 and booked_on < $2`,
    [paid.deal, paid.on],
  );
  const collections = await reading.query<{ id: string; body: Entities['poolCollection'] }>(
    `select id, body from book.pool_collection
      where pool = any($1) and booked_on > $2 and booked_on <= $3 order by booked_on, id`,
    [pools, previous?.on ?? '', paid.on],
  );
  const heads = await Promise.all(pools.map(pool => reading.entity('pool', pool)));
  const claims = await reading.query<{ id: string; face: MoneyWire }>(
    `select r.id, r.body->'face' as face from book.pool_page p
       cross join jsonb_array_elements(p.body->'assets') a
       join book.holding h on h.id = a->>'asset'
       join book.receivable r on r.id = h.receivable
      where p.pool = any($1) order by r.id limit ${CLAIMS_MAX}`,
    [pools],
  );
  return [
    { what: 'payment', object: `distribution~${id}`, amount: totalOf(paid) },
    ...collections.map((row): Step => {
      return { what: 'collection', object: `poolCollection~${row.id}`, amount: sumOf(row.body) };
    }),
    { what: 'deal', object: `deal~${paid.deal}`, amount: null },
    ...heads.flatMap((head): Step[] =>
      head ? [{ what: 'pool', object: `pool~${head.id}`, amount: head.body.amount }] : [],
    ),
    ...claims.map((claim): Step => {
      return { what: 'claim', object: `receivable~${claim.id}`, amount: claim.face };
    }),
  ];
}

function totalOf({ figures, currency }: Paid): MoneyWire {
  return { minor: figures.total, currency };
}

/** What came in on a collection day; dilution and losses are no money. */
function sumOf({ flows }: Entities['poolCollection']): MoneyWire | null {
  const [first] = flows;
  if (!first) return null;
  const cash = flows.filter(({ flow }) => !['default', 'loss', 'dilution'].includes(flow));
  const sum = cash.reduce((all, { amount }) => all + BigInt(amount.minor), 0n);
  return { minor: `${sum}`, currency: first.amount.currency };
}

builder.queryFields(t => ({
  reperformance: t.field({
    type: ReperformanceType,
    complexity: 500,
    description: 'Takes as long as reading the whole ledger does.',
    resolve: (_root, _args, { services }) => performAgain(services),
  }),
  trace: t.field({
    type: [StepType],
    nullable: true,
    complexity: 50,
    description: `From a payment date back to at most ${CLAIMS_MAX} claims.`,
    args: { distribution: t.arg.string({ required: true }) },
    resolve: (_root, { distribution }, context) => traceOf(context, distribution),
  }),
}));
