import type { Holding } from './state.ts';

export type HoldingFields = Omit<Extract<Holding, { state: 'free' }>, 'state'>;

/** The fields that every state has, one version on; what only the old state had falls away. */
export function fieldsOf(state: Holding): HoldingFields {
  const { holding, receivable, holder, amount, outstanding, splitOut, paid } = state;
  const { diluted, writtenOff, tier, parent, recourseTo, version } = state;
  const amounts = { amount, outstanding, splitOut, paid, diluted, writtenOff };
  const place = { holding, receivable, holder, tier, parent, recourseTo };
  return { ...place, ...amounts, version: version + 1 };
}
