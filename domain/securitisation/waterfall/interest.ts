import { yearFraction } from '../../calendar/index.ts';
import { fraction, plus, times } from '../../rate/index.ts';
import { ppb, ppm, shareByDue, shareInOrder, toMinor, toPpb } from '../arithmetic.ts';
import { levelOn } from '../assumption/assumption.ts';
import type { ActionOf, Split } from '../deal/action.ts';
import type { Bond, Interest, Key } from '../deal/deal.ts';
import { payees } from './fee.ts';
import { enterLedger } from './ledger.ts';
import { allowanceOf, drawSupport, reportLine, type Demand } from './line.ts';
import { orderOf } from './order.ts';
import { accountOf, bondOf, definitionOf, enterBond, isPaidOff, Refused } from './run.ts';
import { setBalance, withdraw, type Run } from './run.ts';
import type { BondState } from './state.ts';

/** The definition that a class's interest follows now. */
export function interestOf(run: Run, key: Key): Interest {
  return bondOf(run, key).interest ?? definitionOf(run.deal.bonds, key).interest;
}

/** Adds interest since the last time to what a class is owed, and interest on unpaid interest. */
export function accrue(run: Run, key: Key): void {
  const bond = bondOf(run, key);
  const definition = definitionOf(run.deal.bonds, key);
  const { kind } = definition.amortisation;
  if (kind === 'equity') return;
  if (kind === 'accrual') return accrueZ(run, key);
  if (
    bond.accruedTo === null &&
    bond.balance + bond.interestDue === 0n &&
    kind !== 'interestOnly'
  ) {
    return;
  }
  addInterest(run, key, definition);
}

function addInterest(run: Run, key: Key, definition: Bond): void {
  const bond = bondOf(run, key);
  const since = bond.accruedTo ?? run.deal.dates.closing;
  if (since === run.date) return;
  const { dayCount, notional } = interestOf(run, key);
  const years = yearFraction(dayCount, since, run.date);
  const base = notional ? run.rules.evaluate(notional, run) : fraction(bond.balance);
  const earned = toMinor(times(times(base, years), ppb(bond.ratePpb)), run.mode);
  const onInterest = interestOnInterest(run, definition, bond, years);
  bond.interestDue += earned;
  bond.onInterest += onInterest;
  bond.accruedTo = run.date;
}

function interestOnInterest(
  run: Run,
  definition: Bond,
  bond: BondState,
  years: { n: bigint; d: bigint },
): bigint {
  if (definition.interestOnInterest === 'none') return 0n;
  const unpaid =
    definition.interestOnInterest === 'compound'
      ? bond.interestDue + bond.onInterest
      : bond.interestDue;
  return toMinor(
    times(times(fraction(unpaid), years), ppb(overRate(definition, bond.ratePpb))),
    run.mode,
  );
}

function overRate({ overRate: over }: Bond, ratePpb: bigint): bigint {
  if (!over) return ratePpb;
  if ('addPpb' in over) return ratePpb + BigInt(over.addPpb);
  return toPpb(times(ppb(ratePpb), plus({ n: 1n, d: 1n }, ppm(over.ofRatePpm))), 'conserving');
}

/** An accrual class pays nothing until the others are paid: its interest joins its balance. */
function accrueZ(run: Run, key: Key): void {
  const bond = bondOf(run, key);
  if (run.mode === 'compatible') {
    bond.interestDue = 0n;
    return;
  }
  addInterest(run, key, definitionOf(run.deal.bonds, key));
  const others = Object.keys(run.deal.bonds).filter(one => one !== key);
  if (!others.every(one => isPaidOff(bondOf(run, one)))) capitalise(run, key);
}

/** Unpaid interest joins the balance. */
export function capitalise(run: Run, key: Key): void {
  const bond = bondOf(run, key);
  const unpaid = bond.interestDue + bond.onInterest;
  if (unpaid === 0n) return;
  bond.interestDue = 0n;
  bond.onInterest = 0n;
  setBalance(run, key, bond.balance + unpaid);
  enterBond(run, key, { principal: -unpaid, cash: 0n, memo: { kind: 'capitalise', names: [key] } });
}

/** Sets the rate of a class by its definition, after interest up to the date has been added. */
export function resetRate(run: Run, key: Key): void {
  const interest = interestOf(run, key);
  if (interest.kind === 'fixed') return;
  const bond = bondOf(run, key);
  if (definitionOf(run.deal.bonds, key).amortisation.kind !== 'equity') {
    addInterest(run, key, definitionOf(run.deal.bonds, key));
  }
  bond.ratePpb = rateBy(run, interest);
}

/** Raises the margin of a class, or its fixed rate, for good. */
export function stepUp(run: Run, key: Key): void {
  const definition = definitionOf(run.deal.bonds, key);
  if (!definition.stepUp) return;
  const { addPpb } = definition.stepUp;
  const interest = interestOf(run, key);
  addInterest(run, key, definition);
  const raised: Interest =
    interest.kind === 'fixed'
      ? { ...interest, ppb: interest.ppb + addPpb }
      : interest.kind === 'floating'
        ? { ...interest, spreadPpb: interest.spreadPpb + addPpb }
        : interest;
  bondOf(run, key).interest = raised;
  bondOf(run, key).ratePpb = rateBy(run, raised);
}

