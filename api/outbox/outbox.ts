import type { Attempt } from '../../ledger/index.ts';
import type { Database, Sql, TenantScope } from '../database/index.ts';
import {
  type AttemptNote,
  type NewOutboxRow,
  type OutboxRow,
  type OutboxSchema,
  type OutboxStatus,
  type Outcome,
  rowOf,
  type Stored,
  textOf,
} from './outbox-row.ts';

/**
 * Stores a signed act for sending, in the transaction of the draft's own change, and makes it due.
 * The same act id with the same bytes is stored once; with other bytes it is refused.
 * @returns false when the id stands for other bytes (`ACT_ID_REUSED`)
 */
export async function saveToOutbox(
  scope: Sql,
  row: NewOutboxRow,
  schema: OutboxSchema = 'app',
): Promise<boolean> {
  const priority = row.priority ?? 5;
  const stored = await scope.query(
    `insert into ${schema}.outbox (tenant_id, act_id, signed, transient, hint, priority, state)
     values ($1, $2, $3, $4, $5, $6, 'saved') on conflict (tenant_id, act_id) do nothing
     returning 1`,
    [row.tenant, row.actId, row.signed, textOf(row.transient), row.hint ?? null, priority],
  );
  if (stored.length === 0) {
    const [known] = await scope.query<{ signed: string }>(
      `select signed from ${schema}.outbox where tenant_id = $1 and act_id = $2`,
      [row.tenant, row.actId],
    );
    return known?.signed === row.signed;
  }
  await scope.query(
    `insert into ${schema}.outbox_due (act_id, tenant_id, priority, due_at) values ($1, $2, $3, now())`,
    [row.actId, row.tenant, priority],
  );
  return true;
}

/** Where an act of the scope's tenant stands; null when it was never stored. */
export async function outboxStatus(
  scope: Sql,
  actId: string,
  schema: OutboxSchema = 'app',
): Promise<OutboxStatus | null> {
  const [row] = await scope.query<Stored>(`select * from ${schema}.outbox where act_id = $1`, [
    actId,
  ]);
  if (!row) return null;
  const at = row.block === null ? null : { block: row.block, index: row.tx_index ?? 0 };
  return { state: row.state, txId: row.tx_id, at, refusal: row.refusal };
}

/** The relay's view of the table: what is due, and what became of it. */
export class Outbox {
  private readonly database: Database;
  private readonly schema: OutboxSchema;

