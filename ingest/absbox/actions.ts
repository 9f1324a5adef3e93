import type { Action, TriggerPoint } from '../../domain/securitisation/index.ts';
import { side, type Rule } from './action-parts.ts';
import { BONDS, GROUPS } from './actions-bonds.ts';
import { CASH } from './actions-cash.ts';
import { LIQUIDITY } from './actions-hedges.ts';
import { condition } from './condition.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';
import { status } from './status.ts';

/** The steps of a waterfall; steps without a counterpart are faults. */
export function actions(node: Node, names: Names): Action[] {
  return node.items.flatMap(item => {
    const rule = Object.hasOwn(RULES, item.tag) ? RULES[item.tag] : undefined;
    if (!rule) item.fault(`no counterpart for the action ${item.tag}`);
    return rule ? rule(item.contents, names) : [];
  });
}

const POINTS: Readonly<Record<string, TriggerPoint>> = {
  EndCollection: 'beforeCollection',
  EndCollectionWF: 'afterCollection',
  BeginDistributionWF: 'beforeDistribution',
  EndDistributionWF: 'afterDistribution',
  InWF: 'inWaterfall',
};

/** The point of a deal's day at which triggers are looked at. */
export function triggerPoint(name: string, node: Node): TriggerPoint {
  const found = POINTS[name];
  if (!found) node.fault(`no counterpart for the point ${name}`);
  return found ?? 'beforeDistribution';
}

const CONTROL: Readonly<Record<string, Rule>> = {
  BookBy: (node, names) => [bookBy(node, names)],
  ActionWithPre: (node, names) => [
    { do: 'if', when: condition(node.at(0), names), then: actions(node.at(1), names) },
  ],
  ActionWithPre2: (node, names) => [
    {
      do: 'if',
      when: condition(node.at(0), names),
      then: actions(node.at(1), names),
      else: actions(node.at(2), names),
    },
  ],
  RunTrigger: (node, names) => [
    {
      do: 'runTriggers',
      at: triggerPoint(node.at(0).tag, node.at(0)),
      triggers: names.all('trigger', node.at(1)),
    },
  ],
  WatchVal: (node, names) => [
    {
      do: 'watch',
      name: node.at(0).isAbsent ? '' : node.at(0).text,
      of: node.at(1).items.map(item => formula(item, names)),
    },
  ],
  Placeholder: () => [],
  ChangeStatus: (node, names) => {
    const change = { do: 'setStatus', status: status(node.at(1)) } as const;
    return [node.at(0).isAbsent ? change : { ...change, when: condition(node.at(0), names) }];
  },
};

function bookBy(node: Node, names: Names): Action {
  const { contents } = node;
  if (node.tag === 'PDL') {
    return {
      do: 'book',
      way: 'amount',
      side: side(contents.at(0)),
      amount: formula(contents.at(1), names),
      ledgers: contents.at(2).items.map(item => ({
        ledger: names.key('ledger', item.at(0)),
        cap: formula(item.at(1), names),
      })),
    };
  }
  if (node.tag !== 'Till' && node.tag !== 'ByDS') node.fault(`no counterpart for ${node.tag}`);
  return {
    do: 'book',
    way: node.tag === 'Till' ? 'until' : 'amount',
    ledgers: [{ ledger: names.key('ledger', contents.at(0)) }],
    side: side(contents.at(1)),
    amount: formula(contents.at(2), names),
  };
}

const RULES: Readonly<Record<string, Rule>> = {
  ...CASH,
  ...BONDS,
  ...GROUPS,
  ...LIQUIDITY,
  ...CONTROL,
};