/** The rate that a definition gives on the date. `FIXING_MISSING` without a curve of its index. */
function rateBy(run: Run, interest: Interest): bigint {
  if (interest.kind === 'fixed') return BigInt(interest.ppb);
  if (interest.kind === 'linked') {
    const value = times(run.rules.evaluate(interest.to, run), ppm(interest.factorPpm));
    return toPpb(value, run.mode);
  }
  const { index, spreadPpb, floorPpb, capPpb } = interest;
  const curve = Object.hasOwn(run.facts.curves, index) ? run.facts.curves[index] : undefined;
  if (!curve) throw new Refused('FIXING_MISSING', { index, date: run.date });
  const level = levelOn(curve, run.date, run.mode === 'compatible' ? 'before' : 'at');
  const rate = level + BigInt(spreadPpb);
  const floored = floorPpb !== undefined && rate < BigInt(floorPpb) ? BigInt(floorPpb) : rate;
  return capPpb !== undefined && floored > BigInt(capPpb) ? BigInt(capPpb) : floored;
}

type PayInterest = ActionOf<'payInterest'>;

/** Pays interest: interest on interest first, then what is due; short cash is shared as said. */
export function payInterest(run: Run, action: PayInterest): void {
  const only = action.items === 'onInterest';
  const dues = action.bonds.map(key => {
    const { interestDue, onInterest } = bondOf(run, key);
    return only ? onInterest : interestDue + onInterest;
  });
  payInterestTo(run, action, action.bonds, dues, 'payInterest');
  if (run.mode === 'conserving') extinguish(run, action.bonds);
}

type Source = Omit<Demand, 'due' | 'from'> & Pick<PayInterest, 'from' | 'split' | 'book'>;

function payInterestTo(
  run: Run,
  action: Source,
  keys: readonly Key[],
  dues: readonly bigint[],
  memo: 'payInterest' | 'payGroupInterest',
): void {
  const [from] = action.from;
  const demand: Demand = { ...action, from, due: dues.reduce((a, b) => a + b, 0n) };
  const allowance = allowanceOf(run, demand);
  const shares = shared(run, action.split, allowance.total, keys, dues);
  keys.forEach((key, index) => payOne(run, key, shares[index] ?? 0n, 'payInterest'));
  withdraw(run, from, allowance.byAccount, { kind: memo, names: keys });
  drawSupport(run, action.support, allowance.total - allowance.byAccount);
  if (action.book) enterLedger(run, action.book.ledger, action.book.side, allowance.total);
  reportLine(run, demand, allowance, payees(keys, dues, shares));
}

/** How cash that may be short is shared among classes. */
export function shared(
  run: Run,
  split: Split,
  cash: bigint,
  keys: readonly Key[],
  dues: readonly bigint[],
): bigint[] {
  if (split === 'proRataDue' || split === 'proRataBalance') return shareByDue(cash, dues, run.mode);
  const order = orderOf(run, split, keys);
  const inOrder = shareInOrder(
    cash,
    order.map(index => dues[index] ?? 0n),
  );
  const shares = keys.map(() => 0n);
  order.forEach((index, place) => (shares[index] = inOrder[place] ?? 0n));
  return shares;
}

function payOne(run: Run, key: Key, amount: bigint, kind: 'payInterest' | 'payYield'): void {
  if (amount === 0n) return;
  const bond = bondOf(run, key);
  const [toOnInterest = 0n, toDue = 0n] = shareInOrder(amount, [bond.onInterest, bond.interestDue]);
  bond.onInterest -= toOnInterest;
  bond.interestDue -= toDue;
  const equity = definitionOf(run.deal.bonds, key).amortisation.kind === 'equity';
  const memo = { kind: equity ? 'payYield' : kind, names: [key] } as const;
  enterBond(run, key, { interest: amount, memo });
}

function extinguish(run: Run, keys: readonly Key[]): void {
  for (const key of keys) {
    if (definitionOf(run.deal.bonds, key).unpaidInterest !== 'extinguish') continue;
    bondOf(run, key).interestDue = 0n;
    bondOf(run, key).onInterest = 0n;
  }
}

/** Pays all that is left, or its limited part, to a class as yield. Nothing left is entered too. */
export function payInterestResidual(run: Run, action: ActionOf<'payInterestResidual'>): void {
  const [[from], [key]] = [action.from, action.bonds];
  const due = accountOf(run, from).balance;
  const demand: Demand = { ...action, from, due };
  const allowance = allowanceOf(run, demand);
  const bond = bondOf(run, key);
  const amount = allowance.total;
  const [toOnInterest = 0n, toDue = 0n] = shareInOrder(amount, [bond.onInterest, bond.interestDue]);
  bond.onInterest -= toOnInterest;
  bond.interestDue -= toDue;
  withdraw(run, from, allowance.byAccount, { kind: 'payYield', names: [key] });
  enterBond(run, key, { interest: amount, memo: { kind: 'payYield', names: [key] } });
  reportLine(run, demand, allowance, payees([key], [due], [amount]));
}

/** Pays the interest of a group's classes in the order that the action names. */
export function payInterestByGroup(run: Run, action: ActionOf<'payInterestByGroup'>): void {
  const keys = (run.deal.groups[action.group] ?? []).filter(key => !isPaidOff(bondOf(run, key)));
  for (const key of keys) accrue(run, key);
  const dues = keys.map(key => bondOf(run, key).interestDue + bondOf(run, key).onInterest);
  payInterestTo(run, action, keys, dues, 'payGroupInterest');
}
