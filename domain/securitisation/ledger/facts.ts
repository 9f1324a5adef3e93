import type { BusinessDate } from '../../calendar/index.ts';
import type { Curve } from '../assumption/assumption.ts';
import type { DealBook } from './deal-state.ts';

/** The recorded levels of each index, as the rules read them. */
export function fixingsOf({ fixings }: DealBook): Readonly<Record<string, Curve>> {
  return Object.fromEntries(
    Object.entries(fixings).map(([index, rows]): [string, Curve] => [
      index,
      rows.map(({ on, ppb }) => [on, BigInt(ppb)]),
    ]),
  );
}

/** What was observed up to a day, the latest of each name. */
export function observationsOn(
  { observations = {} }: DealBook,
  on: BusinessDate,
): Readonly<Record<string, bigint | boolean>> {
  return Object.fromEntries(
    Object.entries(observations).flatMap(([name, rows]) => {
      const value = rows.findLast(row => row.on <= on)?.value;
      if (value === undefined) return [];
      const isWord = value === 'true' || value === 'false';
      return [[name, isWord ? value === 'true' : BigInt(value)] as const];
    }),
  );
}
