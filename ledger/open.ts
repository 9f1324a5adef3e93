import { fail, ok, type Result } from '../domain/result/index.ts';
import { systemClock } from './clock.ts';
import type { Ledger } from './port.ts';

/** Which ledger, and what it needs to be found. */
export type LedgerChoice =
  | {
      readonly kind: 'embedded';
      readonly folder: string;
      /** `each`: every organisation runs the contract in a process of its own (for tests). */
      readonly endorse?: 'once' | 'each';
    }
  | { readonly kind: 'gateway' | 'legacy'; readonly profileFile: string };

/**
 * Reads `TALLY_LEDGER` and `TALLY_LEDGER_PROFILE`, or says what is wrong with them. `folder` is
 * where an embedded ledger lies.
 */
export function readLedgerChoice(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Result<LedgerChoice, string> {
  const kind = environment['TALLY_LEDGER'] ?? 'embedded';
  const profileFile = environment['TALLY_LEDGER_PROFILE'];
  if (kind === 'embedded') return ok({ kind, folder });
  if (kind !== 'gateway' && kind !== 'legacy') {
    return fail(`TALLY_LEDGER is ${kind}: embedded, gateway or legacy.`);
  }
  if (!profileFile) {
    return fail(
      `TALLY_LEDGER_PROFILE is missing: the connection profile of TALLY_LEDGER=${kind}, such as ` +
        'profiles/broker.json of `npm run network -- up`.',
    );
  }
  return ok({ kind, profileFile });
}

/**
 * Opens the ledger that the configuration names, with the product's contract. Each engine is
 * loaded only when it is asked for.
 * @throws LedgerError `LEDGER_LOCKED`, `LEDGER_CORRUPT`, `CONFIG`
 */
export async function openLedger(choice: LedgerChoice): Promise<Ledger> {
  switch (choice.kind) {
    case 'embedded': {
      const { openProductLedger } = await import('./embedded/product.ts');
      return openProductLedger({ folder: choice.folder, endorse: choice.endorse ?? 'once' });
    }
    case 'gateway': {
      const { openGatewayLedger } = await import('./gateway/index.ts');
      const { profileFile } = choice;
      return openGatewayLedger({ profileFile, clock: systemClock, random: Math.random });
    }
    case 'legacy': {
      const { openLegacyLedger } = await import('./legacy/index.ts');
      const { profileFile } = choice;
      return openLegacyLedger({ profileFile, clock: systemClock, random: Math.random });
    }
  }
}
