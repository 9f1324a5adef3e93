import type { EntityRef } from '../event/entity-ref.ts';
import type { MoneyWire } from '../money/index.ts';
import type { CheckItem } from './checklist-item.ts';
import { openFinancingId } from './open-financing.ts';
import type { Financed, Line, PriceWire, RateCard, Take } from './state.ts';
import type { FinancingKind, Mode } from './words.ts';

/** Amounts that move on one line within one act. */
type LineMove = {
  readonly line: string;
  readonly period: string;
  readonly act: string;
  readonly slices: readonly { readonly slice: number; readonly amount: MoneyWire }[];
};

export type FinancingEvent =
  | { readonly kind: 'rateCard.published'; readonly card: RateCard }
  | { readonly kind: 'rateCard.withdrawn'; readonly card: string }
  | {
      readonly kind: 'financing.requested';
      readonly financing: string;
      readonly holder: string;
      readonly buyer: string;
      readonly holdings: readonly Financed[];
      readonly outstanding: MoneyWire;
      readonly by: FinancingKind;
      readonly mode: Mode;
      readonly want: MoneyWire;
      readonly aprMaxPpm: number | null;
      readonly fundOn: string;
      readonly payOn: string;
      readonly windowUntil: string;
      readonly invited: readonly string[];
      readonly standing: string | null;
      readonly on: string;
    }
  | {
      readonly kind: 'financing.accepted';
      readonly financing: string;
      readonly funder: string;
      readonly card: string | null;
      readonly quote: string | null;
      readonly programme: string;
      readonly price: PriceWire;
      readonly cardTake: Take | null;
      readonly on: string;
    }
  | {
      readonly kind: 'financing.cancelled' | 'financing.refused' | 'financing.expired';
      readonly financing: string;
      readonly reason: string;
      readonly on: string;
    }
  | {
      readonly kind: 'financing.committed';
      readonly financing: string;
      readonly takes: readonly Take[];
      readonly on: string;
    }
  | {
      readonly kind: 'financing.cleared';
      readonly financing: string;
      readonly account: string;
      readonly items: readonly CheckItem[];
      readonly on: string;
    }
  | {
      readonly kind: 'financing.activated';
      readonly financing: string;
      readonly funder: string;
      readonly holder: string;
      readonly buyer: string;
      readonly payOn: string;
      readonly on: string;
    }
  | {
      readonly kind: 'financing.repaid';
      readonly financing: string;
      readonly funder: string;
      readonly holder: string;
      readonly buyer: string;
      readonly payOn: string;
      readonly on: string;
    }
  | {
      readonly kind: 'financing.assigned';
      readonly financing: string;
      readonly from: string;
      readonly to: string;
      readonly price: MoneyWire;
      readonly holdings: readonly string[];
      readonly takes: readonly Take[];
      /** Its buffer claim was missed: the broker's own book takes it without cash. */
      readonly byRule: boolean;
      readonly on: string;
    }
  | {
      readonly kind: 'limit.set';
      readonly line: Omit<Line, 'overLimit' | 'version'>;
      /** Cap of each slice in minor units; they sum to the line's cap. */
      readonly caps: readonly string[];
    }
  | ({ readonly kind: 'limit.frozen' } & LineMove)
  /** `free` when nothing was frozen for it before. */
  | ({ readonly kind: 'limit.used'; readonly from?: 'free' } & LineMove)
  | ({ readonly kind: 'limit.released'; readonly from: 'frozen' | 'used' } & LineMove)
  | { readonly kind: 'limit.overLimit'; readonly line: string }
  | {
      readonly kind: 'limit.folded';
      readonly line: string;
      readonly period: string;
      readonly slices: readonly {
        readonly slice: number;
        readonly cap: string;
        readonly frozen: string;
        readonly used: string;
      }[];
      readonly acts: readonly string[];
      readonly frozen: string;
      readonly used: string;
      readonly hash: string;
    }
  | {
      readonly kind: 'registration.drafted';
      readonly financing: string;
      readonly template: string;
      readonly text: string;
      readonly on: string;
    }
  | {
      readonly kind: 'registration.searched';
      readonly funder: string;
      readonly subject: string;
      readonly searchedOn: string;
      readonly result: 'none' | 'found';
      readonly report: string;
    }
  | {
      readonly kind: 'registration.filed' | 'registration.amended' | 'registration.extended';
      readonly financing: string;
      readonly number: string;
      readonly filedOn: string;
      readonly until: string;
      readonly proof: string;
    }
  | {
      readonly kind: 'registration.discharged';
      readonly financing: string;
      readonly number: string;
      readonly on: string;
      readonly dueOn: string;
      readonly isLate: boolean;
      readonly proof: string;
    };

