import { yearFraction } from '../../calendar/index.ts';
import { fraction, minus, times, type Fraction } from '../../rate/index.ts';
import { larger, ppb, shareByDue, shareInOrder, smaller, sumOf, toMinor } from '../arithmetic.ts';
import { levelOn } from '../assumption/assumption.ts';
import type { ActionOf } from '../deal/action.ts';
import type { Key, Leg } from '../deal/deal.ts';
import { drawFacility, facilityOf, payByFacility, repayFacility } from './facility.ts';
import { payees } from './fee.ts';
import { limitOf, reportLine } from './line.ts';
import { accountOf, bondOf, definitionOf, deposit, enterBond, feeOf, Refused } from './run.ts';
import { withdraw, type Run } from './run.ts';

/** Draws on a facility for an account, for fees that are due, or for interest that is due. */
export function draw(run: Run, action: ActionOf<'draw'>): void {
  const { available } = facilityOf(run, action.facility);
  const dues = duesOf(run, action);
  const asked = dues ? sumOf(dues) : null;
  const limit = limitOf(run, action.limit, asked ?? 0n, available ?? 0n);
  const wanted = [asked, limit, available].filter(value => value !== null);
  const amount = wanted.reduce((a, b) => smaller(a, b), wanted[0] ?? 0n);
  if (amount <= 0n) return;
  if ('account' in action.for) {
    drawFacility(run, action.facility, amount);
    deposit(run, action.for.account, amount, { kind: 'facilityDraw', names: [action.facility] });
    return;
  }
  payByFacility(run, action.facility, amount);
  const shares = shareByDue(amount, dues ?? [], run.mode);
  if ('fees' in action.for) {
    action.for.fees.forEach((key, index) => {
      feeOf(run, key).due -= shares[index] ?? 0n;
      enterFee(run, key, shares[index] ?? 0n);
    });
  } else
    action.for.interestOf.forEach((key, index) => payInterestTo(run, key, shares[index] ?? 0n));
}

function duesOf(run: Run, action: ActionOf<'draw'>): bigint[] | null {
  if ('fees' in action.for) return action.for.fees.map(key => feeOf(run, key).due);
  if ('interestOf' in action.for) {
    return action.for.interestOf.map(
      key => bondOf(run, key).interestDue + bondOf(run, key).onInterest,
    );
  }
  return null;
}

function enterFee(run: Run, key: Key, paid: bigint): void {
  const state = feeOf(run, key);
  state.paid += paid;
  const { due, arrears } = state;
  const memo = { kind: 'payFee', names: [key] } as const;
  run.journal.fees.push({ date: run.date, fee: key, due, paid, arrears, memo });
}

function payInterestTo(run: Run, key: Key, amount: bigint): void {
  if (amount === 0n) return;
  const bond = bondOf(run, key);
  const [toOnInterest = 0n, toDue = 0n] = shareInOrder(amount, [bond.onInterest, bond.interestDue]);
  bond.onInterest -= toOnInterest;
  bond.interestDue -= toDue;
  enterBond(run, key, { interest: amount, memo: { kind: 'payInterest', names: [key] } });
}

/** Pays a facility back, item by item in the order named. */
export function repay(run: Run, action: ActionOf<'repay'>): void {
  const [from] = action.from;
  const facility = facilityOf(run, action.facility);
  const dues = action.items.map(item => larger(0n, facility[item]));
  const cap = smaller(sumOf(dues), accountOf(run, from).balance);
  const amount = smaller(cap, limitOf(run, action.limit, cap, cap) ?? cap);
  const shares = shareInOrder(amount, dues);
  action.items.forEach((item, index) =>
    repayFacility(run, action.facility, item, shares[index] ?? 0n),
  );
  payOut(run, { ...action, from, to: action.facility, due: sumOf(dues) }, sumOf(shares));
}

/** Pays what is left, or its limited part, to the provider of a facility. */
export function payFacilityYield(run: Run, action: ActionOf<'payFacilityYield'>): void {
  const [from] = action.from;
  const cash = accountOf(run, from).balance;
  const amount = smaller(cash, limitOf(run, action.limit, cash, cash) ?? cash);
  payOut(run, { ...action, from, to: action.facility, due: amount }, amount);
}

type Due = {
  readonly do: string;
  readonly ref?: string | undefined;
  readonly from: Key;
  readonly to: Key;
  readonly due: bigint;
};

/** Cash to a facility or the other side of a swap, as a line of the waterfall. */
function payOut(run: Run, demand: Due, total: bigint): void {
  const { from, to, due } = demand;
  const available = accountOf(run, from).balance;
  const kind = demand.do === 'paySwap' ? 'swapOut' : 'facilityRepay';
  withdraw(run, from, total, { kind, names: [to] });
  const allowance = { available, limit: null, total, byAccount: total };
  reportLine(run, demand, allowance, payees([to], [due], [total]));
}

/** Adds the difference of the legs since the last time; above zero it is ours to receive. */
export function accrueSwap(run: Run, key: Key): void {
  const swap = definitionOf(run.deal.swaps, key);
  const state = definitionOf(run.state.swaps, key);
  const since = state.accruedTo ?? swap.from;
  const years = yearFraction(swap.dayCount, since, run.date);
  const notional = run.rules.evaluate(swap.notional, run);
  const difference = minus(ppb(state.receivePpb), ppb(state.payPpb));
  state.net += toMinor(times(times(notional, years), difference), run.mode);
  state.accruedTo = run.date;
}

/** Sets the rates of both legs by their index or formula. */
export function resetSwap(run: Run, key: Key): void {
  const swap = definitionOf(run.deal.swaps, key);
  const state = definitionOf(run.state.swaps, key);
  state.payPpb = legRate(run, swap.pay);
  state.receivePpb = legRate(run, swap.receive);
}

function legRate(run: Run, leg: Leg): bigint {
  if ('ppb' in leg) return BigInt(leg.ppb);
  if ('formula' in leg) return wholePpb(run.rules.evaluate(leg.formula, run));
  const curve = Object.hasOwn(run.facts.curves, leg.index)
    ? run.facts.curves[leg.index]
    : undefined;
  if (!curve) throw new Refused('FIXING_MISSING', { index: leg.index, date: run.date });
  return levelOn(curve, run.date, 'at') + BigInt(leg.spreadPpb);
}

function wholePpb(value: Fraction): bigint {
  return toMinor(fraction(value.n * 1_000_000_000n, value.d), 'conserving');
}

/** Receives what a swap owes us. */
export function receiveSwap(run: Run, swap: Key, to: Key): void {
  const state = definitionOf(run.state.swaps, swap);
  const amount = larger(0n, state.net);
  if (amount > 0n) state.net = 0n;
  deposit(run, to, amount, { kind: 'swapIn', names: [swap] });
}

/** Pays what we owe a swap, as far as the account goes. */
export function paySwap(run: Run, swap: Key, from: Key): void {
  const state = definitionOf(run.state.swaps, swap);
  if (state.net >= 0n) return;
  const due = -state.net;
  const amount = smaller(due, accountOf(run, from).balance);
  state.net += amount;
  payOut(run, { do: 'paySwap', from, to: swap, due }, amount);
}
