import { addDays } from '../../domain/calendar/index.ts';
import {
  decideAttribution,
  decideDiligence,
  decideMarginApply,
  decideMarginCall,
  decideMarginRelease,
  decideReserveDraw,
  decideShareClose,
  decideShareDispute,
  decideShareSettle,
  decideTerms,
  DILIGENCE_KINDS,
  isMonth,
  MARGIN_FLOOR,
  monthsBefore,
  monthsOf,
  nextPeriodFrom,
  PROFIT_PPM,
  SHARE_KINDS,
  SHARE_PARAMETERS,
  shareId,
  type AttributionState,
  type CloseState,
  type Diligence,
  type DisputeState,
  type MarginState,
  type ReserveState,
  type SettleState,
  type Share,
  type ShareDelta,
  type Standing,
  type TermsState,
} from '../../domain/partner/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

const VOLUME_DAYS = 90;

/** All rows of one day: a sum of them lacks none. */
function rowsOf(tx: Tx, prefix: string): Promise<readonly ShareDelta[]> {
  return tx.settledRange('shareDelta', prefix);
}

async function standingOf(tx: Tx, id: string): Promise<Standing> {
  const reviews: Diligence[] = [];
  for (const kind of DILIGENCE_KINDS) {
    const review = await tx.entity('diligence', `${id}~${kind}`);
    if (review) reviews.push(review);
  }
  return {
    party: await tx.entity('party', id),
    partner: await tx.entity('partner', id),
    margin: await tx.entity('margin', id),
    reviews,
  };
}

async function marginOf(
  tx: Tx,
  act: {
    readonly id: string;
    readonly businessDate: string;
    readonly body: { readonly partner: string; readonly to?: string | undefined };
  },
): Promise<MarginState> {
  const { partner, to = '' } = act.body;
  const volume: ShareDelta[] = [];
  for (let back = 0; back < VOLUME_DAYS; back++) {
    const day = addDays(act.businessDate, -back);
    for (const kind of SHARE_KINDS) volume.push(...(await rowsOf(tx, `${day}~${kind}~${partner}`)));
  }
  return {
    partner: await tx.entity('partner', partner),
    margin: await tx.entity('margin', partner),
    volume,
    account: await tx.entity('account', to),
    payout: await tx.entity('payout', act.id),
    payee: await tx.entity('party', to),
  };
}

const partyOf = async (
  tx: Tx,
  { body }: { readonly body: { readonly party: string } },
): Promise<TermsState> => ({ party: await tx.entity('party', body.party) });

const fileHandlers = {
  'partner.terms': handler<'partner.terms', TermsState>({
    parameters: SHARE_PARAMETERS,
    load: partyOf,
    decide: decideTerms,
  }),
  'diligence.record': handler<'diligence.record', TermsState>({
    load: partyOf,
    decide: decideDiligence,
  }),
  'margin.call': handler<'margin.call', MarginState>({
    parameters: [MARGIN_FLOOR.key],
    load: marginOf,
    decide: decideMarginCall,
  }),
  'margin.release': handler<'margin.release', MarginState>({
    parameters: [MARGIN_FLOOR.key],
    load: marginOf,
    decide: decideMarginRelease,
  }),
  'margin.apply': handler<'margin.apply', MarginState>({
    load: marginOf,
    decide: decideMarginApply,
  }),
  'reserve.draw': handler<'reserve.draw', ReserveState>({
    load: async (tx, { body }) => ({
      financing: await tx.entity('financing', body.loss),
      reserve: await tx.entity('riskReserve', 'CNY'),
      use: await tx.entity('reserveUse', body.loss),
    }),
    decide: decideReserveDraw,
  }),
};

/** Statements of some periods, of every partner. */
async function sharesOf(
  tx: Tx,
  periods: readonly string[],
  kinds: readonly string[],
): Promise<readonly Share[]> {
  const shares: Share[] = [];
  for (const period of periods) {
    for (const kind of kinds) {
      const found = await tx.settledRange('share', `${period}~${kind}`);
      shares.push(...found);
    }
  }
  return shares;
}

/** The first month after one that is still open for a kind. */
async function openMonthAfter(tx: Tx, month: string, kind: string): Promise<string> {
  let next = nextPeriodFrom(month).slice(0, 7);
  while (await tx.entity('shareClose', `${next}~${kind}`)) next = nextPeriodFrom(next).slice(0, 7);
  return next;
}

/** What closing a period reads. */
export async function closeOf(
  tx: Tx,
  { body }: { readonly body: { readonly period: string; readonly kind: string } },
): Promise<CloseState> {
  const { period, kind } = body;
  const isProfit = kind === 'profit';
  const periods = isProfit ? monthsOf(period) : monthsBefore(period);
  const kinds = isProfit ? SHARE_KINDS : [kind];
  const earlier: [string, boolean][] = [];
  for (const month of periods) {
    for (const of of kinds) {
      const close = await tx.entity('shareClose', `${month}~${of}`);
      earlier.push([`${month} ${of}`, close !== undefined]);
    }
  }
  const rows: ShareDelta[] = [];
  const first = isMonth(period) ? `${period}-01` : '';
  for (let day = first; day !== '' && day.startsWith(period); day = addDays(day, 1)) {
    rows.push(...(await rowsOf(tx, `${day}~${kind}`)));
  }
  const names = [...new Set(rows.map(({ partner }) => partner))];
  return {
    closed: await tx.entity('shareClose', `${period}~${kind}`),
    earlier,
    rows,
    partners: await tx.entities('partner', names),
    before: await sharesOf(tx, periods, kinds),
    carryTo: isMonth(period) ? await openMonthAfter(tx, period, kind) : '',
  };
}

/** Handlers of partners, their margin and shares, and the risk reserve (receivables.md §8). */
export const partnerHandlers = {
  ...fileHandlers,
  'attribution.record': handler<'attribution.record', AttributionState>({
    parameters: [MARGIN_FLOOR.key],
    load: async (tx, { body, businessDate }) => {
      const refs = body.lines.map(({ ref }) => ref);
      const standings = new Map<string, Standing>();
      for (const { partner } of body.lines) {
        if (!standings.has(partner)) standings.set(partner, await standingOf(tx, partner));
      }
      const kinds = [...new Set(body.lines.map(line => line.kind))];
      const ids = kinds.map(kind => `${businessDate.slice(0, 7)}~${kind}`);
      const known = await tx.entities('attribution', refs);
      return { known, standings, closed: [...(await tx.entities('shareClose', ids)).values()] };
    },
    decide: decideAttribution,
  }),
  'share.close': handler<'share.close', CloseState>({
    parameters: [PROFIT_PPM.key],
    load: closeOf,
    decide: decideShareClose,
  }),
  'share.dispute': handler<'share.dispute', DisputeState>({
    load: async (tx, { body }) => ({
      share: await tx.entity('share', shareId(body.share)),
      lines: await tx.entities('attribution', body.lines),
    }),
    decide: decideShareDispute,
  }),
  'share.settle': handler<'share.settle', SettleState>({
    load: async (tx, { body }) => {
      const share = await tx.entity('share', shareId(body.share));
      return {
        share,
        payout: await tx.entity('payout', body.payout),
        last: await tx.entity('payout', share?.payout ?? ''),
        account: await tx.entity('account', body.account),
      };
    },
    decide: decideShareSettle,
  }),
};
