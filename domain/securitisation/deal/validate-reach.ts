import { CASH_FLOWS } from '../asset/flow.ts';
import type { Action } from './action.ts';
import type { Deal, Key, Status } from './deal.ts';
import { actionsWithin, error, strict, warning, type Finding } from './findings.ts';

type Placed = readonly (readonly [Action, string])[];

/** Fees that fall due on their own days; the others need an action that calculates them. */
const SELF_ACCRUING: ReadonlySet<string> = new Set([
  'fixed',
  'recurring',
  'perCount',
  'table',
  'dated',
]);

/** V-07 to V-13 and V-31 to V-33: what flows in has a place, and what is paid was worked out. */
export function flowFindings(deal: Deal): Finding[] {
  const placed = Object.entries(deal.waterfalls).flatMap(([name, actions]) =>
    actionsWithin(actions ?? [], `waterfalls.${name}`),
  );
  const effects = deal.triggers.flatMap(({ effects: list }, at) =>
    list.flatMap((effect, index) =>
      'run' in effect ? actionsWithin(effect.run, `triggers[${at}].effects[${index}].run`) : [],
    ),
  );
  const all = [...placed, ...effects];
  return [
    ...collectionFindings(deal),
    ...statusFindings(deal, all),
    ...classFindings(deal, all),
    ...feeFindings(deal, all),
    ...interestFindings(deal, all),
  ];
}

function collectionFindings(deal: Deal): Finding[] {
  const named = Object.keys(deal.pools);
  const findings = deal.collections.flatMap(({ flow, pools = named, to }, at) => {
    const path = `collections[${at}]`;
    const parts = to.reduce((sum, [, ppm]) => sum + ppm, 0);
    const before = deal.collections.slice(0, at).filter(other => other.flow === flow);
    const twice = pools.filter(pool => before.some(other => other.pools?.includes(pool) ?? true));
    return [
      ...(parts === 1_000_000
        ? []
        : [error('V-11', path, `shares come to ${parts} ppm, not to the whole`)]),
      ...twice.map(pool => error('V-12', path, `${flow} of ${pool} is collected twice`)),
    ];
  });
  return [...findings, ...named.flatMap(pool => poolFindings(deal, pool))];
}

/**
 * V-10 and V-12 of one pool: what comes in has one place to go to. What a pool on the ledger may be
 * paid is any kind of cash, so each has its account before the deal is published; of a pool that is
 * only modelled it is principal.
 */
function poolFindings(deal: Deal, pool: Key): Finding[] {
  const own = deal.collections.filter(({ pools }) => pools?.includes(pool) ?? true);
  const flows = new Set(own.map(({ flow }) => flow));
  const kinds = CASH_FLOWS.filter(kind => flows.has(kind));
  if (flows.has('cash')) {
    return kinds.map(kind => error('V-12', 'collections', `${kind} of ${pool} is cash already`));
  }
  const needed = deal.pools[pool]?.source === undefined ? (['principal'] as const) : CASH_FLOWS;
  return needed
    .filter(kind => !flows.has(kind))
    .map(kind => strict(deal, 'V-10', 'collections', `${kind} of ${pool} has no account to go to`));
}

function statusFindings(deal: Deal, all: Placed): Finding[] {
  const set = deal.triggers.flatMap(({ effects }) =>
    effects.flatMap(effect => ('setStatus' in effect ? [effect.setStatus] : [])),
  );
  const changed = all.flatMap(([action]) => (action.do === 'setStatus' ? [action.status] : []));
  const reached = new Set<Status>(['amortising', ...set, ...changed]);
  const named = ['amortising', 'revolving', 'accelerated', 'defaulted'] as const;
  return named.flatMap(status => {
    const there = deal.waterfalls[status] ?? deal.waterfalls.any;
    if (reached.has(status) && !there) {
      return [strict(deal, 'V-07', 'waterfalls', `no waterfall for the status ${status}`)];
    }
    const idle = !reached.has(status) && deal.waterfalls[status] && status !== 'revolving';
    return idle ? [warning('V-08', `waterfalls.${status}`, 'this status is never reached')] : [];
  });
}

/** V-09: every class is paid by some step. */
function classFindings(deal: Deal, all: Placed): Finding[] {
  const paid = new Set(all.flatMap(([action]) => classesPaid(deal, action)));
  return Object.keys(deal.bonds)
    .filter(key => !paid.has(key))
    .map(key => strict(deal, 'V-09', `bonds.${key}`, 'no step pays this class'));
}

function classesPaid(deal: Deal, action: Action): readonly string[] {
  const verbs = new Set(['payPrincipal', 'payPrincipalDue', 'payPrincipalResidual', 'payInterest']);
  if (
    'bonds' in action &&
    (verbs.has(action.do) ||
      action.do.startsWith('payInterest') ||
      action.do.startsWith('accrueAndPay'))
  ) {
    return action.bonds;
  }
  if (action.do === 'payPrincipalByGroup' || action.do === 'payInterestByGroup') {
    return deal.groups[action.group] ?? [];
  }
  return [];
}

/** V-31: a fee that is paid was calculated. */
function feeFindings(deal: Deal, all: Placed): Finding[] {
  const worked = new Set([
    ...all.flatMap(([action]) =>
      action.do === 'calcFee' || action.do === 'calcAndPayFee' ? action.fees : [],
    ),
    ...deal.triggers.flatMap(({ effects }) =>
      effects.flatMap(effect => ('accrueFee' in effect ? effect.accrueFee : [])),
    ),
  ]);
  return all.flatMap(([action, path]) => {
    if (action.do !== 'payFee') return [];
    return action.fees
      .filter(key => !worked.has(key) && !SELF_ACCRUING.has(deal.fees[key]?.kind ?? 'fixed'))
      .map(key => strict(deal, 'V-31', path, `fee ${key} is paid and never calculated`));
  });
}

/** V-32 and V-33: interest and principal that are paid were worked out. */
function interestFindings(deal: Deal, all: Placed): Finding[] {
  const accrued = new Set(
    all.flatMap(([action]) =>
      action.do === 'accrueInterest' || action.do === 'accrueAndPayInterest' ? action.bonds : [],
    ),
  );
  const calculated = new Set(
    all.flatMap(([action]) => (action.do === 'calcPrincipal' ? action.bonds : [])),
  );
  return all.flatMap(([action, path]) => {
    if (action.do === 'payInterest') {
      return action.bonds
        .filter(key => !accrued.has(key))
        .map(key => strict(deal, 'V-32', path, `interest of ${key} is paid and never accrued`));
    }
    if (action.do !== 'payPrincipalDue') return [];
    return action.bonds
      .filter(key => !calculated.has(key))
      .map(key => strict(deal, 'V-33', path, `principal of ${key} is paid and never calculated`));
  });
}
