import * as buffers from './buffer-rules.ts';
import type { ModelFinancing, ModelState } from './state.ts';

/** A payout that the bank did not make: the money goes back to where it was put in from. */
export function payoutFailed(model: ModelState, financing: ModelFinancing, funder: string): void {
  const payout = model.payouts.get(financing.payout);
  if (!payout) throw new Error('no payout');
  payout.status = 'failed';
  financing.status = 'cleared';
  if (payout.isBuffers) return buffers.failed(model, payout, { financing, funder });
  model.post(`2301 ${payout.id}`, `2101 ${funder}`, payout.cash);
  model.post('2501 platform', `2101 ${funder}`, financing.fee);
  model.pending += payout.cash + financing.fee;
}
