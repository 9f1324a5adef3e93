import { invariant, fail, ok, type Result } from '../domain/result/index.ts';
import { commitRead } from './commit.ts';
import {
  findHeld,
  findWaiting,
  readAgain,
  type Decider,
  type Held,
  type HeldContext,
  type HeldRefusal,
  type Reread,
} from './held.ts';
import type { RecordEnd } from './commit-part.ts';
import type { Decision } from './outcome.ts';
import { correctionsOf, dropHeld } from './quarantine.ts';
import type { LoadReport, Sql } from './store.ts';

/**
 * Takes held records of a load through the same stages again, with their corrections: a load of its
 * own that names the first as parent, so that the counts of both stand and add up. What is held
 * again stays in quarantine under its old id with one attempt more. `APPROVALS_MISSING` while a
 * sensitive correction waits for a second person.
 */
export async function replayHeld(
  context: HeldContext,
  of: { readonly load: string; readonly only: readonly string[] | null },
  who: Decider,
): Promise<Result<LoadReport, HeldRefusal>> {
  const held = await findWaiting(context.sql, of);
  if (held.length === 0) return fail({ code: 'CONFLICT', facts: { id: of.load } });
  return replay(context, { held, decisions: new Map() }, who);
}

/** `keep` what stands, `replace` it by a new version, or let `both` stand as two documents. */
export type Choice = 'keep' | Decision;

/**
 * A person's decision about a record whose key is known with other content (`replace`), or whose
 * number is only similar (`both`). A choice that does not settle it is `CONFLICT`, and nothing is
 * written.
 */
export async function resolveConflict(
  context: HeldContext,
  of: { readonly id: string; readonly choice: Choice; readonly reason: string },
  who: Decider,
): Promise<Result<LoadReport | null, HeldRefusal>> {
  const { id, choice, reason } = of;
  if (reason.trim() === '') return fail({ code: 'BAD_INPUT', facts: { field: 'reason' } });
  const held = await findHeld(context.sql, id);
  if (!held.ok) return held;
  if (!(await isConflict(context.sql, held.value)))
    return fail({ code: 'CONFLICT', facts: { id } });
  if (choice === 'keep') {
    const dropped = await dropHeld(context, of, who);
    return dropped.ok ? ok(null) : dropped;
  }
  const decisions = new Map([[0, choice]]);
  await context.sql.query('savepoint decision');
  const replayed = await replay(context, { held: [held.value], decisions, reason }, who);
  if (!replayed.ok || replayed.value.written > 0) return replayed;
  await context.sql.query('rollback to savepoint decision');
  return fail({ code: 'CONFLICT', facts: { id } });
}

async function isConflict(sql: Sql, { load, seq }: Held): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from erp.record where load = $1 and seq = $2 and outcome = 'conflict'`,
    [load, seq],
  );
  return rows.length === 1;
}

type Replay = {
  readonly held: readonly Held[];
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly reason?: string;
};

async function replay(
  context: HeldContext,
  of: Replay,
  who: Decider,
): Promise<Result<LoadReport, HeldRefusal>> {
  const { held, decisions } = of;
  const missing = await unapproved(context.sql, held);
  if (missing > 0) {
    return fail({ code: 'APPROVALS_MISSING', facts: { have: 1, need: 2, missing: 'approval' } });
  }
  const load = context.newId();
  const corrections = await correctionsOf(context, held);
  const again = await readAgain(context, held, { load, corrections });
  if (!again.ok) return again;
  const { ends, report } = await commitRead(
    { ...context, actor: who.by },
    { ...frameOf(again.value), load, at: context.now() },
    { ...again.value.read, records: pick(again.value, held), findings: [] },
    decisions,
  );
  await writeOutcome(context, { ...of, load, ends }, who);
  return ok(report);
}

async function unapproved(sql: Sql, held: readonly Held[]): Promise<number> {
  const rows = await sql.query(
    `select 1 from erp.quarantine_edit where quarantine = any ($1::uuid[]) and sensitive
       and superseded_at is null and approved_by is null`,
    [held.map(h => h.id)],
  );
  return rows.length;
}

function frameOf({ load, bytes, profile }: Reread) {
  const { id: parent, sha256, name, source } = load;
  return {
    sha256,
    bytes: bytes.length,
    profile,
    parent,
    file: { name, source, policy: 'record' as const },
  };
}

function pick({ read }: Reread, held: readonly Held[]) {
  return held.flatMap(({ seq }) => {
    const record = read.records[seq];
    return record ? [record] : [];
  });
}

/** Every held record ends as replayed, or stays with the reasons of its newest attempt. */
async function writeOutcome(
  context: HeldContext,
  of: Replay & { readonly load: string; readonly ends: readonly RecordEnd[] },
  who: Decider,
): Promise<void> {
  const { held, ends, load } = of;
  invariant(
    'INV-I1',
    held.length === ends.length,
    () => `${held.length} held, ${ends.length} replayed`,
  );
  for (const [at, { id }] of held.entries()) {
    const one = ends[at];
    if (!one) continue;
    const isOut = one.outcome === 'written' || one.outcome === 'unchanged';
    await context.sql.query(
      `update erp.quarantine set attempts = attempts + 1, version = version + 1,
         replayed_in = $2, replayed_seq = $8, rules = $3, state = case when $4 then 'replayed' else state end,
         reason = coalesce($5, reason), decided_by = case when $4 then $6 end,
         decided_at = case when $4 then $7::timestamptz end
       where id = $1`,
      [id, load, one.rules, isOut, of.reason ?? null, who.by, context.now(), at],
    );
  }
}
