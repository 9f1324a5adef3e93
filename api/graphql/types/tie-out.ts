import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { tieOutSums, type TieOutRow as Row } from '../tie-out-sums.ts';
import { balancesOf } from './money-in.ts';

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

async function rowsOf({ reading }: Context): Promise<Row[]> {
  const balances = await balancesOf(reading);
  const journal = balances.map(({ currency, debits, credits }) => ({
    figure: `journal ${currency}: debits = credits`,
    left: debits,
    right: credits,
  }));
  return [...journal, ...(await tieOutSums(reading))];
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
