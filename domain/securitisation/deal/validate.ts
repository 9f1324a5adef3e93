import { calendarOf } from '../../calendar/index.ts';
import { isCurrency } from '../../money/index.ts';
import type { Wire } from '../../wire/index.ts';
import type { Bond, Deal, Schedule } from './deal.ts';
import { error, strict, type Finding } from './findings.ts';
import { codeOf, namesOf, referencesIn } from './references.ts';
import { ratesOf } from './validate-rates.ts';
import { flowFindings } from './validate-reach.ts';

/**
 * What is wrong with a deal on its face, before any run: names, reach, types, data, completeness. What
 * a published engine would let pass is a warning in `compatible` and an error in `conserving`.
 */
export function validateDeal(deal: Deal): Finding[] {
  return [
    ...nameFindings(deal),
    ...cycleFindings(deal),
    ...ratesOf(deal),
    ...flowFindings(deal),
    ...dateFindings(deal),
    ...scheduleFindings(deal),
  ].sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1));
}

/** V-01 to V-06: what is named is there. */
function nameFindings(deal: Deal): Finding[] {
  const known = namesOf(deal);
  const { waterfalls, fees, bonds, accounts, facilities, swaps, tests, triggers, calls } = deal;
  const parts = { waterfalls, fees, bonds, accounts, facilities, swaps, tests, triggers, calls };
  const used = referencesIn(parts, '');
  const collected = deal.collections.flatMap(({ pools = [], to }, at) => [
    ...to.map(([name], index) => ({
      kind: 'account' as const,
      name,
      path: `collections[${at}].to[${index}][0]`,
    })),
    ...pools.map((name, index) => ({
      kind: 'pool' as const,
      name,
      path: `collections[${at}].pools[${index}]`,
    })),
  ]);
  const members = Object.entries(deal.groups).flatMap(([group, names]) =>
    names.map((name, at) => ({ kind: 'class' as const, name, path: `groups.${group}[${at}]` })),
  );
  return [...used, ...collected, ...members]
    .filter(({ kind, name }) => !known[kind].has(name))
    .map(({ kind, name, path }) => error(codeOf(kind), path, `no ${kind} "${name}" in this deal`));
}

/** V-14 and V-22: no fee and no test that needs itself. What a fee was paid before is no cycle. */
function cycleFindings(deal: Deal): Finding[] {
  const fees = Object.fromEntries(
    Object.entries(deal.fees).map(([key, fee]) => [key, namesBy(fee, 'feeDue')]),
  );
  const tests = Object.fromEntries(
    Object.entries(deal.tests).map(([key, test]) => [key, namesBy(test, 'test')]),
  );
  return [
    ...cyclic(fees).map(key => error('V-14', `fees.${key}`, 'depends on itself')),
    ...cyclic(tests).map(key => error('V-22', `tests.${key}`, 'depends on itself')),
  ];
}

function namesBy(part: unknown, member: string): string[] {
  return referencesIn(part as Wire, '')
    .filter(({ path }) => new RegExp(`(^|\\.)${member}\\.name`).test(path))
    .map(({ name }) => name);
}

function cyclic(edges: Readonly<Record<string, readonly string[]>>): string[] {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (edges[from] ?? []).some(next => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return Object.keys(edges).filter(key => reaches(key, key, new Set()));
}

/** V-24, V-27, V-28, V-37. */
function dateFindings(deal: Deal): Finding[] {
  const { cutOff, closing, firstCollection, firstPayment, end, calendar } = deal.dates;
  const late = (path: string, fault: string): Finding => error('V-27', `dates.${path}`, fault);
  return [
    ...(isCurrency(deal.currency) ? [] : [error('V-24', 'currency', 'no known currency')]),
    ...(cutOff > closing ? [late('closing', 'before the cut-off')] : []),
    ...(end <= firstPayment ? [late('end', 'not after the first payment')] : []),
    ...(firstCollection < cutOff ? [late('firstCollection', 'before the cut-off')] : []),
    ...(firstPayment < firstCollection
      ? [error('V-28', 'dates.firstPayment', 'before the first collection')]
      : []),
    ...(calendarOf(calendar)
      ? []
      : [error('V-37', 'dates.calendar', `unknown calendar ${calendar}`)]),
  ];
}

/** V-25 and V-26: schedules of balances fall, and stay within the class. */
function scheduleFindings(deal: Deal): Finding[] {
  return Object.entries(deal.bonds).flatMap(([key, bond]) => {
    const schedule = scheduleOf(bond);
    const path = `bonds.${key}.amortisation.schedule`;
    const rising = schedule.findIndex(
      ([, minor], at) => at > 0 && BigInt(minor) > BigInt(schedule[at - 1]?.[1] ?? '0'),
    );
    const above = schedule.findIndex(([, minor]) => BigInt(minor) > BigInt(bond.original));
    const past = bond.legalMaturity ?? deal.dates.end;
    const beyond = schedule.findIndex(([on]) => on > past);
    const soft = (code: string, at: number, fault: string): Finding[] =>
      at < 0 ? [] : [strict(deal, code, `${path}[${at}]`, fault)];
    return [
      ...soft('V-25', rising, 'rises'),
      ...soft('V-26', above, 'above the original amount'),
      ...soft('V-26', beyond, 'past maturity'),
    ];
  });
}

function scheduleOf({ amortisation }: Bond): Schedule {
  return amortisation.kind === 'pac' || amortisation.kind === 'pacAnchored'
    ? amortisation.schedule
    : [];
}
