import { readActs, type ActRow } from '../act-store.ts';
import { builder } from '../builder.ts';
import { FIRST_MAX, listCost } from '../connection.ts';
import type { Context } from '../context.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { storedOf } from '../reading.ts';
import { actView, ActType, missingSigners, MissingSignerType, type ActView } from './act.ts';
import { ReceivableType, viewOf, type ReceivableView } from './refs.ts';

/** Something that waits for the caller. */
export type InboxItem = {
  readonly kind: 'sign' | 'confirm';
  readonly object: string;
  readonly since: string;
  readonly dueOn: string | null;
  readonly amount: MoneyWire | null;
  readonly act: ActView | null;
  readonly receivable: ReceivableView | null;
};

const SENTENCES = {
  sign: { zh: '待您签名的业务：{what}', en: 'An act waits for your signature: {what}' },
  confirm: { zh: '待确认的应收账款：{what}', en: 'A claim waits for your answer: {what}' },
} as const;

function sentenceOf({ kind, act, object }: InboxItem, { locale }: Context): string {
  return SENTENCES[kind][locale].replace('{what}', act?.row.kind ?? object);
}

export const InboxItemType = builder.objectRef<InboxItem>('InboxItem').implement({
  fields: t => ({
    kind: t.exposeString('kind', { description: 'sign, confirm, offer, finding, deadline.' }),
    sentence: t.string({ resolve: (item, _args, context) => sentenceOf(item, context) }),
    object: t.exposeString('object'),
    act: t.field({ type: ActType, nullable: true, resolve: ({ act }) => act }),
    receivable: t.field({
      type: ReceivableType,
      nullable: true,
      resolve: ({ receivable }) => receivable,
    }),
    amount: t.field({ type: 'Money', nullable: true, resolve: ({ amount }) => amount }),
    since: t.expose('since', { type: 'BusinessDate' }),
    dueOn: t.expose('dueOn', { type: 'BusinessDate', nullable: true }),
    missing: t.field({
      type: [MissingSignerType],
      resolve: ({ act }, _args, context) => missingSigners(context, act?.row.missing ?? []),
    }),
  }),
});

function signItem(row: ActRow): InboxItem {
  const nothing = { dueOn: null, amount: null, receivable: null };
  return { kind: 'sign', object: row.id, since: row.businessDate, act: actView(row), ...nothing };
}

type ReceivableRow = {
  id: string;
  body: ReceivableView['row']['body'];
  block: bigint;
  tx_index: number;
};

function confirmItem(row: ReceivableRow): InboxItem {
  const view = viewOf('Receivable', storedOf(row));
  const { offeredOn, dueOn, face } = row.body;
  const what = { object: row.id, since: offeredOn, dueOn, amount: face };
  return { kind: 'confirm', ...what, act: null, receivable: view };
}

/** What waits for the caller, acts to sign first, then claims by due date and amount. */
export async function inboxOf(context: Context, first: number): Promise<InboxItem[]> {
  const { reading, caller } = context;
  const acts = await readActs(
    reading.query,
    `a.state = 'partly' order by a.created_at limit ${FIRST_MAX}`,
    [],
  );
  const claims = await reading.query<ReceivableRow>(
    `select id, body, block, tx_index from book.receivable
      where body->>'buyer' = $1 and status = any($2)
      order by body->>'dueOn', (body->'face'->>'minor')::numeric desc, id limit ${FIRST_MAX}`,
    [caller.party, ['offered', 'recorded']],
  );
  return [...acts.map(signItem), ...claims.map(confirmItem)].slice(0, first);
}

builder.queryField('inbox', t =>
  t.field({
    type: [InboxItemType],
    args: { first: t.arg.int({ required: true }) },
    complexity: listCost,
    resolve: (_root, { first }, context) =>
      inboxOf(context, Math.min(FIRST_MAX, Math.max(1, first))),
  }),
);
