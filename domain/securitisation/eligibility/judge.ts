import type { BusinessDate } from '../../calendar/index.ts';
import { CHECKS, type RuleCode } from './checks.ts';
import type { Candidate } from './candidate.ts';

/** What happens to an asset that a rule finds wanting. */
export type RuleEffect = 'reject' | 'warn' | { readonly haircutPpm: number };

/** A rule as data (SEC-28). Parameters: days, ppm, minor units, a grade, as the rule needs. */
export type Rule = {
  readonly code: RuleCode;
  readonly effect: RuleEffect;
  readonly params?: Readonly<Record<string, string | number>>;
};

/** A failed rule: what was found, what was required, and the record that says so. */
export type Failure = {
  readonly code: RuleCode;
  readonly effect: RuleEffect;
  readonly found: string;
  readonly required: string;
  readonly evidence: string | null;
};

export type Judgement = {
  readonly eligible: boolean;
  /** The least part of the asset that any haircut leaves, in ppm. */
  readonly countedPpm: number;
  readonly failures: readonly Failure[];
};

/** All that is wrong with an asset on a day, not only the first of it. */
export function judge(asset: Candidate, rules: readonly Rule[], on: BusinessDate): Judgement {
  const failures = rules.flatMap(({ code, effect, params = {} }): Failure[] => {
    const wanting = CHECKS[code](asset, params, on);
    if (!wanting) return [];
    const { found, required } = wanting;
    return [{ code, effect, found, required, evidence: asset.evidence[code] ?? null }];
  });
  const cuts = failures.flatMap(({ effect }) =>
    typeof effect === 'object' ? [effect.haircutPpm] : [],
  );
  return {
    eligible: failures.every(({ effect }) => effect !== 'reject'),
    countedPpm: 1_000_000 - Math.max(0, ...cuts),
    failures,
  };
}
