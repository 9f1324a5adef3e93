import type { Action, Split } from '../../domain/securitisation/index.ts';
import { book, limit, paying, type Rule } from './action-parts.ts';
import { pools } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

const fees =
  (verb: 'payFee' | 'calcAndPayFee', split: Split): Rule =>
  (node, names) => [
    { do: verb, ...paying(node, names), fees: names.all('fee', node.at(2)), split },
  ];

/** Actions on accounts, fees and the pool. */
export const CASH: Readonly<Record<string, Rule>> = {
  Transfer: (node, names) => [transfer(node.at(0), node.at(1), node.at(2), names)],
  TransferAndBook: (node, names) => [
    { ...transfer(node.at(0), node.at(1), node.at(2), names), book: book(node.at(3), names) },
  ],
  TransferMultiple: (node, names) =>
    node.at(0).items.map(item => transfer(item.at(0), item.at(1), node.at(1), names)),
  CalcFee: (node, names) => [{ do: 'calcFee', fees: names.all('fee', node) }],
  PayFee: fees('payFee', 'proRataDue'),
  PayFeeBySeq: fees('payFee', 'inOrder'),
  CalcAndPayFee: fees('calcAndPayFee', 'proRataDue'),
  PayFeeResidual: (node, names) => [
    {
      do: 'payFeeResidual',
      ...limit(node.at(0), names),
      from: [names.key('account', node.at(1))],
      fee: names.key('fee', node.at(2)),
    },
  ],
  LiquidatePool: (node, names) => [liquidate(node, names)],
};

function transfer(bound: Node, from: Node, to: Node, names: Names) {
  return {
    do: 'transfer',
    ...limit(bound, names),
    from: [names.key('account', from)],
    to: names.key('account', to),
  } as const;
}

function liquidate(node: Node, names: Names): Action {
  const price = node.at(0);
  if (price.tag !== 'BalanceFactor') price.fault(`no counterpart for the price ${price.tag}`);
  return {
    do: 'liquidate',
    ...pools(names, node.at(2)),
    to: names.key('account', node.at(1)),
    performingPpm: price.contents.at(0).ppm,
    defaultedPpm: price.contents.at(1).ppm,
  };
}
