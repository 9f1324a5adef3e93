import { tenantTable } from './row-security.ts';

/** `ingest/` alone writes; the API reads for its resolvers. */
const rights = { tally_ingest: 'select, insert, update', tally_api: 'select' };

/**
 * Corrections of records in quarantine, and releases of statements that do not balance. The raw
 * object is never touched: a correction lies over it, with who, why, what stood before and after. A
 * sensitive one counts once a second person has approved it; a statement is free once two persons
 * have released it.
 */
export const quarantineEdits: readonly string[] = [
  'alter table erp.quarantine add column decided_by text, add column decided_at timestamptz',
  'alter table erp.quarantine add column replayed_in uuid, add column replayed_seq integer',
  'create index quarantine_load on erp.quarantine (tenant_id, load, seq)',
  'create index load_parent on erp.load (tenant_id, parent) where parent is not null',
  `create table erp.quarantine_edit (
     tenant_id uuid not null,
     id uuid not null,
     quarantine uuid not null,
     field text not null,
     place text not null,
     before_text text,
     after_text text not null,
     reason text not null check (reason <> ''),
     sensitive boolean not null,
     edited_by text not null,
     edited_person text not null,
     edited_at timestamptz not null,
     approved_by text,
     approved_person text,
     approved_at timestamptz,
     superseded_at timestamptz,
     check (approved_person is distinct from edited_person),
     primary key (tenant_id, id)
   )`,
  ...tenantTable('erp.quarantine_edit', rights),
  `create unique index quarantine_edit_live on erp.quarantine_edit (tenant_id, quarantine, place)
     where superseded_at is null`,
  `create table erp.statement_release (
     tenant_id uuid not null,
     document text not null,
     version integer not null,
     person text not null,
     released_by text not null,
     reason text not null check (reason <> ''),
     released_at timestamptz not null,
     primary key (tenant_id, document, version, person)
   )`,
  ...tenantTable('erp.statement_release', rights),
];
