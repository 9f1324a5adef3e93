import type { Facility, Formula, Swap } from '../../domain/securitisation/index.ts';
import { label } from './accounts.ts';
import { points } from './assets.ts';
import { minorText } from './curves.ts';
import { dayCount, pattern } from './dates.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

/** A liquidity facility. */
export function facility(name: string, node: Node, names: Names): Facility {
  const type = node.get('liqType');
  const kinds: Readonly<Record<string, Facility['kind']>> = {
    ReplenishSupport: 'replenishing',
    FixSupport: 'fixed',
    ByPct: 'percentOf',
    UnLimit: 'unlimited',
  };
  const kind = kinds[type.tag];
  if (!kind) type.fault(`no counterpart for the support ${type.tag}`);
  const ends = node.get('liqEnds');
  const [drawn, undrawn] = [node.get('liqRate'), node.get('liqPremiumRate')];
  return {
    label: label(name),
    kind: kind ?? 'fixed',
    ...facilityLimit(type, names),
    ...(drawn.isAbsent ? {} : { drawnPpb: Number(drawn.ppb) }),
    ...(undrawn.isAbsent ? {} : { undrawnPpb: Number(undrawn.ppb) }),
    counts: countsOf(node.get('liqCreditCalc')),
    from: node.get('liqStart').date,
    ...(ends.isAbsent ? {} : { until: ends.date }),
  };
}

function facilityLimit(type: Node, names: Names): Pick<Facility, 'limit' | 'resets'> {
  const { contents } = type;
  if (type.tag === 'ReplenishSupport') {
    return { resets: pattern(contents.at(0)), limit: { minor: minorText(contents.at(1)) } };
  }
  if (type.tag === 'FixSupport') return { limit: { minor: minorText(contents) } };
  if (type.tag !== 'ByPct') return {};
  return { limit: { product: [formula(contents.at(0), names), formula(contents.at(1), names)] } };
}

function countsOf(node: Node): Facility['counts'] {
  if (node.isAbsent) return 'none';
  if (node.tag === 'IncludeDueInt') return 'interest';
  return node.tag === 'IncludeDuePremium' ? 'premium' : 'both';
}

export function facilityPosition(node: Node) {
  const [credit, accrued] = [node.get('liqCredit'), node.get('liqDueIntDate')];
  return {
    drawn: node.get('liqBalance').minor,
    available: credit.isAbsent ? null : credit.minor,
    interest: node.get('liqDueInt').minor,
    premium: node.get('liqDuePremium').minor,
    accruedTo: accrued.isAbsent ? null : accrued.date,
  };
}

/** An interest rate swap of two legs over one notional. */
export function swap(name: string, node: Node, names: Names): Swap {
  const { tag, contents } = node.get('rsType');
  const [pays = '', receives = ''] = tag.split('To');
  const settles = node.get('rsSettleDates');
  const base = node.get('rsNotional');
  return {
    label: label(name),
    pay: leg(pays, contents.at(0), names),
    receive: leg(receives, contents.at(1), names),
    notional: notional(base, names),
    dayCount: dayCount(node.get('rsDayCount')),
    from: node.get('rsStartDate').date,
    resets: pattern(node.get('rsUpdateDates')),
    ...(settles.isAbsent
      ? {}
      : {
          settles: { dates: pattern(settles.at(0)), account: names.key('account', settles.at(1)) },
        }),
  };
}

function leg(kind: string, node: Node, names: Names): Swap['pay'] {
  if (kind.toLowerCase() === 'floating') {
    return { index: node.at(0).tag, spreadPpb: Number(node.at(1).ppb) };
  }
  if (kind.toLowerCase() === 'fixed') return { ppb: Number(node.ppb) };
  return { formula: formula(node, names) };
}

function notional(node: Node, names: Names): Formula {
  if (node.tag === 'Fixed') return { minor: minorText(node.contents) };
  if (node.tag === 'Base') return formula(node.contents, names);
  const steps = points(node.contents);
  return {
    curve: { points: steps.map(([on, minor]) => [on, { minor: minor.toString() }] as const) },
  };
}
