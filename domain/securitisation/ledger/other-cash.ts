import { byCodeUnit } from '../../wire/index.ts';
import type { AccountEntry, DealEvent } from '../waterfall/journal.ts';
import type { OtherCash } from './deal-state.ts';

type Moved = { readonly of: OtherCash['of']; readonly name: string; readonly change: bigint };

/**
 * What came from and went to facilities, swaps and the banks of accounts, one row each: the movements
 * of accounts that name one, and what a facility paid to payees itself.
 */
export function otherCashOf(
  moves: readonly AccountEntry[],
  events: readonly DealEvent[],
): readonly OtherCash[] {
  const found = new Map<string, { of: OtherCash['of']; name: string; in: bigint; out: bigint }>();
  for (const { of, name, change } of [...moves.flatMap(movedBy), ...events.flatMap(paidBy)]) {
    const key = `${of} ${name}`;
    const row = found.get(key) ?? { of, name, in: 0n, out: 0n };
    if (change > 0n) row.in += change;
    else row.out -= change;
    found.set(key, row);
  }
  return [...found.entries()]
    .filter(([, row]) => row.in + row.out > 0n)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, row]) => ({ ...row, in: `${row.in}`, out: `${row.out}` }));
}

/** What facilities paid to payees themselves. */
export function paidByOthers(events: readonly DealEvent[]): bigint {
  return events.flatMap(paidBy).reduce((sum, { change }) => sum + change, 0n);
}

function movedBy({ account, change, memo: { kind, names } }: AccountEntry): Moved[] {
  switch (kind) {
    case 'facilityDraw':
    case 'facilityRepay':
      return [{ of: 'facility', name: names[0] ?? '', change }];
    case 'swapIn':
    case 'swapOut':
      return [{ of: 'swap', name: names[0] ?? '', change }];
    case 'accountInterest':
      return [{ of: 'account', name: account, change }];
    default:
      return [];
  }
}

function paidBy(event: DealEvent): Moved[] {
  return event.kind === 'paidBy'
    ? [{ of: 'facility', name: event.facility, change: event.amount }]
    : [];
}
