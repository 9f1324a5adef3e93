import type { ApplyEntity } from '../../event/entity-ref.ts';
import { change, foldBy } from '../../event/fold.ts';
import type { MoneyWire } from '../../money/index.ts';
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
    'pool.proposed': (state, { pool, originator, manager, pageHash, assets, amount }) => ({
      pool,
      originator,
      manager,
      pages: [...(state?.pages ?? []), pageHash],
      assets: (state?.assets ?? 0) + assets.length,
      amount: state ? plus(state.amount, amount) : amount,
      outstanding: state ? plus(state.outstanding, amount) : amount,
      deal: null,
      collected: [],
      received: {},
      released: null,
      state: 'draft',
    }),
    'pool.removed': change((state, { page, pageHash, assets, amount }) => ({
      ...withPage(state, page, pageHash),
      assets: state.assets - assets.length,
      // What was given up stands as it was.
      ...(state.released === null
        ? { amount: minus(state.amount, amount), outstanding: minus(state.outstanding, amount) }
        : {}),
    })),
    'pool.released': change((state, { reason, on }) => {
      const released = { on, reason };
      const before: Pool = state.state === 'sold' ? unsold(state) : state;
      return { ...before, received: {}, released };
    }),
    'pool.sealed': change((state, { cutOff, rules, on }) => {
      return { ...state, state: 'sealed', cutOff, rules, sealedOn: on };
    }),
    'pool.sold': change((state, { sale }) =>
      state.state === 'sealed' ? { ...state, state: 'sold', sale } : state,
    ),
    'pool.repurchased': change((state, { page, pageHash, out, price, on }) => ({
      ...withPage(state, page, pageHash),
      ...collectedOn(state, on, price),
      ...receivedBy(state, price),
      assets: state.assets - out.length,
    })),
    'pool.replaced': change((state, { page, pageHash, out, into, cash, added, on }) => ({
      ...withPage(state, page, pageHash),
      ...collectedOn(state, on, minus(cash, added)),
      ...receivedBy(state, cash),
      assets: state.assets - out.length + into.length,
    })),
    'pool.collected': change((state, { on, reduction, cash }) => {
      return { ...state, ...collectedOn(state, on, reduction), ...receivedBy(state, cash) };
    }),
    'deal.published': change((state, { deal }) => {
      const { [state.pool]: kept, ...received } = state.received;
      return { ...state, deal, received: kept === undefined ? received : { [deal]: kept } };
    }),
  }),
  poolPage: foldBy<PoolPage>({
    'pool.proposed': (_, { pool, page, assets }) => ({ pool, page, assets }),
    'pool.removed': change((state, { assets }) => without(state, assets)),
    'pool.repurchased': change((state, { out }) => without(state, out)),
    'pool.replaced': change((state, { out, into }) => {
      const left = without(state, out);
      return { ...left, assets: [...left.assets, ...into] };
    }),
  }),
  poolCollection: foldBy<PoolCollection>({
    'pool.collected': (state, { pool, on, entry, flows }) => {
      return { ...state, pool, on, entry, flows: [...(state?.flows ?? []), ...flows] };
    },
    'pool.repurchased': (state, { pool, on, price }) => prepaid(state, { pool, on, amount: price }),
    'pool.replaced': (state, { pool, on, cash, added: more }) => {
      const row = prepaid(state, { pool, on, amount: cash });
      if (more.minor === '0') return row;
      return { ...row, added: row.added ? plus(row.added, more) : more };
    },
  }),
  collectionEntry: foldBy<CollectionEntry>({
    'pool.collected': (_, { pool, on, entry }) => ({ entry, pool, on }),
    'pool.repurchased': (_, { pool, on, entry }) => ({ entry, pool, on }),
    'pool.replaced': (_, { pool, on, entry }) => ({ entry, pool, on }),
  }),
};

/** As it was before the sale. */
function unsold({ sale: _sale, ...before }: Extract<Pool, { readonly state: 'sold' }>): Pool {
  return { ...before, state: 'sealed' };
}

function withPage(state: Pool, page: number, pageHash: string): Pool {
  return { ...state, pages: state.pages.map((hash, at) => (at === page ? pageHash : hash)) };
}

/** Each day once, ascending; what is left after what came in. */
function collectedOn(
  { collected, outstanding }: Pool,
  on: string,
  reduction: MoneyWire,
): Pick<Pool, 'collected' | 'outstanding'> {
  const days = [...new Set([...collected, on])].sort(byCodeUnit);
  return { collected: days, outstanding: minus(outstanding, reduction) };
}

/** Cash goes to the plan of the pool's deal; before there is one, the pool's own. */
function receivedBy({ pool, deal, received }: Pool, { minor }: MoneyWire): Pick<Pool, 'received'> {
  if (minor === '0') return { received };
  const plan = deal ?? pool;
  const sum = BigInt(received[plan] ?? '0') + BigInt(minor);
  return { received: { ...received, [plan]: `${sum}` } };
}

function without(state: PoolPage, gone: readonly string[]): PoolPage {
  return { ...state, assets: state.assets.filter(({ asset }) => !gone.includes(asset)) };
}

/** Cash of a remedy is a prepayment of the day, beside what the custodian records. */
function prepaid(
  state: PoolCollection | undefined,
  { pool, on, amount }: { readonly pool: string; readonly on: string; readonly amount: MoneyWire },
): PoolCollection {
  const flows = [...(state?.flows ?? []), { flow: 'prepayment', amount }];
  return { ...state, pool, on, entry: state?.entry ?? null, flows };
}
