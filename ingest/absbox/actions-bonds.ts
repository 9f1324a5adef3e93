import type { Action, Split } from '../../domain/securitisation/index.ts';
import { book, limit, paying, supports, type Rule } from './action-parts.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

const interest =
  (verb: 'payInterest' | 'accrueAndPayInterest', split: Split, items?: 'onInterest'): Rule =>
  (node, names) => [
    {
      do: verb,
      ...paying(node, names),
      bonds: names.all('class', node.at(2)),
      split,
      ...(items ? { items } : {}),
    },
  ];

const principal =
  (split: Split): Rule =>
  (node, names) => [
    { do: 'payPrincipal', ...paying(node, names), bonds: names.all('class', node.at(2)), split },
  ];

/** Actions on classes. */
export const BONDS: Readonly<Record<string, Rule>> = {
  CalcBondInt: (node, names) => [{ do: 'accrueInterest', bonds: names.all('class', node) }],
  PayInt: interest('payInterest', 'proRataDue'),
  PayIntBySeq: interest('payInterest', 'inOrder'),
  PayIntOverInt: interest('payInterest', 'proRataDue', 'onInterest'),
  PayIntOverIntBySeq: interest('payInterest', 'inOrder', 'onInterest'),
  PayIntAndBook: (node, names) =>
    interest('payInterest', 'proRataDue')(node, names).map(one => ({
      ...one,
      book: book(node.at(4), names),
    })),
  AccrueAndPayInt: interest('accrueAndPayInterest', 'proRataDue'),
  AccrueAndPayIntBySeq: interest('accrueAndPayInterest', 'inOrder'),
  PayIntResidual: (node, names) => [
    {
      do: 'payInterestResidual',
      ...limit(node.at(0), names),
      from: [names.key('account', node.at(1))],
      bonds: [names.key('class', node.at(2))],
    },
  ],
  CalcBondPrin: (node, names) => [
    { do: 'calcPrincipal', ...paying(node, names), bonds: names.all('class', node.at(2)) },
  ],
  CalcBondPrin2: (node, names) => [
    { do: 'calcPrincipal', ...limit(node.at(0), names), bonds: names.all('class', node.at(1)) },
  ],
  PayPrin: principal('proRataDue'),
  PayPrinBySeq: principal('inOrder'),
  PayPrinWithDue: (node, names) => [
    {
      do: 'payPrincipalDue',
      from: [names.key('account', node.at(0))],
      bonds: names.all('class', node.at(1)),
    },
  ],
  PayPrinResidual: (node, names) => [
    {
      do: 'payPrincipalResidual',
      from: [names.key('account', node.at(0))],
      bonds: names.all('class', node.at(1)),
    },
  ],
  WriteOff: (node, names) => [
    { do: 'writeOff', ...limit(node.at(0), names), bonds: [names.key('class', node.at(1))] },
  ],
  WriteOffAndBook: (node, names) => [
    {
      do: 'writeOff',
      ...limit(node.at(0), names),
      bonds: [names.key('class', node.at(1))],
      book: book(node.at(2), names),
    },
  ],
  WriteOffBySeq: (node, names) => [
    { do: 'writeOff', ...limit(node.at(0), names), bonds: names.all('class', node.at(1)) },
  ],
  WriteOffBySeqAndBook: (node, names) => [
    {
      do: 'writeOff',
      ...limit(node.at(0), names),
      bonds: names.all('class', node.at(1)),
      book: book(node.at(2), names),
    },
  ],
  FundWith: (node, names) => [fund(node, names)],
};

function fund(node: Node, names: Names): Action {
  const bound = node.at(0);
  const amount =
    bound.tag === 'DS'
      ? formula(bound.contents, names)
      : { minor: bound.contents.minor.toString() };
  return {
    do: 'fund',
    to: names.key('account', node.at(1)),
    bond: names.key('class', node.at(2)),
    amount,
  };
}

const ORDERS: Readonly<Record<string, Split>> = {
  ByName: 'byName',
  ByProRataCurBal: 'proRataDue',
  ByCurrentRate: 'byRate',
  ByMaturity: 'byMaturity',
  ByStartDate: 'byStart',
};

function group(node: Node, names: Names) {
  const order = node.at(3);
  const split = ORDERS[order.tag];
  if (!split) order.fault(`no counterpart for the order ${order.tag}`);
  return {
    ...limit(node.at(0), names),
    from: [names.key('account', node.at(1))] as const,
    group: names.key('class', node.at(2)),
    split: split ?? 'proRataDue',
    ...supports(node.at(4), names),
  };
}

/** Actions on groups of classes. */
export const GROUPS: Readonly<Record<string, Rule>> = {
  PayPrinGroup: (node, names) => [{ do: 'payPrincipalByGroup', ...group(node, names) }],
  PayIntGroup: (node, names) => [{ do: 'payInterestByGroup', accrue: true, ...group(node, names) }],
  AccrueAndPayIntGroup: (node, names) => [
    { do: 'payInterestByGroup', accrue: true, ...group(node, names) },
  ],
  AccrueIntGroup: (node, names) => [{ do: 'accrueInterest', bonds: names.all('class', node) }],
};
