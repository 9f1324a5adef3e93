import type { LedgerEvent } from '../../domain/event/index.ts';
import type { CheckItem } from '../../domain/financing/index.ts';
import { isList, isObject, type Wire } from '../../domain/wire/index.ts';
import type { Context } from './context.ts';

/** One thing that an item of the checklist names, and whether it opens. */
export type Opened = { readonly name: string; readonly opens: boolean };

type Cleared = Extract<LedgerEvent, { kind: 'financing.cleared' }>;

/**
 * Items of a list about to be cleared that name a file which nobody here can open. The contract
 * sees hashes alone, so the door that relays the act looks for the files behind them.
 */
export async function closedItems(context: Context, events: Wire): Promise<readonly string[]> {
  const rows = isList(events) ? events : [];
  const cleared = rows.find(row => isObject(row) && row['kind'] === 'financing.cleared');
  if (!cleared) return [];
  const { items, financing } = cleared as unknown as Cleared;
  const parties = await partiesOf(context, financing);
  const files = items.flatMap(({ opens }) => opens.filter(isFile));
  const found = await context.services.examiner.opened(files, parties);
  return items
    .filter(({ opens }) => opens.some(name => isFile(name) && !found.has(name)))
    .map(({ item }) => item);
}

/** Everything that the items of one financing name, with whether it opens now. */
export async function openedOf(
  context: Context,
  items: readonly CheckItem[],
  financing: string,
): Promise<ReadonlyMap<string, boolean>> {
  const names = items.flatMap(({ opens }) => opens);
  const parties = await partiesOf(context, financing);
  const found = await context.services.examiner.opened(names, parties);
  return new Map(names.map(name => [name, found.has(name)]));
}

/** Holder and funder: they keep the files. */
async function partiesOf({ reading }: Context, financing: string): Promise<readonly string[]> {
  const body = (await reading.entity('financing', financing))?.body;
  if (!body) return [];
  return 'funder' in body ? [body.holder, body.funder] : [body.holder];
}

function isFile(name: string): boolean {
  return name.startsWith('file:');
}
