import type { ApplyEntity, EntityRef } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { MoneyWire } from '../money/index.ts';
import type {
  Buffer,
  BufferClaim,
  BufferEntities,
  BufferLine,
  BufferMove,
  BufferSlice,
  BufferTarget,
} from './buffer-state.ts';

/** The cash buffer as one act leaves it, slice by slice; minor units. */
type Left = { readonly slice: number; readonly minor: string };

type Moved = {
  readonly buffer: Buffer;
  readonly amount: MoneyWire;
  readonly slices: readonly Left[];
  /** Of the line T1: what is committed and what of it is drawn, after. */
  readonly line: BufferLine | null;
  readonly act: string;
  readonly on: string;
};

export type BufferEvent =
  | ({ readonly kind: 'buffer.toppedUp' } & Moved)
  | ({
      readonly kind: 'buffer.drawn';
      readonly claim: BufferClaim | null;
      /** The day's target, from its first draw. */
      readonly target: BufferTarget | null;
    } & Moved)
  | ({ readonly kind: 'buffer.repaid'; readonly claim: BufferClaim | null } & Moved)
  /** A warning: less than 80 % of the target is left in a slice that was drawn. */
  | {
      readonly kind: 'buffer.low';
      readonly buffer: Buffer;
      readonly target: MoneyWire;
      readonly on: string;
    };

type Of<K extends BufferEvent['kind']> = Extract<BufferEvent, { kind: K }>;

export function bufferSliceId(currency: string, slice: number): string {
  return `${currency}~${slice.toString().padStart(2, '0')}`;
}

const ofMoved = ({ amount: { currency }, slices, line }: Moved): readonly EntityRef[] => [
  ...slices.map(({ slice }) => {
    return { type: 'bufferSlice' as const, id: bufferSliceId(currency, slice) };
  }),
  ...(line === null ? [] : [{ type: 'bufferLine' as const, id: currency }]),
];
const ofUse = (event: Of<'buffer.drawn' | 'buffer.repaid'>): readonly EntityRef[] => [
  ...ofMoved(event),
  ...(event.claim === null
    ? []
    : [
        { type: 'bufferClaim' as const, id: event.claim.financing },
        { type: 'bufferMove' as const, id: `${event.amount.currency}~${event.on}~${event.act}` },
      ]),
];

/** Which entities an event changes. */
export const bufferTargets: {
  readonly [K in BufferEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'buffer.toppedUp': ofMoved,
  'buffer.drawn': event => [
    ...ofUse(event),
    ...(event.target === null
      ? []
      : [{ type: 'bufferTarget' as const, id: event.target.currency }]),
  ],
  'buffer.repaid': ofUse,
  'buffer.low': () => [],
};

const left = (state: BufferSlice | undefined, { amount, slices }: Moved, id: string) => {
  const found = slices.find(({ slice }) => bufferSliceId(amount.currency, slice) === id);
  return found ? { ...found, currency: amount.currency } : state;
};
const lineOf = (state: BufferLine | undefined, { line }: Moved) => line ?? state;
const claimOf = (
  state: BufferClaim | undefined,
  { claim }: { readonly claim: BufferClaim | null },
) => claim ?? state;
const move = ({ amount, act, on }: Moved): Omit<BufferMove, 'drawn' | 'repaid'> => {
  return { currency: amount.currency, on, act };
};

/** How the buffers change by events. */
export const applyBuffer: {
  readonly [T in keyof BufferEntities]: ApplyEntity<BufferEntities[T]>;
} = {
  bufferSlice: foldBy<BufferSlice>({
    'buffer.toppedUp': left,
    'buffer.drawn': left,
    'buffer.repaid': left,
  }),
  bufferLine: foldBy<BufferLine>({
    'buffer.toppedUp': lineOf,
    'buffer.drawn': lineOf,
    'buffer.repaid': lineOf,
  }),
  bufferClaim: foldBy<BufferClaim>({
    'buffer.drawn': claimOf,
    'buffer.repaid': claimOf,
    'financing.assigned': change(state => ({ ...state, status: 'assigned' })),
  }),
  bufferTarget: foldBy<BufferTarget>({
    'buffer.drawn': (state, { target }) => target ?? state,
  }),
  bufferMove: foldBy<BufferMove>({
    'buffer.drawn': (_, event) => ({ ...move(event), drawn: event.amount.minor, repaid: '0' }),
    'buffer.repaid': (_, event) => ({ ...move(event), drawn: '0', repaid: event.amount.minor }),
  }),
};
