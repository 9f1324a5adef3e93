import type { EntityRef } from '../event/entity-ref.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Award, Dispute, ENFORCE_STEPS } from './state.ts';

type Case = {
  readonly dispute: string;
  readonly receivable: string | null;
  /** Opener and other side. */
  readonly sides: readonly string[];
  readonly on: string;
};
type Said = Case & {
  readonly by: string;
  readonly text: string;
  readonly evidence: readonly string[];
};

export type DisputeEvent =
  | ({
      readonly kind: 'dispute.opened';
      readonly object: Dispute['object'];
      readonly opener: string;
      readonly other: string;
      readonly about: Dispute['kind'];
      readonly amount: MoneyWire;
      readonly evidence: readonly string[];
    } & Case)
  | ({ readonly kind: 'dispute.answered' } & Said)
  | ({ readonly kind: 'dispute.mediated'; readonly neutral: string } & Said)
  | ({ readonly kind: 'dispute.escalated'; readonly neutral: string } & Said)
  | ({ readonly kind: 'dispute.paused'; readonly days: number } & Said)
  | ({ readonly kind: 'dispute.withdrawn' } & Case)
  | ({ readonly kind: 'dispute.settled'; readonly award: Award } & Case)
  | ({
      readonly kind: 'dispute.awarded';
      readonly award: Award;
      /** Nothing is to be paid: the case ends with the award. */
      readonly closes: boolean;
    } & Case)
  /** Effect: the debtor paid what the award asks for. */
  | ({
      readonly kind: 'dispute.paid';
      readonly amount: MoneyWire;
      /** Nothing of the award is left to pay. */
      readonly closes: boolean;
    } & Case)
  | ({ readonly kind: 'dispute.enforced'; readonly proof: string } & Case)
  | ({
      readonly kind: 'dispute.stepped';
      readonly step: (typeof ENFORCE_STEPS)[number];
      readonly amount: MoneyWire | null;
      readonly proof: string;
      readonly closes: boolean;
    } & Case);

type Of<K extends DisputeEvent['kind']> = Extract<DisputeEvent, { kind: K }>;

const ofCase = ({ dispute, receivable }: Case): readonly EntityRef[] => [
  { type: 'dispute', id: dispute },
  ...(receivable === null ? [] : [{ type: 'receivable' as const, id: receivable }]),
];
/** The case is on the list of what its sides are bound by, or off it. */
const ofSides = (event: Case): readonly EntityRef[] => [
  ...ofCase(event),
  ...event.sides.map(side => ({ type: 'openItem' as const, id: `${side}~${event.dispute}` })),
];
const closing = (event: Case & { readonly closes: boolean }): readonly EntityRef[] =>
  event.closes ? ofSides(event) : ofCase(event);
const alone = ({ dispute }: Case): readonly EntityRef[] => [{ type: 'dispute', id: dispute }];

/** Which entities an event changes, in the order in which they are changed. */
export const disputeTargets: {
  readonly [K in DisputeEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'dispute.opened': ofSides,
  'dispute.answered': alone,
  'dispute.mediated': alone,
  'dispute.escalated': alone,
  'dispute.paused': alone,
  'dispute.withdrawn': ofSides,
  'dispute.settled': ofSides,
  'dispute.awarded': closing,
  'dispute.paid': closing,
  'dispute.enforced': alone,
  'dispute.stepped': closing,
};
