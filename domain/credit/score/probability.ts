import { logistic } from '../feature/index.ts';
import { gradeOfPpm, type Grade, type GradeTable } from '../table/index.ts';

/** score = offset + factor · ln((1 − PD) / PD) (CR-40). */
export type Scaling = { readonly factor: number; readonly offset: number };

/**
 * factor = points to double the odds / ln 2, offset = base − factor · ln(base odds).
 * @example scalingOf({ baseScore: 600, baseOdds: 50, pointsToDouble: 20 }) // 28.853901, 487.122876
 */
export function scalingOf(scaling: GradeTable['scaling']): Scaling {
  const factor = scaling.pointsToDouble / Math.LN2;
  return { factor, offset: scaling.baseScore - factor * Math.log(scaling.baseOdds) };
}

export function scoreOfProbability({ factor, offset }: Scaling, probability: number): number {
  return offset + factor * Math.log((1 - probability) / probability);
}

export function probabilityOfScore({ factor, offset }: Scaling, score: number): number {
  return logistic((offset - score) / factor);
}

/** A default probability with its margin and band. `pdPpm` is cut, so it lies in the same band. */
export type Rating = {
  readonly probability: number;
  readonly marginPpm: number;
  readonly pdPpm: number;
  readonly grade: Grade;
};

/**
 * The grade of a score, from the unrounded probability with the margin of conservatism. The band
 * bounds are whole ppm, so cutting the probability to ppm cannot leave its band.
 */
export function ratingOf(table: GradeTable, scoreE5: number): Rating {
  const probability = probabilityOfScore(scalingOf(table.scaling), scoreE5 / 100_000);
  const { data, change, estimation } = table.marginPpm;
  const marginPpm = data + change + estimation;
  const pdPpm = Math.min(1_000_000, Math.floor(probability * 1_000_000 + marginPpm));
  return { probability, marginPpm, pdPpm, grade: gradeOfPpm(table, pdPpm) };
}

/**
 * The base that makes the mean probability of a reference population equal its prior (CR-41), in
 * units of 10⁻⁵ points, rounded to one. `points` are the populations' Σ points without any base.
 */
export function anchoredBaseE5(
  table: GradeTable,
  pointsE5: readonly number[],
  priorPpm: number,
): number {
  const scaling = scalingOf(table.scaling);
  let [low, high] = [-200_000_000, 200_000_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const sum = pointsE5.reduce(
      (all, points) => all + probabilityOfScore(scaling, (middle + points) / 100_000),
      0,
    );
    if ((sum / pointsE5.length) * 1_000_000 > priorPpm) low = middle;
    else high = middle;
  }
  return high;
}

/** PD_g = (D_g + k·PD0_g) / (N_g + k) with k obligor-years of prior weight (CR-41). */
export function anchoredGradePd(
  prior: { readonly pdPpm: number; readonly years: number },
  seen: { readonly defaults: number; readonly obligors: number },
): number {
  const expected = (prior.years * prior.pdPpm) / 1_000_000;
  return (seen.defaults + expected) / (seen.obligors + prior.years);
}
