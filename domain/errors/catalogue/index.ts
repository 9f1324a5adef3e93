import { actRefusals } from './act.ts';
import { apiRefusals } from './api.ts';
import { creditRefusals } from './credit.ts';
import { documentRefusals } from './document.ts';
import { financingRefusals } from './financing.ts';
import { governanceRefusals } from './governance.ts';
import { holdingRefusals } from './holding.ts';
import { orderRefusals } from './order.ts';
import { partyRefusals } from './party.ts';
import { receivableRefusals } from './receivable.ts';
import { registryRefusals } from './registry.ts';
import { securitisationRefusals } from './securitisation.ts';
import { settlementRefusals } from './settlement.ts';

/** Every refusal code with its sentences; one code has one meaning. */
export const REFUSALS = {
  ...actRefusals,
  ...partyRefusals,
  ...receivableRefusals,
  ...registryRefusals,
  ...holdingRefusals,
  ...orderRefusals,
  ...financingRefusals,
  ...creditRefusals,
  ...settlementRefusals,
  ...governanceRefusals,
  ...documentRefusals,
  ...securitisationRefusals,
  ...apiRefusals,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type { RefusalText } from './text.ts';
