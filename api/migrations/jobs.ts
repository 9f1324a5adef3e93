import { getConstructionPlans } from 'pg-boss';

/**
 * Schema `jobs`: pg-boss's own tables, made by the owner, because the API role may make none. Rows
 * carry ids and no tenant's data.
 */
export const jobs: readonly string[] = [
  withoutTransaction(getConstructionPlans('jobs')),
  'grant usage on schema jobs to tally_api',
  'grant select, insert, update, delete on all tables in schema jobs to tally_api',
  'revoke execute on all functions in schema jobs from public',
  'grant execute on all functions in schema jobs to tally_api',
];

/** The migrator has a transaction of its own. */
function withoutTransaction(plan: string): string {
  return plan.replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, '');
}
