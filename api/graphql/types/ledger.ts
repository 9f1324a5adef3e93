import type { Signature } from '../../../domain/act/index.ts';
import { isObject, parseWire, toHex, type Wire } from '../../../domain/wire/index.ts';
import { validationCodeName, type KeyWrite } from '../../../ledger/index.ts';
import { actHashOf } from '../act-text.ts';
import { builder } from '../builder.ts';
import { FIRST_MAX, listCost, sizeOf, type Page, type PageArguments } from '../connection.ts';
import type { Context } from '../context.ts';
import { ledgerBlock, type LedgerBlock, type LedgerTransaction } from '../ledger-act.ts';
import { transportError } from '../problem.ts';
import { transactionSentence } from '../sentence.ts';
import { SignerType } from './act.ts';
import { connectionOf, pageArguments } from './page.ts';
import { partyOrNull, PartyType } from './party.ts';

type TransactionView = {
  readonly block: LedgerBlock;
  readonly tx: LedgerTransaction;
};

type TxRow = { block: bigint; tx_index: number };

const KEY_TEXT_MAX = 400;

function actOf({ tx }: TransactionView): Readonly<Record<string, Wire>> | null {
  const parsed = tx.signedText === null ? null : parseWire(tx.signedText);
  const value = parsed?.ok ? parsed.value : null;
  const act = isObject(value ?? null) ? (value as Record<string, Wire>)['act'] : null;
  return isObject(act ?? null) ? (act as Record<string, Wire>) : null;
}

function textOf(view: TransactionView, field: string): string | null {
  const value = actOf(view)?.[field];
  return typeof value === 'string' ? value : null;
}

/** A write as people can read it; private values are hashes on the channel, and stay so. */
function shownWrite({ namespace, collection, key, kind, value }: KeyWrite): Wire {
  const text = collection === '' ? Buffer.from(value).toString('utf8') : toHex(value);
  const shown = key.replaceAll('\u0000', '~');
  return { namespace, collection, kind, key: shown, value: text.slice(0, KEY_TEXT_MAX) };
}

/** Events of a transaction that the caller may see, in order. */
async function eventsOf({ reading }: Context, { block, tx }: TransactionView): Promise<Wire[]> {
  const rows = await reading.query<{ body: Wire }>(
    'select body from book.event where block = $1 and tx_index = $2 order by n',
    [block.record.number, tx.index],
  );
  return rows.map(({ body }) => body);
}

/** Full text of an act is for those whose objects it names; others see that it happened. */
async function isVisible({ reading }: Context, view: TransactionView): Promise<boolean> {
  const rows = await reading.query<TxRow>(
    'select block, tx_index from book.tx where block = $1 and tx_index = $2',
    [view.block.record.number, view.tx.index],
  );
  return rows.length > 0;
}

const BlockType = builder.objectRef<LedgerBlock>('Block');
const TransactionType = builder.objectRef<TransactionView>('Transaction');

BlockType.implement({
  fields: t => ({
    number: t.int({ resolve: ({ record }) => Number(record.number) }),
    hash: t.field({ type: 'Sha256', resolve: ({ record }) => toHex(record.hash) }),
    previousHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ record }) =>
        record.previousHash.length === 0 ? null : toHex(record.previousHash),
    }),
    dataHash: t.field({
      type: 'Sha256',
      resolve: ({ record }) => toHex(record.dataHash),
    }),
    committedAt: t.field({
      type: 'Instant',
      nullable: true,
      resolve: ({ transactions }) => latestSignature(transactions),
    }),
    transactionCount: t.int({ resolve: ({ transactions }) => transactions.length }),
    transactions: t.field({
      type: [TransactionType],
      resolve: block => block.transactions.map(tx => ({ block, tx })),
    }),
  }),
});

/** The last moment that a signer of the block states; blocks carry no clock of their own. */
function latestSignature(transactions: readonly LedgerTransaction[]): string | null {
  const instants = transactions.flatMap(({ signatures }) => signatures.map(({ at }) => at));
  return instants.sort().at(-1) ?? null;
}

