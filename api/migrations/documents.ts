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
