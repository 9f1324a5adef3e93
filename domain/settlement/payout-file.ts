import type { Currency } from '../money/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import type { Payout } from './state.ts';

/** Account of a person or company as banks name it: an IBAN, or another number. */
export type BankAccount = {
  readonly name: string;
  readonly iban?: string;
  readonly number?: string;
  /** BIC of its bank, where known. */
  readonly bic?: string;
};

/** One order inside a file: the ledger's payout with the payee's account, which is private. */
export type PaymentOrder = {
  readonly payout: Pick<Payout, 'endToEndId' | 'uetr' | 'amount' | 'reference'>;
  readonly payee: BankAccount;
};

/** What one pain.001 file says: one paying account, one execution day, one currency. */
export type PaymentFile = {
  /** Unique per file, at most 35 signs. */
  readonly messageId: string;
  /** UTC moment of making. */
  readonly createdAt: string;
  readonly executeOn: string;
  readonly currency: Currency;
  readonly payer: BankAccount;
  readonly orders: readonly PaymentOrder[];
};

/**
 * Groups payouts for filing: one file a day and currency, in a fixed order, at most 500 each.
 * Only instructed payouts are filed; the same payout never enters two live files.
 */
export function filesOf(payouts: readonly Payout[]): readonly (readonly Payout[])[] {
  const groups = new Map<string, Payout[]>();
  const open = payouts.filter(({ status }) => status === 'instructed');
  for (const payout of [...open].sort((a, b) => byCodeUnit(a.payout, b.payout))) {
    const place = `${payout.valueOn} ${payout.amount.currency}`;
    groups.set(place, [...(groups.get(place) ?? []), payout]);
  }
  const ordered = [...groups].sort(([a], [b]) => byCodeUnit(a, b)).map(([, group]) => group);
  return ordered.flatMap(group => chunksOf(group, FILE_PAYOUTS_MAX));
}

const FILE_PAYOUTS_MAX = 500;

function chunksOf<T>(rows: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < rows.length; at += size) chunks.push(rows.slice(at, at + size));
  return chunks;
}
