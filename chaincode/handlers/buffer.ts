import {
  NET_ASSETS,
  NET_ASSETS_PPM,
  visitOrder,
  type Financing,
  type LineState,
} from '../../domain/financing/index.ts';
import type { Context } from '../../domain/governance/index.ts';
import {
  BUFFER_SLICES,
  bufferSliceId,
  daysSeen,
  decideDraw,
  decideRepay,
  decideTopUp,
  roomIn,
  T0_FACTOR,
  targetOn,
  type BufferMove,
  type BufferSlice,
  type BufferState,
  type DrawState,
  type RepayState,
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
    readonly moves: readonly BufferMove[];
    readonly hint: number;
    readonly context: Context;
  },
): Promise<readonly BufferSlice[]> {
  const target = targetOn(of.moves, of.context);
  const slices: BufferSlice[] = [];
  let room = 0n;
  for (const at of visitOrder(BUFFER_SLICES, of.hint)) {
    if (room >= of.minor && of.minor > 0n) break;
    const slice = await tx.entity('bufferSlice', bufferSliceId(currency, at));
    if (!slice) continue;
    slices.push(slice);
    room += roomIn(slice, target);
  }
  return slices;
}

/** Cash and fees of a cleared financing; nothing of another. */
function outlayOf(financing: Financing | undefined): bigint {
  if (financing?.status !== 'cleared') return 0n;
  const { cash, feeLines } = financing.price;
  return feeLines.reduce((total, { amount }) => total + BigInt(amount.minor), BigInt(cash.minor));
}

async function bufferOf(tx: Tx, { amount, payment = '' }: Body): Promise<BufferState> {
  return {
    slices: await bufferSlices(tx, amount.currency),
    line: await tx.entity('bufferLine', amount.currency),
    payment: await tx.entity('payment', payment),
  };
}

/** The moves of the days that set the target; today's are left alone, so that draws do not meet. */
async function movesOf(tx: Tx, currency: string, on: string): Promise<readonly BufferMove[]> {
  const moves: BufferMove[] = [];
  for (const day of daysSeen(on)) {
    moves.push(...(await tx.settledRange('bufferMove', `${currency}~${day}`)));
  }
  return moves;
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
    load: async (tx, { body, businessDate }, { hint }, context) => {
      const of = body.buffer === 'T0' ? body : { financing: '', payout: '', account: '', line: '' };
      const loaded = await financingOf(tx, of.financing);
      const moves = await movesOf(tx, body.amount.currency, businessDate);
      const buffer = await bufferOf(tx, body);
      const wanted = { minor: outlayOf(loaded.financing), moves, hint, context };
      return {
        ...buffer,
        ...(body.buffer === 'T0'
          ? { slices: await slicesFor(tx, body.amount.currency, wanted) }
          : {}),
        financing: loaded.financing,
        payout: await tx.entity('payout', of.payout),
        account: await tx.entity('account', of.account),
        balance: undefined,
        receivables: loaded.receivables,
        credit: await financingCredit(tx, loaded),
        moves,
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
