import { granted, tenantTable } from './row-security.ts';

const readWrite = { tally_api: 'select, insert, update' };

/** Schema `app`, its persons: the identity provider's state, step-up challenges, audit. */
export const identity: readonly string[] = [
  'create schema app',
  'grant usage on schema app to tally_api',
  `create table app.oidc (
     model text not null,
     id text not null,
     payload jsonb not null,
     grant_id text,
     user_code text,
     uid text,
     expires_at timestamptz,
     consumed_at timestamptz,
     primary key (model, id)
   )`,
  'create index oidc_grant on app.oidc (grant_id)',
  'create index oidc_uid on app.oidc (uid)',
  ...granted('app.oidc', { tally_api: 'select, insert, update, delete' }),

  `create table app.step_up_challenge (
     tenant_id uuid not null,
     id uuid not null,
     person text not null,
     key_id text not null,
     method text not null check (method in ('token', 'passkey', 'ukey')),
     act_hashes text[] not null check (cardinality(act_hashes) between 1 and 200),
     attempts integer not null default 0 check (attempts between 0 and 5),
     created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     passed_at timestamptz,
     version integer not null default 1,
     primary key (tenant_id, id)
   )`,
  ...tenantTable('app.step_up_challenge', readWrite),

  // Each code counts once (T-59): a second use of the same time step clashes here.
  `create table app.step_up_used (
     tenant_id uuid not null,
     person text not null,
     time_step bigint not null,
     primary key (tenant_id, person, time_step)
   )`,
  ...tenantTable('app.step_up_used', { tally_api: 'select, insert' }),

  `create table app.audit (
     tenant_id uuid not null,
     seq bigint generated always as identity,
     at timestamptz not null default now(),
     actor text not null,
     acting_for text,
     action text not null,
     object text,
     act_id uuid,
     tx_id text,
     outcome text not null,
     code text,
     request_id text,
     primary key (tenant_id, seq)
   )`,
  ...tenantTable('app.audit', { tally_api: 'select, insert' }),
];
