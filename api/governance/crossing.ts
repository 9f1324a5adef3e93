import { createHash } from 'node:crypto';
import { kindsOpened, type DocumentKind, type Sight } from '../../domain/document/index.ts';
import type { Refusal } from '../../domain/errors/index.ts';
import { isLiveConsent, type Consent, type Purpose } from '../../domain/party/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';
import { SIGHTS } from './sights.ts';

/** One party's read of another's files. */
export type Crossing = {
  /** Whose files they are. */
  readonly owner: string;
  /** For whom they are read: the party that the consent names. */
  readonly reader: string;
  readonly purpose: Purpose;
  /** The business day on which the consent must stand. */
  readonly on: string;
  /** Subject of the person, or the service that reads. */
  readonly actor: string;
  /** What is done: `documents.shared`, `credit.score`. */
  readonly action: string;
  /** What exactly was asked; its hash is kept. */
  readonly question: Wire;
  readonly requestId?: string;
};

/** What the consent opens. */
export type Opened = {
  /** Id of the consent on the ledger. */
  readonly consent: string;
  readonly kinds: readonly DocumentKind[];
  readonly sight: Sight;
};

/** What was read, for the owner's log. */
export type Used = { readonly documents: number; readonly fields: readonly string[] };

/**
 * The only way to another tenant's documents: in one transaction of the owner it holds the consent
 * against purpose and day, reads, and writes into the owner's log who read what of whom and why.
 * Without a living consent nothing is read and the attempt is logged: `CONSENT_MISSING`.
 */
export async function readAcross<T>(
  database: Database,
  crossing: Crossing,
  work: (sql: Sql, opened: Opened) => Promise<{ readonly value: T; readonly used: Used }>,
): Promise<Result<T, Refusal>> {
  const { owner, reader, purpose, on, actor } = crossing;
  return database.withTenant({ tenant: owner, actor }, async sql => {
    const id = `${owner}~${reader}~${purpose}`;
    const [row] = await sql.query<{ body: Consent }>(
      'select body from book.consent where id = $1',
      [id],
    );
    if (!isLiveConsent(row?.body, on)) {
      await logUse(sql, crossing, { consent: null, used: NOTHING });
      const facts = { party: owner, data: `to ${reader}`, purpose };
      return fail({ code: 'CONSENT_MISSING', facts });
    }
    const kinds = kindsOpened(row.body.dataClasses);
    const { value, used } = await work(sql, { consent: id, kinds, sight: SIGHTS[purpose] });
    await logUse(sql, crossing, { consent: id, used });
    return ok(value);
  });
}

const NOTHING: Used = { documents: 0, fields: [] };

/** A line in the owner's log; for an id that is no party's there is nobody to read it. */
async function logUse(
  sql: Sql,
  of: Crossing,
  found: { readonly consent: string | null; readonly used: Used },
): Promise<void> {
  const { consent, used } = found;
  const queryHash = createHash('sha256').update(canonical(of.question)).digest('hex');
  await sql.query(
    `insert into app.audit (tenant_id, actor, acting_for, action, outcome, code, request_id, purpose,
       consent, documents, fields_read, query_hash)
     select $1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10::integer, $11::text[], $12
      where exists (select from book.party where id = $1::uuid::text)`,
    [
      of.owner,
      of.actor,
      of.reader,
      of.action,
      consent === null ? 'refused' : 'done',
      consent === null ? 'CONSENT_MISSING' : null,
      of.requestId ?? null,
      of.purpose,
      consent,
      used.documents,
      used.fields,
      queryHash,
    ],
  );
}
