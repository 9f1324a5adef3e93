import { larger, toMinor } from '../arithmetic.ts';
import type { BondKind, Key, Schedule } from '../deal/deal.ts';
import type { Formula } from '../deal/formula.ts';
import { bondOf, definitionOf, isPaidOff, type Run } from './run.ts';

/** The balance that a class should have after the date, by its kind (SEC-38). */
export function targetBalance(run: Run, key: Key): bigint {
  const { balance } = bondOf(run, key);
  const { amortisation } = definitionOf(run.deal.bonds, key);
  switch (amortisation.kind) {
    case 'sequential':
    case 'interestOnly':
    case 'equity':
      return 0n;
    case 'lockout':
      return run.date >= amortisation.until ? 0n : balance;
    case 'accrual':
      return othersPaid(run, key) ? 0n : balance;
    case 'pac':
    case 'pacAnchored':
      return planned(run, amortisation, balance);
    default:
      return targetByAmounts(run, key, amortisation);
  }
}

type Planned = Extract<BondKind, { kind: 'pac' } | { kind: 'pacAnchored' }>;

/** The balance of the schedule, unless the classes that it waits for are paid. */
function planned(run: Run, kind: Planned, balance: bigint): bigint {
  const released =
    kind.kind === 'pacAnchored' && kind.anchor.every(one => isPaidOff(bondOf(run, one)));
  return released ? 0n : scheduledOn(run, kind.schedule, balance);
}

type ByAmounts = Extract<BondKind, { kind: 'scheduled' } | { kind: 'balanceByPeriod' }>;

function targetByAmounts(run: Run, key: Key, kind: ByAmounts): bigint {
  const { balance, principalPaid } = bondOf(run, key);
  if (kind.kind === 'balanceByPeriod') {
    const row = kind.rows.filter(([period]) => period <= run.state.payments).at(-1);
    return row ? BigInt(row[1]) : balance;
  }
  // Missing a date carries the shortfall: what is due is all that was scheduled, less what was paid.
  const scheduled = kind.schedule.reduce(
    (sum, [on, amount]) => (on <= run.date ? sum + BigInt(amount) : sum),
    0n,
  );
  return larger(0n, balance - larger(0n, scheduled - principalPaid));
}

/** The balance of the latest date reached; before the first one nothing is due yet. */
function scheduledOn(run: Run, schedule: Schedule, balance: bigint): bigint {
  const latest = schedule.filter(([on]) => on <= run.date).at(-1);
  if (latest) return BigInt(latest[1]);
  return run.mode === 'compatible' ? 0n : balance;
}

function othersPaid(run: Run, key: Key): boolean {
  return Object.keys(run.deal.bonds).every(one => one === key || isPaidOff(bondOf(run, one)));
}

/** Principal that falls due on the date; never below zero. */
export function principalDue(run: Run, key: Key): bigint {
  return larger(0n, bondOf(run, key).balance - targetBalance(run, key));
}

/** A formula in minor units, by the run's rounding. */
export function money(run: Run, formula: Formula): bigint {
  return toMinor(run.rules.evaluate(formula, run), run.mode);
}
