import type { EntityRef } from '../event/entity-ref.ts';
import type { MoneyWire } from '../money/index.ts';
import type {
  ClaimTerms,
  Confirmation,
  Flag,
  LiveState,
  LockedFor,
  RegistryKeyKind,
} from './state.ts';

/** A part of an invoice that an effect moves. */
export type InvoiceShare = { readonly invoice: string; readonly amount: MoneyWire };

/** A registry key that a registration adds or finds. */
export type RegistryKey = { readonly kind: RegistryKeyKind; readonly value: string };

type HoldingMove = {
  readonly holding: string;
  readonly receivable: string;
  /** The whole outstanding of the holding, which changes its state. */
  readonly amount: MoneyWire;
};

type OnInvoices = {
  readonly receivable: string;
  readonly invoices: readonly InvoiceShare[];
};

/** Claims: their own acts. */
type ClaimEvent =
  | { readonly kind: 'receivable.offered'; readonly terms: ClaimTerms }
  | {
      readonly kind: 'receivable.confirmed';
      readonly receivable: string;
      readonly buyer: string;
      readonly face: MoneyWire;
      readonly confirmation: Confirmation;
      /** The buyer's own line is taken by the face. */
      readonly lined: boolean;
    }
  | {
      readonly kind: 'receivable.recorded';
      readonly receivable: string;
      readonly assurance: 'L1' | 'L2';
      readonly matchResult: string;
      readonly evidence: readonly string[];
      readonly on: string;
    }
  | {
      /** The claim ends before it is live; its holdings close and the invoices are free again. */
      readonly kind: 'receivable.declined' | 'receivable.withdrawn';
      readonly receivable: string;
      readonly holdings: readonly string[];
      readonly reason: string;
      readonly on: string;
      readonly suggested: { readonly face: MoneyWire | null; readonly dueOn: string | null } | null;
    }
  | {
      /** Supplier and buyer end a live claim of which all is free and unsplit. */
      readonly kind: 'receivable.cancelled';
      readonly receivable: string;
      readonly holdings: readonly string[];
      readonly reason: string;
      readonly on: string;
      readonly buyer: string;
      readonly face: MoneyWire;
      readonly lined: boolean;
    }
  | {
      /** Effect: nothing is outstanding and nothing was written off. */
      readonly kind: 'receivable.settled';
      readonly receivable: string;
      readonly buyer: string;
      readonly face: MoneyWire;
      readonly lined: boolean;
      readonly on: string;
    };

/** Holdings: acts and the effects of financing and settlement. */
type HoldingEvent =
  | ({
      readonly kind: 'holding.split';
      readonly holder: string;
      readonly parts: readonly { readonly holding: string; readonly amount: MoneyWire }[];
      readonly tier: number;
      readonly recourseTo: string | null;
    } & HoldingMove)
  | ({
      readonly kind: 'holding.transferred';
      readonly from: string;
      readonly to: string;
      /** The new holding of the transferee: the id of the act. */
      readonly child: string;
      readonly tier: number;
      readonly underlying: string;
      readonly settles: MoneyWire;
      readonly recourseTo: string | null;
    } & HoldingMove)
  | ({ readonly kind: 'holding.reserved'; readonly lockedFor: LockedFor } & HoldingMove)
  | ({
      readonly kind: 'holding.pledged';
      readonly financing: string;
      readonly funder: string;
    } & HoldingMove)
  | ({
      /** Title goes from the supplier, who keeps the residual, to the funder. */
      readonly kind: 'holding.sold';
      readonly financing: string;
      readonly funder: string;
      readonly residualTo: string;
    } & HoldingMove)
  | ({
      /** A reservation or lien ends; the holder is free again. */
      readonly kind: 'holding.released';
      readonly from: 'reserved' | 'pledged';
    } & HoldingMove)
  | ({
      /** Title goes back to the supplier (recourse, repurchase, or the financing is repaid). */
      readonly kind: 'holding.returned';
      readonly to: string;
    } & HoldingMove)
  | {
      /** Money of the debtor: `amount` of the outstanding is paid. */
      readonly kind: 'holding.paid';
      readonly holding: string;
      readonly receivable: string;
      readonly amount: MoneyWire;
      readonly from: LiveState;
    }
  | { readonly kind: 'holding.closed'; readonly holding: string; readonly receivable: string };

