import type { Draft } from '../locator.ts';

/** Turns the signs of what a credit note counts: systems write returns with negative figures. */
export function negated(draft: Draft): void {
  const turn = (values: Draft['values'] | undefined, names: readonly string[]): void => {
    for (const name of names) {
      const value = values?.[name];
      if (value) values[name] = { ...value, reading: { ...value.reading, negate: true } };
    }
  };
  turn(draft.parts['totals']?.values, TOTALS);
  for (const { values } of draft.groups['taxes'] ?? []) turn(values, ['amount']);
  for (const line of draft.groups['lines'] ?? []) turn(line.values, ['quantity', 'net', 'gross']);
}

const TOTALS = ['lines', 'taxExclusive', 'tax', 'taxInclusive', 'prepaid', 'payable', 'rounding'];
