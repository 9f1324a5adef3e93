import type { ChaincodeStub } from 'fabric-shim';
import type { EntityType } from '../domain/event/index.ts';

/** Key of the entity `type~id`; the parts of an id are separated by `~` (L-29). */
export function entityKey(stub: ChaincodeStub, type: EntityType, id: string): string {
  return stub.createCompositeKey(type, id.split('~'));
}

/** Key that holds what became of an act id (T-03). */
export function actKey(stub: ChaincodeStub, actId: string): string {
  return stub.createCompositeKey('act', [actId]);
}

/**
 * Key of the last day on which a person signed in a role. It is written blind with every act,
 * so that no act waits for another of the same person, and read by `user.sweep` alone.
 */
export function roleUseKey(
  stub: ChaincodeStub,
  {
    party,
    person,
    role,
  }: { readonly party: string; readonly person: string; readonly role: string },
): string {
  return stub.createCompositeKey('roleUse', [party, person, role]);
}

/** Endorsement classes that ask for more than the contract's own policy. */
export type GatedClass = 'E1' | 'E2' | 'E3';

/** Constant key of an endorsement class (L-35). */
export function classKey(stub: ChaincodeStub, name: GatedClass): string {
  return stub.createCompositeKey('class', [name]);
}

export const CLASS_VALUE = new Uint8Array([1]);
export const COLLECTION_TRADE_DETAILS = 'tradeDetails';
export const COLLECTION_AUDIT_DISCLOSURES = 'auditDisclosures';
export const COLLECTION_REGISTRY_KEY = 'registryKey';
export const EVENT_NAME = 'tally.v1';
