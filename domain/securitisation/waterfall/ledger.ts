import type { Key } from '../deal/deal.ts';
import type { Run } from './run.ts';

/** Enters an amount on a ledger of the deal: debits raise it, credits lower it. */
export function enterLedger(run: Run, key: Key, side: 'debit' | 'credit', amount: bigint): void {
  const { ledgers } = run.state;
  ledgers[key] = (ledgers[key] ?? 0n) + (side === 'debit' ? amount : -amount);
}
