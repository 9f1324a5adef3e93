import type { LedgerEvent } from '../domain/event/index.ts';
import type { PrivatePlace } from './handler.ts';
import {
  CLASS_VALUE,
  classKey,
  COLLECTION_AUDIT_DISCLOSURES,
  COLLECTION_TRADE_DETAILS,
  entityKey,
  type GatedClass,
} from './state-keys.ts';
import type { Tx } from './tx.ts';

// SignaturePolicyEnvelope messages as constant bytes (L-37), organisations in the order Broker,
// Enterprises, Auditors; each principal is the organisation's PEER role. Parsed back by a test.

/** E1: Enterprises and Broker. */
export const POLICY_ENTERPRISES_AND_BROKER = Buffer.from(
  '120c120a080212020800120208011a0f120d0a0942726f6b65724d535010031a1412120a0e456e746572' +
    '7072697365734d53501003',
  'hex',
);

/** E2: Broker and Auditors. */
export const POLICY_BROKER_AND_AUDITORS = Buffer.from(
  '120c120a080212020800120208011a0f120d0a0942726f6b65724d535010031a11120f0a0b4175646974' +
    '6f72734d53501003',
  'hex',
);

/** E3: all three. */
export const POLICY_ALL = Buffer.from(
  '1210120e08031202080012020801120208021a0f120d0a0942726f6b65724d535010031a1412120a0e45' +
    '6e7465727072697365734d535010031a11120f0a0b41756469746f72734d53501003',
  'hex',
);

/** A confirmed claim and its holdings: Enterprises and (Broker or Auditors). */
export const POLICY_CONFIRMED = Buffer.from(
  '12161214080212020801120c120a080112020800120208021a0f120d0a0942726f6b65724d535010031a' +
    '1412120a0e456e7465727072697365734d535010031a11120f0a0b41756469746f72734d53501003',
  'hex',
);

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

/** Collections whose own endorsement policy is that of a class; held equal by a test. */
export const CLASS_OF_COLLECTION: Readonly<Record<string, GatedClass>> = {
  [COLLECTION_TRADE_DETAILS]: 'E1',
  [COLLECTION_AUDIT_DISCLOSURES]: 'E2',
};

/**
 * Asks for the organisations of the act's class: by a blind write of the class key, or by the
 * collection that the act writes to anyway where that asks for the same ones. Each policy that a
 * transaction meets costs every peer its signatures once more.
 */
export function passClassGate(
  tx: Tx,
  endorsement: 'E0' | GatedClass,
  entries: readonly PrivatePlace[],
): void {
  if (endorsement === 'E0') return;
  if (entries.some(({ collection }) => CLASS_OF_COLLECTION[collection] === endorsement)) return;
  tx.put(classKey(tx.stub, endorsement), CLASS_VALUE);
}

/**
 * Key-level policies that follow from events: a claim that its debtor confirmed, its holdings, and
 * every holding that is made of them later.
 */
export async function policiesAfter(tx: Tx, events: readonly LedgerEvent[]): Promise<void> {
  for (const event of events) {
    const made = await sealedHoldings(tx, event);
    for (const id of made) tx.policy(entityKey(tx.stub, 'holding', id), POLICY_CONFIRMED);
    if (event.kind === 'receivable.confirmed' || event.kind === 'receivable.accepted') {
      tx.policy(entityKey(tx.stub, 'receivable', event.receivable), POLICY_CONFIRMED);
    }
  }
}

async function sealedHoldings(tx: Tx, event: LedgerEvent): Promise<readonly string[]> {
  if (event.kind === 'receivable.confirmed' || event.kind === 'receivable.accepted') {
    return (await tx.entity('receivable', event.receivable))?.holdings ?? [];
  }
  if (event.kind !== 'holding.split' && event.kind !== 'holding.transferred') return [];
  const receivable = await tx.entity('receivable', event.receivable);
  if (receivable?.status !== 'confirmed') return [];
  return event.kind === 'holding.split' ? event.parts.map(({ holding }) => holding) : [event.child];
}
