import type { ActKind } from '../../domain/act/index.ts';
import type { AnyHandler } from '../handler.ts';
import { engagementHandlers } from './engagement.ts';
import { evidenceHandlers } from './evidence.ts';
import { clearHandlers } from './clear.ts';
import { claimLifeHandlers } from './claim-life.ts';
import { controlHandlers } from './control.ts';
import { creditHandlers } from './credit.ts';
import { dealHandlers } from './deal.ts';
import { disclosureHandlers } from './disclosure.ts';
import { disputeHandlers } from './dispute.ts';
import { financingHandlers } from './financing.ts';
import { governanceHandlers } from './governance.ts';
import { hedgeHandlers } from './hedge.ts';
import { labelHandlers } from './label.ts';
import { limitHandlers } from './limit.ts';
import { bufferHandlers } from './buffer.ts';
import { lossHandlers } from './loss.ts';
import { orderLoanHandlers } from './order-loan.ts';
import { orderHandlers } from './order.ts';
import { holdingHandlers } from './holding.ts';
import { partnerHandlers } from './partner.ts';
import { partyHandlers } from './party.ts';
import { quoteHandlers } from './quote.ts';
import { receivableHandlers } from './receivable.ts';
import { securitisationHandlers } from './securitisation.ts';
import { settlementHandlers } from './settlement.ts';

/** Every act kind has exactly one handler; the compiler holds the table complete. */
export const HANDLERS: Readonly<Record<ActKind, AnyHandler>> = {
  ...governanceHandlers,
  ...controlHandlers,
  ...partyHandlers,
  ...orderHandlers,
  ...orderLoanHandlers,
  ...receivableHandlers,
  ...claimLifeHandlers,
  ...holdingHandlers,
  ...creditHandlers,
  ...financingHandlers,
  ...quoteHandlers,
  ...limitHandlers,
  ...clearHandlers,
  ...settlementHandlers,
  ...lossHandlers,
  ...bufferHandlers,
  ...partnerHandlers,
  ...disputeHandlers,
  ...labelHandlers,
  ...hedgeHandlers,
  ...engagementHandlers,
  ...evidenceHandlers,
  ...disclosureHandlers,
  ...securitisationHandlers,
  ...dealHandlers,
};
