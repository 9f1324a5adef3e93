import { tenantTable } from './row-security.ts';

/** What a source has and what stands here, by kind and month, as of the last comparison. */
export const reconciliation: readonly string[] = [
  `create table erp.reconciliation (
     tenant_id uuid not null,
     source text not null,
     kind text not null,
     month text not null,
     theirs_count integer not null,
     theirs_minor bigint not null,
     ours_count integer not null,
     ours_minor bigint not null,
     equal boolean not null,
     compared_at timestamptz not null,
     primary key (tenant_id, source, kind, month)
   )`,
  ...tenantTable('erp.reconciliation', {
    tally_ingest: 'select, insert, update',
    tally_api: 'select',
  }),
];
