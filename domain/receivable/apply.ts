import type { ApplyEntity } from '../event/entity-ref.ts';
import { applyClaim, applyConfirmLine, applyFlag } from './apply-claim.ts';
import { foldBy } from '../event/fold.ts';
import { applyHolding } from './apply-holding.ts';
import { applyFingerprint, applyInvoice } from './apply-registry.ts';
import type { OpenClaim, ReceivableEntities } from './state.ts';

const opened = (_: OpenClaim | undefined, { buyer, receivable }: OpenClaim): OpenClaim => ({
  buyer,
  receivable,
});

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
  openClaim: foldBy<OpenClaim>({
    'receivable.confirmed': opened,
    'receivable.accepted': opened,
    // The claim ended: the row is taken away.
    'receivable.cancelled': () => undefined,
    'receivable.settled': () => undefined,
  }),
};
