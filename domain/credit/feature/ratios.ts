/** The figures of Altman's family (CR-22); all share one unit. */
export type AltmanInputs = {
  readonly currentAssets: number;
  readonly currentLiabilities: number;
  readonly totalAssets: number;
  readonly retained: number;
  readonly ebit: number;
  readonly equity: number;
  readonly totalLiabilities: number;
};

/** The figures of Ohlson's model (CR-23). */
export type OhlsonInputs = {
  /** ln(total assets / price index). */
  readonly size: number;
  readonly liabilitiesToAssets: number;
  readonly workingCapitalToAssets: number;
  readonly currentLiabilitiesToAssets: number;
  readonly liabilitiesExceedAssets: boolean;
  readonly incomeToAssets: number;
  readonly fundsToLiabilities: number;
  readonly lossInBothYears: boolean;
  readonly incomeChange: number;
};

/** Altman Z″ for firms that are not listed (E. I. Altman, 1995). Not finite on a zero denominator. */
export function altmanZDoublePrime(x: AltmanInputs): number {
  const { workingCapital, retained, ebit, equity } = altmanRatios(x);
  return 6.56 * workingCapital + 3.26 * retained + 6.72 * ebit + 1.05 * equity;
}

/** The emerging-market score: Z″ moved by its constant. */
export function altmanEmergingMarket(x: AltmanInputs): number {
  return altmanZDoublePrime(x) + 3.25;
}

/** Altman Z′ for private manufacturers (1983). */
export function altmanZPrime(x: AltmanInputs & { readonly sales: number }): number {
  const { workingCapital, retained, ebit, equity } = altmanRatios(x);
  const turnover = x.sales / x.totalAssets;
  const assets = 0.717 * workingCapital + 0.847 * retained + 3.107 * ebit;
  return assets + 0.42 * equity + 0.998 * turnover;
}

/** Ohlson's O (J. A. Ohlson, 1980, model 1). */
export function ohlsonO(x: OhlsonInputs): number {
  return (
    -1.32 -
    0.407 * x.size +
    6.03 * x.liabilitiesToAssets -
    1.43 * x.workingCapitalToAssets +
    0.0757 * x.currentLiabilitiesToAssets -
    1.72 * Number(x.liabilitiesExceedAssets) -
    2.37 * x.incomeToAssets -
    1.83 * x.fundsToLiabilities +
    0.285 * Number(x.lossInBothYears) -
    0.521 * x.incomeChange
  );
}

/** 1 / (1 + e⁻ˣ). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function altmanRatios(x: AltmanInputs): {
  readonly workingCapital: number;
  readonly retained: number;
  readonly ebit: number;
  readonly equity: number;
} {
  return {
    workingCapital: (x.currentAssets - x.currentLiabilities) / x.totalAssets,
    retained: x.retained / x.totalAssets,
    ebit: x.ebit / x.totalAssets,
    equity: x.equity / x.totalLiabilities,
  };
}
