import { granted } from './row-security.ts';

/**
 * What somebody has used of its requests, shared by all API processes. Unlogged: it costs no write
 * to the log, and a server that crashed forgets it.
 */
export const requestPoints: readonly string[] = [
  `create unlogged table app.request_points (
     name text primary key,
     used bigint not null,
     ends_at timestamptz not null
   )`,
  ...granted('app.request_points', { tally_api: 'select, insert, update' }),
];
