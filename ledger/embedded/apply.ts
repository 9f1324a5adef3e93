import type {
  CollectionSet,
  MetadataEntry,
  NamespaceSet,
  ReadWriteSet,
  Version,
} from '../read-write-set.ts';
import type { Row } from './rows.ts';
import type { StateView, Updates } from './view.ts';

/**
 * Adds what a valid transaction changes to `updates`. `current` must see `updates`. A key keeps
 * its metadata over a new value; a deleted key loses it; metadata for an absent key does nothing.
 */
export function applyTransaction(
  set: ReadWriteSet,
  version: Version,
  current: StateView,
  updates: Updates,
): void {
  for (const namespaceSet of set) {
    applyPublic(namespaceSet, version, current, updates);
    for (const collection of namespaceSet.collections) {
      applyHashed(namespaceSet.namespace, collection, version, current, updates);
    }
  }
}

function applyPublic(
  set: NamespaceSet,
  version: Version,
  current: StateView,
  updates: Updates,
): void {
  const metadata = new Map(set.metadataWrites.map(write => [write.key, write.entries]));
  for (const { key, isDelete, value } of set.writes) {
    const old = isDelete ? null : current.state(set.namespace, key);
    updates.setState(
      set.namespace,
      key,
      isDelete ? null : rowOf(version, metadata.get(key), old, value),
    );
    metadata.delete(key);
  }
  for (const [key, entries] of metadata) {
    const old = current.state(set.namespace, key);
    if (old) updates.setState(set.namespace, key, { version, metadata: entries, value: old.value });
  }
}

function applyHashed(
  namespace: string,
  set: CollectionSet,
  version: Version,
  current: StateView,
  updates: Updates,
): void {
  const { collection } = set;
  const metadata = new Map(set.metadataWrites.map(write => [write.key, write.entries]));
  for (const { key, isDelete, value } of set.writes) {
    const old = isDelete ? null : current.hashed(namespace, collection, key);
    updates.setHashed(
      namespace,
      collection,
      key,
      isDelete ? null : rowOf(version, metadata.get(key), old, value),
    );
    metadata.delete(key);
  }
  for (const [key, entries] of metadata) {
    const old = current.hashed(namespace, collection, key);
    if (old) {
      const row = { version, metadata: entries, value: old.value };
      updates.setHashed(namespace, collection, key, row);
    }
  }
}

function rowOf(
  version: Version,
  entries: readonly MetadataEntry[] | undefined,
  old: Row | null,
  value: Uint8Array,
): Row {
  return { version, metadata: entries ?? old?.metadata ?? [], value };
}
