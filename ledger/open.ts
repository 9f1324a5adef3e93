import type { Ledger } from './port.ts';

/**
 * Opens the ledger that the configuration names, with the product's contract. The embedded one is
 * loaded only when it is asked for.
 * @throws LedgerError `LEDGER_LOCKED`, `LEDGER_CORRUPT`, `CONFIG`
 */
export async function openLedger(options: {
  readonly kind: 'embedded';
  readonly folder: string;
  /** `each`: every organisation runs the contract in a process of its own (for tests). */
  readonly endorse?: 'once' | 'each';
}): Promise<Ledger> {
  const { openProductLedger } = await import('./embedded/product.ts');
  return openProductLedger({ folder: options.folder, endorse: options.endorse ?? 'once' });
}
