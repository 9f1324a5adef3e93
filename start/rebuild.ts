import { join } from 'node:path';
import { openDatabase } from '../api/database/index.ts';
import { rebuildBook } from '../api/projection/index.ts';
import { openLedger, readLedgerChoice } from '../ledger/index.ts';
import type { StartedDatabase } from './database.ts';
import type { Progress } from './process/index.ts';

/**
 * Builds the read model anew from the ledger's folder and puts it in place, naming one row of each
 * table that was otherwise.
 * @returns 0 when the old one was equal, 3 when it was not
 */
export async function rebuildReadModel(
  home: string,
  database: StartedDatabase,
  progress: Progress,
): Promise<number> {
  const choice = readLedgerChoice(process.env, join(home, 'ledger'));
  if (!choice.ok) throw new Error(choice.error);
  const ledger = await progress.step('ledger opened', () => openLedger(choice.value));
  const projector = await openDatabase({
    url: await database.urlOf('tally_projector'),
    connectionsMax: 2,
  });
  try {
    const ownerUrl = await database.urlOf('tally_owner');
    const report = await progress.step('read model built anew', () =>
      rebuildBook({ ledger, ownerUrl, database: projector }),
    );
    progress.say(`${report.envelopes} envelopes, fold hash ${report.foldHash}`);
    for (const { table, row, book, rebuilt } of report.differences) {
      progress.say(`book.${table} ${row ?? ''} was otherwise`);
      progress.say(`  had     ${book ?? 'no such row'}`);
      progress.say(`  rebuilt ${rebuilt ?? 'no such row'}`);
    }
    if (report.differences.length === 0) progress.say('the old read model was equal');
    return report.differences.length === 0 ? 0 : 3;
  } finally {
    await projector.close();
    await ledger.close();
  }
}
