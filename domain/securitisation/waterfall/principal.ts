import { shareByDue, smaller } from '../arithmetic.ts';
import type { ActionOf } from '../deal/action.ts';
import type { Key } from '../deal/deal.ts';
import { payees } from './fee.ts';
import { accrue, shared } from './interest.ts';
import { enterLedger } from './ledger.ts';
import { allowanceOf, drawSupport, limitOf, reportLine, type Demand } from './line.ts';
import { money, principalDue } from './principal-due.ts';
import { bondOf, deposit, enterBond, isPaidOff, setBalance, withdraw } from './run.ts';
import type { Run } from './run.ts';

/** Books what is due of principal, within cash or a limit, without paying it. */
export function calcPrincipal(run: Run, action: ActionOf<'calcPrincipal'>): void {
  const keys = active(run, action.bonds);
  const dues = keys.map(key => principalDue(run, key));
  const due = dues.reduce((a, b) => a + b, 0n);
  const [from] = action.from ?? [];
  const cap = from
    ? allowanceOf(run, { ...action, from, due }).total
    : smaller(due, limitOf(run, action.limit, due, due) ?? due);
  const shares = shareByDue(cap, dues, run.mode);
  keys.forEach((key, index) => (bondOf(run, key).principalDue = shares[index] ?? 0n));
}

/** Pays principal down to what each class should hold after the date (SEC-38). */
export function payPrincipal(run: Run, action: ActionOf<'payPrincipal'>): void {
  const keys = active(run, action.bonds);
  for (const key of keys) bondOf(run, key).principalDue = principalDue(run, key);
  const dues = keys.map(key => bondOf(run, key).principalDue);
  const asked = action.amount ? money(run, action.amount) : null;
  const capped = asked === null ? dues : shareByDue(asked, dues, run.mode);
  pay(run, { ...action, memo: 'payPrincipal', names: keys }, keys, capped);
}

/** Pays what was calculated before, and no more. */
export function payPrincipalDue(run: Run, action: ActionOf<'payPrincipalDue'>): void {
  const keys = active(run, action.bonds);
  const dues = keys.map(key => bondOf(run, key).principalDue);
  pay(
    run,
    { ...action, split: 'proRataDue', memo: 'payPrincipal', names: action.bonds },
    keys,
    dues,
  );
}

/** Pays all cash up to the balances, whatever a schedule says. */
export function payPrincipalResidual(run: Run, action: ActionOf<'payPrincipalResidual'>): void {
  const keys = active(run, action.bonds);
  const dues = keys.map(key => bondOf(run, key).balance);
  pay(
    run,
    { ...action, split: 'proRataDue', memo: 'payPrincipal', names: action.bonds },
    keys,
    dues,
  );
}

export function payPrincipalByGroup(run: Run, action: ActionOf<'payPrincipalByGroup'>): void {
  const keys = active(run, run.deal.groups[action.group] ?? []);
  for (const key of keys) bondOf(run, key).principalDue = principalDue(run, key);
  const dues = keys.map(key => bondOf(run, key).principalDue);
  pay(run, { ...action, memo: 'payGroupPrincipal', names: keys }, keys, dues);
}

type Source = Omit<Demand, 'due' | 'from'> &
  Pick<ActionOf<'payPrincipal'>, 'from' | 'split' | 'book'> & {
    readonly memo: 'payPrincipal' | 'payGroupPrincipal';
    readonly names: readonly Key[];
  };

function pay(run: Run, action: Source, keys: readonly Key[], dues: readonly bigint[]): void {
  const [from] = action.from;
  const due = dues.reduce((a, b) => a + b, 0n);
  const demand: Demand = { ...action, from, due };
  const allowance = allowanceOf(run, demand);
  const shares = shared(run, action.split, allowance.total, keys, dues);
  keys.forEach((key, index) => payOne(run, key, shares[index] ?? 0n));
  withdraw(run, from, allowance.byAccount, { kind: action.memo, names: action.names });
  drawSupport(run, action.support, allowance.total - allowance.byAccount);
  if (action.book) enterLedger(run, action.book.ledger, action.book.side, allowance.total);
  reportLine(run, demand, allowance, payees(keys, dues, shares));
}

function payOne(run: Run, key: Key, amount: bigint): void {
  if (amount === 0n) return;
  const bond = bondOf(run, key);
  bond.principalDue -= amount;
  bond.principalPaid += amount;
  setBalance(run, key, bond.balance - amount);
  enterBond(run, key, { principal: amount, memo: { kind: 'payPrincipal', names: [key] } });
}

/** Lowers balances that nothing stands behind any more, in the order listed; never below zero. */
export function writeOff(run: Run, action: ActionOf<'writeOff'>): void {
  for (const key of action.bonds) accrue(run, key);
  const total = action.bonds.reduce((sum, key) => sum + bondOf(run, key).balance, 0n);
  const limit = limitOf(run, action.limit, total, total);
  let left = limit === null ? total : smaller(limit, total);
  const written = left > 0n ? left : 0n;
  for (const key of action.bonds) {
    const bond = bondOf(run, key);
    const amount = smaller(left > 0n ? left : 0n, bond.balance);
    if (amount === 0n) continue;
    left -= amount;
    bond.writtenOff += amount;
    setBalance(run, key, bond.balance - amount);
    enterBond(run, key, { memo: { kind: 'writeOff', names: [key, amount.toString()] } });
  }
  if (action.book) enterLedger(run, action.book.ledger, action.book.side, written);
}

/** Draws on a class: its balance rises and the cash goes to an account. */
export function fund(run: Run, { bond: key, to, amount: formula }: ActionOf<'fund'>): void {
  const amount = money(run, formula);
  if (amount <= 0n) return;
  accrue(run, key);
  const memo = { kind: 'fund', names: [key, amount.toString()] } as const;
  deposit(run, to, amount, memo);
  setBalance(run, key, bondOf(run, key).balance + amount);
  enterBond(run, key, { principal: -amount, cash: 0n, memo });
}

function active(run: Run, keys: readonly Key[]): Key[] {
  return keys.filter(key => !isPaidOff(bondOf(run, key)));
}
