import type { EntityRef } from '../event/entity-ref.ts';
import { openFinancingId } from '../financing/open-financing.ts';
import type { MoneyWire } from '../money/index.ts';
import type { InvoiceShare } from './events.ts';
import type { ClaimTerms, Confirmation, Frozen, LiveState } from './state.ts';

/** What a claim goes through after its offer, beside confirmation and payment. */
export type ClaimLifeEvent =
  | {
      readonly kind: 'receivable.issued';
      readonly terms: ClaimTerms;
      readonly confirmation: Confirmation;
      /** The buyer's own line is taken by the face. */
      readonly lined: boolean;
    }
  | {
      readonly kind: 'receivable.accepted';
      readonly receivable: string;
      readonly buyer: string;
      readonly on: string;
    }
  | ({ readonly kind: 'receivable.rejected' } & ClaimEnd)
  | ({ readonly kind: 'receivable.expired' } & ClaimEnd)
  | {
      readonly kind: 'receivable.diluted';
      readonly receivable: string;
      /** Root of the credit note's private fields. */
      readonly creditNote: string;
      readonly amount: MoneyWire;
      readonly holdings: readonly DilutedPart[];
      readonly invoices: readonly InvoiceShare[];
      /** What of each invoice's share was financed. */
      readonly financed: readonly InvoiceShare[];
      readonly on: string;
    }
  | {
      readonly kind: 'receivable.rescheduled';
      readonly receivable: string;
      readonly from: string;
      readonly dueOn: string;
      readonly reason: string;
      /** Financings on the claim with the day that they fall due on now. */
      readonly financings: readonly {
        readonly financing: string;
        readonly holder: string;
        readonly buyer: string;
        readonly from: string;
        readonly payOn: string;
      }[];
      readonly on: string;
    }
  | ({ readonly kind: 'receivable.frozen'; readonly receivable: string } & Frozen)
  | {
      readonly kind: 'receivable.unfrozen';
      readonly receivable: string;
      readonly reason: string;
      readonly on: string;
    }
  /** Effect: nothing is outstanding and a part was written off. */
  | { readonly kind: 'receivable.closedWithLoss'; readonly receivable: string; readonly on: string }
  | {
      /** Effect: the lien of a pledge becomes title; the holder keeps the residual. */
      readonly kind: 'holding.realised';
      readonly holding: string;
      readonly receivable: string;
      readonly amount: MoneyWire;
      readonly financing: string;
      readonly funder: string;
      readonly residualTo: string;
    }
  | {
      readonly kind: 'claim.overdue';
      readonly receivable: string;
      readonly days: number;
      readonly on: string;
    }
  | {
      /** A later class of days past due begins. */
      readonly kind: 'claim.aged';
      readonly receivable: string;
      readonly days: number;
      readonly to: number;
      readonly on: string;
    }
  /** Effect: an overdue claim is paid in full. */
  | { readonly kind: 'claim.cured'; readonly receivable: string; readonly on: string };

/** A claim is not wanted, or nobody answered in time; its invoices are free again. */
type ClaimEnd = {
  readonly receivable: string;
  readonly holdings: readonly string[];
  readonly reason: string;
  readonly on: string;
  readonly buyer: string;
  readonly face: MoneyWire;
  readonly lined: boolean;
};

export type DilutedPart = {
  readonly holding: string;
  readonly amount: MoneyWire;
  readonly from: LiveState;
  /** Nothing is left of it. */
  readonly closes: boolean;
};

type Of<K extends ClaimLifeEvent['kind']> = Extract<ClaimLifeEvent, { kind: K }>;

const ofClaim = ({ receivable }: { readonly receivable: string }): readonly EntityRef[] => [
  { type: 'receivable', id: receivable },
];
const ofHoldings = (holdings: readonly string[]): readonly EntityRef[] =>
  holdings.map(id => ({ type: 'holding', id }));
const ofLine = (event: {
  readonly buyer: string;
  readonly face: MoneyWire;
  readonly lined: boolean;
}): readonly EntityRef[] =>
  event.lined ? [{ type: 'confirmLine', id: `${event.buyer}~${event.face.currency}` }] : [];
const ofEnd = (event: ClaimEnd): readonly EntityRef[] => [
  { type: 'receivable', id: event.receivable },
  ...ofLine(event),
  ...ofHoldings(event.holdings),
];

/** Which entities an event changes, in the order in which they are changed. */
export const claimLifeTargets: {
  readonly [K in ClaimLifeEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'receivable.issued': ({ terms, lined }) => [
    { type: 'receivable', id: terms.receivable },
    { type: 'holding', id: terms.receivable },
    ...ofLine({ ...terms, lined }),
  ],
  'receivable.accepted': event => [
    ...ofClaim(event),
    { type: 'openClaim', id: `${event.buyer}~${event.receivable}` },
  ],
  'receivable.rejected': ofEnd,
  'receivable.expired': ofEnd,
  'receivable.diluted': event => [
    { type: 'receivable', id: event.receivable },
    ...ofHoldings(event.holdings.map(({ holding }) => holding)),
    ...event.invoices.map(({ invoice }) => ({ type: 'invoice' as const, id: invoice })),
  ],
  'receivable.rescheduled': event => [
    { type: 'receivable', id: event.receivable },
    ...event.financings.flatMap(({ financing, holder, from, payOn }): EntityRef[] => [
      { type: 'financing', id: financing },
      { type: 'openFinancing', id: openFinancingId({ holder, payOn: from, financing }) },
      { type: 'openFinancing', id: openFinancingId({ holder, payOn, financing }) },
    ]),
  ],
  'receivable.frozen': ofClaim,
  'receivable.unfrozen': ofClaim,
  'receivable.closedWithLoss': ofClaim,
  'holding.realised': ({ holding, receivable }) => [
    { type: 'holding', id: holding },
    { type: 'receivable', id: receivable },
  ],
  'claim.overdue': ofClaim,
  'claim.aged': ofClaim,
  'claim.cured': ofClaim,
};
