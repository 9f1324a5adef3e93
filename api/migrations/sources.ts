import { tenantTable } from './row-security.ts';

/** `ingest/` alone writes; the API reads for its resolvers. */
const rights = { tally_ingest: 'select, insert, update', tally_api: 'select' };

function table(name: string, columns: string): readonly string[] {
  return [
    `create table erp.${name} (tenant_id uuid not null, ${columns})`,
    ...tenantTable(`erp.${name}`, rights),
  ];
}

/**
 * Sources that are asked by themselves: what lets us in (sealed in the object store), how fast, the
 * breaker; how far each stream is; what its records look like and where they departed from it.
 */
export const sources: readonly string[] = [
  `alter table erp.source
     add column preset text not null default 'push',
     add column settings jsonb not null default '{}',
     add column credential_object text,
     add column per_minute integer not null default 60 check (per_minute > 0),
     add column failures integer not null default 0,
     add column open_until timestamptz,
     add column last_run_at timestamptz,
     add column last_fault jsonb`,
  ...table(
    'stream_state',
    `source text not null,
     stream text not null,
     cursor text,
     run_since text,
     next text,
     newest text,
     state text not null check (state in ('idle', 'running', 'frozen')),
     records bigint not null,
     written bigint not null,
     updated_at timestamptz not null,
     primary key (tenant_id, source, stream)`,
  ),
  ...table(
    'contract',
    `source text not null,
     stream text not null,
     version integer not null,
     fields jsonb not null,
     mandatory text[] not null,
     accepted_by text not null,
     accepted_at timestamptz not null,
     primary key (tenant_id, source, stream, version)`,
  ),
  ...table(
    'drift',
    `id uuid not null,
     source text not null,
     stream text not null,
     change text not null check (change in ('new', 'type', 'missing')),
     field text not null,
     was text,
     found text,
     state text not null check (state in ('noted', 'open', 'accepted')),
     seen_at timestamptz not null,
     decided_by text,
     decided_at timestamptz,
     primary key (tenant_id, id)`,
  ),
  `create unique index drift_open on erp.drift (tenant_id, source, stream, change, field)
     where state = 'open'`,
];
