/** One row of a chart: how far the first bar is from the baseline, and the bars in their order. */
type BarRow = { readonly base: bigint; readonly values: readonly bigint[] };

/** A bar of one series from `x`, in points from the baseline. */
type Bar = { readonly series: number; readonly x: number; readonly width: number };

/**
 * Bars beside one another in each row, all rows on one scale: the longest row fills `width` points.
 * Lengths are cut to a hundredth of a point, so that equal figures give equal bars on every machine;
 * what is not nought is never shorter than half a point, what is nought or negative has no bar.
 * Three rows of 100, 50 and 0 in 200 points are bars of 200, 100 and none.
 */
export function barsOf(rows: readonly BarRow[], width: number): readonly (readonly Bar[])[] {
  const longest = rows.reduce((most, row) => {
    const whole = [row.base, ...row.values].reduce((sum, value) => sum + positive(value), 0n);
    return whole > most ? whole : most;
  }, 0n);
  return rows.map(row => barsOfRow(row, { longest, width }));
}

function barsOfRow(row: BarRow, scale: Scale): readonly Bar[] {
  const bars: Bar[] = [];
  let from = positive(row.base);
  for (const [series, value] of row.values.entries()) {
    if (value <= 0n) continue;
    const x = lengthOf(from, scale);
    from += value;
    const width = Math.max(lengthOf(from, scale) - x, LEAST);
    bars.push({ series, x: Math.min(x, scale.width - LEAST), width });
  }
  return bars;
}

type Scale = { readonly longest: bigint; readonly width: number };

const LEAST = 0.5;

/** Rounded down. */
function lengthOf(value: bigint, { longest, width }: Scale): number {
  if (longest === 0n) return 0;
  return Number((value * BigInt(Math.floor(width * 100))) / longest) / 100;
}

function positive(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
