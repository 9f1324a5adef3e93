import { tenantTable } from './row-security.ts';

/** Answers of outside sources that acts name by their hash: the file lies in the object store. */
export const evidence: readonly string[] = [
  `create table app.evidence (
     tenant_id uuid not null,
     sha256 text not null,
     kind text not null,
     bytes bigint not null check (bytes >= 0),
     store_name text not null,
     kept_at timestamptz not null default now(),
     primary key (tenant_id, sha256)
   )`,
  ...tenantTable('app.evidence', { tally_api: 'select, insert, update' }),
];
