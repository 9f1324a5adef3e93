import { tenantTable } from './row-security.ts';

/**
 * Schema `app`: every score with the inputs that it was computed from, so that it can be replayed
 * (credit.md CR-16): one row for the operator and one for whom it is about. Never changed.
 */
export const credit: readonly string[] = [
  `create table app.credit_score (
     tenant_id uuid not null,
     id uuid not null,
     subject uuid not null,
     role text not null check (role in ('supplier', 'buyer')),
     product text not null,
     as_of date not null,
     outcome text not null check (outcome in ('APPROVED', 'REFERRED', 'REFUSED', 'INSUFFICIENT')),
     grade text not null,
     score_e5 integer not null,
     model_hash text not null,
     policy_hash text not null,
     inputs_hash text not null,
     feature_hash text not null,
     report_hash text not null,
     inputs jsonb not null,
     report jsonb not null,
     qualities jsonb not null,
     scored_at timestamptz not null default now(),
     primary key (tenant_id, id)
   )`,
  'create index credit_score_subject on app.credit_score (tenant_id, subject, role, as_of desc)',
  ...tenantTable('app.credit_score', { tally_api: 'select, insert' }),
];
