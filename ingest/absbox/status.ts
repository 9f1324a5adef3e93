import type { Status } from '../../domain/securitisation/index.ts';
import type { Node } from './reader.ts';

const STATUSES: Readonly<Record<string, Status>> = {
  Amortizing: 'amortising',
  Revolving: 'revolving',
  DealAccelerated: 'accelerated',
  DealDefaulted: 'defaulted',
  PreClosing: 'preClosing',
  Called: 'called',
  Ended: 'ended',
};

/** Where a deal stands. */
export function status(node: Node): Status {
  return statusOf(node.tag.split(' ')[0] ?? '', node);
}

export function statusOf(name: string, node: Node): Status {
  const found = STATUSES[name];
  if (!found) node.fault(`no counterpart for the status ${name}`);
  return found ?? 'amortising';
}
