import type { Member } from '../cast/cast.ts';
import { mapSide, type World } from '../client/world.ts';
import { filesOf } from '../files/tables.ts';
import { bringFiles } from './loading.ts';
import { say } from './say.ts';

/** Every supplier's files go through the upload door. */
export async function loadAll(world: World, suppliers: readonly Member[]): Promise<void> {
  const loads = await mapSide(suppliers, 4, (of, at) => bringFiles(world, of, filesOf(of, at)));
  const sum = (of: (load: (typeof loads)[number]) => number): number =>
    loads.reduce((total, load) => total + of(load), 0);
  say(
    `${sum(load => load.files)} files: ${sum(load => load.received)} records received = ` +
      `${sum(load => load.written)} written + ${sum(load => load.unchanged)} unchanged + ` +
      `${sum(load => load.other)} in conflict or quarantine`,
  );
}
