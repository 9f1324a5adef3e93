import { tenantTable } from './row-security.ts';

/**
 * Schema `app`, the bank desk: account numbers of a party, sealed; files of payment orders; entries
 * and statements that wait for a person.
 */
export const bank: readonly string[] = [
  `create table app.bank_detail (
     tenant_id uuid not null,
     account uuid not null,
     sealed bytea not null,
     kept_at timestamptz not null default now(),
     primary key (tenant_id, account)
   )`,
  ...tenantTable('app.bank_detail', { tally_api: 'select, insert' }),

  `create table app.payout_file (
     tenant_id uuid not null,
     sha256 text not null,
     store_name text not null,
     payouts uuid[] not null,
     total_minor bigint not null,
     currency text not null,
     execute_on date not null,
     made_at timestamptz not null default now(),
     primary key (tenant_id, sha256)
   )`,
  ...tenantTable('app.payout_file', { tally_api: 'select, insert' }),

  // One row for each bank entry, statement or payout that no program may decide.
  `create table app.bank_review (
     tenant_id uuid not null,
     object text not null,
     reason text not null,
     candidates text[] not null,
     seen_at timestamptz not null default now(),
     closed_at timestamptz,
     primary key (tenant_id, object)
   )`,
  ...tenantTable('app.bank_review', { tally_api: 'select, insert, update' }),
];

/** The account that a file of payment orders debits. */
export const payoutFileAccount: readonly string[] = [
  'alter table app.payout_file add column account uuid',
];

/** Acts, ready to be signed, that would settle what waits for a person. */
export const bankOffers: readonly string[] = [
  `alter table app.bank_review add column offers jsonb not null default '[]'`,
];