/** The duplicate registry. */
type RegistryEvent =
  | {
      readonly kind: 'fingerprint.registered';
      readonly receivable: string;
      readonly applicant: string;
      readonly invoice: string;
      readonly amount: MoneyWire;
      readonly creditNotes: MoneyWire;
      readonly issuedOn: string;
      readonly claimed: MoneyWire;
      readonly keys: readonly RegistryKey[];
    }
  /** A funder has committed: the claim is applied for. */
  | ({ readonly kind: 'fingerprint.applied'; readonly financing: string } & OnInvoices)
  /** Cash is out: `amount` of each invoice is financed. */
  | ({ readonly kind: 'fingerprint.financed'; readonly financing: string } & OnInvoices)
  /** The financing ended without cash or is returned: `amount` (may be zero) is free to finance. */
  | ({ readonly kind: 'fingerprint.freed'; readonly financing: string } & OnInvoices)
  /** The claim is paid: what was claimed can never be claimed again. */
  | ({ readonly kind: 'fingerprint.settled' } & OnInvoices)
  /** The claim ended: `amount`, the claimed part, is free to claim again. */
  | ({ readonly kind: 'fingerprint.cancelled'; readonly reason: string } & OnInvoices)
  | {
      readonly kind: 'duplicate.flagged';
      readonly flag: string;
      readonly receivable: string;
      readonly rule: Flag['rule'];
      readonly other: string;
      readonly evidence: string | null;
      readonly on: string;
    }
  | {
      readonly kind: 'duplicate.cleared';
      readonly flag: string;
      readonly receivable: string;
      readonly reason: string;
      readonly evidence: string;
      readonly on: string;
    }
  /** Effect: an earlier registrant learns of a later similar one. Changes nothing by itself. */
  | {
      readonly kind: 'duplicate.alerted';
      readonly invoice: string;
      readonly applicant: string;
      readonly rule: Flag['rule'];
    };

export type ReceivableEvent = ClaimEvent | HoldingEvent | RegistryEvent;

type Of<K extends ReceivableEvent['kind']> = Extract<ReceivableEvent, { kind: K }>;
type Targets<K extends ReceivableEvent['kind']> = (event: Of<K>) => readonly EntityRef[];

const ofHolding = (event: { holding: string; receivable: string }): readonly EntityRef[] => [
  { type: 'holding', id: event.holding },
  { type: 'receivable', id: event.receivable },
];
const ofInvoices = (event: OnInvoices): readonly EntityRef[] =>
  event.invoices.map(({ invoice }) => ({ type: 'invoice', id: invoice }));
const ofEnd = (event: { receivable: string; holdings: readonly string[] }): EntityRef[] => [
  { type: 'receivable', id: event.receivable },
  ...event.holdings.map(id => ({ type: 'holding' as const, id })),
];
const ofFlag = (event: { flag: string; receivable: string }): readonly EntityRef[] => [
  { type: 'flag', id: event.flag },
  { type: 'receivable', id: event.receivable },
];
/** The claim with its row among what the buyer owes. */
const ofOpen = (event: Parameters<typeof ofLine>[0]): EntityRef[] => [
  ...ofLine(event),
  { type: 'openClaim', id: `${event.buyer}~${event.receivable}` },
];
const ofLine = (event: {
  receivable: string;
  buyer: string;
  face: MoneyWire;
  lined: boolean;
}): EntityRef[] => [
  { type: 'receivable', id: event.receivable },
  ...(event.lined
    ? [{ type: 'confirmLine' as const, id: `${event.buyer}~${event.face.currency}` }]
    : []),
];

/** Which entities an event changes, in the order in which they are changed. */
export const receivableTargets: { readonly [K in ReceivableEvent['kind']]: Targets<K> } = {
  'receivable.offered': ({ terms: { receivable } }) => [
    { type: 'receivable', id: receivable },
    { type: 'holding', id: receivable },
  ],
  'receivable.confirmed': ofOpen,
  'receivable.recorded': ({ receivable }) => [{ type: 'receivable', id: receivable }],
  'receivable.declined': ofEnd,
  'receivable.withdrawn': ofEnd,
  'receivable.cancelled': event => [
    ...ofOpen(event),
    ...event.holdings.map(id => ({ type: 'holding' as const, id })),
  ],
  'receivable.settled': ofOpen,
  'holding.split': event => [
    ...ofHolding(event),
    ...event.parts.map(({ holding }) => ({ type: 'holding' as const, id: holding })),
  ],
  'holding.transferred': event => [...ofHolding(event), { type: 'holding', id: event.child }],
  'holding.reserved': event => [
    ...ofHolding(event),
    ...(event.lockedFor.kind === 'orderLoan'
      ? [{ type: 'orderLoan' as const, id: event.lockedFor.id }]
      : []),
  ],
  'holding.pledged': ofHolding,
  'holding.sold': ofHolding,
  'holding.released': ofHolding,
  'holding.returned': ofHolding,
  'holding.paid': ofHolding,
  'holding.closed': ofHolding,
  'fingerprint.registered': ({ invoice, keys }) => [
    { type: 'invoice', id: invoice },
    ...keys.map(({ kind, value }) => ({ type: 'fingerprint' as const, id: `${kind}~${value}` })),
  ],
  'fingerprint.applied': ofInvoices,
  'fingerprint.financed': ofInvoices,
  'fingerprint.freed': ofInvoices,
  'fingerprint.settled': ofInvoices,
  'fingerprint.cancelled': ofInvoices,
  'duplicate.flagged': ofFlag,
  'duplicate.cleared': ofFlag,
  'duplicate.alerted': () => [],
};
