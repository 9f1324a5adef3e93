import type { ApplyEntity } from '../event/entity-ref.ts';
import { applyClaim, applyConfirmLine, applyFlag } from './apply-claim.ts';
import { applyHolding } from './apply-holding.ts';
import { applyFingerprint, applyInvoice } from './apply-registry.ts';
import type { ReceivableEntities } from './state.ts';

/** How claims, holdings and the duplicate registry change by events. */
export const applyReceivable: {
  readonly [T in keyof ReceivableEntities]: ApplyEntity<ReceivableEntities[T]>;
} = {
  receivable: applyClaim,
  holding: applyHolding,
  invoice: applyInvoice,
  fingerprint: applyFingerprint,
  flag: applyFlag,
  confirmLine: applyConfirmLine,
};
