import { canonical, type Wire } from '../domain/wire/index.ts';
import {
  askedIdentity,
  personIdentity,
  personLookups,
  personsIn,
  withPersons,
} from '../domain/document/index.ts';
import { fail, ok, type Result } from '../domain/result/index.ts';
import type { Decider, HeldRefusal } from './held.ts';
import { insertRows } from './insert.ts';
import type { LoadContext } from './store.ts';

/** A document as it goes into its row, and the persons whom it names. */
export type SealedDocument = {
  readonly body: Wire;
  readonly persons: readonly { readonly id: string; readonly lookups: readonly string[] }[];
};

/** Puts each contact under the key of its person; the row keeps a person's id and sealed text. */
export async function sealPersons(
  { persons: seal, keyed }: Pick<LoadContext, 'persons' | 'keyed'>,
  of: { readonly id: string; readonly version: number; readonly body: Wire },
): Promise<SealedDocument> {
  const named = personsIn(of.body);
  if (named.length === 0) return { body: of.body, persons: [] };
  const sealed = new Map<string, Wire | undefined>();
  const persons = [];
  for (const { path, contact } of named) {
    const identity = personIdentity(contact);
    if (identity === null) continue;
    const id = keyed(`person ${identity}`);
    const place = `${of.id}@${of.version} ${path}`;
    const text = await seal.seal({ person: id, place }, canonical(contact));
    sealed.set(path, { person: id, sealed: text });
    persons.push({ id, lookups: personLookups(contact).map(text => keyed(`person ${text}`)) });
  }
  const body = withPersons(of.body, (path, contact) =>
    sealed.has(path) ? sealed.get(path) : contact,
  );
  return { body, persons };
}

const SUBJECT = { id: 'text', seen_at: 'timestamptz' };
const LOOKUP = { lookup: 'text', subject: 'text' };
const NAMED = { subject: 'text', document: 'text', version: 'integer' };

/** Keeps which documents name which persons, and by what they may be asked for. */
export async function writePersons(
  { sql, tenant }: Pick<LoadContext, 'sql' | 'tenant'>,
  documents: readonly (SealedDocument & { readonly id: string; readonly version: number })[],
  at: string,
): Promise<void> {
  const all = documents.flatMap(({ persons }) => persons);
  const ids = [...new Set(all.map(({ id }) => id))];
  const subjects = ids.map(id => ({ id, seen_at: at }));
  const pairs = new Set(all.flatMap(({ id, lookups }) => lookups.map(l => `${l} ${id}`)));
  const lookups = [...pairs].map(pair => {
    const [lookup = '', subject = ''] = pair.split(' ');
    return { lookup, subject };
  });
  const named = documents.flatMap(({ id: document, version, persons }) =>
    [...new Set(persons.map(({ id }) => id))].map(subject => ({ subject, document, version })),
  );
  const into = { tenant, isOnce: true };
  await insertRows(sql, { ...into, table: 'erp.subject', columns: SUBJECT }, subjects);
  await insertRows(sql, { ...into, table: 'erp.subject_lookup', columns: LOOKUP }, lookups);
  await insertRows(sql, { ...into, table: 'erp.subject_document', columns: NAMED }, named);
}

/** Years that a document is kept by law after its issue: accounting vouchers, else contracts (T-75). */
const YEARS = { accounting: 30, contract: 10 };
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
  /** The last day on which the law still holds a document that names the person. */
  readonly held_until: string | null;
};

const SUBJECTS = `select s.id,
    case when s.state = 'live' and s.asked_by is not null then 'asked' else s.state end as state,
    count(d.id)::integer as documents,
    max(d.issued_on + make_interval(years => case when d.kind = any ($2) then $3::integer else $4::integer end))
      ::date::text as held_until
  from erp.subject s
  left join erp.subject_document n on n.tenant_id = s.tenant_id and n.subject = s.id
  left join erp.document d on d.tenant_id = s.tenant_id and d.id = n.document
    and d.version = n.version`;
const RETENTION = [ACCOUNTING, YEARS.accounting, YEARS.contract] as const;

/** The persons whom a mail address, a phone number or a name may mean. */
export async function findSubjects(
  { sql, keyed }: Pick<LoadContext, 'sql' | 'keyed'>,
  text: string,
): Promise<readonly Subject[]> {
  return sql.query<Subject>(
    `${SUBJECTS} where s.id in (select subject from erp.subject_lookup where lookup = $1)
     group by s.tenant_id, s.id order by s.id`,
    [keyed(`person ${askedIdentity(text)}`), ...RETENTION],
  );
}

/**
 * Asks for the erasure of a person, or, as a second person, decides it. Where the law still holds a
 * document the person is restricted instead: kept, and shown to nobody. Else the key is destroyed in
 * every replica, and nothing that was sealed under it opens again. An erased person stays erased.
 */
export async function eraseSubject(
  context: LoadContext,
  of: { readonly id: string; readonly reason: string },
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const { sql, now } = context;
  const [row] = await sql.query<Asked>(
    'select state, asked_person as "askedPerson" from erp.subject where id = $1 for update',
    [of.id],
  );
  if (!row) return fail({ code: 'NOT_FOUND', facts: { id: of.id } });
  if (row.state === 'erased') return ok(of.id);
  if (of.reason.trim() === '') return fail({ code: 'BAD_INPUT', facts: { field: 'reason' } });
  if (row.askedPerson === null) {
    await sql.query(
      `update erp.subject set asked_by = $2, asked_person = $3, asked_at = $4, reason = $5
       where id = $1`,
      [of.id, who.by, who.person, now(), of.reason],
    );
    return ok(of.id);
  }
  if (row.askedPerson === who.person) {
    return fail({ code: 'APPROVER_CONFLICT', facts: { person: who.person } });
  }
  return decideErasure(context, of.id, who);
}

type Asked = { readonly state: string; readonly askedPerson: string | null };

async function decideErasure(
  { sql, now, persons }: LoadContext,
  id: string,
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const at = now();
  const [found] = await sql.query<Subject>(
    `${SUBJECTS} where s.id = $1 group by s.tenant_id, s.id`,
    [id, ...RETENTION],
  );
  const heldUntil = found?.held_until ?? null;
  const isHeld = heldUntil !== null && heldUntil >= at.slice(0, 10);
  const replicas = isHeld ? 0 : await persons.destroy(id);
  const receipt = { at, documents: found?.documents ?? 0, replicas, heldUntil };
  await sql.query(
    `update erp.subject set state = $2, decided_by = $3, decided_at = $4, receipt = $5,
       asked_by = case when $6 then null else asked_by end,
       asked_person = case when $6 then null else asked_person end
     where id = $1`,
    [id, isHeld ? 'restricted' : 'erased', who.by, at, JSON.stringify(receipt), isHeld],
  );
  if (!isHeld) await sql.query('delete from erp.subject_lookup where subject = $1', [id]);
  return ok(id);
}
