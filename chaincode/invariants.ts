import { checkInvariants } from '../domain/receivable/index.ts';
import type { Tx } from './tx.ts';

/** Asserts the numbered laws on everything that a transaction changed, before it is written. */
export function checkTouched(tx: Tx): void {
  checkInvariants({
    holdings: tx.changed('holding'),
    receivables: [...tx.changed('receivable').values()],
    invoices: [...tx.changed('invoice').values()],
  });
}
