import { invariant } from '../result/index.ts';
import type { Room } from './state.ts';

/** INV-R23: a statement that is alive rests on current documents only. */
export function checkRooms(rooms: readonly Room[]): void {
  for (const { room, documents, confirmations } of rooms) {
    const current = new Set(
      documents.filter(({ supersededBy }) => supersededBy === null).map(({ hash }) => hash),
    );
    for (const { confirmation, docs, status } of confirmations) {
      const holds = status !== 'alive' || docs.every(hash => current.has(hash));
      invariant('INV-R23', holds, () => `${confirmation} in ${room}`);
    }
  }
}
