const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const of = (noun: string, states: string): readonly string[] =>
  words(states).map(state => `${noun} ${state}`);

/** States that the runs must reach, of the objects that the second model knows. */
export const STATES: readonly string[] = [
  ...of(
    'receivable',
    `offered confirmed recorded declined withdrawn cancelled expired overdue defaulted settled
     closedWithLoss`,
  ),
  ...of('holding', 'free reserved sold split closed'),
  ...of(
    'financing',
    `requested accepted committed cleared disbursing active overdue defaulted writtenOff repaid
     cancelled expired`,
  ),
];

/** Codes that the runs must be answered. */
export const REFUSALS: readonly string[] = words(`
  ACCOUNT_NOT_VERIFIED ACT_MALFORMED APPROVALS_MISSING ASSURANCE_TOO_LOW ATTESTATION_EXPIRED
  CHECK_FAILED CHECK_STALE CLAIM_NOT_CLEAN CONSENT_MISSING COST_DISCLOSURE_MISMATCH
  DATES_DISORDERED DUPLICATE_FINANCED DUPLICATE_REGISTERED ENCUMBERED ENTRY_CONFLICT FLAG_OPEN
  FUNDS_NOT_IN HOLDING_LOCKED INVOICE_OVERCLAIMED LIMIT_EXCEEDED MATCH_EXCEEDS NOT_FOUND NOT_HOLDER
  NOT_THE_DEBTOR NOT_VOLUNTARY PART_TOO_SMALL PAYER_NOT_DEBTOR PAYOUT_IN_FLIGHT QUOTE_EXPIRED
  RESIDUAL_TENOR_SHORT ROOT_MISMATCH SAME_PARTY SPLIT_NOT_WHOLE STATE_MOVED STATE_WRONG
  STEP_UP_REQUIRED TERMS_DIFFER TIER_LIMIT TOO_EARLY WRITEOFF_ABOVE`);

/** Events that the runs must see. */
export const EFFECTS: readonly string[] = words(`
  balance.folded claim.aged claim.cured claim.defaulted claim.overdue duplicate.cleared
  duplicate.flagged financing.accepted financing.activated financing.cancelled financing.cleared
  financing.committed financing.expired financing.overdue financing.refused financing.repaid
  financing.requested fingerprint.applied fingerprint.cancelled fingerprint.financed
  fingerprint.freed fingerprint.registered fingerprint.settled holding.closed holding.paid
  holding.released holding.reserved holding.returned holding.sold holding.split holding.transferred
  journal.posted limit.frozen limit.released limit.used payment.matched payout.confirmed
  payout.failed payout.instructed payout.sent receivable.cancelled receivable.closedWithLoss
  receivable.confirmed receivable.declined receivable.expired receivable.frozen receivable.offered
  receivable.recorded receivable.settled receivable.unfrozen receivable.withdrawn
  registration.filed registration.searched writeoff.booked writeoff.recovered`);
