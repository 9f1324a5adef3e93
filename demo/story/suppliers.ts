import type { Member } from '../cast/cast.ts';
import { mapSide, type World } from '../client/world.ts';
import { filesOf } from '../files/tables.ts';
import { bringFiles } from './loading.ts';
import { say } from './say.ts';

const SAID_EVERY = 4;

/** Every supplier's files go through the upload door. */
export async function loadAll(world: World, suppliers: readonly Member[]): Promise<void> {
  let ready = 0;
  const loads = await mapSide(suppliers, 4, async (of, at) => {
    const load = await bringFiles(world, of, filesOf(of, at));
    ready += 1;
    if (ready % SAID_EVERY === 0) say(`files of ${ready} of ${suppliers.length} suppliers are in`);
    return load;
  });
  const sum = (of: (load: (typeof loads)[number]) => number): number =>
    loads.reduce((total, load) => total + of(load), 0);
  say(
    `${sum(load => load.files)} files: ${sum(load => load.received)} records received = ` +
      `${sum(load => load.written)} written + ${sum(load => load.unchanged)} unchanged + ` +
      `${sum(load => load.other)} in conflict or quarantine`,
  );
}
