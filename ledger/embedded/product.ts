import { readFile } from 'node:fs/promises';
import { TallyContract } from '../../chaincode/contract.ts';
import { openEmbeddedLedger, type CollectionDefinition, type EmbeddedLedger } from './index.ts';

/** The embedded ledger with the product's contract and collections. */
export async function openProductLedger(options: {
  readonly folder: string;
  readonly endorse: 'once' | 'each';
}): Promise<EmbeddedLedger> {
  const definitions = new URL('../../chaincode/collections.json', import.meta.url);
  const collections = JSON.parse(await readFile(definitions, 'utf8')) as CollectionDefinition[];
  const url = new URL('../../chaincode/contract.ts', import.meta.url).href;
  return openEmbeddedLedger({
    ...options,
    contract: TallyContract,
    contractModule: { url, name: 'TallyContract' },
    collections,
  });
}
