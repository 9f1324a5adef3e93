import { tenantTable } from './row-security.ts';

/** Answers to what came in: 997, CONTRL, message level and invoice responses, each once. */
export const answers: readonly string[] = [
  `create table erp.answer (
     tenant_id uuid not null,
     id uuid not null,
     load uuid,
     document text,
     syntax text not null check (syntax in ('997', 'CONTRL', 'MLR', 'T111')),
     answers text not null,
     control text not null,
     text text not null,
     made_by text not null,
     made_at timestamptz not null,
     primary key (tenant_id, id),
     unique (tenant_id, syntax, answers)
   )`,
  ...tenantTable('erp.answer', { tally_ingest: 'select, insert', tally_api: 'select' }),
  'create index answer_load on erp.answer (tenant_id, load)',
];
