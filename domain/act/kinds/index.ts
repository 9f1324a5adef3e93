import type { Infer } from '../schema.ts';
import { controlKinds } from './control.ts';
import { bufferKinds } from './buffer.ts';
import { creditKinds } from './credit.ts';
import { dealKinds } from './deal.ts';
import { noteKinds } from './note.ts';
import { disclosureKinds } from './disclosure.ts';
import { disputeKinds } from './dispute.ts';
import { engagementKinds } from './engagement.ts';
import { evidenceKinds } from './evidence.ts';
import { financingKinds } from './financing.ts';
import { governanceKinds } from './governance.ts';
import { holdingKinds } from './holding.ts';
import { hedgeKinds } from './hedge.ts';
import { labelKinds } from './label.ts';
import { lossKinds } from './loss.ts';
import { orderLoanKinds } from './order-loan.ts';
import { orderKinds } from './order.ts';
import { partnerKinds } from './partner.ts';
import { partyKinds } from './party.ts';
import { quoteKinds } from './quote.ts';
import { receivableKinds } from './receivable.ts';
import { securitisationKinds } from './securitisation.ts';
import { settlementKinds } from './settlement.ts';

/** Every act kind that is built, by noun; the union's one source. */
export const ACT_KINDS = {
  ...governanceKinds,
  ...controlKinds,
  ...partyKinds,
  ...orderKinds,
  ...orderLoanKinds,
  ...receivableKinds,
  ...holdingKinds,
  ...financingKinds,
  ...quoteKinds,
  ...settlementKinds,
  ...lossKinds,
  ...bufferKinds,
  ...partnerKinds,
  ...disputeKinds,
  ...labelKinds,
  ...hedgeKinds,
  ...creditKinds,
  ...engagementKinds,
  ...evidenceKinds,
  ...disclosureKinds,
  ...securitisationKinds,
  ...dealKinds,
  ...noteKinds,
} as const;

export type ActKind = keyof typeof ACT_KINDS;
export type ActBodies = { readonly [K in ActKind]: Infer<(typeof ACT_KINDS)[K]['body']> };
