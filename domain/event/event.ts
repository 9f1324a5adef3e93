import type { ActKind } from '../act/index.ts';
import { creditTargets, type CreditEvent } from '../credit/events.ts';
import { disputeTargets, type DisputeEvent } from '../dispute/events.ts';
import { engagementTargets, type EngagementEvent } from '../engagement/events.ts';
import { evidenceTargets, type EvidenceEvent } from '../evidence/events.ts';
import { loanTargets, type LoanEvent } from '../financing/loan/events.ts';
import { quoteTargets, type QuoteEvent } from '../financing/quote-events.ts';
import { financingTargets, type FinancingEvent } from '../financing/events.ts';
import { exchangeTargets, type ExchangeEvent } from '../governance/exchange.ts';
import { controlTargets, type ControlEvent } from '../governance/control-events.ts';
import { governanceTargets, type GovernanceEvent } from '../governance/events.ts';
import { hedgeTargets, type HedgeEvent } from '../hedge/events.ts';
import { labelTargets, type LabelEvent } from '../label/events.ts';
import { footprintTargets, type FootprintEvent } from '../label/footprint.ts';
import { journalTargets, type JournalEvent } from '../journal/events.ts';
import { orderTargets, type OrderEvent } from '../order/events.ts';
import { partnerTargets, type PartnerEvent } from '../partner/events.ts';
import { partyTargets, type PartyEvent } from '../party/events.ts';
import { claimLifeTargets, type ClaimLifeEvent } from '../receivable/events-life.ts';
import { receivableTargets, type ReceivableEvent } from '../receivable/events.ts';
import { bufferTargets, type BufferEvent } from '../settlement/buffer-events.ts';
import { lossTargets, type LossEvent } from '../settlement/loss-events.ts';
import {
  securitisationTargets,
  type SecuritisationEvent,
} from '../securitisation/ledger/events.ts';
import { settlementTargets, type SettlementEvent } from '../settlement/events.ts';
import type { EntityRef } from './entity-ref.ts';

/** Everything that can happen on the ledger, by noun. */
export type LedgerEvent =
  | GovernanceEvent
  | ControlEvent
  | ExchangeEvent
  | PartyEvent
  | OrderEvent
  | ReceivableEvent
  | ClaimLifeEvent
  | DisputeEvent
  | LabelEvent
  | FootprintEvent
  | HedgeEvent
  | FinancingEvent
  | QuoteEvent
  | LoanEvent
  | SettlementEvent
  | BufferEvent
  | PartnerEvent
  | LossEvent
  | JournalEvent
  | CreditEvent
  | EngagementEvent
  | EvidenceEvent
  | SecuritisationEvent;
export type EventKind = LedgerEvent['kind'];

/** One envelope a transaction: the act and the events that it caused, in order. */
export type Envelope = {
  readonly v: 1;
  readonly actId: string;
  readonly kind: ActKind;
  readonly actor: string;
  readonly businessDate: string;
  readonly rulesVersion: string;
  readonly events: readonly LedgerEvent[];
};

const TARGETS: Readonly<Record<EventKind, (event: never) => readonly EntityRef[]>> = {
  ...governanceTargets,
  ...controlTargets,
  ...exchangeTargets,
  ...partyTargets,
  ...orderTargets,
  ...receivableTargets,
  ...claimLifeTargets,
  ...disputeTargets,
  ...labelTargets,
  ...footprintTargets,
  ...hedgeTargets,
  ...financingTargets,
  ...quoteTargets,
  ...loanTargets,
  ...settlementTargets,
  ...lossTargets,
  ...bufferTargets,
  ...partnerTargets,
  ...journalTargets,
  ...creditTargets,
  ...engagementTargets,
  ...evidenceTargets,
  ...securitisationTargets,
};

/** True when the kind is known to this version; an unknown one stops a projector (T-23). */
export function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(TARGETS, kind);
}

/** The entities that an event changes, in the order of change. */
export function targets(event: LedgerEvent): readonly EntityRef[] {
  return TARGETS[event.kind](event as never);
}
