import type { Action } from '../../domain/securitisation/index.ts';
import { limit, type Rule } from './action-parts.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

/** Actions on facilities and swaps. */
export const LIQUIDITY: Readonly<Record<string, Rule>> = {
  LiqSupport: (node, names) => [
    {
      do: 'draw',
      ...limit(node.at(0), names),
      facility: names.key('facility', node.at(1)),
      for: drawnFor(node.at(2), node.at(3), names),
    },
  ],
  LiqRepay: (node, names) => [
    {
      do: 'repay',
      ...limit(node.at(0), names),
      items: repaid(node.at(1)),
      from: [names.key('account', node.at(2))],
      facility: names.key('facility', node.at(3)),
    },
  ],
  LiqYield: (node, names) => [
    {
      do: 'payFacilityYield',
      ...limit(node.at(0), names),
      from: [names.key('account', node.at(1))],
      facility: names.key('facility', node.at(2)),
    },
  ],
  LiqAccrue: (node, names) => [{ do: 'accrueFacility', facilities: names.all('facility', node) }],
  SwapAccrue: (node, names) => [{ do: 'accrueSwap', swap: names.key('swap', node) }],
  SwapReceive: (node, names) => [
    {
      do: 'receiveSwap',
      to: names.key('account', node.at(0)),
      swap: names.key('swap', node.at(1)),
    },
  ],
  SwapPay: (node, names) => [
    {
      do: 'paySwap',
      from: [names.key('account', node.at(0))],
      swap: names.key('swap', node.at(1)),
    },
  ],
  SwapSettle: (node, names) => [
    {
      do: 'settleSwap',
      from: [names.key('account', node.at(0))],
      swap: names.key('swap', node.at(1)),
    },
  ],
};

function drawnFor(kind: Node, list: Node, names: Names): Extract<Action, { do: 'draw' }>['for'] {
  if (kind.tag === 'LiqToFee') return { fees: names.all('fee', list) };
  if (kind.tag === 'LiqToBondInt') return { interestOf: names.all('class', list) };
  if (kind.tag !== 'LiqToAcc') kind.fault(`no counterpart for the draw ${kind.tag}`);
  return { account: names.key('account', list.at(0)) };
}

function repaid(node: Node): ('drawn' | 'interest' | 'premium')[] {
  switch (node.tag) {
    case 'LiqBal':
      return ['drawn'];
    case 'LiqInt':
      return ['interest'];
    case 'LiqPremium':
      return ['premium'];
    case 'LiqRepayTypes':
      return node.contents.items.flatMap(repaid);
    default:
      node.fault(`no counterpart for the repayment ${node.tag}`);
      return [];
  }
}
