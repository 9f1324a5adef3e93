import { fraction } from '../../domain/rate/index.ts';
import type {
  Asset,
  AssetRate,
  AssetStatus,
  Frequency,
  Penalty,
  Plan,
  PoolAssets,
  ReceivableFee,
  RowShape,
} from '../../domain/securitisation/index.ts';
import { dayCount, pattern } from './dates.ts';
import type { Node } from './reader.ts';

const KINDS: Readonly<
  Record<string, { shape: RowShape; read: (node: Node, id: string) => Asset }>
> = {
  Mortgage: { shape: 'mortgage', read: (node, id) => loan(node, id, 'period', 5) },
  PersonalLoan: { shape: 'loan', read: (node, id) => loan(node, id, 'days', 4) },
  Installment: { shape: 'loan', read: instalment },
  Invoice: { shape: 'receivable', read: receivable },
};

/** Some decks name the kind of asset before the asset. */
const UNIONS = new Set(['MO', 'LO', 'IL', 'RE']);

/** The assets of a pool as of its day; kinds without a counterpart are faults. */
export function poolAssets(node: Node): PoolAssets {
  const found = node.get('assets').items.map((item, index) => {
    const asset = UNIONS.has(item.tag) ? item.contents : item;
    const kind = Object.hasOwn(KINDS, asset.tag) ? KINDS[asset.tag] : undefined;
    if (!kind) asset.fault(`no counterpart for an asset of kind ${asset.tag}`);
    return kind
      ? { shape: kind.shape, asset: kind.read(asset.contents, `asset${index + 1}`) }
      : null;
  });
  const known = found.filter(one => one !== null);
  return {
    asOf: node.get('asOfDate').date,
    assets: known.map(one => one.asset),
    shape: known[0]?.shape ?? 'mortgage',
  };
}

function loan(node: Node, id: string, interestBy: 'days' | 'period', statusAt: number): Asset {
  const terms = node.at(0);
  const rate = terms.get('originRate');
  const penalty = terms.get('prepaymentPenalty');
  const borrowers = statusAt === 5 ? node.at(4) : null;
  return {
    type: 'loan',
    id,
    original: terms.get('originBalance').minor,
    balance: node.at(1).minor,
    ratePpb: node.at(2).ppb,
    rate: assetRate(rate),
    dayCount: dayCount(rate.contents.at(0)),
    interestBy,
    frequency: frequency(terms.get('period')),
    start: terms.get('startDate').date,
    term: terms.get('originTerm').count,
    remaining: node.at(3).count,
    plan: plan(terms.get('prinType')),
    ...(penalty.isAbsent ? {} : { penalty: penaltyOf(penalty) }),
    ...(borrowers && !borrowers.isAbsent ? { borrowers: borrowers.count } : {}),
    status: status(node.at(statusAt)),
  };
}

function assetRate(node: Node): AssetRate {
  const { contents } = node;
  if (node.tag === 'Fix') return { kind: 'fixed' };
  if (node.tag !== 'Floater') node.fault(`unknown form of rate ${node.tag}`);
  const [floor, cap] = [contents.at(5), contents.at(6)];
  return {
    kind: 'floating',
    index: contents.at(1).tag,
    spreadPpb: contents.at(2).ppb,
    resets: pattern(contents.at(4)),
    ...(floor.isAbsent ? {} : { floorPpb: floor.ppb }),
    ...(cap.isAbsent ? {} : { capPpb: cap.ppb }),
  };
}

const FREQUENCIES: Readonly<Record<string, Frequency>> = {
  Weekly: 'weekly',
  BiWeekly: 'biweekly',
  Monthly: 'monthly',
  Quarterly: 'quarterly',
  SemiAnnually: 'semiAnnually',
  Annually: 'annually',
};

function frequency(node: Node): Frequency {
  const found = FREQUENCIES[node.tag];
  if (!found) node.fault(`no counterpart for the period ${node.tag}`);
  return found ?? 'monthly';
}

