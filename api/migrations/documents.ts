import { tenantTable } from './row-security.ts';

/** Next running number of each series of documents; the row belongs to the issuer. */
export const documents: readonly string[] = [
  `create table app.document_series (
     tenant_id uuid not null,
     kind text not null,
     last integer not null check (last > 0),
     primary key (tenant_id, kind)
   )`,
  ...tenantTable('app.document_series', { tally_api: 'select, insert, update' }),
];

/** The number that each content was given, so that a paper which was cut short keeps its own. */
export const documentRequests: readonly string[] = [
  `create table app.document_request (
     tenant_id uuid not null,
     content text not null,
     kind text not null,
     number text not null,
     primary key (tenant_id, content),
     unique (tenant_id, kind, number)
   )`,
  ...tenantTable('app.document_request', { tally_api: 'select, insert' }),
];
