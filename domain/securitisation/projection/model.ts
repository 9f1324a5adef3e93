import type { BusinessDate } from '../../calendar/index.ts';
import type { Asset } from '../asset/asset.ts';
import type { FlowRow, RowShape } from '../asset/flow.ts';
import type { Assumptions } from '../assumption/assumption.ts';
import type { Deal, Key } from '../deal/deal.ts';
import type { Position } from '../waterfall/state.ts';

/** The assets of a pool on a day. */
export type PoolAssets = {
  readonly asOf: BusinessDate;
  readonly assets: readonly Asset[];
  readonly shape: RowShape;
};

/** All that a projection needs: the deal, where it stands, its pools, and what is assumed. */
export type Model = {
  readonly deal: Deal;
  readonly position: Position;
  readonly pools: Readonly<Record<Key, PoolAssets>>;
  readonly assumptions: Assumptions;
};

/** The collected rows of each pool, with the pool's shape. */
export type PoolResult = { readonly shape: RowShape; readonly rows: readonly FlowRow[] };
