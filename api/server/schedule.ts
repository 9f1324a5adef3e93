import type { Database, Sql } from '../database/index.ts';
import type { IngestDoor, IngestPerson, SourceDoor } from '../graphql/index.ts';

/** What runs by the clock for every party's sources and loads. */
export type ScheduleParts = {
  /** As `tally_api`. */
  readonly database: Database;
  readonly sources: Pick<SourceDoor, 'run' | 'compare'>;
  readonly ingest: Pick<IngestDoor, 'answerLoad' | 'eraseByAct'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly say: (line: string) => void;
};

/** How long an unanswered load is tried again. */
const ANSWER_DAYS = 7;

const DUE = `select id from erp.source
  where status = 'active' and every_minutes > 0 and (open_until is null or open_until <= $1)
    and (last_run_at is null or last_run_at <= $1::timestamptz - make_interval(mins => every_minutes))
  order by last_run_at nulls first, id limit 100`;
const COMPARED = `select id from erp.source
  where status = 'active' and every_minutes > 0 and (open_until is null or open_until <= $1)
  order by id limit 100`;
const UNANSWERED = `select id from erp.load
  where answered_at is null and parent is null and state <> 'refused'
    and format in ('x12', 'edifact', 'ubl')
    and finished_at > $1::timestamptz - make_interval(days => ${ANSWER_DAYS})
  order by started_at, id limit 100`;

/** Runs every source that is due; one that fails waits by its own breaker and holds up no other. */
export async function runDueSources(parts: ScheduleParts): Promise<number> {
  return eachRow(parts, DUE, (who, id) => parts.sources.run(who, { id, since: null }));
}

/** Holds every source against what stands here; what differs is told and stands as REC-01. */
export async function compareSources(parts: ScheduleParts): Promise<number> {
  const count = await eachRow(parts, COMPARED, (who, id) => parts.sources.compare(who, id));
  for (const tenant of await tenantsOf(parts.database)) {
    const [row] = await asParty(parts, tenant, sql =>
      sql.query<{ months: number }>(
        'select count(*)::integer as months from erp.reconciliation where not equal',
      ),
    );
    if (row && row.months > 0) {
      parts.say(
        `REC-01: ${row.months} months of a kind differ between sources and party ${tenant}`,
      );
    }
  }
  return count;
}

/** Writes 997, CONTRL and message level responses to loads that have none yet. */
export async function answerLoads(parts: ScheduleParts): Promise<number> {
  return eachRow(parts, UNANSWERED, (who, id) => parts.ingest.answerLoad(who, id));
}

const ERASED = `select s.id from book.erasure e
    join erp.subject s on s.id = e.body->>'subject' and s.state <> 'erased'
  where e.body->>'party' = s.tenant_id::text
    and (s.state = 'live' or s.decided_at <= $1::timestamptz - interval '1 day')
  order by s.id limit 100`;

/**
 * Erases every person for whom the ledger has the word of two persons, in a database that was restored
 * from before the word too; one whom the law still holds is looked at once a day.
 */
export async function eraseSubjects(parts: ScheduleParts): Promise<number> {
  return eachRow(parts, ERASED, (who, id) => parts.ingest.eraseByAct(who, id));
}

async function eachRow(
  parts: ScheduleParts,
  text: string,
  work: (who: IngestPerson, id: string) => Promise<{ readonly ok: boolean }>,
): Promise<number> {
  let done = 0;
  for (const tenant of await tenantsOf(parts.database)) {
    const at = new Date(parts.now()).toISOString();
    const rows = await asParty(parts, tenant, sql => sql.query<{ id: string }>(text, [at]));
    for (const { id } of rows) {
      const outcome = await work({ tenant, by: 'schedule', person: 'schedule' }, id).catch(
        (error: unknown) => {
          parts.say(`schedule: ${id}: ${String(error)}`);
          return { ok: false };
        },
      );
      if (outcome.ok) done += 1;
    }
  }
  return done;
}

/** Members are known by the directory of names, which holds no tenant's rows. */
async function tenantsOf(database: Database): Promise<readonly string[]> {
  const rows = await database.withTenant({ tenant: null, actor: 'schedule' }, sql =>
    sql.query<{ party: string }>('select party from app.party_name order by party'),
  );
  return rows.map(({ party }) => party);
}

function asParty<T>(
  { database }: ScheduleParts,
  tenant: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return database.withTenant({ tenant, actor: 'schedule' }, work);
}
