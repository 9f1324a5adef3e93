import type { Currency, MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { balancesOf } from './money-in.ts';

type Row = { readonly figure: string; readonly left: MoneyWire; readonly right: MoneyWire };
type TieOut = {
  readonly block: bigint;
  readonly projectedBlock: bigint;
  readonly rows: readonly Row[];
};

const differenceOf = ({ left, right }: Row): bigint => BigInt(left.minor) - BigInt(right.minor);

const TieOutRowType = builder.objectRef<Row>('TieOutRow').implement({
  fields: t => ({
    figure: t.exposeString('figure'),
    left: t.expose('left', { type: 'Money' }),
    right: t.expose('right', { type: 'Money' }),
    difference: t.field({
      type: 'Money',
      resolve: row => ({ minor: differenceOf(row).toString(), currency: row.left.currency }),
    }),
  }),
});

const TieOutType = builder.objectRef<TieOut>('TieOut').implement({
  description: 'Ledger, read model and journal side by side.',
  fields: t => ({
    block: t.int({ resolve: ({ block }) => Number(block) }),
    projectedBlock: t.int({ resolve: ({ projectedBlock }) => Number(projectedBlock) }),
    rows: t.field({ type: [TieOutRowType], resolve: ({ rows }) => [...rows] }),
    ties: t.boolean({ resolve: ({ rows }) => rows.every(row => differenceOf(row) === 0n) }),
  }),
});

/**
 * The sums that must agree, each on two paths: debits = credits; received = allocated +
 * unallocated; the face of live claims = the parts that their holdings are in.
 */
async function rowsOf({ reading }: Context): Promise<Row[]> {
  const balances = await balancesOf(reading);
  const journal = balances.map(({ currency, debits, credits }) => ({
    figure: `journal ${currency}: debits = credits`,
    left: debits,
    right: credits,
  }));
  const received = await pairs(
    reading,
    `select body->'received'->>'currency' as currency,
        sum((body->'received'->>'minor')::numeric)::text as left,
        sum((body->'allocated'->>'minor')::numeric + (body->'refunded'->>'minor')::numeric
          + (body->'received'->>'minor')::numeric - (body->'allocated'->>'minor')::numeric
          - (body->'refunded'->>'minor')::numeric)::text as right
       from book.payment where status <> 'reversed' group by 1 order by 1`,
    'payments: received = allocated + unallocated',
  );
  const outstanding = await pairs(
    reading,
    `select r.body->'face'->>'currency' as currency,
        sum((r.body->'outstanding'->>'minor')::numeric)::text as left,
        sum(coalesce(h.minor, 0))::text as right
       from book.receivable r
       left join (select body->>'receivable' as receivable,
           sum((body->'outstanding'->>'minor')::numeric) as minor
         from book.holding group by 1) h on h.receivable = r.id
      where r.status not in ('declined', 'withdrawn', 'cancelled', 'expired') group by 1 order by 1`,
    'claims: outstanding = holdings',
  );
  const allocated = await pairs(
    reading,
    `select p.currency, p.minor::text as left, coalesce(m.minor, 0)::text as right from
        (select body->'allocated'->>'currency' as currency,
           sum((body->'allocated'->>'minor')::numeric) as minor
           from book.payment where status <> 'reversed' group by 1) p
        left join (select body->'amount'->>'currency' as currency,
           sum((body->'amount'->>'minor')::numeric) as minor
           from book.match where status = 'standing' group by 1) m using (currency)
       order by 1`,
    'payments: allocated = standing matches',
  );
  return [...journal, ...received, ...allocated, ...outstanding];
}

type Pair = { currency: Currency; left: string; right: string };

async function pairs(reading: Context['reading'], sql: string, figure: string): Promise<Row[]> {
  const rows = await reading.query<Pair>(sql);
  return rows.map(({ currency, left, right }) => ({
    figure: `${figure} (${currency})`,
    left: { minor: left, currency },
    right: { minor: right, currency },
  }));
}

builder.queryField('tieOut', t =>
  t.field({
    type: TieOutType,
    complexity: 50,
    resolve: async (_root, _args, context) => {
      const { height } = await context.services.ledger.info();
      const rows = await rowsOf(context);
      return {
        block: height - 1n,
        projectedBlock: context.services.projector.checkpoint().block,
        rows,
      };
    },
  }),
);
