import type { ApplyEntity } from '../../event/entity-ref.ts';
import { change, foldBy } from '../../event/fold.ts';
import { minus, plus } from '../../receivable/amounts.ts';
import { byCodeUnit } from '../../wire/index.ts';
import { applyDeal } from './deal-apply.ts';
import type {
  CollectionEntry,
  Pool,
  PoolCollection,
  PoolPage,
  SecuritisationEntities,
} from './state.ts';

type Apply = {
  readonly [T in keyof SecuritisationEntities]: ApplyEntity<SecuritisationEntities[T]>;
};

/** How pools and deals change. */
export const applySecuritisation: Apply = {
  ...applyDeal,
  pool: foldBy<Pool>({
    'pool.proposed': (state, { pool, originator, pageHash, assets, amount }) => ({
      pool,
      originator,
      pages: [...(state?.pages ?? []), pageHash],
      assets: (state?.assets ?? 0) + assets.length,
      amount: state ? plus(state.amount, amount) : amount,
      outstanding: state ? plus(state.outstanding, amount) : amount,
      deal: null,
      collected: [],
      released: null,
      state: 'draft',
    }),
    'pool.removed': change((state, { page, pageHash, assets, amount }) => ({
      ...state,
      pages: state.pages.map((hash, at) => (at === page ? pageHash : hash)),
      assets: state.assets - assets.length,
      amount: minus(state.amount, amount),
      outstanding: minus(state.outstanding, amount),
    })),
    'pool.released': change((state, { reason, on }) => {
      return { ...state, released: { on, reason } };
    }),
    'pool.sealed': change((state, { manager, cutOff, rules, on }) => {
      return { ...state, state: 'sealed', manager, cutOff, rules, sealedOn: on };
    }),
    'pool.sold': change((state, { sale }) =>
      state.state === 'sealed' ? { ...state, state: 'sold', sale } : state,
    ),
    'pool.collected': change((state, { on, reduction }) => {
      const collected = [...state.collected, on].sort(byCodeUnit);
      return { ...state, collected, outstanding: minus(state.outstanding, reduction) };
    }),
    'deal.published': change((state, { deal }) => ({ ...state, deal })),
  }),
  poolPage: foldBy<PoolPage>({
    'pool.proposed': (_, { pool, page, assets }) => ({ pool, page, assets }),
    'pool.removed': change((state, { assets }) => {
      return { ...state, assets: state.assets.filter(({ asset }) => !assets.includes(asset)) };
    }),
  }),
  poolCollection: foldBy<PoolCollection>({
    'pool.collected': (_, { pool, on, entry, flows }) => ({ pool, on, entry, flows }),
  }),
  collectionEntry: foldBy<CollectionEntry>({
    'pool.collected': (_, { pool, on, entry }) => ({ entry, pool, on }),
  }),
};
