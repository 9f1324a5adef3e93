import type { CreditEntities } from '../credit/state.ts';
import type { DisputeEntities } from '../dispute/state.ts';
import type { EngagementEntities } from '../engagement/state.ts';
import type { EvidenceEntities } from '../evidence/state.ts';
import type { LoanEntities } from '../financing/loan/state.ts';
import type { QuoteEntities } from '../financing/quote-state.ts';
import type { FinancingEntities } from '../financing/state.ts';
import type { ControlEntities } from '../governance/control-state.ts';
import type { ExchangeEntities } from '../governance/exchange.ts';
import type { GovernanceEntities } from '../governance/state.ts';
import type { HedgeEntities } from '../hedge/state.ts';
import type { FootprintEntities } from '../label/footprint.ts';
import type { LabelEntities } from '../label/state.ts';
import type { JournalEntities } from '../journal/state.ts';
import type { OrderEntities } from '../order/state.ts';
import type { PartnerEntities } from '../partner/state.ts';
import type { PartyEntities } from '../party/state.ts';
import type { ReceivableEntities } from '../receivable/state.ts';
import type { BufferEntities } from '../settlement/buffer-state.ts';
import type { LossEntities } from '../settlement/loss-state.ts';
import type { SecuritisationEntities } from '../securitisation/ledger/state.ts';
import type { SettlementEntities } from '../settlement/state.ts';

/** Every type of thing on the ledger with its state, by noun. */
export type Entities = GovernanceEntities &
  ControlEntities &
  ExchangeEntities &
  PartyEntities &
  OrderEntities &
  ReceivableEntities &
  FinancingEntities &
  QuoteEntities &
  LoanEntities &
  DisputeEntities &
  LabelEntities &
  FootprintEntities &
  HedgeEntities &
  SettlementEntities &
  LossEntities &
  BufferEntities &
  PartnerEntities &
  JournalEntities &
  CreditEntities &
  EngagementEntities &
  EvidenceEntities &
  SecuritisationEntities;
export type EntityType = keyof Entities;
