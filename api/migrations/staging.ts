import { granted } from './row-security.ts';

/** How many columns of text a staged row has. */
const COLUMNS = Array.from({ length: 24 }, (_, at) => `c${at + 1} text`).join(', ');

/**
 * Where COPY puts rows on their way into tables with row-level security, which COPY refuses. Every
 * row is deleted by the transaction that brought it, so nobody else ever sees one.
 */
export const staging: readonly string[] = [
  `create unlogged table erp.staging (batch uuid not null, ${COLUMNS})`,
  'create index staging_batch on erp.staging (batch)',
  ...granted('erp.staging', { tally_ingest: 'select, insert, delete' }),
];
