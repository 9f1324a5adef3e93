import type { ApplyEntity } from '../../event/entity-ref.ts';
import { change, foldBy } from '../../event/fold.ts';
import { plus } from '../../receivable/amounts.ts';
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

/** How pools change. */
export const applySecuritisation: Apply = {
  pool: foldBy<Pool>({
    'pool.proposed': (state, { pool, originator, pageHash, assets, amount }) => ({
      pool,
      originator,
      pages: [...(state?.pages ?? []), pageHash],
      assets: (state?.assets ?? 0) + assets.length,
      amount: state ? plus(state.amount, amount) : amount,
      state: 'draft',
    }),
    'pool.sealed': change((state, { manager, cutOff, rules, on }) => {
      return { ...state, state: 'sealed', manager, cutOff, rules, sealedOn: on };
    }),
    'pool.sold': change((state, { sale }) =>
      state.state === 'sealed' ? { ...state, state: 'sold', sale } : state,
    ),
  }),
  poolPage: foldBy<PoolPage>({
    'pool.proposed': (_, { pool, page, assets }) => ({ pool, page, assets }),
  }),
  poolCollection: foldBy<PoolCollection>({
    'pool.collected': (_, { pool, on, entry, flows }) => ({ pool, on, entry, flows }),
  }),
  collectionEntry: foldBy<CollectionEntry>({
    'pool.collected': (_, { pool, on, entry }) => ({ entry, pool, on }),
  }),
};
