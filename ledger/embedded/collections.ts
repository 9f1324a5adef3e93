import type { MspId } from '../port.ts';
import { organisationsOf, parsePolicyText, type Rule } from './policy.ts';

/** One entry of Fabric's collection configuration file. */
export type CollectionDefinition = {
  readonly name: string;
  /** Member organisations, in Fabric's policy language. */
  readonly policy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  /** Blocks after which a value goes; 0 keeps it for ever. */
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly endorsementPolicy?: { readonly signaturePolicy: string };
};

export type Collection = {
  readonly name: string;
  readonly members: readonly MspId[];
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** Null: the chaincode's policy decides. */
  readonly endorsement: Rule | null;
};

const IMPLICIT = '_implicit_org_';

/** Finds a collection by name, the implicit one of each organisation included; null if unknown. */
export type CollectionBook = (name: string) => Collection | null;

/** @throws LedgerError `CONFIG` for a policy that cannot be read */
export function createCollectionBook(
  definitions: readonly CollectionDefinition[],
  organisations: readonly MspId[],
): CollectionBook {
  const known = new Map<string, Collection>(
    definitions.map(one => [
      one.name,
      {
        name: one.name,
        members: organisationsOf(parsePolicyText(one.policy)),
        blockToLive: one.blockToLive,
        memberOnlyRead: one.memberOnlyRead,
        memberOnlyWrite: one.memberOnlyWrite,
        endorsement: one.endorsementPolicy
          ? parsePolicyText(one.endorsementPolicy.signaturePolicy)
          : null,
      },
    ]),
  );
  for (const mspId of organisations) {
    known.set(`${IMPLICIT}${mspId}`, {
      name: `${IMPLICIT}${mspId}`,
      members: [mspId],
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
      endorsement: parsePolicyText(`OR('${mspId}.peer')`),
    });
  }
  return name => known.get(name) ?? null;
}
