import { applyAttestation } from '../credit/apply.ts';
import { applyDispute } from '../dispute/apply.ts';
import { applyEngagement } from '../engagement/apply.ts';
import { applyEvidence } from '../evidence/apply.ts';
import { applyLoan } from '../financing/loan/apply.ts';
import { applyQuote } from '../financing/apply-quote.ts';
import { applyFinancing } from '../financing/apply.ts';
import { applyControl } from '../governance/apply-control.ts';
import { applyExchange } from '../governance/exchange.ts';
import { applyGovernance } from '../governance/apply.ts';
import { applyHedge } from '../hedge/events.ts';
import { applyLabel } from '../label/apply.ts';
import { applyFootprint } from '../label/footprint.ts';
import { applyJournal } from '../journal/apply.ts';
import { applyOrder } from '../order/apply.ts';
import { applyPartner } from '../partner/events.ts';
import { applyParty } from '../party/apply.ts';
import { applyReceivable } from '../receivable/apply.ts';
import { applyBuffer } from '../settlement/buffer-events.ts';
import { applyLoss } from '../settlement/apply-loss.ts';
import { applySecuritisation } from '../securitisation/ledger/apply.ts';
import { applySettlement } from '../settlement/apply.ts';
import type { Entities, EntityType } from '../state/index.ts';
import type { ApplyEntity } from './entity-ref.ts';
import type { LedgerEvent } from './event.ts';

const APPLY: { readonly [T in EntityType]: ApplyEntity<Entities[T]> } = {
  ...applyGovernance,
  ...applyControl,
  ...applyExchange,
  ...applyParty,
  ...applyOrder,
  ...applyReceivable,
  ...applyFinancing,
  ...applyQuote,
  ...applyLoan,
  ...applyDispute,
  ...applyLabel,
  ...applyFootprint,
  ...applyHedge,
  ...applySettlement,
  ...applyLoss,
  ...applyBuffer,
  ...applyPartner,
  ...applyJournal,
  ...applyEngagement,
  ...applyEvidence,
  ...applySecuritisation,
  attestation: (state, event) =>
    event.kind === 'attestation.recorded' ? applyAttestation(state, event) : state,
};

/** Every entity type, for tables and checks. */
export const ENTITY_TYPES = Object.keys(APPLY) as readonly EntityType[];

/**
 * Types whose rows are written without being read: each event makes a row of its own, so writers
 * never conflict. A maintenance act that folds such rows leaves them absent: they are deleted.
 */
export const BLIND_TYPES: ReadonlySet<EntityType> = new Set<EntityType>([
  'journalEntry',
  'balanceDelta',
  'limitDelta',
  'openFinancing',
  'openLoss',
  'inFlight',
  'bufferMove',
  'bufferTarget',
  'ownRisk',
  'shareDelta',
  'hedgeCover',
  'openClaim',
  'openItem',
]);

/**
 * Types that are projected from events and not written by the contract: rows for one reader of what
 * stands on the ledger together.
 */
export const PROJECTED_TYPES: ReadonlySet<EntityType> = new Set<EntityType>(['notePayment']);

/** The next state of the entity `type~id` after `event`; contract and projector fold with it. */
export function applyEvent<T extends EntityType>(
  ref: { readonly type: T; readonly id: string },
  state: Entities[T] | undefined,
  event: LedgerEvent,
): Entities[T] | undefined {
  return APPLY[ref.type](state, event, ref.id);
}
