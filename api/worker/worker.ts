import { PgBoss } from 'pg-boss';
import type { Sql } from '../database/index.ts';

/** What a job carries: ids and the tenant for whom it works, never a tenant's data. */
export type JobData = {
  readonly tenant: string;
  readonly [name: string]: string | number | boolean | null;
};

export type JobHandlers = Readonly<Record<string, (data: JobData) => Promise<void>>>;

export type Worker = {
  /**
   * Queues a job. With a scope it joins the scope's transaction: the job exists exactly when that
   * commits. `once` makes a second job of the same key wait behind, or vanish into, the first.
   */
  send(queue: string, data: JobData, options?: { scope?: Sql; once?: string }): Promise<void>;
  /** Runs a queue by the clock, five cron fields in UTC; may be repeated. */
  schedule(queue: string, cron: string): Promise<void>;
  /** Lets running jobs end, at most 10 s, then stops. */
  close(): Promise<void>;
};

/**
 * Runs the jobs of these queues, tried again up to five times with growing pauses when a handler
 * throws.
 * @param url connection text of `tally_api`
 */
export async function startWorker(options: {
  readonly url: string;
  readonly handlers: JobHandlers;
  readonly say?: (line: string) => void;
}): Promise<Worker> {
  const boss = new PgBoss({
    connectionString: options.url,
    schema: 'jobs',
    migrate: false,
    createSchema: false,
    max: 4,
  });
  boss.on('error', error => options.say?.(`jobs: ${error.message}`));
  await boss.start();
  for (const [queue, handle] of Object.entries(options.handlers)) {
    await boss.createQueue(queue, { retryLimit: 5, retryDelay: 1, retryBackoff: true });
    await boss.work<JobData>(queue, { pollingIntervalSeconds: 0.5 }, async jobs => {
      for (const job of jobs) await handle(job.data);
    });
  }
  return {
    async send(queue, data, { scope, once } = {}) {
      await boss.send(queue, data, {
        ...(once === undefined ? {} : { singletonKey: once }),
        ...(scope ? { db: { executeSql: within(scope) } } : {}),
      });
    },
    schedule: (queue, cron) => boss.schedule(queue, cron, { tenant: '' }),
    close: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

function within(scope: Sql) {
  return async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => ({
    rows: await scope.query(text, values),
  });
}
