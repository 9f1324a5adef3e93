import type { ApplyEntity, EntityRef } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { MoneyWire } from '../money/index.ts';
import type {
  Attribution,
  Diligence,
  Margin,
  Partner,
  PartnerEntities,
  ReserveUse,
  RiskReserve,
  Share,
  ShareClose,
  ShareDelta,
  ShareKind,
  ShareTerms,
} from './state.ts';

type MarginMoved = { readonly partner: string; readonly amount: MoneyWire; readonly on: string };

export type PartnerEvent =
  | ({
      readonly kind: 'partner.termed';
      readonly of: ShareKind;
      readonly terms: ShareTerms;
    } & Omit<Partner, 'shares'>)
  | ({ readonly kind: 'diligence.recorded' } & Diligence)
  | {
      readonly kind: 'margin.called';
      readonly partner: string;
      readonly amount: MoneyWire;
      /** What must be held in all. */
      readonly target: MoneyWire;
      readonly dueOn: string;
      readonly on: string;
    }
  | ({ readonly kind: 'margin.deposited' } & MarginMoved)
  | ({ readonly kind: 'margin.released'; readonly reason: string } & MarginMoved)
  /** `to` is who gets it, or `null` for the risk reserve. */
  | ({
      readonly kind: 'margin.applied';
      readonly to: string | null;
      readonly reason: string;
    } & MarginMoved)
  | {
      readonly kind: 'attribution.recorded';
      readonly lines: readonly Attribution[];
      readonly sums: readonly ShareDelta[];
    }
  | ({
      readonly kind: 'share.computed';
      readonly shares: readonly Share[];
      /** What a refund left below zero, for the next period. */
      readonly carries: readonly ShareDelta[];
    } & ShareClose)
  | {
      readonly kind: 'share.disputed';
      readonly share: string;
      readonly lines: readonly string[];
      readonly reason: string;
      readonly on: string;
    }
  | {
      readonly kind: 'share.settled';
      readonly share: string;
      readonly partner: string;
      readonly paid: MoneyWire;
      readonly payout: string | null;
      readonly on: string;
    }
  | {
      readonly kind: 'reserve.accrued';
      readonly amount: MoneyWire;
      /** The loss for which it had been drawn, when money of it came in; `null` from a share. */
      readonly loss: string | null;
      readonly on: string;
    }
  | {
      readonly kind: 'reserve.drawn';
      readonly loss: string;
      readonly to: string;
      readonly amount: MoneyWire;
      readonly on: string;
    };

type Of<K extends PartnerEvent['kind']> = Extract<PartnerEvent, { kind: K }>;

const RESERVE = { type: 'riskReserve', id: 'CNY' } as const;
const ofMargin = ({ partner }: { readonly partner: string }): readonly EntityRef[] => [
  { type: 'margin', id: partner },
];
const ofDelta = ({ on, of, partner, act }: ShareDelta): EntityRef => {
  return { type: 'shareDelta', id: `${on}~${of}~${partner}~${act}` };
};

/** The key of a share: its name with the parts of an id. */
export function shareId(share: string): string {
  return share.replaceAll(':', '~');
}

