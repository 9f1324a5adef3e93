import { tenantTable } from './row-security.ts';

const grants = { tally_ingest: 'select, insert, update', tally_api: 'select' };

/** Persons whom documents name: who they are stands under a key outside the database (T-73, T-74). */
export const subjects: readonly string[] = [
  `create table erp.subject (
     tenant_id uuid not null,
     id text not null,
     state text not null default 'live' check (state in ('live', 'restricted', 'erased')),
     seen_at timestamptz not null,
     reason text,
     asked_by text,
     asked_person text,
     asked_at timestamptz,
     decided_by text,
     decided_at timestamptz,
     receipt jsonb,
     primary key (tenant_id, id)
   )`,
  ...tenantTable('erp.subject', grants),
  `create table erp.subject_lookup (
     tenant_id uuid not null,
     lookup text not null,
     subject text not null,
     primary key (tenant_id, lookup, subject)
   )`,
  ...tenantTable('erp.subject_lookup', { ...grants, tally_ingest: 'select, insert, delete' }),
  `create table erp.subject_document (
     tenant_id uuid not null,
     subject text not null,
     document text not null,
     version integer not null,
     primary key (tenant_id, subject, document, version)
   )`,
  ...tenantTable('erp.subject_document', grants),
];
