import type { Entities } from '../../../domain/event/index.ts';
import type { Currency } from '../../../domain/money/index.ts';
import {
  performanceOfPool,
  type PerformanceShare,
  type PoolPerformance,
} from '../../../domain/securitisation/ledger/index.ts';
import { readPool } from '../../pools/index.ts';
import { operatorOf } from '../../service/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ShareType, type Shared } from './pool-examination.ts';
import { openDay } from './receivable.ts';

type Performance = PoolPerformance & { readonly on: string; readonly currency: Currency };

export const PerformanceType = builder.objectRef<Performance>('DealPerformance').implement({
  description: 'How the pools of a deal do today; obligors under codes.',
  fields: t => ({
    on: t.expose('on', { type: 'BusinessDate' }),
    balance: t.field({
      type: 'Money',
      resolve: ({ balance, currency }) => ({ minor: `${balance}`, currency }),
    }),
    ageing: t.field({
      type: [ShareType],
      description: 'Outstanding by days past due.',
      resolve: ({ ageing, currency }) => ageing.map(share => sharedOf(share, currency)),
    }),
    obligors: t.field({
      type: [ShareType],
      resolve: ({ obligors, currency }) => obligors.map(share => sharedOf(share, currency)),
    }),
    flows: t.field({
      type: [ShareType],
      description: 'Collected, diluted and lost so far, as parts of what was sold.',
      resolve: ({ flows, currency }) => flows.map(share => sharedOf(share, currency)),
    }),
  }),
});

function sharedOf(share: PerformanceShare, currency: Currency): Shared {
  return { ...share, amount: { minor: `${share.amount}`, currency } };
}

type Head = Pick<Entities['deal'], 'pools' | 'currency'>;

/** Sums of the deal's pools are for all members; they are read as the channel's operator. */
export async function performanceOf(
  context: Context,
  { pools, currency }: Head,
): Promise<Performance | null> {
  const { services } = context;
  const operator = await operatorOf(services.database, services.channel);
  const on = await openDay(context);
  if (operator === null || on === null) return null;
  return services.database.withTenant({ tenant: operator, actor: 'performance' }, async sql => {
    const ids = Object.values(pools);
    const books = [];
    for (const id of ids) books.push(await readPool(sql, id, on));
    const found = books.filter(book => book !== null);
    const collections = await sql.query<{ body: Entities['poolCollection'] }>(
      'select body from book.pool_collection where pool = any($1) order by id',
      [ids],
    );
    const claims = found.flatMap(({ members }) =>
      members.map(({ holding, receivable, obligor }) => {
        const outstanding = BigInt(holding.outstanding.minor);
        return { obligor, outstanding, dueOn: receivable.dueOn };
      }),
    );
    const sold = found.reduce((sum, { pool }) => sum + BigInt(pool.amount.minor), 0n);
    const bodies = collections.map(({ body }) => body);
    return { ...performanceOfPool(claims, bodies, on, sold), on, currency };
  });
}
