import type { Action, ActionOf, Verb } from '../deal/action.ts';
import { book, fillReserve, liquidate, releaseReserve, transfer } from './cash.ts';
import { accrueFacility } from './facility.ts';
import { calculateFee, payFeeResidual, payFees } from './fee.ts';
import { accrueSwap, draw, payFacilityYield, paySwap, receiveSwap, repay } from './hedge.ts';
import {
  accrue,
  capitalise,
  payInterest,
  payInterestByGroup,
  payInterestResidual,
} from './interest.ts';
import {
  calcPrincipal,
  fund,
  payPrincipal,
  payPrincipalByGroup,
  payPrincipalDue,
  payPrincipalResidual,
  writeOff,
} from './principal.ts';
import { Refused, type Run } from './run.ts';
import { changeStatus, runTriggers } from './trigger.ts';

const VERBS: { readonly [V in Verb]: (run: Run, action: ActionOf<V>) => void } = {
  transfer,
  fillReserve,
  releaseReserve,
  liquidate,
  book,
  calcFee: (run, { fees }) => fees.forEach(key => calculateFee(run, key)),
  payFee: payFees,
  calcAndPayFee: (run, action) => {
    for (const key of action.fees) calculateFee(run, key);
    payFees(run, action);
  },
  payFeeResidual,
  accrueInterest: (run, { bonds }) => bonds.forEach(key => accrue(run, key)),
  payInterest,
  accrueAndPayInterest: (run, action) => {
    for (const key of action.bonds) accrue(run, key);
    payInterest(run, action);
  },
  payInterestByGroup,
  payInterestResidual,
  capitaliseInterest: (run, { bonds }) => bonds.forEach(key => capitalise(run, key)),
  calcPrincipal,
  payPrincipal,
  payPrincipalByGroup,
  payPrincipalDue,
  payPrincipalResidual,
  writeOff,
  fund,
  accrueFacility: (run, { facilities }) => facilities.forEach(key => accrueFacility(run, key)),
  draw,
  repay,
  payFacilityYield,
  accrueSwap: (run, { swap }) => accrueSwap(run, swap),
  receiveSwap: (run, { swap, to }) => receiveSwap(run, swap, to),
  paySwap: (run, { swap, from }) => paySwap(run, swap, from[0]),
  settleSwap: (run, { swap, from }) => {
    receiveSwap(run, swap, from[0]);
    paySwap(run, swap, from[0]);
  },
  if: (run, action) => {
    const branch = run.rules.holds(action.when, run) ? action.then : (action.else ?? []);
    run.rules.perform(branch, run);
  },
  runTriggers: (run, { at, triggers }) => runTriggers(run, at, triggers),
  setStatus: (run, { status }) => changeStatus(run, status, 'By waterfall'),
  watch: (run, { name, of }) => {
    const values = of.map(formula => {
      const { n, d } = run.rules.evaluate(formula, run);
      return d === 1n ? n.toString() : `${n}/${d}`;
    });
    run.events.push({ kind: 'watched', date: run.date, name, values });
  },
  assert: (run, { code }) => {
    throw new Refused('DEAL_ASSERTION', { date: run.date, assertion: code });
  },
};

/** Carries out the actions of a waterfall in order; a step whose condition is false is passed over. */
export function perform(actions: readonly Action[], run: Run): void {
  for (const action of actions) {
    if (action.do !== 'if' && action.when && !run.rules.holds(action.when, run)) continue;
    (VERBS[action.do] as (run: Run, action: Action) => void)(run, action);
  }
}
