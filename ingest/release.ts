import { fail, ok, type Result } from '../domain/result/index.ts';
import type { Decider, HeldContext, HeldRefusal } from './held.ts';

/**
 * One person's word that a suspect statement may be matched although it does not balance.
 * With the second person's it is free: its entries are open. Answers how many have released it.
 */
export async function releaseStatement(
  context: Pick<HeldContext, 'sql' | 'tenant' | 'now'>,
  of: { readonly document: string; readonly reason: string },
  who: Decider,
): Promise<Result<number, HeldRefusal>> {
  const { sql, tenant } = context;
  const reason = of.reason.trim();
  if (reason === '') return fail({ code: 'BAD_INPUT', facts: { field: 'reason' } });
  const [row] = await sql.query<{ version: number; suspect: boolean }>(
    `select version, suspect from erp.document
     where id = $1 and superseded_at is null and kind in ('statement', 'intraday', 'notification')
     for update`,
    [of.document],
  );
  if (!row) return fail({ code: 'NOT_FOUND', facts: { id: of.document } });
  if (!row.suspect) return fail({ code: 'CONFLICT', facts: { id: of.document } });
  const at = [of.document, row.version];
  const before = await sql.query<{ person: string }>(
    'select person from erp.statement_release where document = $1 and version = $2',
    at,
  );
  if (before.some(b => b.person === who.person)) {
    return fail({ code: 'APPROVER_CONFLICT', facts: { person: who.by, object: of.document } });
  }
  await sql.query(
    `insert into erp.statement_release
       (tenant_id, document, version, person, released_by, reason, released_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenant, ...at, who.person, who.by, reason, context.now()],
  );
  if (before.length === 0) return ok(1);
  await sql.query('update erp.document set suspect = false where id = $1 and version = $2', at);
  await sql.query(
    `update erp.statement_entry set match_state = 'open'
     where document = $1 and version = $2 and match_state = 'suspect'`,
    at,
  );
  return ok(2);
}
