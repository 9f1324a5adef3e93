import { accounts } from './accounts.ts';
import { acts } from './acts.ts';

/** One step of the database's history: run once, in order, never edited after a release. */
export type MigrationSteps = { readonly name: string; readonly statements: readonly string[] };

export const migrations: readonly MigrationSteps[] = [
  { name: '2026-11-23-accounts', statements: accounts },
  { name: '2026-11-23-acts', statements: acts },
];
