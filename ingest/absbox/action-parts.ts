import type { Action, Book, Limit, Support } from '../../domain/securitisation/index.ts';
import { condition } from './condition.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

/** How one kind of action is read. */
export type Rule = (contents: Node, names: Names) => Action[];

export function limit(node: Node, names: Names): { limit?: Limit } {
  if (node.isAbsent) return {};
  switch (node.tag) {
    case 'DueCapAmt':
      return { limit: { cap: node.contents.minor.toString() } };
    case 'DuePct':
      return { limit: { dueSharePpm: node.contents.ppm } };
    case 'DS':
      return { limit: { formula: formula(node.contents, names) } };
    default:
      node.fault(`no counterpart for the limit ${node.tag}`);
      return {};
  }
}

export function supports(node: Node, names: Names): { support?: Support[] } {
  return node.isAbsent ? {} : { support: support(node, names) };
}

function support(node: Node, names: Names): Support[] {
  const { contents } = node;
  switch (node.tag) {
    case 'SupportAccount': {
      const account = names.key('account', contents.at(0));
      return [
        contents.at(1).isAbsent ? { account } : { account, book: book(contents.at(1), names) },
      ];
    }
    case 'SupportLiqFacility':
      return [{ facility: names.key('facility', contents) }];
    case 'MultiSupport':
      return contents.items.flatMap(item => support(item, names));
    case 'WithCondition': {
      const when = condition(contents.at(0), names);
      return support(contents.at(1), names).map(one => ({ ...one, when }));
    }
    default:
      node.fault(`no counterpart for the support ${node.tag}`);
      return [];
  }
}

export function book(node: Node, names: Names): Book {
  return { side: side(node.at(0)), ledger: names.key('ledger', node.at(1)) };
}

export function side(node: Node): 'debit' | 'credit' {
  return node.tag === 'Credit' ? 'credit' : 'debit';
}

/** `[limit, account, names, support]`, as most payments are written. */
export function paying(node: Node, names: Names) {
  return {
    from: [names.key('account', node.at(1))] as const,
    ...limit(node.at(0), names),
    ...supports(node.at(3), names),
  };
}
