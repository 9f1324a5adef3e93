import { openDatabase } from '../api/database/index.ts';
import { ensureBook, startProjector } from '../api/projection/index.ts';
import type { EnvelopeRecord } from '../ledger/index.ts';
import { claimRecords } from '../test/fixture/claims.ts';
import { startBenchDatabase } from './database.ts';
import type { Measured } from './run.ts';

const claims = 10_000;
const warmUpClaims = 1_000;

/**
 * How many envelopes a second the projector turns into rows on an embedded PostgreSQL with all its
 * durability on. Reference: plain rows of the same bytes inserted in batches of the same size.
 */
export async function run(): Promise<Measured> {
  const server = await startBenchDatabase();
  try {
    await ensureBook(server.url('tally_owner'));
    const records = [...claimRecords(claims + warmUpClaims)];
    const envelopesPerSecond = await project(server.url('tally_projector'), records);
    const rowsPerSecond = await insertPlain(server.superuserUrl, records);
    return {
      figures: { envelopesPerSecond },
      reference: { plainRowsPerSecond: rowsPerSecond },
      ratio: { envelopesToPlainRows: round(envelopesPerSecond / rowsPerSecond, 4) },
    };
  } finally {
    await server.stop();
  }
}

async function project(url: string, records: readonly EnvelopeRecord[]): Promise<number> {
  const database = await openDatabase({ url, connectionsMax: 2 });
  const warm = records[warmUpClaims * 3 - 1];
  const last = records.at(-1);
  if (!warm || !last) throw new Error('no records');
  const projector = startProjector({
    ledger: {
      async *envelopes() {
        yield* records;
      },
    },
    database,
  });
  await projector.waitFor(warm, 600_000);
  const from = { at: performance.now(), envelopes: projector.checkpoint().envelopes };
  await projector.waitFor(last, 600_000);
  const seconds = (performance.now() - from.at) / 1_000;
  const envelopes = Number(projector.checkpoint().envelopes - from.envelopes);
  await projector.close();
  await database.close();
  process.stderr.write(`${envelopes} envelopes in ${seconds.toFixed(2)} s\n`);
  return round(envelopes / seconds, 0);
}

async function insertPlain(url: string, records: readonly EnvelopeRecord[]): Promise<number> {
  const database = await openDatabase({ url, connectionsMax: 1 });
  const who = { tenant: null, actor: 'bench' };
  await database.withTenant(who, sql =>
    sql.query('create table public.plain (n int primary key, body jsonb)'),
  );
  const from = performance.now();
  for (let at = 0; at < records.length; at += 1_000) {
    const slice = records.slice(at, at + 1_000);
    await database.withTenant(who, sql =>
      sql.query(
        `insert into public.plain select n, body::jsonb from unnest($1::int[], $2::text[]) as r (n, body)`,
        [slice.map((_, n) => at + n), slice.map(({ envelope }) => JSON.stringify(envelope))],
      ),
    );
  }
  const seconds = (performance.now() - from) / 1_000;
  await database.close();
  return round(records.length / seconds, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
