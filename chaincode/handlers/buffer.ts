import {
  NET_ASSETS,
  NET_ASSETS_PPM,
  visitOrder,
  type Financing,
  type LineState,
} from '../../domain/financing/index.ts';
import {
  BUFFER_SLICES,
  bufferSliceId,
  daysSeen,
  decideDraw,
  decideRepay,
  decideTopUp,
  needOf,
  roomIn,
  T0_FACTOR,
  type BufferSlice,
  type BufferState,
  type BufferTarget,
  type DrawState,
  type RepayState,
  type SeenDay,
} from '../../domain/settlement/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { financingCredit, financingOf, slicesOf } from './claims.ts';

type Body = { readonly amount: { readonly currency: string }; readonly payment?: string };

/** All slices of the cash buffer. */
export async function bufferSlices(tx: Tx, currency: string): Promise<readonly BufferSlice[]> {
  const ids = visitOrder(BUFFER_SLICES, 0).map(at => bufferSliceId(currency, at));
  return [...(await tx.entities('bufferSlice', ids)).values()];
}

/** Slices from `hint mod K` round, only as many as the draw needs. */
async function slicesFor(
  tx: Tx,
  currency: string,
  of: {
    readonly minor: bigint;
    readonly target: bigint;
    readonly hint: number;
  },
): Promise<readonly BufferSlice[]> {
  const slices: BufferSlice[] = [];
  let room = 0n;
  for (const at of visitOrder(BUFFER_SLICES, of.hint)) {
    if (room >= of.minor && of.minor > 0n) break;
    const slice = await tx.entity('bufferSlice', bufferSliceId(currency, at));
    if (!slice) continue;
    slices.push(slice);
    room += roomIn(slice, of.target);
  }
  return slices;
}

/** Cash and fees of a cleared financing; nothing of another. */
function outlayOf(financing: Financing | undefined): bigint {
  if (financing?.status !== 'cleared') return 0n;
  const { cash, feeLines } = financing.price;
  return feeLines.reduce((total, { amount }) => total + BigInt(amount.minor), BigInt(cash.minor));
}

/** The bank's line, and the payment that is meant with who made it. */
async function broughtBy(tx: Tx, { amount, payment: id = '' }: Body) {
  const payment = await tx.entity('payment', id);
  return {
    line: await tx.entity('bufferLine', amount.currency),
    payment,
    payer: await tx.entity('party', payment?.payer ?? ''),
  };
}

async function bufferOf(tx: Tx, body: Body): Promise<BufferState> {
  return { slices: await bufferSlices(tx, body.amount.currency), ...(await broughtBy(tx, body)) };
}

/**
 * The needs of the days that set the target; today's are left alone, so that draws do not meet. Of a
 * closed day that an earlier target counted no move is read again.
 */
async function seenDays(
  tx: Tx,
  of: { readonly currency: string; readonly on: string; readonly last: BufferTarget | undefined },
): Promise<readonly SeenDay[]> {
  const counted = new Map(of.last?.needs.map(need => [need.on, need]));
  const days: SeenDay[] = [];
  for (const day of daysSeen(of.on)) {
    const known = counted.get(day);
    if (known) {
      days.push({ ...known, isClosed: true });
      continue;
    }
    const moves = await tx.settledRange('bufferMove', `${of.currency}~${day}`);
    const state = await tx.entity('day', day);
    days.push({ ...needOf(day, moves), isClosed: state?.state === 'closed' });
  }
  return days;
}

async function ownLine(tx: Tx, id: string): Promise<LineState | undefined> {
  const line = await tx.entity('line', id);
  return line && { line, slices: await slicesOf(tx, line) };
}

/** Handlers of the broker's buffers. */
export const bufferHandlers = {
  'buffer.topUp': handler<'buffer.topUp', BufferState>({
    load: (tx, { body }) => bufferOf(tx, body),
    decide: decideTopUp,
  }),
  'buffer.draw': handler<'buffer.draw', DrawState>({
    parameters: [NET_ASSETS.key, NET_ASSETS_PPM.key, T0_FACTOR.key],
    load: async (tx, { body, businessDate }, { hint }) => {
      const of = body.buffer === 'T0' ? body : { financing: '', payout: '', account: '', line: '' };
      const loaded = await financingOf(tx, of.financing);
      const { currency } = body.amount;
      const isCash = body.buffer === 'T0';
      const last = await tx.entity('bufferTarget', currency);
      const isSet = last?.on === businessDate;
      const wanted = { minor: outlayOf(loaded.financing), target: BigInt(last?.minor ?? 0), hint };
      const slices =
        isCash && isSet ? await slicesFor(tx, currency, wanted) : await bufferSlices(tx, currency);
      return {
        slices,
        ...(await broughtBy(tx, body)),
        target: isSet ? last : undefined,
        seen: isSet || !isCash ? [] : await seenDays(tx, { currency, on: businessDate, last }),
        financing: loaded.financing,
        payout: await tx.entity('payout', of.payout),
        account: await tx.entity('account', of.account),
        balance: undefined,
        holdings: loaded.holdings,
        receivables: loaded.receivables,
        credit: await financingCredit(tx, loaded),
        claim: await tx.entity('bufferClaim', of.financing),
        own: await ownLine(tx, of.line),
      };
    },
    decide: decideDraw,
  }),
  'buffer.repay': handler<'buffer.repay', RepayState>({
    load: async (tx, { body }) => {
      const of = body.buffer === 'T0' ? { ...body, payout: '', account: '' } : body;
      const claim = await tx.entity('bufferClaim', body.buffer === 'T0' ? body.financing : '');
      const place = `${claim?.funder ?? ''}~${body.amount.currency}`;
      return {
        ...(await bufferOf(tx, body)),
        claim,
        balance: await tx.entity('balance', place),
        payout: await tx.entity('payout', of.payout),
        account: await tx.entity('account', of.account),
      };
    },
    decide: decideRepay,
  }),
};
