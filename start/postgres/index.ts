export { type Postgres, type PostgresOptions, removeCluster, startPostgres } from './postgres.ts';
export { nextFreePort } from './port.ts';
export { keptSecret } from './secret.ts';
export { endProcess, isAlive } from './stale.ts';
