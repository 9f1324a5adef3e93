import { businessDayFrom } from '../calendar/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Confirmation, Receivable } from './state.ts';

type Status = Receivable['status'];

/** States in which the debtor owes, or a loss may still be recovered. */
export const OWED_CLAIMS: readonly Status[] = [
  'confirmed',
  'recorded',
  'overdue',
  'defaulted',
  'closedWithLoss',
];

/** What the debtor signed; `null` when it never did. */
export function confirmationOf(receivable: Receivable): Confirmation | null {
  return 'confirmation' in receivable ? receivable.confirmation : null;
}

/** The buyer's own line was taken by this face. */
export function isLined(receivable: Receivable): boolean {
  return 'lined' in receivable && receivable.lined;
}

/** Past its due date, which a closed day moves to the next open one. */
export function isPastDue({ dueOn }: Pick<Receivable, 'dueOn'>, on: string): boolean {
  if (dueOn >= on) return false;
  const payOn = businessDayFrom(dueOn);
  return !payOn.ok || payOn.value < on;
}

/** Why a claim may not be transferred, financed or pooled on a day; empty when it is clean. */
export function uncleanFaults(receivable: Receivable, on: string): readonly Refusal[] {
  const { receivable: id, status, disputes, frozen, flags } = receivable;
  const states = [
    ...(disputes.some(({ awarded }) => !awarded) ? ['disputed'] : []),
    ...(frozen ? ['frozen'] : []),
    ...(status === 'overdue' || status === 'defaulted' || isPastDue(receivable, on)
      ? ['overdue']
      : []),
  ];
  const [flag] = flags;
  const open: readonly Refusal[] =
    flag === undefined
      ? []
      : [{ code: 'FLAG_OPEN', facts: { rule: flag.split(':')[1] ?? 'near', flag } }];
  return [
    ...states.map(state => ({
      code: 'CLAIM_NOT_CLEAN' as const,
      facts: { receivable: id, state },
    })),
    ...open,
  ];
}
