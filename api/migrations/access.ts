import { currentTenant, granted, tenantTable } from './row-security.ts';

/**
 * Schema `app`: who may ask and as whom. Accounts are persons and services with the one party they
 * act for; the names of member parties; acts that wait for a signature of another party.
 */
export const access: readonly string[] = [
  `create table app.account (
     tenant_id uuid not null,
     subject text not null,
     kind text not null check (kind in ('person', 'service')),
     login text not null,
     person text,
     name_zh text not null,
     name_en text not null,
     roles text[] not null,
     active boolean not null default true,
     totp bytea,
     version integer not null default 1,
     primary key (tenant_id, subject),
     unique (tenant_id, login)
   )`,
  ...tenantTable('app.account', { tally_api: 'select, insert, update' }),

  // A directory of the members' registered names and numbers, on the reviewed list: it holds nothing else, and
  // a name is only shown beside a party that the reader's own rows already name.
  `create table app.party_name (
     party uuid primary key,
     name_zh text not null,
     name_en text not null,
     code text unique
   )`,
  ...granted('app.party_name', { tally_api: 'select, insert, update' }),

  `alter table app.act add column parties uuid[] not null default '{}', add column transient jsonb`,
  `create policy cosigner_reads on app.act for select using (${currentTenant} = any (parties))`,
  `create policy cosigner_signs on app.act for update
     using (${currentTenant} = any (parties)) with check (${currentTenant} = any (parties))`,
  'create index act_parties on app.act using gin (parties)',
];

/** A load's owner reads where its evidence stands: the anchor's state and transaction, no bytes. */
export const loadEvidence: readonly string[] = [
  'grant select (tenant_id, act_id, state, tx_id, block) on erp.outbox to tally_api',
];
