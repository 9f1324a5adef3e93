import { rm } from 'node:fs/promises';
import type { Layout } from './layout.ts';
import { notedNames, stop } from './processes.ts';

/** Ends what was started here: the contracts first, peers next, orderers last. */
export async function down(layout: Layout): Promise<void> {
  const names = notedNames(layout);
  if (names.includes('keeper')) await stop(layout, 'keeper');
  const isOrderer = (name: string): boolean => name.startsWith('orderer');
  await Promise.all(names.filter(name => !isOrderer(name)).map(name => stop(layout, name)));
  await Promise.all(names.filter(isOrderer).map(name => stop(layout, name)));
}

/** Ends the network and deletes all that it holds, keys and blocks too. */
export async function reset(layout: Layout): Promise<void> {
  await down(layout);
  await rm(layout.folder, { recursive: true, force: true });
}
