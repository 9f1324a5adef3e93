import type { EntityRef, EntityType } from '../../domain/event/index.ts';
import type { Sql } from '../database/index.ts';
import { type BookSchema, tableOf } from './book-schema.ts';
import {
  type Checkpoint,
  entityKey,
  type EntityRow,
  type FoldedBatch,
  ProjectorStopped,
} from './fold.ts';

/** Where the read model stands; `block` −1 before the first transaction. */
export async function readCheckpoint(sql: Sql, schema: BookSchema): Promise<Checkpoint> {
  const [row] = await sql.query<{
    block: bigint;
    tx_index: number;
    fold_hash: string;
    envelopes: bigint;
  }>(`select block, tx_index, fold_hash, envelopes from ${schema}.checkpoint`);
  if (!row) throw new Error(`${schema}.checkpoint has no row`);
  const { block, tx_index: index, fold_hash: foldHash, envelopes } = row;
  return { block, index, foldHash, envelopes };
}

/**
 * Takes the checkpoint for this transaction, so that a second projector waits here and then learns
 * that it was superseded before it writes a row.
 * @throws ProjectorStopped `SUPERSEDED`
 */
export async function lockCheckpoint(
  sql: Sql,
  schema: BookSchema,
  expected: Checkpoint,
): Promise<void> {
  const [row] = await sql.query<{ fold_hash: string }>(
    `select fold_hash from ${schema}.checkpoint for update`,
  );
  if (row?.fold_hash !== expected.foldHash) {
    throw new ProjectorStopped('SUPERSEDED', { expected: `${expected.block}/${expected.index}` });
  }
}

/** Adds the states of these entities to the cache; absent ones as `undefined`. */
export async function loadStates(
  sql: Sql,
  schema: BookSchema,
  refs: readonly EntityRef[],
  states: Map<string, unknown>,
): Promise<void> {
  for (const [type, ids] of byType(refs, ({ id }) => id)) {
    const rows = await sql.query<{ id: string; body: unknown }>(
      `select id, body from ${schema}.${tableOf(type)} where id = any ($1::text[])`,
      [ids],
    );
    for (const id of ids) states.set(entityKey({ type, id }), undefined);
    for (const { id, body } of rows) states.set(entityKey({ type, id }), body);
  }
}

/** Writes all rows of a batch, each table with one statement. */
export async function writeRows(sql: Sql, schema: BookSchema, batch: FoldedBatch): Promise<void> {
  await writeTxs(sql, schema, batch);
  await writeEvents(sql, schema, batch);
  await writeJournal(sql, schema, batch);
  for (const fold of batch.folds) {
    await sql.query(
      `insert into ${schema}.fold (thousand, block, tx_index, fold_hash) values ($1, $2, $3, $4)`,
      [fold.block / 1_000n, fold.block, fold.index, fold.foldHash],
    );
  }
  for (const [type, rows] of byType(batch.entities, row => row)) {
    await writeEntities(sql, schema, type, rows);
  }
  await writeViewers(sql, schema, batch);
}

/**
 * Moves the checkpoint, naming the value it expects (T-19).
 * @throws ProjectorStopped `SUPERSEDED` when another projector moved it
 */
export async function moveCheckpoint(
  sql: Sql,
  schema: BookSchema,
  move: { readonly from: Checkpoint; readonly to: Checkpoint },
): Promise<void> {
  const { from, to } = move;
  const moved = await sql.query(
    `update ${schema}.checkpoint
       set block = $1, tx_index = $2, fold_hash = $3, envelopes = $4, changed_at = now()
       where block = $5 and tx_index = $6 and fold_hash = $7 returning 1`,
    [to.block, to.index, to.foldHash, to.envelopes, from.block, from.index, from.foldHash],
  );
  if (moved.length !== 1) {
    throw new ProjectorStopped('SUPERSEDED', { expected: `${from.block}/${from.index}` });
  }
  await sql.query("select pg_notify('book', $1)", [String(to.block)]);
}

async function writeViewers(
  sql: Sql,
  schema: BookSchema,
  { viewers, replaced }: FoldedBatch,
): Promise<void> {
  if (replaced.length > 0) {
    await sql.query(
      `delete from ${schema}.viewer where source <> '' and source = any ($1::text[])`,
      [replaced],
    );
  }
  if (viewers.length === 0) return;
  await sql.query(
    `insert into ${schema}.viewer (tenant_id, object_id, source, level)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
     on conflict (tenant_id, object_id, source) do nothing`,
    [
      viewers.map(({ tenant }) => tenant),
      viewers.map(({ object }) => object),
      viewers.map(({ source }) => source),
      viewers.map(({ level }) => level),
    ],
  );
}

