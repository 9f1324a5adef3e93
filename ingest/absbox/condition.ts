import type { Comparison, Condition, Formula } from '../../domain/securitisation/index.ts';
import { amount, constant, formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';
import { status } from './status.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  G: '>',
  GE: '>=',
  L: '<',
  LE: '<=',
  E: '=',
};

function comparison(node: Node): Comparison {
  const found = COMPARISONS[node.tag];
  if (!found) node.fault(`unknown comparison ${node.tag}`);
  return found ?? '=';
}

type Test = (contents: Node, names: Names) => Condition;

const compareWith =
  (right: (node: Node, names: Names) => Formula): Test =>
  (node, names) => ({
    compare: [formula(node.at(1), names), comparison(node.at(0)), right(node.at(2), names)],
  });

const TESTS: Readonly<Record<string, Test>> = {
  IfZero: (node, names) => ({ compare: [formula(node, names), '=', { count: 0 }] }),
  If: compareWith(amount),
  IfRate: compareWith(constant),
  IfInt: compareWith(constant),
  If2: compareWith(formula),
  IfRate2: compareWith(formula),
  IfInt2: compareWith(formula),
  IfCurve: compareWith(node => curve(node, amount)),
  IfRateCurve: compareWith(node => curve(node, constant)),
  IfIntIn: (node, names) => ({
    any: node
      .at(1)
      .items.map(item => ({ compare: [formula(node.at(0), names), '=', constant(item)] })),
  }),
  IfDate: node => ({ date: [comparison(node.at(0)), node.at(1).date] }),
  IfDateBetween: node => between(node),
  IfDateIn: node => ({ dateIn: node.items.map(item => item.date) }),
  IfBool: (node, names) => {
    const test = truth(node.at(0), names);
    return node.at(1).flag ? test : { not: test };
  },
  IfDealStatus: node => ({ status: status(node) }),
  Always: node => ({ always: node.flag }),
  IfNot: (node, names) => ({ not: condition(node, names) }),
  Any: (node, names) => ({ any: node.items.map(item => condition(item, names)) }),
  All: (node, names) => ({ all: node.items.map(item => condition(item, names)) }),
};

function between(node: Node): Condition {
  const ends = node.at(0).tag;
  return {
    all: [
      { date: [ends.startsWith('I') ? '>=' : '>', node.at(1).date] },
      { date: [ends.endsWith('I') ? '<=' : '<', node.at(2).date] },
    ],
  };
}

function curve(node: Node, value: (node: Node) => Formula): Formula {
  const points = node.contents.items.map(point => {
    const pair = point.tag === '' || point.contents.isAbsent ? point : point.contents;
    return [pair.at(0).date, value(pair.at(1))] as const;
  });
  return { curve: { points } };
}

const TRUTHS: Readonly<Record<string, Test>> = {
  IsPaidOff: (node, names) => ({ paidOff: { names: names.all('class', node) } }),
  IsOutstanding: (node, names) => ({
    all: node.items.map(item => ({ not: { paidOff: { names: [names.key('class', item)] } } })),
  }),
  IsMostSenior: (node, names) => ({
    mostSenior: { bond: names.key('class', node.at(0)), before: names.all('class', node.at(1)) },
  }),
  IsFeePaidOff: (node, names) => ({ feesPaid: { names: names.all('fee', node) } }),
  IsLiqSupportPaidOff: (node, names) => ({
    facilitiesPaid: { names: names.all('facility', node) },
  }),
  TriggersStatus: (node, names) => ({ fired: { trigger: names.key('trigger', node.at(1)) } }),
  IsDealStatus: node => ({ status: status(node) }),
  TestRate: (node, names) => ({
    compare: [formula(node.at(0), names), comparison(node.at(1)), constant(node.at(2))],
  }),
  TestNot: (node, names) => ({ not: truth(node, names) }),
  TestAny: (node, names) => ({ any: wanted(node, names) }),
  TestAll: (node, names) => ({ all: wanted(node, names) }),
};

function wanted(node: Node, names: Names): Condition[] {
  const yes = node.at(0).flag;
  return node.at(1).items.map(item => (yes ? truth(item, names) : { not: truth(item, names) }));
}

function truth(node: Node, names: Names): Condition {
  const rule = Object.hasOwn(TRUTHS, node.tag) ? TRUTHS[node.tag] : undefined;
  if (rule) return rule(node.contents, names);
  node.fault(`no counterpart for the test ${node.tag}`);
  return { always: false };
}

/** A condition of the deck; what has no counterpart is a fault. */
export function condition(node: Node, names: Names): Condition {
  const rule = Object.hasOwn(TESTS, node.tag) ? TESTS[node.tag] : undefined;
  if (rule) return rule(node.contents, names);
  node.fault(`no counterpart for the condition ${node.tag}`);
  return { always: false };
}