  /** @param database as the role that writes the schema: `tally_api`, `tally_ingest` */
  constructor(database: Database, schema: OutboxSchema = 'app') {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Takes acts that are due, the urgent and the older first, and keeps other relays off them for
   * `leaseMs`: a relay that dies in between leaves them to the next.
   */
  async take(max: number, leaseMs: number): Promise<readonly OutboxRow[]> {
    const due = await this.database.withTenant(relay(null), sql =>
      sql.query<{ act_id: string; tenant_id: string; priority: number; seq: bigint }>(
        `with due as (select act_id from ${this.schema}.outbox_due where due_at <= now()
           order by priority, seq limit $1 for update skip locked)
         update ${this.schema}.outbox_due d set due_at = now() + $2 * interval '1 millisecond'
         from due where d.act_id = due.act_id returning d.act_id, d.tenant_id, d.priority, d.seq`,
        [max, leaseMs],
      ),
    );
    due.sort((a, b) => a.priority - b.priority || (a.seq < b.seq ? -1 : 1));
    const rows = new Map<string, OutboxRow>();
    for (const tenant of new Set(due.map(({ tenant_id }) => tenant_id))) {
      const ids = due.filter(({ tenant_id }) => tenant_id === tenant).map(({ act_id }) => act_id);
      for (const row of await this.readAll(tenant, ids)) rows.set(row.actId, row);
    }
    return due.flatMap(({ act_id: actId }) => rows.get(actId) ?? []);
  }

  /**
   * Makes every act due at once. Only for who knows that no other relay lives: what a killed process
   * had taken would otherwise wait for the end of its lease.
   */
  async release(): Promise<void> {
    await this.database.withTenant(relay(null), sql =>
      sql.query(`update ${this.schema}.outbox_due set due_at = now() where due_at > now()`),
    );
  }

  async read(tenant: string, actId: string): Promise<OutboxRow | null> {
    const [row] = await this.readAll(tenant, [actId]);
    return row ?? null;
  }

  private readAll(tenant: string, actIds: readonly string[]): Promise<OutboxRow[]> {
    return this.database.withTenant(relay(tenant), async sql => {
      const rows = await sql.query<Stored>(
        `select * from ${this.schema}.outbox where act_id = any ($1::uuid[])`,
        [actIds],
      );
      return rows.map(rowOf);
    });
  }

  /** Stores the signed envelope before it is ordered; the act is then `submitted`. */
  async recordAttempt(row: OutboxRow, attempt: Attempt): Promise<void> {
    const note: AttemptNote = {
      txId: attempt.txId,
      at: attempt.endorsedAt,
      organisations: attempt.organisations,
    };
    await this.change(row, sql =>
      sql.query(
        `update ${this.schema}.outbox set state = 'submitted', attempts = attempts || $2::jsonb, envelope = $3,
           tx_id = $4, changed_at = now(), version = version + 1
         where act_id = $1 and state not in ('committed', 'refused') returning 1`,
        [row.actId, JSON.stringify([note]), Buffer.from(attempt.envelope), attempt.txId],
      ),
    );
  }

  /** Writes the outcome, which never changes again, and takes the act off the queue. */
  async settle(row: OutboxRow, outcome: Outcome): Promise<void> {
    const committed = outcome.kind === 'committed' ? outcome : null;
    const refusal = outcome.kind === 'refused' ? outcome.refusal : null;
    await this.change(row, async sql => {
      const changed = await sql.query(
        `update ${this.schema}.outbox set state = $2, tx_id = coalesce($3, tx_id), block = $4, tx_index = $5,
           refusal = $6, transient = null, changed_at = now(), version = version + 1
         where act_id = $1 and state not in ('committed', 'refused') returning 1`,
        [
          row.actId,
          outcome.kind,
          committed?.txId ?? null,
          committed?.at.block ?? null,
          committed?.at.index ?? null,
          refusal === null ? null : JSON.stringify(refusal),
        ],
      );
      if (this.schema === 'app') await settleDraft(sql, row.actId, outcome);
      await sql.query(`delete from ${this.schema}.outbox_due where act_id = $1`, [row.actId]);
      return changed;
    });
  }

  /**
   * Puts the act off: `unknown` while its outcome is asked for, `saved` when nothing was ordered,
   * `waiting` when a person must look (it then leaves the queue).
   */
  async putOff(
    row: OutboxRow,
    to: {
      readonly state: 'saved' | 'unknown' | 'waiting';
      readonly afterMs: number;
      readonly code: string;
    },
  ): Promise<void> {
    await this.change(row, async sql => {
      const changed = await sql.query(
        `update ${this.schema}.outbox set state = $2, changed_at = now(), version = version + 1,
           attempts = case when jsonb_array_length(attempts) = 0 then attempts
             else jsonb_set(attempts, '{-1,code}', to_jsonb($3::text)) end
         where act_id = $1 and state not in ('committed', 'refused') returning 1`,
        [row.actId, to.state, to.code],
      );
      await sql.query(
        to.state === 'waiting'
          ? `delete from ${this.schema}.outbox_due where act_id = $1 and $2::bigint is not null`
          : `update ${this.schema}.outbox_due set due_at = now() + $2::bigint * interval '1 millisecond'
             where act_id = $1`,
        [row.actId, to.afterMs],
      );
      return changed;
    });
  }

  /** Runs a change of one row; 0 rows means that the outcome was written by another relay. */
  private async change(
    row: OutboxRow,
    work: (scope: TenantScope) => Promise<readonly unknown[]>,
  ): Promise<void> {
    const changed = await this.database.withTenant(relay(row.tenant), work);
    if (changed.length !== 1) throw new OutboxConflict(row.actId);
  }
}

/** The row was settled meanwhile, or is not there: whoever holds it must read it again. */
export class OutboxConflict extends Error {
  constructor(actId: string) {
    super(`CONFLICT ${actId}`);
    this.name = 'OutboxConflict';
  }
}

/** The draft that the act came from shows the outcome in the same transaction. */
async function settleDraft(sql: Sql, actId: string, outcome: Outcome): Promise<void> {
  const committed = outcome.kind === 'committed' ? outcome : null;
  await sql.query(
    `update app.act set state = $2, tx_id = $3, block = $4, refusal = $5, changed_at = now(),
       version = version + 1 where id = $1`,
    [
      actId,
      committed ? 'done' : 'refused',
      committed?.txId ?? null,
      committed?.at.block ?? null,
      outcome.kind === 'refused' ? JSON.stringify(outcome.refusal) : null,
    ],
  );
}

function relay(tenant: string | null): { tenant: string | null; actor: string } {
  return { tenant, actor: 'relay' };
}
