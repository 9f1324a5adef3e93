import { checkRooms } from '../domain/engagement/index.ts';
import { checkInvariants } from '../domain/receivable/index.ts';
import { checkMoney } from '../domain/settlement/index.ts';
import type { Tx } from './tx.ts';

/** Asserts the numbered laws on everything that a transaction changed, before it is written. */
export function checkTouched(tx: Tx): void {
  checkInvariants({
    holdings: tx.changed('holding'),
    receivables: [...tx.changed('receivable').values()],
    invoices: [...tx.changed('invoice').values()],
  });
  checkRooms([...tx.changed('room').values()]);
  checkMoney({
    balances: [...tx.changed('balance').values()],
    entries: [...tx.changed('journalEntry').values()],
    payments: [...tx.changed('payment').values()],
    matches: [...tx.changed('match').values()],
    payouts: [...tx.changed('payout').values()],
    slices: [...tx.changed('slice').values()],
    financings: [...tx.changed('financing').values()],
    holdings: [...tx.changed('holding').values()],
  });
}
