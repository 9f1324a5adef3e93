import { fraction, times, type Fraction } from '../../rate/index.ts';
import { ppb, toMinor, type Mode } from '../arithmetic.ts';
import type { Assumption } from '../assumption/assumption.ts';
import { defaultRates, prepaymentRates, survivedAfter } from '../assumption/speeds.ts';
import type { InstalmentAsset } from './asset.ts';
import { openDates } from './dates.ts';
import { emptyRow, type FlowRow } from './flow.ts';
import { recoveryPeriods, recoveryRows, withRecoveries } from './loss.ts';

const NONE: Fraction = { n: 0n, d: 1n };

/**
 * Even principal and a flat fee on the original amount, both scaled by what has survived; the fee
 * stops with the period. The first row is the opening.
 */
export function projectInstalment(
  asset: InstalmentAsset,
  assumption: Assumption,
  mode: Mode,
): FlowRow[] {
  const { original, balance, term, remaining } = asset;
  const dates = openDates(asset, 0);
  const periods = { dates, age: term - remaining };
  const fails = defaultRates(assumption.default, periods, mode);
  const prepays = prepaymentRates(assumption.prepayment, periods, mode);
  const even = toMinor(fraction(original, BigInt(term)), mode);
  const fee = toMinor(times({ n: original, d: 1n }, ppb(asset.feePpb)), mode);
  const planned = original - even * BigInt(term - remaining);
  let survived = planned === 0n ? { n: 1n, d: 1n } : fraction(balance, planned);
  let held = balance;
  const rows = [emptyRow(dates[0] ?? asset.start, balance, asset.feePpb)];
  dates.slice(1).forEach((date, index) => {
    const left = remaining - index;
    const [fails1, prepays1] = [fails[index] ?? NONE, prepays[index] ?? NONE];
    const failed = toMinor(times({ n: held, d: 1n }, fails1), mode);
    const prepaid = toMinor(times({ n: held - failed, d: 1n }, prepays1), mode);
    survived = survivedAfter(survived, fails1, prepays1);
    const rest = held - failed - prepaid;
    const principal = left === 1 ? rest : toMinor(times({ n: even, d: 1n }, survived), mode);
    const free = term - left < asset.freePeriods;
    const interest = free ? 0n : toMinor(times({ n: fee, d: 1n }, survived), mode);
    held = rest - principal;
    const row = emptyRow(date, held, asset.feePpb);
    rows.push({ ...row, principal, interest, prepayment: prepaid, default: failed });
  });
  const extra = recoveryPeriods(assumption.recovery);
  const after = extra > 0 ? openDates(asset, extra).slice(-extra) : [];
  return withRecoveries([...rows, ...recoveryRows(after)], assumption.recovery, mode);
}
