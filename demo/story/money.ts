import type { Member } from '../cast/cast.ts';
import type { World } from '../client/world.ts';
import { say } from './say.ts';

/** Limits, deposit, requests, payouts. */
export async function finance(world: World, suppliers: readonly Member[]): Promise<void> {
  await world.today();
  say(`finance for ${suppliers.length}`);
}

/** The buyer pays on the due day. */
export async function repay(world: World, suppliers: readonly Member[]): Promise<void> {
  await world.today();
  say(`repay for ${suppliers.length}`);
}
