import { askedIdentities } from '../../domain/document/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import { sha256Hex } from '../commitment.ts';
import type { Decider, HeldRefusal } from '../held.ts';
import type { LoadContext, Sql } from '../store.ts';
import { recordKey } from './seal.ts';

/**
 * Years that a document is kept by law after its issue, accounting vouchers or contracts, and a file
 * from which no document was made after it came (T-75).
 */
const YEARS = { accounting: 30, contract: 10, file: 5 };
const ACCOUNTING = [
  'invoice',
  'creditNote',
  'selfBilled',
  'prepayment',
  'corrected',
  'statement',
  'intraday',
  'notification',
  'openItem',
  'trialBalance',
  'taxTotal',
  'remittance',
  'paymentOrder',
  'voucherFacts',
];

/** A person among a tenant's documents, as somebody may ask for. */
export type Subject = {
  readonly id: string;
  readonly state: 'live' | 'asked' | 'restricted' | 'erased';
  readonly documents: number;
  /** Records in quarantine that name the person. */
  readonly held: number;
  /** The last day on which the law still holds a file that names the person. */
  readonly held_until: string | null;
  /** Hash of what was asked, for the act `subject.erase`; null where nothing is open. */
  readonly request: string | null;
};

/** Held records that name a subject, in their body or in a document that was made from them. */
const HELD_OF = `select h.quarantine as id from erp.subject_held h where h.subject = s.id
  union select q.id from erp.quarantine q join erp.document d on d.load = q.replayed_in
    join erp.subject_document n on n.document = d.id and n.version = d.version
  where n.subject = s.id`;

/** Raw files that name a subject: of its documents and of its held records. */
const FILES_OF = `select l.sha256 from erp.load l where l.id in (
    select d.load from erp.subject_document n
      join erp.document d on d.id = n.document and d.version = n.version where n.subject = s.id
    union select q.load from erp.quarantine q where q.id in (${HELD_OF}))`;

/** A file is kept as long as any document that was made from it. */
const SUBJECTS = `select s.id, s.request,
    case when s.state = 'live' and s.asked_by is not null then 'asked' else s.state end as state,
    (select count(*)::integer from erp.subject_document n where n.subject = s.id) as documents,
    (select count(*)::integer from (${HELD_OF}) h) as held,
    (select max(kept.until)::date::text from (
       select d.issued_on + make_interval(
           years => case when d.kind = any ($2) then $3::integer else $4::integer end) as until
         from erp.document d join erp.load l on l.id = d.load where l.sha256 in (${FILES_OF})
       union all
       select r.stored_at + make_interval(years => $5::integer)
         from erp.raw_object r where r.sha256 in (${FILES_OF})) kept) as held_until
  from erp.subject s`;
const RETENTION = [ACCOUNTING, YEARS.accounting, YEARS.contract, YEARS.file] as const;

/** The persons whom a mail address, a phone number, an account or a name may mean. */
export async function findSubjects(
  { sql, keyed }: Pick<LoadContext, 'sql' | 'keyed'>,
  text: string,
): Promise<readonly Subject[]> {
  return sql.query<Subject>(
    `${SUBJECTS} where s.id in (select subject from erp.subject_lookup where lookup = any ($1))
     order by s.id`,
    [askedIdentities(text).map(identity => keyed(`person ${identity}`)), ...RETENTION],
  );
}

/** The person with this id as it stands now. */
export async function subjectNow(sql: Sql, id: string): Promise<Subject | undefined> {
  const [row] = await sql.query<Subject>(`${SUBJECTS} where s.id = $1`, [id, ...RETENTION]);
  return row;
}

/**
 * Asks for the erasure of a person. Where the law still holds a file that names the person, a second
 * person's word restricts it: kept, and shown to nobody. Else two persons sign `subject.erase` on the
 * ledger with the request that stands here, and {@link eraseByAct} does it.
 */
