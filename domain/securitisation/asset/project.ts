import type { BusinessDate } from '../../calendar/index.ts';
import type { Refusal } from '../../errors/index.ts';
import { ok, type Result } from '../../result/index.ts';
import type { Mode } from '../arithmetic.ts';
import type { Assumption, Curves } from '../assumption/assumption.ts';
import type { Asset } from './asset.ts';
import { emptyRow, gather, haircut, mergeFlows, NO_TOTALS, openingOf } from './flow.ts';
import { withTotals, type Cumulative, type FlowRow } from './flow.ts';
import { projectInstalment } from './instalment.ts';
import { projectFailedLoan, projectLoan } from './loan.ts';
import { projectReceivable } from './receivable.ts';

/** What a pool's rows are projected by. Rows before `asOf` are cut (SEC-26). */
export type PoolTerms = {
  readonly asOf: BusinessDate;
  readonly assumption: Assumption;
  readonly curves: Curves;
  readonly mode: Mode;
  /** Totals of the life before the first row. */
  readonly totals?: Cumulative;
};

/** The cash flow of a pool of assets, by date, with running totals. */
export function projectPool(
  assets: readonly Asset[],
  terms: PoolTerms,
): Result<FlowRow[], Refusal> {
  const flows: FlowRow[][] = [];
  for (const asset of assets) {
    const rows = projectAsset(asset, terms);
    if (!rows.ok) return rows;
    flows.push(rows.value.filter(row => row.date >= terms.asOf));
  }
  const merged = mergeFlows(flows, terms.mode);
  const cuts = terms.assumption.haircuts;
  const cut = cuts ? merged.map(row => haircut(row, cuts, terms.mode)) : merged;
  return ok(withTotals(cut, terms.totals ?? NO_TOTALS));
}

function projectAsset(asset: Asset, terms: PoolTerms): Result<FlowRow[], Refusal> {
  const { assumption, curves, mode } = terms;
  switch (asset.type) {
    case 'receivable':
      return ok(projectReceivable(asset, assumption, mode));
    case 'instalment':
      return ok(projectInstalment(asset, assumption, mode));
    case 'flow':
      return ok([...asset.rows]);
    case 'loan':
      return asset.status.kind === 'defaulted'
        ? ok(projectFailedLoan(asset, assumption, mode))
        : projectLoan(asset, assumption, curves, mode);
  }
}

/**
 * Rows gathered to the collection dates of a deal, opened by a row of the balance on `from`; what
 * lies before it is cut.
 */
export function gatherPool(
  rows: readonly FlowRow[],
  from: BusinessDate,
  dates: readonly BusinessDate[],
  mode: Mode,
): FlowRow[] {
  const future = rows.filter(row => row.date >= from);
  const [first] = future;
  if (!first) return [];
  const opening = emptyRow(from, openingOf(first), first.ratePpb);
  return gather([opening, ...future], dates, mode);
}
