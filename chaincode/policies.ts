import type { LedgerEvent } from '../domain/event/index.ts';
import { CLASS_VALUE, classKey } from './state-keys.ts';
import type { Tx } from './tx.ts';

// SignaturePolicyEnvelope messages as constant bytes (L-37), organisations in the order Broker,
// Enterprises, Auditors; each principal is the organisation's PEER role. Parsed back by a test.
export const POLICY_ENTERPRISES_AND_BROKER = Buffer.from('', 'hex');
export const POLICY_BROKER_AND_AUDITORS = Buffer.from('', 'hex');
export const POLICY_ALL = Buffer.from('', 'hex');
export const POLICY_CONFIRMED = Buffer.from('', 'hex');

/** Makes the class keys with their policies, once, at the founding (L-35). */
export function classPolicies(tx: Tx): void {
  const classes = [
    ['E1', POLICY_ENTERPRISES_AND_BROKER],
    ['E2', POLICY_BROKER_AND_AUDITORS],
    ['E3', POLICY_ALL],
  ] as const;
  for (const [name, policy] of classes) {
    const key = classKey(tx.stub, name);
    tx.put(key, CLASS_VALUE);
    tx.policy(key, policy);
  }
}

/** Key-level policies that follow from events: a confirmed claim and its holdings. */
export function policiesAfter(_tx: Tx, _events: readonly LedgerEvent[]): void {
  // Filled with the receivable's own events.
}
