/** One store of this browser's IndexedDB; it is made when it is first asked. */
export type BrowserStore = <T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
) => Promise<T>;

/** Databases are one store each, so that none needs another's version. */
export function browserStore(database: string, name: string): BrowserStore {
  return <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(database, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(name);
      opening.onerror = () => reject(opening.error ?? new Error('INDEXED_DB'));
      opening.onsuccess = () => {
        const transaction = opening.result.transaction(name, mode);
        const asked = work(transaction.objectStore(name));
        transaction.oncomplete = () => {
          opening.result.close();
          resolve(asked.result as T);
        };
        transaction.onabort = () => reject(transaction.error ?? new Error('INDEXED_DB'));
      };
    });
}
