const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const of = (noun: string, states: string): readonly string[] =>
  words(states).map(state => `${noun} ${state}`);

/** What the runs of a campaign must reach: states of its objects, codes, and events. */
export type Reach = {
  readonly states: readonly string[];
  readonly refusals: readonly string[];
  readonly effects: readonly string[];
};

const CLAIM_STATES: readonly string[] = [
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

const CLAIM_REFUSALS: readonly string[] = words(`
  ACCOUNT_NOT_VERIFIED ACT_MALFORMED APPROVALS_MISSING ASSURANCE_TOO_LOW ATTESTATION_EXPIRED
  CHECK_FAILED CHECK_STALE CLAIM_NOT_CLEAN CONSENT_MISSING COST_DISCLOSURE_MISMATCH
  DATES_DISORDERED DUPLICATE_FINANCED DUPLICATE_REGISTERED ENCUMBERED ENTRY_CONFLICT FLAG_OPEN
  FUNDS_NOT_IN HOLDING_LOCKED INVOICE_OVERCLAIMED LIMIT_EXCEEDED MATCH_EXCEEDS NOT_FOUND NOT_HOLDER
  NOT_THE_DEBTOR NOT_VOLUNTARY PART_TOO_SMALL PAYER_NOT_DEBTOR PAYOUT_IN_FLIGHT QUOTE_EXPIRED
  RESIDUAL_TENOR_SHORT ROOT_MISMATCH SAME_PARTY SPLIT_NOT_WHOLE STATE_MOVED STATE_WRONG
  STEP_UP_REQUIRED TERMS_DIFFER TIER_LIMIT TOO_EARLY WRITEOFF_ABOVE`);

const CLAIM_EFFECTS: readonly string[] = words(`
  balance.folded cash.reversed claim.aged claim.cured claim.defaulted claim.overdue
  duplicate.cleared
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

/** Of claims, their parts, financings, payments and losses. */
export const CLAIM_REACH: Reach = {
  states: CLAIM_STATES,
  refusals: CLAIM_REFUSALS,
  effects: CLAIM_EFFECTS,
};

/** Of orders and the loans on them. */
export const LENDING_REACH: Reach = {
  states: [
    ...of('order', 'registered accepted declined cancelled expired lapsed fulfilled closed'),
    ...of('orderLoan', 'requested accepted committed active overdue defaulted repaid expired'),
    ...of('draw', 'asked instructed sent paid'),
  ],
  refusals: words(`
    ACCOUNT_NOT_VERIFIED ACT_MALFORMED ADVANCE_ABOVE_CAP APPROVALS_MISSING ATTESTATION_EXPIRED
    ATTESTOR_CONFLICT BELOW_DRAWN BORROWER_OVERDUE CONSENT_MISSING COST_DISCLOSURE_MISMATCH DATES_DISORDERED
    DRAW_ABOVE_MILESTONE DUPLICATE_REGISTERED FUNDED_CANNOT_CANCEL FUNDS_NOT_IN LIMIT_EXCEEDED
    MATCH_EXCEEDS NOT_FOUND ORDER_ENCUMBERED PAYER_NOT_DEBTOR PAYOUT_IN_FLIGHT PRICE_OUT_OF_RANGE
    QUOTE_EXPIRED QUOTE_NOT_OPENED RESIDUAL_TENOR_SHORT ROOT_MISMATCH STATE_MOVED STATE_WRONG
    STEP_UP_REQUIRED TERMS_DIFFER TOO_EARLY WEIGHTS_NOT_WHOLE`),
  effects: words(`
    balance.folded journal.posted limit.frozen limit.released limit.used order.accepted
    order.attested order.cancelled order.closed order.declined order.expired order.fulfilled
    order.lapsed order.registered order.revised orderLoan.accepted orderLoan.activated
    orderLoan.committed orderLoan.defaulted orderLoan.drawFailed orderLoan.drawPaid orderLoan.drawn
    orderLoan.expired orderLoan.funded orderLoan.overdue orderLoan.paid orderLoan.quoted
    orderLoan.repaid orderLoan.requested payment.matched payout.confirmed payout.failed
    payout.instructed payout.sent`),
};

/** Of the broker's buffers, and the financings that they pay. */
export const TREASURY_REACH: Reach = {
  states: [
    ...of('receivable', 'confirmed settled overdue'),
    ...of('holding', 'reserved closed free sold'),
    ...of(
      'financing',
      'requested expired accepted committed cleared disbursing active cancelled overdue repaid',
    ),
    ...of('bufferClaim', 'open repaid'),
  ],
  refusals: words(`
    ACT_MALFORMED APPROVALS_MISSING ATTESTATION_EXPIRED BUFFER_LOW CHECK_FAILED CHECK_STALE
    CLAIM_NOT_CLEAN COST_DISCLOSURE_MISMATCH DATES_DISORDERED ENTRY_CONFLICT
    EXPOSURE_ABOVE_NET_ASSETS FUNDS_NOT_IN HOLDING_LOCKED LIMIT_EXCEEDED MATCH_EXCEEDS
    NOT_FOUND NOT_HOLDER PAYER_NOT_DEBTOR PAYOUT_IN_FLIGHT QUOTE_EXPIRED RESIDUAL_TENOR_SHORT
    STATE_WRONG STEP_UP_REQUIRED TERMS_DIFFER TOO_EARLY`),
  effects: words(`
    balance.folded buffer.drawn buffer.low buffer.repaid buffer.toppedUp claim.cured
    claim.overdue financing.accepted financing.activated financing.cancelled financing.cleared
    financing.committed financing.expired financing.overdue financing.refused financing.repaid
    financing.requested fingerprint.applied fingerprint.financed fingerprint.freed
    fingerprint.settled holding.closed holding.paid holding.released holding.reserved
    holding.returned holding.sold journal.posted limit.frozen limit.released limit.used
    payment.matched payout.confirmed payout.failed payout.instructed payout.sent
    receivable.settled registration.filed registration.searched`),
};

/** Of partners, their margin and shares, and the risk reserve. */
export const PARTNER_REACH: Reach = {
  states: of('share', 'computed disputed settled'),
  refusals: words(`
    ACCOUNT_NOT_VERIFIED APPROVALS_MISSING ATTRIBUTION_KNOWN MARGIN_SHORT MATCH_EXCEEDS NOT_FOUND
    PAYER_NOT_DEBTOR PERIOD_ORDER SHARE_CLOSED STATE_WRONG TERMS_DIFFER TOO_EARLY`),
  effects: words(`
    attribution.recorded journal.posted margin.applied margin.called margin.deposited
    margin.released payment.matched payout.confirmed payout.failed payout.instructed payout.sent
    reserve.accrued share.computed share.disputed share.settled`),
};
