import { granted, tenantTable } from './row-security.ts';

/** Tables of an outbox: signed acts on their way to the ledger, written by one runtime role. */
export function outboxTables(
  schema: 'app' | 'erp',
  role: 'tally_api' | 'tally_ingest',
): readonly string[] {
  return [
    `create table ${schema}.outbox (
     tenant_id uuid not null,
     act_id uuid not null,
     signed text not null,
     transient jsonb,
     hint integer,
     priority smallint not null default 5,
     state text not null check (state in ('saved', 'submitted', 'unknown', 'committed', 'refused',
       'waiting')),
     attempts jsonb not null default '[]',
     envelope bytea,
     tx_id text,
     block bigint,
     tx_index integer,
     refusal jsonb,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     version integer not null default 1,
     primary key (tenant_id, act_id)
   )`,
    ...tenantTable(`${schema}.outbox`, { [role]: 'select, insert, update' }),

    // The relay serves all tenants, so it needs to know which row of which tenant is due, and
    // nothing else: this queue holds ids only, and stands on the reviewed list of tables without
    // row-level security.
    `create table ${schema}.outbox_due (
     act_id uuid primary key,
     tenant_id uuid not null,
     priority smallint not null,
     due_at timestamptz not null,
     seq bigint generated always as identity
   )`,
    `create index outbox_due_order on ${schema}.outbox_due (due_at, priority, seq)`,
    ...granted(`${schema}.outbox_due`, { [role]: 'select, insert, update, delete' }),
  ];
}
