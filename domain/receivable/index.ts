export {
  cancelClaims,
  invoiceShares,
  isLive,
  payHoldings,
  pledgeHolding,
  releaseHolding,
  reserveHolding,
  returnHolding,
  sellHolding,
} from './effects.ts';
export type { InvoiceShare, ReceivableEvent, RegistryKey } from './events.ts';
export type {
  Assurance,
  ClaimedInvoice,
  ClaimTerms,
  Confirmation,
  ConfirmLine,
  Fingerprint,
  Flag,
  Holding,
  Invoice,
  InvoiceEntry,
  LiveState,
  LockedFor,
  Parts,
  Receivable,
  RegistryKeyKind,
} from './state.ts';
