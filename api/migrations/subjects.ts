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

/**
 * Held records name persons as documents do; their corrections stand under a key of the record. What
 * a statement says of payers stands sealed in its body alone, and a raw file can be erased.
 */
export const subjectFiles: readonly string[] = [
  `create table erp.subject_held (
     tenant_id uuid not null,
     subject text not null,
     quarantine uuid not null,
     primary key (tenant_id, subject, quarantine)
   )`,
  ...tenantTable('erp.subject_held', grants),
  'create index subject_held_record on erp.subject_held (tenant_id, quarantine)',
  'alter table erp.quarantine_edit add column sealed_under text',
  'alter table erp.raw_object add column erased_at timestamptz',
  'grant update (erased_at) on erp.raw_object to tally_ingest',
  `alter table erp.statement_entry drop column account, drop column debtor_name,
     drop column debtor_account, drop column remittance`,
];

/** What was asked, by its hash: two persons sign it on the ledger. */
export const subjectRequests: readonly string[] = [
  'alter table erp.subject add column request text',
];
