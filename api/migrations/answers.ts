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

/** 824 beside 997; an answer is closed when the other side has answered it. */
export const answersClosed: readonly string[] = [
  'alter table erp.answer drop constraint answer_syntax_check',
  `alter table erp.answer add check (syntax in ('997', '824', 'CONTRL', 'MLR', 'T111'))`,
  `alter table erp.answer add column closed_at timestamptz, add column closed_by text,
     add column closed_code text`,
  'grant update (closed_at, closed_by, closed_code) on erp.answer to tally_ingest',
];
