import type { Account, Formula, Label, Rate } from '../../domain/securitisation/index.ts';
import { condition } from './condition.ts';
import { pattern } from './dates.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

/** The name of the file in both languages. */
export function label(name: string): Label {
  return { zh: name, en: name };
}

/** An account, with its target where it is a reserve and its interest where it earns some. */
export function account(name: string, node: Node, names: Names): Account {
  const [type, earns] = [node.get('accType'), node.get('accInterest')];
  return {
    label: label(name),
    kind: type.isAbsent ? 'plan' : 'reserve',
    opening: node.get('accBalance').minor.toString(),
    ...(type.isAbsent ? {} : { target: reserve(type, names) }),
    ...(earns.isAbsent ? {} : { interest: accountInterest(earns) }),
  };
}

/** What a reserve should hold. */
export function reserve(node: Node, names: Names): Formula {
  const { contents } = node;
  switch (node.tag) {
    case 'PctReserve':
      return { product: [formula(contents.at(0), names), formula(contents.at(1), names)] };
    case 'FixReserve':
      return { minor: contents.minor.toString() };
    case 'Either':
      return {
        if: {
          when: condition(contents.at(0), names),
          then: reserve(contents.at(1), names),
          else: reserve(contents.at(2), names),
        },
      };
    case 'Max':
      return { max: contents.items.map(item => reserve(item, names)) };
    case 'Min':
      return { min: contents.items.map(item => reserve(item, names)) };
    default:
      node.fault(`no counterpart for the reserve ${node.tag}`);
      return { minor: '0' };
  }
}

function accountInterest(node: Node): NonNullable<Account['interest']> {
  const { contents } = node;
  if (node.tag === 'BankAccount') {
    return {
      rate: { ppb: Number(contents.at(0).ppb) },
      paid: pattern(contents.at(1)),
      from: contents.at(2).date,
      dayCount: '30E/360',
    };
  }
  if (node.tag !== 'InvestmentAccount') node.fault(`no counterpart for the interest ${node.tag}`);
  const rate: Rate = {
    index: contents.at(0).tag,
    spreadPpb: Number(contents.at(1).ppb),
    resets: pattern(contents.at(3)),
  };
  return { rate, paid: pattern(contents.at(2)), from: contents.at(4).date, dayCount: '30E/360' };
}
