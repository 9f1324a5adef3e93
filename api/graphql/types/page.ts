import type { ImplementableObjectRef, ObjectRef } from '@pothos/core';
import { builder } from '../builder.ts';
import type { Aggregate, Page, PageArguments, PageInfo } from '../connection.ts';
import type { Context } from '../context.ts';

const PageInfoType = builder.objectRef<PageInfo>('PageInfo').implement({
  fields: t => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage'),
    startCursor: t.expose('startCursor', { type: 'Cursor', nullable: true }),
    endCursor: t.expose('endCursor', { type: 'Cursor', nullable: true }),
  }),
});

const AggregateType = builder.objectRef<Aggregate>('Aggregate').implement({
  description: 'How many rows the filter has, and their sums, one a currency.',
  fields: t => ({
    count: t.exposeInt('count'),
    sums: t.field({ type: ['Money'], resolve: ({ sums }) => [...sums] }),
  }),
});

const AGGREGATE_COST = 5;

type Node<N> = ObjectRef<BuilderTypes, N, N>;
type BuilderTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never;

type Argument = Parameters<Parameters<typeof builder.queryFields>[0]>[0]['arg'];

/** Arguments of every list: `first` rows behind a cursor, or the `last` before one. */
export function pageArguments(argument: Argument) {
  return {
    first: argument.int(),
    after: argument({ type: 'Cursor' }),
    last: argument.int(),
    before: argument({ type: 'Cursor' }),
  };
}

/** The Relay types of a list: `NameConnection` with `edges`, `pageInfo` and, where asked, sums. */
export function connectionOf<N extends object>(
  name: string,
  node: Node<N>,
  aggregate?: (context: Context, page: Page<N>) => Promise<Aggregate>,
): ImplementableObjectRef<BuilderTypes, Page<N>, Page<N>> {
  const edge = builder
    .objectRef<{ readonly cursor: string; readonly node: N }>(`${name}Edge`)
    .implement({
      fields: t => ({
        cursor: t.expose('cursor', { type: 'Cursor' }),
        node: t.field({ type: node, resolve: row => row.node as never }),
      }),
    });
  const connection = builder.objectRef<Page<N>>(`${name}Connection`);
  connection.implement({
    fields: t => ({
      edges: t.field({
        type: [edge],
        complexity: { field: 0, multiplier: 1 },
        resolve: page => [...page.edges],
      }),
      pageInfo: t.field({ type: PageInfoType, resolve: page => page.pageInfo }),
    }),
  });
  if (aggregate) {
    builder.objectField(connection, 'aggregate', t =>
      t.field({
        type: AggregateType,
        complexity: AGGREGATE_COST,
        resolve: (page, _args, context) => aggregate(context, page),
      }),
    );
  }
  return connection;
}

/** Count and sums of the whole list, by the SQL of one amount `{minor, currency}` in the row. */
export function sumsOf(amount: string) {
  return async (context: Context, page: Page<unknown>): Promise<Aggregate> => {
    const { from, values } = page.list;
    const rows = await context.reading.query<{ currency: string; count: bigint; minor: string }>(
      `select ${amount}->>'currency' as currency, count(*) as count,
          coalesce(sum((${amount}->>'minor')::numeric), 0)::text as minor
         ${from} group by 1 order by 1`,
      values,
    );
    const sums = rows
      .filter(({ currency }) => currency !== null)
      .map(({ currency, minor }) => ({ minor, currency }) as Aggregate['sums'][number]);
    return { count: rows.reduce((all, { count }) => all + Number(count), 0), sums };
  };
}

/** Count of the whole list. */
export async function countOf(context: Context, page: Page<unknown>): Promise<Aggregate> {
  const { from, values } = page.list;
  const [row] = await context.reading.query<{ count: bigint }>(
    `select count(*) as count ${from}`,
    values,
  );
  return { count: Number(row?.count ?? 0n), sums: [] };
}

export type { PageArguments };
