import type { Effect, Key, Status, Trigger, TriggerPoint } from '../deal/deal.ts';
import { calculateFee } from './fee.ts';
import { accrue } from './interest.ts';
import { bondOf, type Run } from './run.ts';

/**
 * Looks at the triggers of a point. One that has fired stays so, unless it is curable: then it goes
 * back when its condition no longer holds, and takes effect anew when it does (SEC-44).
 */
export function runTriggers(run: Run, at: TriggerPoint, only?: readonly Key[]): void {
  const looked = run.deal.triggers.filter(
    trigger => trigger.at === at && (!only || only.includes(trigger.id)),
  );
  const before = run.state.status;
  const fired = looked.filter(trigger => look(run, trigger));
  for (const trigger of fired) for (const effect of trigger.effects) take(run, effect);
  const { status } = run.state;
  if (status !== before) recordStatus(run, before, 'By trigger');
}

function look(run: Run, trigger: Trigger): boolean {
  const state = run.state.triggers[trigger.id] ?? { fired: false };
  if (state.fired && !trigger.curable) return false;
  const now = run.rules.holds(trigger.when, run);
  if (now !== state.fired) {
    const to = now ? 'fired' : 'cured';
    run.events.push({ kind: 'trigger', date: run.date, trigger: trigger.id, to });
  }
  run.state.triggers[trigger.id] = { fired: now };
  return now;
}

function take(run: Run, effect: Effect): void {
  if ('setStatus' in effect) run.state.status = effect.setStatus;
  else if ('accrueFee' in effect) for (const key of effect.accrueFee) calculateFee(run, key);
  else if ('run' in effect) run.rules.perform(effect.run, run);
  else if ('setRate' in effect) {
    const { bond, ppb, interest } = effect.setRate;
    accrue(run, bond);
    bondOf(run, bond).interest = interest;
    bondOf(run, bond).ratePpb = BigInt(ppb);
  } else run.state.targets[effect.setTarget[0]] = effect.setTarget[1];
}

/** Changes the status of the deal and says so. */
export function changeStatus(run: Run, to: Status, why: string): void {
  const before = run.state.status;
  if (before === to || before === 'ended') return;
  run.state.status = to;
  recordStatus(run, before, why);
}

function recordStatus(run: Run, from: Status, why: string): void {
  run.events.push({ kind: 'status', date: run.date, from, to: run.state.status, why });
}