function plan(node: Node): Plan {
  const { contents } = node;
  switch (node.tag) {
    case 'Level':
      return { kind: 'level' };
    case 'Even':
      return { kind: 'linear' };
    case 'I_P':
      return { kind: 'bullet' };
    case 'F_P':
      return { kind: 'flatFee' };
    case 'Balloon':
      return { kind: 'balloon', amortTerm: contents.count };
    case 'IO_FirstN':
      return { kind: 'interestOnly', periods: contents.at(0).count, then: plan(contents.at(1)) };
    case 'NO_FirstN':
      return { kind: 'noPayment', periods: contents.at(0).count, then: plan(contents.at(1)) };
    case 'ScheduleRepayment':
      return { kind: 'schedule', amounts: points(contents.at(0)) };
    default:
      node.fault(`no counterpart for the repayment ${node.tag}`);
      return { kind: 'level' };
  }
}

/** The points of a balance curve as dates and minor units. */
export function points(node: Node): (readonly [string, bigint])[] {
  return node.contents.items.map(point => [point.at(0).date, point.at(1).minor] as const);
}

function penaltyOf(node: Node): Penalty {
  const { contents } = node;
  const periods = (at: Node): { periods?: number } => (at.isAbsent ? {} : { periods: at.count });
  switch (node.tag) {
    case 'ByTerm':
      return {
        kind: 'byTerm',
        periods: contents.at(0).count,
        before: contents.at(1).number,
        after: contents.at(2).number,
      };
    case 'FixAmount':
      return { kind: 'amount', amount: contents.at(0).minor, ...periods(contents.at(1)) };
    case 'FixPct':
      return { kind: 'part', part: contents.at(0).number, ...periods(contents.at(1)) };
    case 'Sliding':
      return { kind: 'sliding', start: contents.at(0).number, step: contents.at(1).number };
    case 'StepDown':
      return {
        kind: 'stepDown',
        steps: contents.items.map(step => [step.at(0).count, step.at(1).number] as const),
      };
    default:
      node.fault(`no counterpart for the penalty ${node.tag}`);
      return { kind: 'part', part: fraction(0n) };
  }
}

function status(node: Node): AssetStatus {
  if (node.tag === 'Current') return { kind: 'current' };
  if (node.tag !== 'Defaulted') node.fault(`no counterpart for the status ${node.tag}`);
  return node.contents.isAbsent
    ? { kind: 'defaulted' }
    : { kind: 'defaulted', on: node.contents.date };
}

function instalment(node: Node, id: string): Asset {
  const terms = node.at(0);
  const type = terms.get('prinType');
  return {
    type: 'instalment',
    id,
    original: terms.get('originBalance').minor,
    balance: node.at(1).minor,
    feePpb: terms.get('originRate').contents.at(1).ppb,
    freePeriods: type.tag === 'PO_FirstN' ? type.contents.count : 0,
    frequency: frequency(terms.get('period')),
    start: terms.get('startDate').date,
    term: terms.get('originTerm').count,
    remaining: node.at(2).count,
    status: status(node.at(3)),
  };
}

function receivable(node: Node, id: string): Asset {
  const terms = node.at(0);
  const fee = terms.get('feeType');
  return {
    type: 'receivable',
    id,
    face: terms.get('originBalance').minor,
    advance: terms.get('originAdvance').minor,
    start: terms.get('startDate').date,
    due: terms.get('dueDate').date,
    ...(fee.isAbsent ? {} : { fee: receivableFee(fee) }),
    status: status(node.at(1)),
  };
}

function receivableFee(node: Node): ReceivableFee {
  const { contents } = node;
  switch (node.tag) {
    case 'FixedFee':
      return { kind: 'fixed', amount: contents.minor };
    case 'FixedRateFee':
      return { kind: 'rate', part: contents.number };
    case 'FactorFee':
      return {
        kind: 'factor',
        part: contents.at(0).number,
        days: contents.at(1).count,
        rounding: contents.at(2).tag === 'Up' ? 'up' : 'down',
      };
    case 'AdvanceFee':
      return { kind: 'advance', annual: contents.number };
    case 'CompoundFee':
      return { kind: 'compound', fees: contents.items.map(receivableFee) };
    default:
      node.fault(`no counterpart for the fee ${node.tag}`);
      return { kind: 'fixed', amount: 0n };
  }
}
