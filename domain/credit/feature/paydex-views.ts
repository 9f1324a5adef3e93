import type { BusinessDate } from '../../calendar/index.ts';
import type { Instalment } from '../facts/facts.ts';
import type { PaydexTable } from '../table/index.ts';
import type { Missing } from './observation.ts';
import {
  decayedPaydex,
  experiencesOf,
  paydexFigure,
  standardNeeds,
  withinWindow,
  type Paydex,
} from './paydex.ts';

/** One side's index as people read it: windows, trend, half-life variant, by counterparty. */
export type PaydexView = {
  readonly windows: readonly { readonly months: number; readonly figure: Paydex | Missing }[];
  readonly trend?: number;
  readonly decayed?: number;
  readonly byCounterparty: readonly {
    readonly counterparty: string;
    readonly figure: Paydex | Missing;
  }[];
};

/**
 * The payment index over an instalment ledger (CR-21): the payable ledger gives the enterprise's
 * own figure, the receivable ledger that of its buyers. The trend is the shortest less the longest
 * window.
 */
export function paydexView(
  table: PaydexTable,
  instalments: readonly Instalment[],
  asOf: BusinessDate,
): PaydexView {
  const all = experiencesOf(instalments, asOf);
  const windows = table.windowsMonths.map(months => ({
    months,
    figure: paydexFigure(table, withinWindow(all, asOf, months), standardNeeds(table)),
  }));
  const longest = Math.max(...table.windowsMonths);
  const recent = withinWindow(all, asOf, longest);
  const names = [...new Set(recent.map(entry => entry.counterparty))].sort();
  const byCounterparty = names.map(counterparty => ({
    counterparty,
    figure: paydexFigure(
      table,
      recent.filter(entry => entry.counterparty === counterparty),
      { experiences: table.experiencesMin, counterparties: 1 },
    ),
  }));
  const short = windows.at(0)?.figure;
  const long = windows.at(-1)?.figure;
  const trend =
    short && long && 'value' in short && 'value' in long ? short.value - long.value : undefined;
  const decayed = decayedPaydex(table, recent, asOf);
  return {
    windows,
    byCounterparty,
    ...(trend === undefined ? {} : { trend }),
    ...(decayed === undefined ? {} : { decayed }),
  };
}
