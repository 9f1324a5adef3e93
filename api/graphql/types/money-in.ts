import type { Entities } from '../../../domain/event/index.ts';
import {
  trialBalance,
  type JournalLine,
  type TrialBalance,
} from '../../../domain/journal/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import { NodeInterface } from '../node.ts';
import { storedOf, type Reading } from '../reading.ts';
import { connectionOf, pageArguments, sumsOf } from './page.ts';
import { partyOrNull, PartyType } from './party.ts';
import { PaymentType, StatementType, viewOf, type PaymentView } from './refs.ts';

const minus = (a: MoneyWire, b: MoneyWire): MoneyWire => ({
  minor: (BigInt(a.minor) - BigInt(b.minor)).toString(),
  currency: a.currency,
});

StatementType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    account: t.string({ resolve: ({ row }) => row.body.account }),
    status: t.string({ resolve: ({ row }) => (row.body.suspect ? 'suspect' : 'balanced') }),
    from: t.field({ type: 'BusinessDate', nullable: true, resolve: ({ row }) => row.body.on }),
    to: t.field({ type: 'BusinessDate', nullable: true, resolve: ({ row }) => row.body.on }),
    opening: t.field({ type: 'Money', nullable: true, resolve: ({ row }) => row.body.opening }),
    closing: t.field({ type: 'Money', nullable: true, resolve: ({ row }) => row.body.closing }),
    entryCount: t.int({ resolve: ({ row }) => row.body.entries }),
    body: t.field({ type: 'JSON', resolve: ({ row }) => row.body as unknown as Wire }),
  }),
});

PaymentType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    status: t.string({ resolve: ({ row }) => row.body.status }),
    amount: t.field({ type: 'Money', resolve: ({ row }) => row.body.received }),
    allocated: t.field({ type: 'Money', resolve: ({ row }) => row.body.allocated }),
    unallocated: t.field({
      type: 'Money',
      resolve: ({ row: { body } }) => minus(minus(body.received, body.allocated), body.refunded),
    }),
    payer: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ row }, _args, context) => partyOrNull(context, row.body.payer),
    }),
    payee: t.field({ type: PartyType, nullable: true, resolve: () => null }),
    bookedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row.body.valueOn,
    }),
    matches: t.field({
      type: 'JSON',
      resolve: async ({ objectId }, _args, { reading }) => {
        const rows = await reading.query<{ body: Wire }>(
          `select body from book.match where body->>'payment' = $1 order by id`,
          [objectId],
        );
        return rows.map(({ body }) => body);
      },
    }),
  }),
});

const PaymentConnection = connectionOf('Payment', PaymentType, sumsOf("p.body->'received'"));

const JournalAccountType = builder
  .objectRef<TrialBalance['accounts'][number]>('JournalAccount')
  .implement({
    fields: t => ({
      account: t.exposeString('account'),
      name: t.exposeString('name'),
      debit: t.expose('debit', { type: 'Money' }),
      credit: t.expose('credit', { type: 'Money' }),
    }),
  });

const TrialBalanceType = builder.objectRef<TrialBalance>('TrialBalance').implement({
  fields: t => ({
    currency: t.exposeString('currency'),
    debits: t.expose('debits', { type: 'Money' }),
    credits: t.expose('credits', { type: 'Money' }),
    difference: t.field({
      type: 'Money',
      description: 'debits − credits.',
      resolve: ({ debits, credits }) => minus(debits, credits),
    }),
    accounts: t.field({ type: [JournalAccountType], resolve: ({ accounts }) => [...accounts] }),
  }),
});

/** Turnover of every account, summed by the database. */
export async function balancesOf({ query }: Reading): Promise<readonly TrialBalance[]> {
  const rows = await query<Omit<JournalLine, 'amount' | 'sub'> & MoneyWire>(
    `select book, account, side, currency, sum(minor)::text as minor
       from book.journal_line group by book, account, side, currency`,
  );
  return trialBalance(
    rows.map(({ minor, currency, ...line }) => ({
      ...line,
      sub: null,
      amount: { minor, currency },
    })),
  );
}

type PaymentRow = { id: string; body: Entities['payment']; block: bigint; tx_index: number };
type StatementRow = { id: string; body: Entities['statement']; block: bigint; tx_index: number };

builder.queryFields(t => ({
  statements: t.field({
    type: [StatementType],
    args: { first: t.arg.int({ required: true }) },
    complexity: listCost,
    resolve: async (_root, { first }, { reading }) => {
      const rows = await reading.query<StatementRow>(
        `select id, body, block, tx_index from book.statement
          order by body->>'on' desc, id limit $1`,
        [Math.min(100, Math.max(1, first))],
      );
      return rows.map(row => viewOf('Statement', storedOf(row)));
    },
  }),
  payments: t.field({
    type: PaymentConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => {
      const list: ListQuery = {
        name: 'payments',
        filter: null,
        select: 'p.id, p.body, p.block, p.tx_index',
        from: 'from book.payment p where true',
        values: [],
        sort: { sql: "(p.body->>'valueOn')", cast: 'text', tie: 'p.id' },
        descending: true,
      };
      return readPage<PaymentRow, PaymentView>(context, list, args, row =>
        viewOf('Payment', storedOf(row)),
      );
    },
  }),
  journalTrialBalance: t.field({
    type: [TrialBalanceType],
    complexity: 20,
    resolve: async (_root, _args, { reading }) => {
      return [...(await balancesOf(reading))];
    },
  }),
}));
