import type { Ledger, Position } from '../../ledger/index.ts';
import { type Database, withConnection } from '../database/index.ts';
import { bookDigest, bookStatements } from './book-schema.ts';
import { type BookDifference, compareBook, standAtSame } from './compare.ts';
import { startProjector } from './projector.ts';
import { readCheckpoint } from './store.ts';

export type RebuildReport = {
  readonly envelopes: bigint;
  readonly foldHash: string;
  /** What the old read model had otherwise; empty when it equals the rebuild. */
  readonly differences: readonly BookDifference[];
  /** False when the old one stood at another transaction, so that nothing could be compared. */
  readonly compared: boolean;
  readonly swapped: boolean;
};

/**
 * Builds the read model anew from block 0 into `book_next`, up to the transaction at which `book`
 * stands, compares the two, and puts the new one in its place by rename in one transaction; readers never see half. Runs as the owner (schemas) and
 * the projector (rows).
 */
export async function rebuildBook(options: {
  readonly ledger: Pick<Ledger, 'envelopes'>;
  readonly ownerUrl: string;
  readonly database: Database;
  /** Keep the old one and only compare. */
  readonly compareOnly?: boolean;
}): Promise<RebuildReport> {
  const { ownerUrl, database } = options;
  const to = await standOf(database);
  await withConnection(ownerUrl, async sql => {
    await sql.query('begin');
    await sql.query('drop schema if exists book_next cascade');
    for (const statement of bookStatements('book_next')) await sql.query(statement);
    await sql.query(`comment on schema book_next is '${bookDigest()}'`);
    await sql.query('commit');
  });
  const ledger = until(options.ledger, to);
  const projector = startProjector({ ledger, database, schema: 'book_next' });
  if (to) await reached(projector, to);
  await projector.close();
  const compared = await standAtSame(database);
  const differences = compared ? await compareBook(database) : [];
  const swap = options.compareOnly !== true;
  await withConnection(ownerUrl, async sql => {
    await sql.query('begin');
    await sql.query(`drop schema ${swap ? 'book' : 'book_next'} cascade`);
    if (swap) await sql.query('alter schema book_next rename to book');
    await sql.query('commit');
  });
  const { envelopes, foldHash } = projector.checkpoint();
  return { envelopes, foldHash, differences, compared, swapped: swap };
}

async function standOf(database: Database): Promise<Position | null> {
  const { block, index } = await database.withTenant({ tenant: null, actor: 'rebuild' }, sql =>
    readCheckpoint(sql, 'book'),
  );
  return block < 0n ? null : { block, index };
}

async function reached(projector: ReturnType<typeof startProjector>, to: Position): Promise<void> {
  const end = await Promise.race([
    projector.ended,
    projector.waitFor(to, 2 ** 31 - 1).then(() => null),
  ]);
  if (end?.kind === 'stopped') {
    throw new Error(`rebuild stopped: ${end.code} ${JSON.stringify(end.facts)}`);
  }
}

/** The stream up to one transaction, this one included. */
function until(ledger: Pick<Ledger, 'envelopes'>, to: Position | null): Pick<Ledger, 'envelopes'> {
  return {
    async *envelopes(from) {
      if (to === null) return;
      for await (const record of ledger.envelopes(from)) {
        if (record.block > to.block || (record.block === to.block && record.index > to.index)) {
          return;
        }
        yield record;
        if (record.block === to.block && record.index === to.index) return;
      }
    },
  };
}