export async function eraseSubject(
  context: LoadContext,
  of: { readonly id: string; readonly reason: string },
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const { sql, now } = context;
  const row = await lockSubject(sql, of.id);
  if (!row) return fail({ code: 'NOT_FOUND', facts: { id: of.id } });
  if (row.state === 'erased') return ok(of.id);
  if (of.reason.trim() === '') return fail({ code: 'BAD_INPUT', facts: { field: 'reason' } });
  if (row.askedPerson === null) {
    const at = now();
    const request = { subject: of.id, reason: of.reason, by: who.by, at };
    await sql.query(
      `update erp.subject set asked_by = $2, asked_person = $3, asked_at = $4, reason = $5,
         request = $6 where id = $1`,
      [of.id, who.by, who.person, at, of.reason, sha256Hex(canonical(request))],
    );
    return ok(of.id);
  }
  if (row.askedPerson === who.person) {
    return fail({ code: 'APPROVER_CONFLICT', facts: { person: who.person } });
  }
  const found = await subjectNow(sql, of.id);
  if (found && isHeld(found, now())) return restrict(context, found, who.by);
  const facts = { have: 1, need: 2, missing: 'act subject.erase' };
  return fail({ code: 'APPROVALS_MISSING', facts });
}

type Asked = { readonly state: string; readonly askedPerson: string | null };

async function lockSubject(sql: Sql, id: string): Promise<Asked | undefined> {
  const [row] = await sql.query<Asked>(
    'select state, asked_person as "askedPerson" from erp.subject where id = $1 for update',
    [id],
  );
  return row;
}

/**
 * Does what two persons signed on the ledger: destroys the person's keys in every replica and the raw
 * files. Nothing that was sealed under them opens again; rows, their hashes and counts stay as they
 * were. While the law holds a file the person is restricted, and erased once it does not. An erased
 * person stays erased, with the same receipt.
 */
export async function eraseByAct(
  context: LoadContext,
  id: string,
): Promise<Result<string, HeldRefusal>> {
  const { sql, now } = context;
  const row = await lockSubject(sql, id);
  const found = row && (await subjectNow(sql, id));
  if (!found) return fail({ code: 'NOT_FOUND', facts: { id } });
  if (found.state === 'erased') return ok(id);
  const at = now();
  if (isHeld(found, at)) {
    return found.state === 'restricted' ? ok(id) : restrict(context, found, 'subject.erase');
  }
  const gone = await destroyAll(context, id, at);
  const { documents, held, held_until: heldUntil } = found;
  await sql.query(
    `update erp.subject set state = 'erased', decided_by = 'subject.erase', decided_at = $2,
       receipt = $3 where id = $1`,
    [id, at, JSON.stringify({ at, documents, held, ...gone, heldUntil })],
  );
  await sql.query('delete from erp.subject_lookup where subject = $1', [id]);
  return ok(id);
}

function isHeld({ held_until: until }: Subject, at: string): boolean {
  return until !== null && until >= at.slice(0, 10);
}

/** The person is kept, and shown to nobody; it may be asked for again after the term. */
async function restrict(
  { sql, now }: LoadContext,
  { id, documents, held, held_until: heldUntil }: Subject,
  by: string,
): Promise<Result<string, HeldRefusal>> {
  const at = now();
  const receipt = { at, documents, held, replicas: 0, files: 0, heldUntil };
  await sql.query(
    `update erp.subject set state = 'restricted', decided_by = $2, decided_at = $3, receipt = $4,
       asked_by = null, asked_person = null, request = null where id = $1`,
    [id, by, at, JSON.stringify(receipt)],
  );
  return ok(id);
}

/** Destroys the person's key, those of held records that name it, and the raw files of both. */
async function destroyAll(
  context: LoadContext,
  id: string,
  at: string,
): Promise<{ readonly replicas: number; readonly files: number }> {
  const { sql, persons, objects } = context;
  const records = await sql.query<{ id: string }>(
    `select h.id from erp.subject s, lateral (${HELD_OF}) h where s.id = $1`,
    [id],
  );
  const files = await sql.query<{ store_name: string }>(
    `update erp.raw_object r set erased_at = $2 from erp.subject s
     where s.id = $1 and r.erased_at is null and r.sha256 in (${FILES_OF}) returning r.store_name`,
    [id, at],
  );
  for (const { store_name: name } of files) await objects.remove(name);
  for (const { id: record } of records) await persons.destroy(recordKey(context, record));
  return { replicas: await persons.destroy(id), files: files.length };
}
