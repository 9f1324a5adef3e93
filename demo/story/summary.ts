import type { World } from '../client/world.ts';

/** What to try next. */
export async function summary(world: World): Promise<readonly string[]> {
  await world.today();
  return [`open ${world.settings.origin}`];
}