async function writeTxs(sql: Sql, schema: BookSchema, { txs }: FoldedBatch): Promise<void> {
  await sql.query(
    `insert into ${schema}.tx
       (block, tx_index, tx_id, code, act_id, kind, actor, business_date, object)
     select * from unnest($1::bigint[], $2::int[], $3::text[], $4::int[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[])`,
    [
      txs.map(({ block }) => block),
      txs.map(({ index }) => index),
      txs.map(({ txId }) => txId),
      txs.map(({ code }) => code),
      txs.map(({ envelope }) => envelope?.actId ?? null),
      txs.map(({ envelope }) => envelope?.kind ?? null),
      txs.map(({ envelope }) => envelope?.actor ?? null),
      txs.map(({ envelope }) => envelope?.businessDate ?? null),
      txs.map(({ object }) => object),
    ],
  );
}

async function writeEvents(sql: Sql, schema: BookSchema, { events }: FoldedBatch): Promise<void> {
  if (events.length === 0) return;
  await sql.query(
    `insert into ${schema}.event
       (block, tx_index, n, kind, act_id, actor, business_date, object, body)
     select block, tx_index, n, kind, act_id, actor, business_date, object, body::jsonb
     from unnest($1::bigint[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[])
       as row (block, tx_index, n, kind, act_id, actor, business_date, object, body)`,
    [
      events.map(({ block }) => block),
      events.map(({ index }) => index),
      events.map(({ n }) => n),
      events.map(({ kind }) => kind),
      events.map(({ actId }) => actId),
      events.map(({ actor }) => actor),
      events.map(({ businessDate }) => businessDate),
      events.map(({ object }) => object),
      events.map(({ body }) => body),
    ],
  );
  const links = events.flatMap(event => event.objects.map(object => ({ object, event })));
  await sql.query(
    `insert into ${schema}.event_object (object_id, block, tx_index, n, object)
     select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[], $5::text[])`,
    [
      links.map(({ object }) => object),
      links.map(({ event }) => event.block),
      links.map(({ event }) => event.index),
      links.map(({ event }) => event.n),
      links.map(({ event }) => event.object),
    ],
  );
}

async function writeJournal(sql: Sql, schema: BookSchema, { journal }: FoldedBatch): Promise<void> {
  if (journal.length === 0) return;
  await sql.query(
    `insert into ${schema}.journal_line (block, tx_index, n, line, act_id, period, booked_on, book,
       account, sub, side, minor, currency, object)
     select * from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::numeric[], $13::text[],
       $14::text[])`,
    [
      journal.map(({ block }) => block),
      journal.map(({ index }) => index),
      journal.map(({ n }) => n),
      journal.map(({ line }) => line),
      journal.map(({ act }) => act),
      journal.map(({ period }) => period),
      journal.map(({ bookedOn }) => bookedOn),
      journal.map(({ book }) => book),
      journal.map(({ account }) => account),
      journal.map(({ sub }) => sub),
      journal.map(({ side }) => side),
      journal.map(({ minor }) => minor),
      journal.map(({ currency }) => currency),
      journal.map(({ object }) => object),
    ],
  );
}

async function writeEntities(
  sql: Sql,
  schema: BookSchema,
  type: EntityType,
  rows: readonly EntityRow[],
): Promise<void> {
  const kept = rows.filter(({ state }) => state !== undefined);
  const ended = rows.filter(({ state }) => state === undefined).map(({ id }) => id);
  const table = `${schema}.${tableOf(type)}`;
  await sql.query(
    `insert into ${table} (id, body, object, block, tx_index)
     select id, body::jsonb, object, block, tx_index
     from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[])
       as row (id, body, object, block, tx_index)
     on conflict (id) do update set body = excluded.body, object = excluded.object,
       block = excluded.block, tx_index = excluded.tx_index`,
    [
      kept.map(({ id }) => id),
      kept.map(({ state }) => JSON.stringify(state)),
      kept.map(({ object }) => object),
      kept.map(({ at }) => at.block),
      kept.map(({ at }) => at.index),
    ],
  );
  if (ended.length > 0)
    await sql.query(`delete from ${table} where id = any ($1::text[])`, [ended]);
}

function byType<T extends EntityRef, R>(
  items: readonly T[],
  pick: (item: T) => R,
): ReadonlyMap<EntityType, R[]> {
  const groups = new Map<EntityType, R[]>();
  for (const item of items) {
    const group = groups.get(item.type);
    if (group) group.push(pick(item));
    else groups.set(item.type, [pick(item)]);
  }
  return groups;
}
