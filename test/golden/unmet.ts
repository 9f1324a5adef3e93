/** Why no row of a kind tries a refusal that stands in the code of its decision. */
type Why = 'shared' | 'beside';

/**
 * Refusals that no row tries. `shared`: a function that other kinds share lends the code, this kind
 * answers something else before. `beside`: tried on the decision itself, beside its code. What can be
 * answered has a row: whoever adds a refusal adds it, `reachable.test.ts` compares.
 */
export const UNMET: Readonly<Record<Why, Readonly<Record<string, string>>>> = {
  shared: {
    'param.approve': 'PARAM_INVALID',
    'repurchase.decline': 'REPURCHASE_DECLINED',
    'repurchase.cancel': 'REPURCHASE_DECLINED',
    'label.refuse': 'LABEL_EXPIRED',
    'financing.clear': 'ATTESTATION_EXPIRED GRADE_TOO_LOW WARNING_RED',
    'pool.propose': 'CLAIM_NOT_CLEAN FLAG_OPEN',
    'pool.replace': 'CLAIM_NOT_CLEAN FLAG_OPEN PAGE_FULL',
    'distribution.review': 'STALE_DATA TOO_EARLY',
    'distribution.settle': 'STALE_DATA TOO_EARLY',
  },
  beside: {
    'attestation.record':
      'ADVANCE_ABOVE_CAP CURRENCY_MISMATCH GRADE_CAPPED GRADE_MISMATCH LIMIT_ABOVE_POLICY ' +
      'LOOSENING_NEEDS_TWO NOT_FOUND VALIDITY_TOO_LONG',
    'distribution.calculate':
      'DEAL_ASSERTION FORMULA_DIV_ZERO LIMIT_NEGATIVE OBSERVATION_MISSING PERIOD_ORDER',
    'distribution.review':
      'DEAL_ASSERTION FIXING_MISSING FORMULA_DIV_ZERO LIMIT_NEGATIVE OBSERVATION_MISSING ' +
      'PERIOD_CLOSED PERIOD_ORDER',
    'distribution.settle':
      'DEAL_ASSERTION FIXING_MISSING FORMULA_DIV_ZERO LIMIT_NEGATIVE OBSERVATION_MISSING ' +
      'PERIOD_CLOSED PERIOD_ORDER',
  },
};
