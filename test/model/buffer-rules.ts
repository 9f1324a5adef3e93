import type { ModelBuffer } from './buffer-state.ts';
import { codes, type Codes } from './claim-rules.ts';
import * as money from './money-rules.ts';
import type { ModelFinancing, ModelPayout, ModelState } from './state.ts';

export const T0 = '2401 T0';
/** Ten per cent of the broker's net assets. */
export const EXPOSURE_MAX = 9_000_000n;
/** Sixteen slices keep their part of the floor, each rounded up. */
const ROUNDED = 16n;

/** Cash and fees together. */
export const outlayOf = ({ advance, discount }: ModelFinancing): bigint => advance - discount;

/** Whether what is left is so near to the floor that the rounding of slices decides. */
export function isNearFloor({ buffer, today }: ModelState, amount: bigint): boolean {
  const above = 2n * (buffer.held - amount) - buffer.target(today);
  return above > -2n * ROUNDED && above < 2n * ROUNDED && buffer.target(today) > 0n;
}

/** Half of the target stays; the broker's exposure has its bound. */
export function drawFaults(model: ModelState, financing: ModelFinancing): Codes {
  const { buffer, today } = model;
  const amount = outlayOf(financing);
  const isLow = 2n * (buffer.held - amount) < buffer.target(today);
  return codes(
    [buffer.held < amount, 'FUNDS_NOT_IN'],
    [buffer.held >= amount && isLow, 'BUFFER_LOW'],
    [buffer.uses.get(financing.id)?.status === 'open', 'STATE_WRONG'],
    [buffer.exposure() + amount > EXPOSURE_MAX, 'EXPOSURE_ABOVE_NET_ASSETS'],
  );
}

/** All of a checklist, but not the funder's own money. */
export function orderFaults(model: ModelState, financing: ModelFinancing): Codes {
  return money.disburseFaults(model, financing).filter(code => code !== 'FUNDS_NOT_IN');
}

export function draw(model: ModelState, financing: ModelFinancing, payout: string): void {
  const { buffer, today } = model;
  const { advance, discount, fee, id } = financing;
  const amount = outlayOf(financing);
  const cash = advance - discount - fee;
  buffer.held -= amount;
  buffer.need(today, amount);
  buffer.uses.set(id, { amount, repaid: 0n, status: 'open' });
  model.post(T0, `2301 ${payout}`, cash);
  model.post(T0, '2501 platform', fee);
  Object.assign(financing, { status: 'disbursing', payout });
  const order: ModelPayout = {
    id: payout,
    financing: id,
    cash,
    status: 'instructed',
    filed: false,
  };
  model.payouts.set(payout, { ...order, isBuffers: true });
}

export function repay(model: ModelState, id: string, of: { amount: bigint; funder: string }): void {
  const { buffer, today } = model;
  const use = buffer.uses.get(id);
  if (!use) throw new Error('nothing to repay');
  model.folded -= of.amount;
  model.post(`2101 ${of.funder}`, T0, of.amount);
  back(buffer, today, of.amount);
  use.repaid += of.amount;
  if (use.repaid === use.amount) use.status = 'repaid';
}

function back(buffer: ModelBuffer, today: string, amount: bigint): void {
  buffer.held += amount;
  buffer.need(today, -amount);
}

/** The bank could not pay: the buffer has its money, and the funder what it had made good. */
export function failed(
  model: ModelState,
  { id, cash }: ModelPayout,
  of: { readonly financing: ModelFinancing; readonly funder: string },
): void {
  const { buffer, today } = model;
  const use = buffer.uses.get(of.financing.id);
  if (!use) throw new Error('nothing was drawn');
  model.post(`2301 ${id}`, T0, cash);
  model.post('2501 platform', T0, of.financing.fee);
  back(buffer, today, use.amount - use.repaid);
  model.post(T0, `2101 ${of.funder}`, use.repaid);
  model.pending += use.repaid;
  use.status = 'repaid';
}
