import type { MetadataEntry, NamespaceSet } from '../read-write-set.ts';
import type { CollectionBook } from './collections.ts';
import { decodePolicy, type Rule } from './policy.ts';
import type { StateView } from './view.ts';

/** The name under which Fabric keeps a key's own endorsement policy. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

export type Policies = {
  readonly chaincode: Rule;
  readonly collections: CollectionBook;
};

/** A key that a transaction writes, value or metadata; in a collection `key` is its hash. */
export type WrittenKey = { readonly collection: string; readonly key: string };

const parsed = new Map<string, Rule | null>();

/** The written keys in Fabric's order: public writes and metadata, then collections. */
export function writtenKeys(set: NamespaceSet): WrittenKey[] {
  const place = (collection: string) => (write: { readonly key: string }) => ({
    collection,
    key: write.key,
  });
  return [
    ...set.writes.map(place('')),
    ...set.metadataWrites.map(place('')),
    ...set.collections.flatMap(one => [
      ...one.writes.map(place(one.collection)),
      ...one.metadataWrites.map(place(one.collection)),
    ]),
  ];
}

/** Keys whose policy this set changes, named as {@link writtenKeys} does. */
export function keysWithNewPolicy(set: NamespaceSet): WrittenKey[] {
  return writtenKeys({
    ...set,
    writes: [],
    collections: set.collections.map(one => ({ ...one, writes: [] })),
  });
}

/**
 * The rules that endorsements of this set must satisfy, each once: for every written key its own
 * policy, else its collection's, else the chaincode's; the chaincode's when nothing is written.
 * Null stands for a key's policy that cannot be read, which nothing satisfies.
 */
export function rulesFor(set: NamespaceSet, view: StateView, policies: Policies): Set<Rule | null> {
  const rules = new Set<Rule | null>();
  for (const { collection, key } of writtenKeys(set)) {
    const row =
      collection === ''
        ? view.state(set.namespace, key)
        : view.hashed(set.namespace, collection, key);
    const own = keyPolicy(row?.metadata ?? []);
    if (own === undefined) {
      rules.add(policies.collections(collection)?.endorsement ?? policies.chaincode);
    } else rules.add(own);
  }
  if (rules.size === 0) rules.add(policies.chaincode);
  return rules;
}

function keyPolicy(metadata: readonly MetadataEntry[]): Rule | null | undefined {
  const bytes = metadata.find(entry => entry.name === VALIDATION_PARAMETER)?.value;
  if (!bytes || bytes.length === 0) return undefined;
  const name = Buffer.from(bytes).toString('latin1');
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const rule = decodePolicy(bytes);
  if (parsed.size < 1000) parsed.set(name, rule);
  return rule;
}
