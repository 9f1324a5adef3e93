import { addDays, datesOf, type DatePattern, type DayCount } from '../../domain/calendar/index.ts';
import type { DealDates } from '../../domain/securitisation/index.ts';
import type { Node } from './reader.ts';

const DAY_COUNTS: Readonly<Record<string, DayCount>> = {
  DC_30E_360: '30E/360',
  DC_30Ep_360: '30E+/360',
  DC_ACT_360: 'ACT/360',
  DC_ACT_365: 'ACT/365F',
  DC_ACT_365A: 'ACT/365A',
  DC_ACT_365L: 'ACT/365L',
  DC_NL_365: 'NL/365',
  DC_ACT_365F: 'ACT/365F',
  DC_ACT_ACT: 'ACT/ACT-ISDA',
  DC_30_360_ISDA: '30/360-ISDA',
  DC_30_360_German: '30E/360-ISDA',
  DC_30_360_US: '30/360-US',
};

export function dayCount(node: Node): DayCount {
  const found = DAY_COUNTS[node.tag];
  if (!found) node.fault(`unknown day count ${node.tag}`);
  return found ?? 'ACT/365F';
}

const PLAIN: Readonly<Record<string, DatePattern>> = {
  MonthEnd: { every: 'monthEnd' },
  QuarterEnd: { every: 'quarterEnd' },
  YearEnd: { every: 'yearEnd' },
  MonthFirst: { every: 'monthFirst' },
  // The source engine's quarters begin in their last month.
  QuarterFirst: { union: [3, 6, 9, 12].map(month => ({ dayOfYear: [month, 1] as const })) },
  YearFirst: { dayOfYear: [1, 1] },
};

/** A date pattern; unknown ones are faults. */
export function pattern(node: Node): DatePattern {
  const plain = PLAIN[node.tag];
  if (plain) return plain;
  const rule = PATTERNS[node.tag];
  if (rule) return rule(node.contents);
  node.fault(`unknown date pattern ${node.tag}`);
  return { dates: [] };
}

const PATTERNS: Readonly<Record<string, (node: Node) => DatePattern>> = {
  MonthDayOfYear: node => ({ dayOfYear: [node.at(0).count, node.at(1).count] }),
  DayOfMonth: node => ({ dayOfMonth: node.count }),
  // Sunday is 0 there and 7 here.
  Weekday: node => ({ weekday: node.count === 0 ? 7 : node.count }),
  CustomDate: node => ({ dates: node.items.map(item => item.date) }),
  SingletonDate: node => ({ dates: [node.date] }),
  DaysInYear: node => ({
    union: node.items.map(item => ({ dayOfYear: [item.at(0).count, item.at(1).count] as const })),
  }),
  SemiAnnual: node => ({
    union: [0, 1].map(at => ({
      dayOfYear: [node.at(at).at(0).count, node.at(at).at(1).count] as const,
    })),
  }),
  EveryNMonth: node => ({ anchor: node.at(0).date, everyMonths: node.at(1).count }),
  AllDatePattern: node => ({ union: node.items.map(pattern) }),
  StartsExclusive: node => ({ of: pattern(node.at(1)), from: nextDay(node.at(0)) }),
  StartsAt: node => ({
    of: pattern(node.at(2)),
    from: node.at(0).tag === 'Inc' ? node.at(1).date : nextDay(node.at(1)),
  }),
  EndsAt: node => ({
    of: pattern(node.at(2)),
    until: node.at(0).tag === 'Inc' ? node.at(1).date : previousDay(node.at(1)),
  }),
  Exclude: node => ({ except: [pattern(node.at(0)), { union: node.at(1).items.map(pattern) }] }),
  OffsetBy: node => ({ after: pattern(node.at(0)), days: node.at(1).count, unit: 'calendar' }),
};

function nextDay(node: Node): string {
  return addDays(node.date, 1);
}

function previousDay(node: Node): string {
  return addDays(node.date, -1);
}

/** The dates of a deal before closing, of one under way, or by name of each date. */
export function dealDates(node: Node): DealDates {
  const fixed = { calendar: 'WEEKEND', roll: 'unadjusted', accrualRolls: true } as const;
  const { contents } = node;
  if (node.tag === 'PreClosingDates') {
    return {
      ...fixed,
      cutOff: contents.at(0).date,
      closing: contents.at(1).date,
      end: contents.at(3).date,
      firstCollection: contents.at(4).at(0).date,
      collection: pattern(contents.at(4).at(1)),
      firstPayment: contents.at(5).at(0).date,
      payment: pattern(contents.at(5).at(1)),
    };
  }
  if (node.tag === 'CurrentDates') {
    return {
      ...fixed,
      cutOff: contents.at(0).at(0).date,
      closing: contents.at(0).at(1).date,
      end: contents.at(2).date,
      firstCollection: contents.at(3).at(0).date,
      collection: pattern(contents.at(3).at(1)),
      firstPayment: contents.at(4).at(0).date,
      payment: pattern(contents.at(4).at(1)),
    };
  }
  if (node.tag === 'GenericDates') return { ...fixed, ...genericDates(contents) };
  node.fault(`unknown form of dates ${node.tag}`);
  return { ...fixed, ...genericDates(contents) };
}

type Named = Omit<DealDates, 'calendar' | 'roll' | 'accrualRolls'>;

function genericDates(node: Node): Named {
  const single = (...names: string[]): string => {
    const found = names.map(name => node.get(name)).find(one => !one.isAbsent);
    return found ? found.contents.date : node.get(names[0] ?? '').date;
  };
  const cutOff = single('CutoffDate', 'LastCollectDate');
  const collection = pattern(node.get('CollectionDates'));
  const closing = single('ClosingDate', 'LastPayDate');
  const end = single('StatedMaturityDate');
  const opens = node.get('ClosingDate').isAbsent ? addDays(cutOff, 1) : closing;
  return {
    cutOff,
    closing,
    end,
    firstCollection: datesOf(collection, { from: opens, to: end })[0] ?? end,
    collection,
    firstPayment: single('FirstPayDate', 'NextPayDate'),
    payment: pattern(node.get('DistributionDates')),
  };
}
