import { granted, tenantTable } from './row-security.ts';

const readWrite = { tally_api: 'select, insert, update' };

/**
 * Schema `app`, its persons: accounts, the identity provider's state, step-up challenges, audit.
 * Personal columns are encrypted by the writer; lookups go by subject or login name.
 */
export const accounts: readonly string[] = [
  'create schema app',
  'grant usage on schema app to tally_api',
  `create table app.account (
     tenant_id uuid not null,
     id uuid not null,
     subject text not null,
     login text not null,
     name text not null,
     person_id text not null,
     roles text[] not null,
     active boolean not null default true,
     password_hash text,
     totp_secret bytea,
     failures integer not null default 0 check (failures >= 0),
     locked_until timestamptz,
     version integer not null default 1,
     primary key (tenant_id, id),
     unique (tenant_id, subject),
     unique (tenant_id, login)
   )`,
  ...tenantTable('app.account', readWrite),
  // Sign-in happens before the tenant is known: one row is found by the name that was typed in,
  // or by the subject of a verified token.
  `create policy self on app.account for select
     using (login = nullif(current_setting('app.login', true), '')
       or subject = nullif(current_setting('app.subject', true), ''))`,
  'create index account_login on app.account (login)',
  'create index account_subject on app.account (subject)',

  `create table app.identity_state (
     model text not null,
     id text not null,
     body jsonb not null,
     grant_id text,
     user_code text,
     uid text,
     expires_at timestamptz,
     consumed_at timestamptz,
     primary key (model, id)
   )`,
  'create index identity_state_grant on app.identity_state (grant_id)',
  'create index identity_state_uid on app.identity_state (uid)',
  ...granted('app.identity_state', { tally_api: 'select, insert, update, delete' }),

  `create table app.step_up_challenge (
     tenant_id uuid not null,
     id uuid not null,
     account_id uuid not null,
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
     account_id uuid not null,
     time_step bigint not null,
     primary key (tenant_id, account_id, time_step)
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
