import { fraction, minus, type Fraction } from '../../rate/index.ts';
import type { Key } from '../deal/deal.ts';
import { toMinor } from '../arithmetic.ts';
import { isWithin } from './formula-bond.ts';
import { accountOf, definitionOf, feeOf, type Run } from './run.ts';
import type { Table } from './table.ts';

const NONE: Fraction = { n: 0n, d: 1n };

/** Values of accounts, fees, ledgers, facilities and swaps (§7.1). */
export const accountFormulas: Table<
  | 'accountBalance'
  | 'reserveTarget'
  | 'reserveGap'
  | 'reserveExcess'
  | 'feeDue'
  | 'feePaid'
  | 'facilityAvailable'
  | 'facilityDrawn'
  | 'swapNet'
  | 'ledgerBalance'
> = {
  accountBalance: ({ names }, run) =>
    total(names ?? Object.keys(run.deal.accounts), key => accountOf(run, key).balance),
  reserveTarget: ({ names }, run) => total(names, key => targetOf(run, key)),
  reserveGap: ({ names }, run) => positive(minus(targets(run, names), balances(run, names))),
  reserveExcess: ({ names }, run) => positive(minus(balances(run, names), targets(run, names))),
  feeDue: ({ names }, run) =>
    total(names ?? Object.keys(run.deal.fees), key => feeOf(run, key).due),
  feePaid: ({ names, window }, run) => {
    const keys = new Set(names ?? Object.keys(run.deal.fees));
    const entries = run.journal.fees.filter(
      entry => keys.has(entry.fee) && isWithin(entry.date, window, run),
    );
    return fraction(entries.reduce((sum, entry) => sum + entry.paid, 0n));
  },
  facilityAvailable: ({ names }, run) =>
    total(names, key => run.state.facilities[key]?.available ?? 0n),
  facilityDrawn: ({ names }, run) => total(names, key => run.state.facilities[key]?.drawn ?? 0n),
  swapNet: ({ names }, run) => total(names, key => run.state.swaps[key]?.net ?? 0n),
  ledgerBalance: ({ names, side }, run) => {
    const held = names.map(key => run.state.ledgers[key] ?? 0n);
    if (!side) return fraction(held.reduce((a, b) => a + b, 0n));
    const chosen = held.filter(value => (side === 'debit' ? value >= 0n : value < 0n));
    const sum = chosen.reduce((a, b) => a + b, 0n);
    return fraction(sum < 0n ? -sum : sum);
  },
};

/** What a reserve should hold; zero where no target is set. */
export function targetOf(run: Run, account: Key): bigint {
  const target = run.state.targets[account] ?? definitionOf(run.deal.accounts, account).target;
  return target ? toMinor(run.rules.evaluate(target, run), run.mode) : 0n;
}

function targets(run: Run, names: readonly Key[]): Fraction {
  return total(names, key => targetOf(run, key));
}

function balances(run: Run, names: readonly Key[]): Fraction {
  return total(names, key => accountOf(run, key).balance);
}

function total(keys: readonly Key[], of: (key: Key) => bigint): Fraction {
  return fraction(keys.reduce((sum, key) => sum + of(key), 0n));
}

function positive(value: Fraction): Fraction {
  return value.n < 0n ? NONE : value;
}
