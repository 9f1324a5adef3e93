import { yearFraction } from '../../calendar/index.ts';
import { fraction, times } from '../../rate/index.ts';
import { ppb, toMinor } from '../arithmetic.ts';
import { levelOn } from '../assumption/assumption.ts';
import type { Key } from '../deal/deal.ts';
import { accountOf, definitionOf, deposit, Refused, type Run } from './run.ts';

/** Adds interest to an account on one of its dates: balances weighted by time, at its rate. */
export function addAccountInterest(run: Run, key: Key): void {
  const { interest } = definitionOf(run.deal.accounts, key);
  const state = accountOf(run, key);
  if (!interest) return;
  const dayCount = run.mode === 'compatible' ? '30E/360' : interest.dayCount;
  let since = state.interestTo ?? interest.from;
  let weighted = 0n;
  for (const [on, balance] of [...state.trail, [run.date, state.balance] as const]) {
    const years = yearFraction(dayCount, since, on);
    weighted += toMinor(times(fraction(balance), years), run.mode);
    since = on;
  }
  const earned = toMinor(times(fraction(weighted), ppb(state.ratePpb)), run.mode);
  deposit(run, key, earned, { kind: 'accountInterest', names: [] });
  state.interestTo = run.date;
  state.trail = [];
}

/** Sets the rate of an account that follows an index, after interest at the old one. */
export function resetAccountRate(run: Run, key: Key): void {
  const { interest } = definitionOf(run.deal.accounts, key);
  if (!interest || 'ppb' in interest.rate) return;
  const { index, spreadPpb } = interest.rate;
  const curve = Object.hasOwn(run.facts.curves, index) ? run.facts.curves[index] : undefined;
  if (!curve) throw new Refused('FIXING_MISSING', { index, date: run.date });
  addAccountInterest(run, key);
  accountOf(run, key).ratePpb = levelOn(curve, run.date, 'at') + BigInt(spreadPpb);
}
