import { readFile } from 'node:fs/promises';
import type { CollectionDefinition } from './embedded/index.ts';
import type { Ledger } from './port.ts';

/**
 * Opens the ledger that the configuration names, with the product's contract. The embedded one is
 * loaded only when it is asked for.
 * @throws LedgerError `LEDGER_LOCKED`, `LEDGER_CORRUPT`, `CONFIG`
 */
export async function openLedger(options: {
  readonly kind: 'embedded';
  readonly folder: string;
}): Promise<Ledger> {
  const { openEmbeddedLedger } = await import('./embedded/index.ts');
  const { TallyContract } = await import('../chaincode/contract.ts');
  const definitions = new URL('../chaincode/collections.json', import.meta.url);
  const collections: unknown = JSON.parse(await readFile(definitions, 'utf8'));
  return openEmbeddedLedger({
    folder: options.folder,
    contract: TallyContract,
    collections: collections as readonly CollectionDefinition[],
  });
}
