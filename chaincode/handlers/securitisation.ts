import {
  decidePoolCollect,
  decidePoolPropose,
  decidePoolRelease,
  decidePoolRemove,
  decidePoolReplace,
  decidePoolRepurchase,
  decidePoolSeal,
  decidePoolSell,
  type CollectState,
  type ProposeState,
  type RemedyState,
  type RemoveState,
  type ReleaseState,
} from '../../domain/securitisation/ledger/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

type Headed = Pick<CollectState, 'pool'>;

/** Handlers of pools; sealing and selling read the header only (SEC-60). */
export const securitisationHandlers = {
  'pool.propose': handler<'pool.propose', ProposeState>({
    load: async (tx, { body }) => {
      const ids = body.assets.map(({ asset }) => asset);
      const holdings = await tx.entities('holding', ids);
      const claims = [...holdings.values()].map(({ receivable }) => receivable);
      const receivables = await tx.entities('receivable', claims);
      return { pool: await tx.entity('pool', body.pool), holdings, receivables };
    },
    decide: decidePoolPropose,
  }),
  'pool.seal': handler<'pool.seal', Headed>({
    load: async (tx, { body }) => ({ pool: await tx.entity('pool', body.pool) }),
    decide: decidePoolSeal,
  }),
  'pool.sell': handler<'pool.sell', Headed>({
    load: async (tx, { body }) => ({ pool: await tx.entity('pool', body.pool) }),
    decide: decidePoolSell,
  }),
  'pool.collect': handler<'pool.collect', CollectState>({
    load: async (tx, { body }) => ({
      ...(await withDeal(tx, body.pool)),
      collection: await tx.entity('poolCollection', `${body.pool}~${body.on}`),
      entry: await tx.entity('collectionEntry', body.entry),
    }),
    decide: decidePoolCollect,
  }),
  'pool.remove': handler<'pool.remove', RemoveState>({
    load: async (tx, { body }) => ({
      pool: await tx.entity('pool', body.pool),
      page: await tx.entity('poolPage', `${body.pool}~${body.page}`),
      holdings: await tx.entities('holding', body.assets),
    }),
    decide: decidePoolRemove,
  }),
  'pool.repurchase': handler<'pool.repurchase', RemedyState>({
    load: (tx, { body }) => remedyOf(tx, body, body.assets),
    decide: decidePoolRepurchase,
  }),
  'pool.replace': handler<'pool.replace', RemedyState>({
    load: (tx, { body }) => remedyOf(tx, body, [...body.out, ...body.in.map(({ asset }) => asset)]),
    decide: decidePoolReplace,
  }),
  'pool.release': handler<'pool.release', ReleaseState>({
    load: async (tx, { body }) => {
      const { pool, deal } = await withDeal(tx, body.pool);
      const days = (pool?.collected ?? []).map(on => `${body.pool}~${on}`);
      const collections = await tx.entities('poolCollection', days);
      return { pool, deal, collections: [...collections.values()] };
    },
    decide: decidePoolRelease,
  }),
};

async function remedyOf(
  tx: Tx,
  body: { readonly pool: string; readonly page: number; readonly entry: string },
  assets: readonly string[],
): Promise<RemedyState> {
  const holdings = await tx.entities('holding', assets);
  const claims = [...holdings.values()].map(({ receivable }) => receivable);
  return {
    ...(await withBook(tx, body.pool)),
    page: await tx.entity('poolPage', `${body.pool}~${body.page}`),
    holdings,
    receivables: await tx.entities('receivable', claims),
    entry: await tx.entity('collectionEntry', body.entry),
  };
}

async function withDeal(tx: Tx, id: string) {
  const { pool, book } = await withBook(tx, id);
  const deal = pool?.deal ?? null;
  return { pool, book, deal: deal === null ? undefined : await tx.entity('deal', deal) };
}

async function withBook(tx: Tx, id: string) {
  const pool = await tx.entity('pool', id);
  const deal = pool?.deal ?? null;
  return { pool, book: deal === null ? undefined : await tx.entity('dealBook', deal) };
}