TransactionType.implement({
  fields: t => ({
    txId: t.string({ resolve: ({ tx }) => tx.txId }),
    block: t.int({ resolve: ({ block }) => Number(block.record.number) }),
    index: t.int({ resolve: ({ tx }) => tx.index }),
    valid: t.boolean({ resolve: ({ tx }) => tx.code === 0 }),
    code: t.string({ resolve: ({ tx }) => validationCodeName(tx.code) }),
    sentence: t.string({
      nullable: true,
      resolve: async (view, _args, context) =>
        transactionSentence(context, await eventsOf(context, view)),
    }),
    actKind: t.string({ nullable: true, resolve: view => textOf(view, 'kind') }),
    act: t.string({ nullable: true, resolve: view => textOf(view, 'id') }),
    actor: t.field({
      type: PartyType,
      nullable: true,
      resolve: (view, _args, context) => partyOrNull(context, textOf(view, 'actor')),
    }),
    actHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: view => actHashOf(view.tx.signedText),
    }),
    businessDate: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: view => textOf(view, 'businessDate'),
    }),
    signers: t.field({
      type: [SignerType],
      description: 'Verified signers named in the envelope.',
      resolve: ({ tx }) => [...tx.signatures] as Signature[],
    }),
    endorsers: t.stringList({ resolve: ({ tx }) => [...tx.endorsers] }),
    actText: t.string({
      nullable: true,
      description: 'Act as signed, in clear (V0); private values are commitments only.',
      resolve: async (view, _args, context) =>
        (await isVisible(context, view)) ? view.tx.signedText : null,
    }),
    envelope: t.field({
      type: 'JSON',
      nullable: true,
      resolve: async (view, _args, context) => {
        const events = await eventsOf(context, view);
        return events.length === 0 ? null : events;
      },
    }),
    writes: t.field({
      type: 'JSON',
      resolve: async (view, _args, context) => {
        if (!(await isVisible(context, view))) return [];
        const record = view.block.record.txs.find(({ txId }) => txId === view.tx.txId);
        return (record?.writes ?? []).map(shownWrite);
      },
    }),
  }),
});

/** The transaction with this id. */
export async function findTransaction(
  context: Context,
  txId: string,
): Promise<TransactionView | null> {
  const [row] = await context.reading.query<TxRow>(
    'select block, tx_index from book.tx where tx_id = $1 limit 1',
    [txId],
  );
  if (!row) return null;
  const block = await ledgerBlock(context, row.block);
  const tx = block?.transactions.find(({ index }) => index === row.tx_index);
  return block && tx ? { block, tx } : null;
}

const BlockConnection = connectionOf('Block', BlockType);

/** Newest first; the cursor is the block's number, which is no secret. */
async function blocksPage(context: Context, args: PageArguments): Promise<Page<LedgerBlock>> {
  const { size, backward } = sizeOf(args);
  const { height } = await context.services.ledger.info();
  const place = numberOf(backward ? args.before : args.after);
  const start = backward
    ? least((place ?? -1n) + BigInt(size), height - 1n)
    : least((place ?? height) - 1n, height - 1n);
  const numbers = Array.from(
    { length: Math.min(size, FIRST_MAX) },
    (_none, at) => start - BigInt(at),
  );
  const wanted = numbers.filter(number => number >= 0n && (!backward || number > (place ?? -1n)));
  const blocks = await Promise.all(wanted.map(number => ledgerBlock(context, number)));
  const edges = blocks
    .filter(block => block !== null)
    .map(node => ({ cursor: cursorText(node.record.number), node }));
  const last = wanted.at(-1) ?? 0n;
  return {
    edges,
    list: {
      name: 'blocks',
      filter: null,
      from: '',
      values: [],
      select: '',
      sort: { sql: '', cast: '', tie: '' },
    },
    pageInfo: {
      hasNextPage: last > 0n,
      hasPreviousPage: start < height - 1n,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const cursorText = (number: bigint): string => Buffer.from(`block ${number}`).toString('base64url');

function numberOf(cursor: string | null | undefined): bigint | null {
  if (cursor == null) return null;
  const match = /^block (\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1]) throw transportError('BAD_CURSOR', 'The cursor is not of this list.');
  return BigInt(match[1]);
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

builder.queryFields(t => ({
  blocks: t.field({
    type: BlockConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => blocksPage(context, args),
  }),
  block: t.field({
    type: BlockType,
    nullable: true,
    args: { number: t.arg.int({ required: true }) },
    resolve: (_root, { number }, context) => ledgerBlock(context, BigInt(number)),
  }),
  transaction: t.field({
    type: TransactionType,
    nullable: true,
    args: { txId: t.arg.string({ required: true }) },
    resolve: (_root, { txId }, context) => findTransaction(context, txId),
  }),
}));
