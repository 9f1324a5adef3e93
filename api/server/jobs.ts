import type { Database, Sql } from '../database/index.ts';
import { startWorker, type Worker } from '../worker/index.ts';
import {
  answerLoads,
  compareSources,
  eraseSubjects,
  runDueSources,
  type ScheduleParts,
} from './schedule.ts';

/** A law of the books that does not hold, with the numbers. */
export type Violation = { readonly invariant: string; readonly facts: string };

/**
 * The jobs of the API process: laws of the read model, due sources, unanswered loads and erased persons
 * every minute,
 * expired sign-in state every ten minutes, sources against what stands here every night (UTC). A
 * violated law is told and repaired by nobody.
 */
export async function startJobs(options: {
  /** Connection text of `tally_api`. */
  readonly url: string;
  readonly database: Database;
  readonly operator: () => Promise<string | null>;
  readonly schedule: Omit<ScheduleParts, 'database' | 'say'>;
  readonly say: (line: string) => void;
}): Promise<Worker> {
  const { url, database, operator, say } = options;
  const parts = { ...options.schedule, database, say };
  const worker = await startWorker({
    url,
    say,
    handlers: {
      laws: async () => {
        const reader = await operator();
        if (reader === null) return;
        for (const { invariant, facts } of await violations(database, reader)) {
          say(`${invariant} does not hold: ${facts}`);
        }
      },
      sources: async () => {
        await runDueSources(parts);
      },
      compare: async () => {
        await compareSources(parts);
      },
      answers: async () => {
        await answerLoads(parts);
      },
      erasures: async () => {
        await eraseSubjects(parts);
      },
      clean: async () => {
        await database.withTenant({ tenant: null, actor: 'clean' }, sql =>
          sql.query(`delete from app.oidc where expires_at < now() - interval '1 hour'`),
        );
      },
    },
  });
  await worker.schedule('laws', '* * * * *');
  await worker.schedule('clean', '*/10 * * * *');
  await worker.schedule('sources', '* * * * *');
  await worker.schedule('answers', '* * * * *');
  await worker.schedule('erasures', '* * * * *');
  await worker.schedule('compare', '20 1 * * *');
  return worker;
}

/** Every law of the read model that does not hold, as somebody reads it who sees everything. */
export async function violations(
  database: Database,
  reader: string,
): Promise<readonly Violation[]> {
  return database.withTenant({ tenant: reader, actor: 'laws' }, async sql => [
    ...(await unbalancedBooks(sql)),
    ...(await brokenClaims(sql)),
  ]);
}

/** INV-G1: per book and currency, debits are credits. */
async function unbalancedBooks(sql: Sql): Promise<Violation[]> {
  const rows = await sql.query<{ book: string; currency: string; debit: string; credit: string }>(
    `select book, currency, debit::text, credit::text
       from (select book, currency,
               coalesce(sum(minor) filter (where side = 'debit'), 0) as debit,
               coalesce(sum(minor) filter (where side = 'credit'), 0) as credit
             from book.journal_line group by book, currency) sums
      where debit <> credit`,
  );
  return rows.map(({ book, currency, debit, credit }) => ({
    invariant: 'INV-G1',
    facts: `${book} ${currency}: debits ${debit}, credits ${credit}`,
  }));
}

/** INV-G2: the parts of a claim are its face, and none is negative. */
async function brokenClaims(sql: Sql): Promise<Violation[]> {
  const rows = await sql.query<{ id: string; face: string; parts: string }>(
    `select id, face_minor::text as face, sums.parts::text as parts
       from book.receivable,
         lateral (select sum(value::numeric) as parts, min(value::numeric) as least
                  from jsonb_each_text(body->'parts')) sums
      where sums.parts <> face_minor or sums.least < 0 order by id limit 10`,
  );
  return rows.map(({ id, face, parts }) => ({
    invariant: 'INV-G2',
    facts: `receivable ${id}: face ${face}, parts ${parts}`,
  }));
}
