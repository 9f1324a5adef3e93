import { tenantTable } from './row-security.ts';

/** OpenLineage events of loads and matches, in the order in which they were written (ING-34). */
export const lineage: readonly string[] = [
  `create table erp.lineage (
     tenant_id uuid not null,
     seq bigint generated always as identity,
     run uuid not null,
     event_type text not null check (event_type in ('START', 'COMPLETE', 'FAIL')),
     job text not null,
     event_time timestamptz not null,
     load uuid not null,
     event jsonb not null,
     primary key (tenant_id, seq),
     unique (tenant_id, run, event_type)
   )`,
  ...tenantTable('erp.lineage', { tally_ingest: 'select, insert', tally_api: 'select' }),
  'create index lineage_load on erp.lineage (tenant_id, load)',
];
