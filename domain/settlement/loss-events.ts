import type { EntityRef } from '../event/entity-ref.ts';
import { openFinancingId } from '../financing/open-financing.ts';
import type { Debt, Take } from '../financing/state.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Provision, Recourse, Repurchase } from './loss-state.ts';

/** A part of a holding that is written off. */
export type LostPart = {
  readonly holding: string;
  readonly receivable: string;
  readonly amount: MoneyWire;
  /** Nothing is outstanding on it any more. */
  readonly closes: boolean;
};

export type LossEvent =
  | {
      readonly kind: 'claim.defaulted';
      readonly receivable: string;
      /** `null` for a claim that nobody financed: the loss is its holders' own. */
      readonly financing: string | null;
      readonly buyer: string;
      readonly on: string;
    }
  /** Effect: its pay day has passed and its claim is overdue. */
  | {
      readonly kind: 'financing.overdue';
      readonly financing: string;
      readonly days: number;
      readonly on: string;
    }
  | {
      /** Effect: recourse or repurchase was paid; title is back. */
      readonly kind: 'financing.returned';
      readonly financing: string;
      readonly funder: string;
      readonly holder: string;
      readonly buyer: string;
      readonly payOn: string;
      readonly on: string;
    }
  | ({ readonly kind: 'provision.booked' } & Provision)
  | {
      readonly kind: 'writeoff.booked';
      readonly financing: string;
      readonly buyer: string;
      readonly funder: string;
      readonly holdings: readonly LostPart[];
      readonly amount: MoneyWire;
      readonly debt: Debt;
      readonly takes: readonly Take[];
      readonly reason: string;
      readonly on: string;
    }
  | {
      /** Effect: money for what was written off. */
      readonly kind: 'writeoff.recovered';
      readonly financing: string;
      readonly receivable: string;
      readonly holding: string;
      readonly amount: MoneyWire;
      /** Nothing of the holding stays written off. */
      readonly whole: boolean;
      readonly on: string;
    }
  | ({ readonly kind: 'recourse.demanded' } & Omit<Recourse, 'status' | 'dispute'>)
  | {
      readonly kind: 'recourse.disputed';
      readonly recourse: string;
      readonly dispute: string;
      readonly on: string;
    }
  | { readonly kind: 'recourse.settled'; readonly recourse: string; readonly on: string }
  | ({ readonly kind: 'repurchase.proposed'; readonly on: string } & Omit<
      Repurchase,
      'status' | 'subReason'
    >)
  | ({ readonly kind: 'repurchase.accepted' } & Answered)
  | ({ readonly kind: 'repurchase.settled' } & Answered)
  | ({ readonly kind: 'repurchase.declined'; readonly subReason: string } & Answered)
  | ({ readonly kind: 'repurchase.cancelled'; readonly subReason: string } & Answered);

type Answered = { readonly repurchase: string; readonly on: string };

type Of<K extends LossEvent['kind']> = Extract<LossEvent, { kind: K }>;

const ofFinancing = ({ financing }: { readonly financing: string }): readonly EntityRef[] => [
  { type: 'financing', id: financing },
];
const ofRecourse = ({ recourse }: { readonly recourse: string }): readonly EntityRef[] => [
  { type: 'recourse', id: recourse },
];
const ofRepurchase = ({ repurchase }: { readonly repurchase: string }): readonly EntityRef[] => [
  { type: 'repurchase', id: repurchase },
];
const lossOf = (event: { readonly buyer: string; readonly financing: string }): EntityRef => {
  return { type: 'openLoss', id: `${event.buyer}~${event.financing}` };
};

/** Which entities an event changes, in the order in which they are changed. */
export const lossTargets: {
  readonly [K in LossEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'claim.defaulted': ({ receivable, buyer, financing }) => [
    { type: 'receivable', id: receivable },
    ...(financing === null ? [] : [...ofFinancing({ financing }), lossOf({ buyer, financing })]),
  ],
  'financing.overdue': ofFinancing,
  'financing.returned': event => [
    ...ofFinancing(event),
    { type: 'openFinancing', id: openFinancingId(event) },
    { type: 'openItem', id: `${event.funder}~${event.financing}` },
    lossOf(event),
  ],
  'provision.booked': ({ financing }) => [{ type: 'provision', id: financing }],
  'writeoff.booked': event => [
    ...ofFinancing(event),
    ...event.holdings.map(({ holding }) => ({ type: 'holding' as const, id: holding })),
    ...[...new Set(event.holdings.map(({ receivable }) => receivable))].map(id => {
      return { type: 'receivable' as const, id };
    }),
    lossOf(event),
  ],
  'writeoff.recovered': ({ holding, receivable }) => [
    { type: 'holding', id: holding },
    { type: 'receivable', id: receivable },
  ],
  'recourse.demanded': ofRecourse,
  'recourse.disputed': ofRecourse,
  'recourse.settled': ofRecourse,
  'repurchase.proposed': ofRepurchase,
  'repurchase.accepted': ofRepurchase,
  'repurchase.settled': ofRepurchase,
  'repurchase.declined': ofRepurchase,
  'repurchase.cancelled': ofRepurchase,
};
