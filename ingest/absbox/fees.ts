import type { Fee, FeePosition } from '../../domain/securitisation/index.ts';
import { label } from './accounts.ts';
import { minorText, periodRows, schedule } from './curves.ts';
import { pattern } from './dates.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

type FeeRule = (contents: Node, names: Names) => FeeTerms;
type FeeTerms = Fee extends infer F
  ? F extends Fee
    ? Omit<F, 'label' | 'from' | 'payee' | 'until'>
    : never
  : never;

const FEES: Readonly<Record<string, FeeRule>> = {
  FixFee: node => ({ kind: 'fixed', amount: minorText(node) }),
  AnnualRateFee: (node, names) => ({
    kind: 'annual',
    of: formula(node.at(0), names),
    rate: formula(node.at(1), names),
    dayCount: 'ACT/365F',
  }),
  PctFee: (node, names) => ({
    kind: 'percent',
    of: formula(node.at(0), names),
    rate: formula(node.at(1), names),
  }),
  RecurFee: node => ({
    kind: 'recurring',
    dates: pattern(node.at(0)),
    amount: minorText(node.at(1)),
  }),
  NumFee: (node, names) => ({
    kind: 'perCount',
    dates: pattern(node.at(0)),
    of: formula(node.at(1), names),
    amount: minorText(node.at(2)),
  }),
  AmtByTbl: (node, names) => ({
    kind: 'table',
    dates: pattern(node.at(0)),
    of: formula(node.at(1), names),
    rows: node
      .at(2)
      .contents.items.map(row => [minorText(row.at(0)), minorText(row.at(1))] as const),
  }),
  TargetBalanceFee: (node, names) => ({
    kind: 'target',
    of: formula(node.at(0), names),
    paid: formula(node.at(1), names),
  }),
  FeeFlow: node => ({ kind: 'dated', rows: schedule(node) }),
  ByCollectPeriod: node => ({ kind: 'perPeriod', amount: minorText(node) }),
  FeeFlowByPoolPeriod: node => ({ kind: 'byPeriod', period: 'collection', rows: periodRows(node) }),
  FeeFlowByBondPeriod: node => ({ kind: 'byPeriod', period: 'payment', rows: periodRows(node) }),
};

/** A fee and where it stands; kinds without a counterpart are faults. */
export function fee(name: string, node: Node, names: Names): Fee {
  const type = node.get('feeType');
  const rule = Object.hasOwn(FEES, type.tag) ? FEES[type.tag] : undefined;
  if (!rule) type.fault(`no counterpart for the fee ${type.tag}`);
  const terms = rule?.(type.contents, names) ?? { kind: 'fixed', amount: '0' };
  return { label: label(name), from: node.get('feeStart').date, ...terms };
}

export function feePosition(node: Node): FeePosition {
  const calculated = node.get('feeDueDate');
  return {
    due: node.get('feeDue').minor,
    arrears: node.get('feeArrears').minor,
    calculatedTo: calculated.isAbsent ? null : calculated.date,
  };
}
