import type { Take } from '../financing/state.ts';
import type { Currency, MoneyWire } from '../money/index.ts';
import type { BUFFERS } from './words.ts';

export type Buffer = (typeof BUFFERS)[number];

/** Slices of the T+0 buffer, so that draws of one block need not meet. */
export const BUFFER_SLICES = 16;

/** One slice of the cash that the broker holds ready; key `bufferSlice~<currency>~<nn>`. */
export type BufferSlice = {
  readonly currency: Currency;
  readonly slice: number;
  readonly minor: string;
};

/** The committed line that refills the cash; key `bufferLine~<currency>`. Minor units. */
export type BufferLine = {
  readonly currency: Currency;
  readonly committed: string;
  readonly drawn: string;
};

/** Cash that the buffer paid for a funder; key `bufferClaim~<financing>`. */
export type BufferClaim = {
  readonly financing: string;
  readonly funder: string;
  readonly amount: MoneyWire;
  readonly repaid: MoneyWire;
  /** What it takes of the broker's own risk line until it is repaid. */
  readonly take: Take;
  readonly drawnOn: string;
  /** The next business day. */
  readonly dueOn: string;
  readonly status: 'open' | 'repaid' | 'assigned';
};

/** What one act moved in the cash buffer; key `bufferMove~<currency>~<day>~<act>`, written blind. */
export type BufferMove = {
  readonly currency: Currency;
  readonly on: string;
  readonly act: string;
  readonly drawn: string;
  readonly repaid: string;
};

/** What went out of the cash buffer on a day, less what came back; minor units. */
export type DayNeed = { readonly on: string; readonly minor: string };

/**
 * What the cash buffer should hold on a day, worked out by its first draw; key
 * `bufferTarget~<currency>`.
 */
export type BufferTarget = {
  readonly currency: Currency;
  readonly on: string;
  readonly minor: string;
  /** Needs of the days seen that are closed, so that their moves are read once. */
  readonly needs: readonly DayNeed[];
};

export type BufferEntities = {
  bufferTarget: BufferTarget;
  bufferSlice: BufferSlice;
  bufferLine: BufferLine;
  bufferClaim: BufferClaim;
  bufferMove: BufferMove;
};
