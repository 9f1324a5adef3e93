import type { EntityType } from '../../domain/event/index.ts';
import type { Sides } from './attempt.ts';

/** A row as the contract has it. */
export type Found = Record<string, unknown>;

/** What is read of a row must be what the model wants; throws with both. */
export async function same(
  { ledger }: Sides,
  type: EntityType,
  id: string,
  read: (found: Found) => readonly unknown[],
  wanted: readonly unknown[],
): Promise<void> {
  const found = (await ledger.entity(type, id)) as Found | undefined;
  const is = found ? read(found).map(String).join(' ') : 'absent';
  const ought = wanted.map(String).join(' ');
  if (is !== ought) throw new Error(`${type} ${id} is ${is}, in the model ${ought}`);
}