type Of<K extends FinancingEvent['kind']> = Extract<FinancingEvent, { kind: K }>;

const ofFinancing = ({ financing }: { readonly financing: string }): readonly EntityRef[] => [
  { type: 'financing', id: financing },
];
const ofRegistration = ({ financing }: { readonly financing: string }): EntityRef[] => [
  { type: 'registration', id: financing },
];
const ofOpen = (event: {
  readonly financing: string;
  readonly funder: string;
  readonly holder: string;
  readonly payOn: string;
}): EntityRef[] => [
  { type: 'financing', id: event.financing },
  { type: 'openFinancing', id: openFinancingId(event) },
  { type: 'openItem', id: `${event.funder}~${event.financing}` },
];
const ofMove = ({ line, period, act, slices }: LineMove): readonly EntityRef[] => [
  ...slices.map(({ slice }) => ({ type: 'slice' as const, id: sliceId(line, slice) })),
  { type: 'limitDelta', id: `${line}~${period}~${act}` },
];

/** Which entities an event changes, in the order in which they are changed. */
export const financingTargets: {
  readonly [K in FinancingEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'rateCard.published': ({ card }) => [{ type: 'rateCard', id: card.card }],
  'rateCard.withdrawn': ({ card }) => [{ type: 'rateCard', id: card }],
  'financing.requested': ofFinancing,
  'financing.accepted': ({ financing, quote }) => [
    { type: 'financing', id: financing },
    ...(quote === null ? [] : [{ type: 'quote' as const, id: quote }]),
  ],
  'financing.cancelled': ofFinancing,
  'financing.refused': ofFinancing,
  'financing.expired': ofFinancing,
  'financing.committed': ofFinancing,
  'financing.cleared': ofFinancing,
  'financing.activated': ofOpen,
  'financing.repaid': event => [
    ...ofOpen(event),
    { type: 'openLoss', id: `${event.buyer}~${event.financing}` },
  ],
  'financing.assigned': ({ financing, from, to, holdings, byRule }) => [
    { type: 'financing', id: financing },
    ...[from, to].map(funder => ({ type: 'openItem' as const, id: `${funder}~${financing}` })),
    ...holdings.map(id => ({ type: 'holding' as const, id })),
    ...(byRule ? [{ type: 'bufferClaim' as const, id: financing }] : []),
  ],
  'limit.set': ({ line: { line, slices, kind, owner } }) => [
    { type: 'line', id: line },
    ...(kind === 'ownRisk' ? [{ type: 'ownRisk' as const, id: owner }] : []),
    ...Array.from({ length: slices }, (_, at) => {
      return { type: 'slice' as const, id: sliceId(line, at) };
    }),
  ],
  'limit.frozen': ofMove,
  'limit.used': ofMove,
  'limit.released': ofMove,
  'limit.overLimit': ({ line }) => [{ type: 'line', id: line }],
  'limit.folded': ({ line, period, slices, acts }) => [
    { type: 'limitFold', id: `${line}~${period}` },
    ...slices.map(({ slice }) => ({ type: 'slice' as const, id: sliceId(line, slice) })),
    ...acts.map(act => ({ type: 'limitDelta' as const, id: `${line}~${period}~${act}` })),
  ],
  'registration.drafted': ofRegistration,
  'registration.searched': ({ funder, subject }) => [
    { type: 'registrySearch', id: `${funder}~${subject}` },
  ],
  'registration.filed': ofRegistration,
  'registration.amended': ofRegistration,
  'registration.extended': ofRegistration,
  'registration.discharged': ofRegistration,
};

/** `<line>~<nn>`: the id of a slice, its number in two digits. */
export function sliceId(line: string, slice: number): string {
  return `${line}~${String(slice).padStart(2, '0')}`;
}
