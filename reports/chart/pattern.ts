/** How a series looks: told apart by its pattern, so that no reader needs the colour. */
type Pattern = {
  readonly fill: string;
  /** Colour of the outline and the stripes. */
  readonly ink: string;
  /** Points between upright stripes; `null` for a plain surface. */
  readonly stripes: number | null;
};

/** Dark and plain, light and striped, white and empty: different in grey too. */
const PATTERNS: readonly Pattern[] = [
  { fill: '#0b4a6f', ink: '#0b4a6f', stripes: null },
  { fill: '#f3d9a4', ink: '#6b4a00', stripes: 4 },
  { fill: '#ffffff', ink: '#556270', stripes: null },
];

/** Series that one chart can tell apart. */
export const SERIES_MAX = PATTERNS.length;

export function patternOf(series: number): Pattern {
  const pattern = PATTERNS[series];
  if (pattern === undefined) throw new RangeError(`a chart has no pattern for series ${series}`);
  return pattern;
}
