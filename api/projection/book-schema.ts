import { createHash } from 'node:crypto';
import { ENTITY_TYPES, type EntityType } from '../../domain/event/index.ts';
import { withConnection } from '../database/index.ts';
import { currentTenant } from '../migrations/row-security.ts';
import { columnsOf } from './columns.ts';
import { PUBLIC } from './viewers.ts';

/** Schema that readers see, and the one in which a rebuild is made. */
export type BookSchema = 'book' | 'book_next';

/** The table of an entity type: `cashEntry` → `"cash_entry"`, quoted (`user` is a word of SQL). */
export function tableOf(type: EntityType): string {
  return `"${nameOf(type)}"`;
}

function nameOf(type: EntityType): string {
  return type.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

/** Tables beside those of the entities, in the order in which they are compared. */
export const recordTables = ['tx', 'event', 'event_object', 'journal_line', 'viewer'] as const;

/** Every table of the read model that a rebuild must reproduce. */
export function bookTables(): readonly string[] {
  return [...recordTables, ...ENTITY_TYPES.map(tableOf)];
}

/** The statements that make the read model in an empty schema. */
export function bookStatements(schema: BookSchema): readonly string[] {
  return [
    `create schema ${schema}`,
    `grant usage on schema ${schema} to tally_api, tally_projector`,
    ...checkpointTables(schema),
    ...recordTableStatements(schema),
    ...listTableStatements(schema),
    ...ENTITY_TYPES.flatMap(type => entityTable(schema, type)),
  ];
}

/** Names the shape of the read model; another digest means: remake and project again. */
export function bookDigest(): string {
  return createHash('sha256')
    .update(JSON.stringify(bookStatements('book')))
    .digest('hex');
}

/**
 * Makes the schema `book`, or remakes it when its shape changed: it holds nothing that the ledger
 * does not. Runs as the owner.
 * @returns true when the schema was made and is empty
 */
export async function ensureBook(ownerUrl: string): Promise<boolean> {
  return withConnection(ownerUrl, async sql => {
    await sql.query('select pg_advisory_lock(4714)');
    const digest = bookDigest();
    const [known] = await sql.query<{ note: string | null }>(
      "select obj_description(oid, 'pg_namespace') as note from pg_namespace where nspname = 'book'",
    );
    if (known?.note === digest) return false;
    await sql.query('begin');
    await sql.query('drop schema if exists book cascade');
    for (const statement of bookStatements('book')) await sql.query(statement);
    await sql.query(`comment on schema book is '${digest}'`);
    await sql.query('commit');
    return true;
  });
}

function checkpointTables(schema: BookSchema): readonly string[] {
  return [
    `create table ${schema}.checkpoint (
       one boolean primary key default true check (one),
       block bigint not null,
       tx_index integer not null,
       fold_hash text not null,
       envelopes bigint not null,
       changed_at timestamptz not null default now()
     )`,
    `insert into ${schema}.checkpoint (block, tx_index, fold_hash, envelopes)
       values (-1, -1, repeat('0', 64), 0)`,
    `grant select on ${schema}.checkpoint to tally_api`,
    `grant select, update on ${schema}.checkpoint to tally_projector`,
    `create table ${schema}.fold (
       thousand bigint primary key,
       block bigint not null,
       tx_index integer not null,
       fold_hash text not null
     )`,
    `grant select on ${schema}.fold to tally_api`,
    `grant select, insert on ${schema}.fold to tally_projector`,
  ];
}

function recordTableStatements(schema: BookSchema): readonly string[] {
  return [
    `create table ${schema}.viewer (
       tenant_id uuid not null,
       object_id text not null,
       source text not null,
       level text not null,
       primary key (tenant_id, object_id, source)
     )`,
    `create index viewer_source on ${schema}.viewer (source) where source <> ''`,
    ...secured(schema, 'viewer', `tenant_id = ${currentTenant}`),
    `create table ${schema}.tx (
       block bigint not null,
       tx_index integer not null,
       tx_id text not null,
       code integer not null,
       act_id text,
       kind text,
       actor text,
       business_date text,
       object text,
       primary key (block, tx_index)
     )`,
    `create index tx_act on ${schema}.tx (act_id)`,
    `create index tx_id on ${schema}.tx (tx_id)`,
    ...secured(schema, 'tx', visible(schema, 'tx')),
    `create table ${schema}.event (
       block bigint not null,
       tx_index integer not null,
       n integer not null,
       kind text not null,
       act_id text not null,
       actor text not null,
       business_date text not null,
       object text not null,
       body jsonb not null,
       primary key (block, tx_index, n)
     )`,
    `create index event_act on ${schema}.event (act_id)`,
    ...secured(schema, 'event', visible(schema, 'event')),
  ];
}

function listTableStatements(schema: BookSchema): readonly string[] {
  return [
    `create table ${schema}.event_object (
       object_id text not null,
       block bigint not null,
       tx_index integer not null,
       n integer not null,
       object text not null,
       primary key (object_id, block, tx_index, n)
     )`,
    ...secured(schema, 'event_object', visible(schema, 'event_object')),
    `create table ${schema}.journal_line (
       block bigint not null,
       tx_index integer not null,
       n integer not null,
       line integer not null,
       act_id text not null,
       period text not null,
       booked_on text not null,
       book text not null,
       account text not null,
       sub text,
       side text not null check (side in ('debit', 'credit')),
       minor numeric not null,
       currency text not null,
       object text not null,
       primary key (block, tx_index, n, line)
     )`,
    `create index journal_line_sub on ${schema}.journal_line (sub, booked_on)`,
    ...secured(schema, 'journal_line', visible(schema, 'journal_line')),
  ];
}

function entityTable(schema: BookSchema, type: EntityType): readonly string[] {
  const table = tableOf(type);
  const columns = columnsOf(type);
  const generated = columns.map(
    ({ name, sqlType, expression }) =>
      `,\n       ${name} ${sqlType} generated always as (${expression}) stored`,
  );
  return [
    `create table ${schema}.${table} (
       id text primary key,
       body jsonb not null,
       object text not null,
       block bigint not null,
       tx_index integer not null${generated.join('')}
     )`,
    ...columns
      .filter(({ indexed }) => indexed)
      .map(
        ({ name }) => `create index ${nameOf(type)}_${name} on ${schema}.${table} (${name}, id)`,
      ),
    ...secured(schema, table, visible(schema, table)),
  ];
}

/**
 * Readers see a row whose rights key, in its column `object`, a viewer row opens (T-41), or `*` for
 * those who see the whole channel; what is public needs a tenant and no row. The projector alone
 * writes.
 */
function visible(schema: BookSchema, table: string): string {
  return `${currentTenant} is not null and (${table}.object = '${PUBLIC}'
       or exists (select from ${schema}.viewer everything
            where everything.tenant_id = ${currentTenant} and everything.object_id = '*')
       or exists (select from ${schema}.viewer one
            where one.tenant_id = ${currentTenant} and one.object_id = ${table}.object))`;
}

function secured(schema: BookSchema, table: string, sees: string): readonly string[] {
  return [
    `alter table ${schema}.${table} enable row level security`,
    `alter table ${schema}.${table} force row level security`,
    `create policy reader on ${schema}.${table} for select to tally_api using (${sees})`,
    `create policy projector on ${schema}.${table} to tally_projector
       using (true) with check (true)`,
    `grant select on ${schema}.${table} to tally_api`,
    `grant select, insert, update, delete on ${schema}.${table} to tally_projector`,
  ];
}
