import type { Entities } from '../../domain/event/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { recordOf } from '../../reports/index.ts';
import type { Database } from '../database/index.ts';
import { operatorOf } from '../service/index.ts';
import { type Checkpoint, proofOf } from './proof.ts';

type PublicOptions = {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'blocks' | 'info'>;
  readonly channel: string;
  /** Block that readers have pinned: the proof leads to it. */
  readonly checkpoint: Checkpoint | null;
};

/**
 * What anyone may know of an issued document, by its id or the hash of its file: issuer, kind,
 * number, hashes, state, where the ledger holds it, and the blocks that prove it. Never its figures.
 */
export async function publicFacts(
  options: PublicOptions,
  idOrHash: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const id = idOrHash.replaceAll('-', '');
  const { database, ledger, channel, checkpoint } = options;
  const operator = await operatorOf(database, channel);
  if (operator === null) return null;
  const found = await database.withTenant({ tenant: operator, actor: 'verify' }, async sql => {
    const [row] = await sql.query<{
      body: Entities['document'];
      block: bigint;
      tx_id: string;
      name: string | null;
    }>(
      `select d.body, e.block, t.tx_id, p.name_zh as name
         from book.document d
         join book.event_object o on o.object_id = 'document~' || d.id
         join book.event e on e.block = o.block and e.tx_index = o.tx_index and e.n = o.n
           and e.kind = 'document.anchored'
         join book.tx t on t.block = o.block and t.tx_index = o.tx_index
         left join app.party_name p on p.party::text = d.body->>'issuer'
        where d.id = $1 or d.body->>'fileHash' = $1
        order by e.block limit 1`,
      [id],
    );
    if (!row) return null;
    const { body } = row;
    const replacement = await replacementOf(sql.query, body);
    const record = {
      ...recordOf(body, {
        anchoredAt: `${body.on}T00:00:00.000Z`,
        block: Number(row.block),
        txId: row.tx_id,
        ...(replacement ? { replacement } : {}),
      }),
      ...(row.name === null ? {} : { issuerName: row.name }),
    };
    const told = { record, status: body.state, issuedOn: body.on };
    const blocks = await blocksOf(sql.query, body.documentId);
    return { facts: { ...record, ...told, issuer: row.name ?? body.issuer }, blocks };
  });
  if (!found) return null;
  return { ...found.facts, proof: await proofOf(ledger, channel, { ...found, checkpoint }) };
}

/** Blocks in which something happened to the document, its anchor's first. */
async function blocksOf(query: Query, documentId: string): Promise<readonly bigint[]> {
  const rows = await query<{ block: bigint }>(
    `select distinct block from book.event_object where object_id = 'document~' || $1
      order by block limit 20`,
    [documentId],
  );
  return rows.map(({ block }) => block);
}

type Query = <R>(text: string, values?: readonly unknown[]) => Promise<R[]>;

async function replacementOf(
  query: Query,
  { supersededBy }: Entities['document'],
): Promise<{ number: string; on: string } | null> {
  if (supersededBy === null) return null;
  const [row] = await query<{ body: Entities['document'] }>(
    'select body from book.document where id = $1',
    [supersededBy],
  );
  return row ? { number: row.body.number, on: row.body.on } : null;
}
