/** Why no row of a kind tries a refusal that stands in the code of its decision. */
type Why = 'shared' | 'beside' | 'open';

/**
 * Refusals that no row tries. `shared`: a function that other kinds share lends the code, this kind
 * answers something else before. `beside`: tried on the decision itself, beside its code. `open`: it
 * can be answered, and a row is due. Whoever adds a row takes its entry out, whoever adds a refusal
 * adds its row: `reachable.test.ts` compares.
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
  open: {
    'orderLoan.commit':
      'CURRENCY_MISMATCH EXPOSURE_ABOVE_NET_ASSETS GRADE_TOO_LOW NET_ASSETS_STALE',
    'orderLoan.draw': 'GRADE_TOO_LOW',
    'orderLoan.convert':
      'ATTESTATION_EXPIRED CURRENCY_MISMATCH EXPOSURE_ABOVE_NET_ASSETS FLAG_OPEN GRADE_TOO_LOW ' +
      'NET_ASSETS_STALE',
    'receivable.confirm': 'APPROVER_CONFLICT',
    'receivable.issue': 'ORDER_MISMATCH',
    'fingerprint.cancel': 'ENCUMBERED',
    'financing.request': 'CURRENCY_MISMATCH',
    'financing.commit':
      'ADVANCE_ABOVE_CAP ATTESTATION_EXPIRED CURRENCY_MISMATCH EXPOSURE_ABOVE_NET_ASSETS ' +
      'GRADE_TOO_LOW NET_ASSETS_STALE RATE_STALE',
    'financing.disburse': 'ADVANCE_ABOVE_CAP ATTESTATION_EXPIRED GRADE_TOO_LOW PAYOUT_IN_FLIGHT',
    'repurchase.propose': 'REPURCHASE_DECLINED',
    'buffer.draw':
      'ADVANCE_ABOVE_CAP ATTESTATION_EXPIRED CURRENCY_MISMATCH DATES_DISORDERED GRADE_TOO_LOW ' +
      'NET_ASSETS_STALE PAYOUT_IN_FLIGHT WARNING_RED',
    'buffer.repay': 'BUFFER_LOW PAYOUT_IN_FLIGHT',
    'financing.assign': 'EXPOSURE_ABOVE_NET_ASSETS NET_ASSETS_STALE',
    'reserve.draw': 'CURRENCY_MISMATCH',
    'pool.propose': 'CURRENCY_MISMATCH',
    'pool.repurchase': 'DISTRIBUTION_OPEN HOLDING_LOCKED PERIOD_CLOSED',
    'pool.replace':
      'ACT_MALFORMED ASSET_INELIGIBLE ASSURANCE_TOO_LOW COLLECTION_DUPLICATE CURRENCY_MISMATCH ' +
      'DISTRIBUTION_OPEN HOLDING_LOCKED MATCH_EXCEEDS NOT_HOLDER PERIOD_CLOSED',
    'deal.publish': 'CURRENCY_MISMATCH',
    'deal.fix': 'STATE_WRONG',
    'deal.observe': 'DISTRIBUTION_OPEN',
    'note.transfer': 'RETENTION_LOCKED',
    'distribution.settle': 'CURRENCY_MISMATCH',
    'note.unfreeze': 'NOT_OF_DEAL STATE_WRONG',
    'note.force': 'NOT_OF_DEAL',
  },
};
