import type { Entities } from '../../../domain/event/index.ts';
import type { Currency, MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { askQuotes, bestOf, HOLDINGS_MAX, liveCards } from '../quote.ts';
import { inboxOf, InboxItemType, type InboxItem } from './inbox.ts';
import { latestLoads, LoadType, type LoadView } from './load.ts';
import { groupBy } from './party.ts';
import { openDay } from './receivable.ts';

type StatusSum = {
  readonly status: string;
  readonly count: number;
  readonly sum: MoneyWire;
};
type DaySum = { readonly date: string; readonly sum: MoneyWire };
type Home = {
  readonly availableToday: MoneyWire;
  readonly freeFace: MoneyWire;
  readonly byStatus: readonly StatusSum[];
  readonly cashAhead: readonly DaySum[];
  readonly tasks: readonly InboxItem[];
  readonly latestLoads: readonly LoadView[];
};

const StatusSumType = builder.objectRef<StatusSum>('StatusSum').implement({
  fields: t => ({
    status: t.exposeString('status'),
    count: t.exposeInt('count'),
    sum: t.expose('sum', { type: 'Money' }),
  }),
});

const DaySumType = builder.objectRef<DaySum>('DaySum').implement({
  fields: t => ({
    date: t.expose('date', { type: 'BusinessDate' }),
    sum: t.expose('sum', { type: 'Money' }),
  }),
});

const countIn = (home: Home, statuses: readonly string[]): number =>
  home.byStatus
    .filter(({ status }) => statuses.includes(status))
    .reduce((sum, { count }) => sum + count, 0);

const HomeType = builder.objectRef<Home>('SupplierHome').implement({
  fields: t => ({
    availableToday: t.expose('availableToday', {
      type: 'Money',
      description:
        'Net cash if everything free and eligible were financed today under the best live card.',
    }),
    freeFace: t.expose('freeFace', { type: 'Money' }),
    receivableCount: t.int({
      resolve: home => home.byStatus.reduce((sum, { count }) => sum + count, 0),
    }),
    unansweredCount: t.int({ resolve: home => countIn(home, ['offered', 'recorded']) }),
    byStatus: t.field({
      type: [StatusSumType],
      description: 'By status: count and sum.',
      resolve: ({ byStatus }) => [...byStatus],
    }),
    cashAhead: t.field({
      type: [DaySumType],
      description: 'Cash of the next 90 days: due amounts by day.',
      resolve: ({ cashAhead }) => [...cashAhead],
    }),
    tasks: t.field({ type: [InboxItemType], resolve: ({ tasks }) => [...tasks] }),
    latestLoads: t.field({ type: [LoadType], resolve: home => [...home.latestLoads] }),
  }),
});

type Held = { readonly body: Entities['holding']; readonly buyer: string };

/** Free holdings of confirmed claims, those due first. */
async function freeOf({ reading, caller }: Context): Promise<Held[]> {
  return reading.query<Held>(
    `select h.body, r.body->>'buyer' as buyer
       from book.holding h join book.receivable r on r.id = h.body->>'receivable'
      where h.body->>'holder' = $1 and h.body->>'state' = 'free' and r.status = 'confirmed'
      order by r.body->>'dueOn', h.id limit ${HOLDINGS_MAX}`,
    [caller.party],
  );
}

/** The best card for each debtor's claims together; claims that no card takes count nothing. */
async function availableOf(context: Context, held: readonly Held[]): Promise<bigint> {
  const today = await openDay(context);
  const cards = await liveCards(context);
  if (today === null || cards.length === 0) return 0n;
  let sum = 0n;
  for (const group of groupBy(held, ({ buyer }) => buyer).values()) {
    const holdings = group.map(({ body }) => body.holding);
    const asked = { holdings, fundOn: today, businessDate: today };
    const quotes = await askQuotes(context, cards, asked);
    const best = 'code' in quotes ? null : bestOf(quotes);
    sum += BigInt(best?.shown.cash.minor ?? '0');
  }
  return sum;
}

async function statusSums({ reading, caller }: Context): Promise<StatusSum[]> {
  const rows = await reading.query<{
    status: string;
    currency: Currency;
    count: bigint;
    minor: string;
  }>(
    `select status, body->'face'->>'currency' as currency, count(*) as count,
        sum((body->'face'->>'minor')::numeric)::text as minor
       from book.receivable where body->>'supplier' = $1 group by 1, 2 order by 1, 2`,
    [caller.party],
  );
  return rows.map(({ status, currency, count, minor }) => ({
    status,
    count: Number(count),
    sum: { minor, currency },
  }));
}

async function cashAhead({ reading, caller }: Context, today: string | null): Promise<DaySum[]> {
  if (today === null) return [];
  const rows = await reading.query<{ date: string; currency: Currency; minor: string }>(
    `select body->>'dueOn' as date, body->'outstanding'->>'currency' as currency,
        sum((body->'outstanding'->>'minor')::numeric)::text as minor
       from book.receivable
      where body->>'supplier' = $1 and status in ('confirmed', 'recorded')
        and body->>'dueOn' between $2 and ($2::date + 90)::text
      group by 1, 2 order by 1, 2`,
    [caller.party, today],
  );
  return rows.map(({ date, currency, minor }) => ({ date, sum: { minor, currency } }));
}

const HOME_COST = 50;
const TASKS_MAX = 10;
const LOADS_MAX = 10;

builder.queryField('supplierHome', t =>
  t.field({
    type: HomeType,
    complexity: HOME_COST,
    resolve: async (_root, _args, context) => {
      const held = await freeOf(context);
      const currency = held[0]?.body.outstanding.currency ?? 'CNY';
      const own = held.filter(({ body }) => body.outstanding.currency === currency);
      const free = own.reduce((sum, { body }) => sum + BigInt(body.outstanding.minor), 0n);
      const available = await availableOf(context, own);
      return {
        availableToday: { minor: available.toString(), currency },
        freeFace: { minor: free.toString(), currency },
        byStatus: await statusSums(context),
        cashAhead: await cashAhead(context, await openDay(context)),
        tasks: await inboxOf(context, TASKS_MAX),
        latestLoads: await latestLoads(context, LOADS_MAX),
      };
    },
  }),
);
