import type { Member } from '../cast/cast.ts';
import type { World } from '../client/world.ts';
import { say } from './say.ts';

/** Issues the papers of the story. */
export async function issuePapers(world: World, suppliers: readonly Member[]): Promise<void> {
  await world.today();
  say(`papers for ${suppliers.length}`);
}