/** Which entities an event changes. */
export const partnerTargets: {
  readonly [K in PartnerEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'partner.termed': ({ partner }) => [{ type: 'partner', id: partner }],
  'diligence.recorded': ({ party, of }) => [{ type: 'diligence', id: `${party}~${of}` }],
  'margin.called': ofMargin,
  'margin.deposited': ofMargin,
  'margin.released': ofMargin,
  'margin.applied': event => [...ofMargin(event), ...(event.to === null ? [RESERVE] : [])],
  'attribution.recorded': ({ lines, sums }) => [
    ...lines.map(({ ref }) => ({ type: 'attribution' as const, id: ref })),
    ...sums.map(ofDelta),
  ],
  'share.computed': ({ period, of, shares, carries }) => [
    { type: 'shareClose', id: `${period}~${of}` },
    ...shares.map(({ share }) => ({ type: 'share' as const, id: shareId(share) })),
    ...carries.map(ofDelta),
  ],
  'share.disputed': ({ share }) => [{ type: 'share', id: shareId(share) }],
  'share.settled': ({ share }) => [{ type: 'share', id: shareId(share) }],
  'reserve.accrued': ({ loss }) => [
    RESERVE,
    ...(loss === null ? [] : [{ type: 'reserveUse' as const, id: loss }]),
  ],
  'reserve.drawn': ({ loss }) => [RESERVE, { type: 'reserveUse', id: loss }],
};

const held =
  (sign: 1n | -1n) =>
  (state: Margin | undefined, { amount }: { amount: MoneyWire }, partner: string): Margin => {
    const minor = BigInt(state?.held ?? '0') + sign * BigInt(amount.minor);
    return { partner, called: state?.called ?? null, held: minor.toString() };
  };
const reserved =
  (sign: 1n | -1n) =>
  (state: RiskReserve | undefined, { amount }: { amount: MoneyWire }): RiskReserve => ({
    minor: (BigInt(state?.minor ?? '0') + sign * BigInt(amount.minor)).toString(),
  });

/** How partners, their margin, shares and the risk reserve change by events. */
export const applyPartner: {
  readonly [T in keyof PartnerEntities]: ApplyEntity<PartnerEntities[T]>;
} = {
  partner: foldBy<Partner>({
    'partner.termed': (state, { kind: _kind, of, terms, ...agreed }) => {
      return { ...agreed, shares: { ...state?.shares, [of]: terms } };
    },
  }),
  diligence: foldBy<Diligence>({ 'diligence.recorded': (_, { kind: _kind, ...review }) => review }),
  margin: foldBy<Margin>({
    'margin.called': (state, { partner, target, dueOn }) => {
      const called = { target: target.minor, dueOn };
      return { partner, held: state?.held ?? '0', called };
    },
    'margin.deposited': held(1n),
    'margin.released': held(-1n),
    'margin.applied': held(-1n),
    // The bank could not pay it out: it is held again.
    'payout.failed': held(1n),
  }),
  attribution: foldBy<Attribution>({
    'attribution.recorded': (state, { lines }, id) => lines.find(({ ref }) => ref === id) ?? state,
  }),
  shareDelta: foldBy<ShareDelta>({
    'attribution.recorded': (state, { sums }, id) => sums.find(sum => idOf(sum) === id) ?? state,
    'share.computed': (state, { carries }, id) => carries.find(sum => idOf(sum) === id) ?? state,
  }),
  shareClose: foldBy<ShareClose>({
    'share.computed': (_, { period, of, partners, on }) => ({ period, of, partners, on }),
  }),
  share: foldBy<Share>({
    'share.computed': (state, { shares }, id) =>
      shares.find(({ share }) => shareId(share) === id) ?? state,
    'share.disputed': change((state, { lines, reason }) => {
      return { ...state, dispute: { lines, reason }, status: 'disputed' };
    }),
    'share.settled': change((state, { payout }) => ({ ...state, payout, status: 'settled' })),
  }),
  riskReserve: foldBy<RiskReserve>({
    'reserve.accrued': reserved(1n),
    'reserve.drawn': reserved(-1n),
    'margin.applied': reserved(1n),
  }),
  reserveUse: foldBy<ReserveUse>({
    'reserve.accrued': change((state, { amount }) => {
      return { ...state, drawn: (BigInt(state.drawn) - BigInt(amount.minor)).toString() };
    }),
    'reserve.drawn': (state, { loss, amount }) => {
      return { loss, drawn: (BigInt(state?.drawn ?? '0') + BigInt(amount.minor)).toString() };
    },
  }),
};

function idOf(sum: ShareDelta): string {
  return ofDelta(sum).id;
}
