import { join } from 'node:path';
import type { ChildPlan } from './process/index.ts';

/** The story's programs: outside clients with keys of their own. */
export type DemoPlans = {
  /** Writes the accounts of the cast, then ends. */
  readonly accounts: ChildPlan;
  /** Plays the story, then ends: 0 when every step held. */
  readonly story: ChildPlan;
  /** Answer for funder, operations, bank and buyer for as long as we serve. */
  readonly robots: readonly ChildPlan[];
};

export function demoPlans(root: string, env: Readonly<Record<string, string>>): DemoPlans {
  const file = join(root, 'demo', 'main.ts');
  const told = {
    TALLY_ORIGIN: env['TALLY_ORIGIN'] ?? '',
    TALLY_HOME: env['TALLY_HOME'] ?? '',
    TALLY_ACCOUNTS_FILE: env['TALLY_ACCOUNTS_FILE'] ?? '',
    TALLY_SERVICE_KEYS: env['TALLY_SERVICE_KEYS'] ?? '',
  };
  const plan = (word: string, restart: ChildPlan['restart']): ChildPlan => ({
    name: word,
    file,
    words: [word],
    env: told,
    restart,
    youngMiB: 8,
  });
  return {
    accounts: plan('accounts', 'never'),
    story: plan('story', 'never'),
    robots: [plan('buyer', 'always'), plan('robots', 'always')],
  };
}
