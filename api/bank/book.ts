import { documentFromWire } from '../../domain/document/index.ts';
import type { Entities, EntityType } from '../../domain/event/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Sql } from '../database/index.ts';
import type { StoredBody } from '../keyring/index.ts';
import { tableOf } from '../projection/index.ts';
import type { StoredStatement } from './statement.ts';

/** Rows of the read model in the order of their ids. */
export async function bookRows<T extends EntityType>(
  sql: Sql,
  type: T,
  where: string,
  values: readonly unknown[] = [],
): Promise<readonly Entities[T][]> {
  const rows = await sql.query<{ body: Entities[T] }>(
    `select body from book.${tableOf(type)} where ${where} order by id`,
    values,
  );
  return rows.map(({ body }) => body);
}

type StatementRow = {
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly body: Wire;
  readonly suspect: boolean;
  readonly sha256: string;
  readonly released: boolean;
};

/** Statements in the tenant's own files that were not read before, oldest first. */
export async function storedStatements(
  sql: Sql,
  of: {
    readonly tenant: string;
    readonly known: readonly string[];
    /** The payers, their accounts and texts in clear. */
    readonly open: (body: StoredBody) => Promise<Wire>;
  },
): Promise<readonly StoredStatement[]> {
  const rows = await sql.query<StatementRow>(
    `select d.id || '@' || d.version as key, d.id, d.version, d.body, d.suspect, l.sha256, r.released
       from erp.document d join erp.load l on l.tenant_id = d.tenant_id and l.id = d.load,
         lateral (select count(*) >= 2 as released from erp.statement_release s
                   where s.document = d.id and s.version = d.version) r
      where d.kind = 'statement' and d.superseded_at is null
        and not (d.id || '@' || d.version || case when released then ' released' else '' end
          = any($1))
      order by d.issued_on, d.written_at, d.seq`,
    [of.known],
  );
  const found: StoredStatement[] = [];
  for (const { key: document, id, version, body, suspect, sha256: file, released } of rows) {
    const opened = await of.open({ tenant: of.tenant, id, version, body });
    const statement = documentFromWire(opened);
    if (statement.kind === 'statement') {
      found.push({ document, statement, suspect, file, released });
    }
  }
  return found;
}

/** Which of the ids have a row. */
export async function idsIn(
  sql: Sql,
  type: EntityType,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `select id from book.${tableOf(type)} where id = any($1)`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
