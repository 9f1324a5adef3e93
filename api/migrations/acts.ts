import { outboxTables } from './outbox.ts';
import { tenantTable } from './row-security.ts';

const readWrite = { tally_api: 'select, insert, update' };

/**
 * Schema `app`, what is on its way to the ledger and what is made from it: acts with their
 * signatures, the outbox, answers by act id, documents, uploads.
 */
export const acts: readonly string[] = [
  `create table app.act (
     tenant_id uuid not null,
     id uuid not null,
     kind text not null,
     business_date date not null,
     sha256 text not null,
     bytes text not null,
     signatures jsonb not null default '[]',
     state text not null check (state in ('draft', 'proposed', 'partly', 'ready', 'submitted',
       'done', 'refused', 'expired', 'withdrawn')),
     missing jsonb,
     refusal jsonb,
     tx_id text,
     block bigint,
     created_by text not null,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     expires_at timestamptz,
     version integer not null default 1,
     primary key (tenant_id, id)
   )`,
  ...tenantTable('app.act', readWrite),
  'create index act_state on app.act (tenant_id, state, created_at desc)',

  ...outboxTables('app', 'tally_api'),

  // The first answer to a mutation, given again when the same act id comes back (T-04).
  `create table app.answer (
     tenant_id uuid not null,
     act_id uuid not null,
     actor text not null,
     sha256 text not null,
     answer jsonb,
     created_at timestamptz not null default now(),
     primary key (tenant_id, act_id)
   )`,
  ...tenantTable('app.answer', readWrite),

  `create table app.document (
     tenant_id uuid not null,
     id uuid not null,
     number text not null,
     kind text not null,
     subject_id text not null,
     language text not null,
     sha256 text not null,
     body_sha256 text,
     bytes bigint not null check (bytes >= 0),
     store_name text not null,
     supersedes uuid,
     issued_at timestamptz not null default now(),
     anchored_act uuid,
     as_of_block bigint,
     version integer not null default 1,
     primary key (tenant_id, id),
     unique (tenant_id, number)
   )`,
  ...tenantTable('app.document', readWrite),
  'create index document_subject on app.document (tenant_id, subject_id)',

  `create table app.upload (
     tenant_id uuid not null,
     id uuid not null,
     file_name text not null,
     media_type text not null,
     bytes bigint not null check (bytes >= 0),
     sha256 text not null,
     state text not null check (state in ('received', 'loading', 'loaded', 'quarantined',
       'refused')),
     load_id text,
     counts jsonb,
     findings jsonb,
     uploaded_by text not null,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     version integer not null default 1,
     primary key (tenant_id, id)
   )`,
  ...tenantTable('app.upload', readWrite),
];
