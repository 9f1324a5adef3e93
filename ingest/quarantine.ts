import { fail, ok, type Result } from '../domain/result/index.ts';
import { isFatal } from './finding.ts';
import { textAtPlace } from './format/correct-tree.ts';
import {
  findHeld,
  isSensitive,
  readAgain,
  type Decider,
  type Held,
  type HeldContext,
  type HeldRefusal,
} from './held.ts';
import { isField, lexicalsOf, type Correction } from './overlay.ts';
import type { ReadRecord } from './read.ts';
import { recordKey } from './person/index.ts';
import type { PersonSeal } from './store.ts';

/** A value of a held record, as a person corrects it. */
export type Edit = {
  readonly id: string;
  /** A field of the canonical model, or a place of the file as a finding names it. */
  readonly field: string;
  readonly value: string;
  readonly reason: string;
};

type Place = { readonly field: string; readonly place: string; readonly before: string | null };

/**
 * Lays a correction over a value of a held record; the raw object stays as it is. A second
 * correction of the same place takes the first one's stead, which is kept. `BAD_INPUT` where the
 * record has no such field, where nothing changes, or where no reason is given.
 */
export async function editHeld(
  context: HeldContext,
  edit: Edit,
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const { sql } = context;
  if (edit.reason.trim() === '') return wrong('reason');
  const held = await findHeld(sql, edit.id);
  if (!held.ok) return held;
  const place = await findPlace(context, held.value, edit);
  if (!place.ok) return place;
  await sql.query(
    `update erp.quarantine_edit set superseded_at = $3
     where quarantine = $1 and place = $2 and superseded_at is null`,
    [edit.id, place.value.place, context.now()],
  );
  await saveEdit(context, { ...edit, ...place.value }, who);
  await sql.query(
    `update erp.quarantine set state = 'edited', owner = $2, version = version + 1 where id = $1`,
    [edit.id, who.by],
  );
  return ok(edit.id);
}

/**
 * Lays the same correction over all waiting records of the load that are held for the same rules and
 * have the field. Answers how many took it; those on which it would change nothing, or that have no
 * such field, are left as they are (ING-19).
 */
export async function editAlike(
  context: HeldContext,
  edit: Edit,
  who: Decider,
): Promise<Result<number, HeldRefusal>> {
  const first = await editHeld(context, edit, who);
  if (!first.ok) return first;
  const others = await context.sql.query<{ id: string }>(
    `select o.id from erp.quarantine q
       join erp.quarantine o on o.load = q.load and o.rules = q.rules and o.kind = q.kind
     where q.id = $1 and o.id <> q.id and o.state in ('open', 'edited') order by o.seq`,
    [edit.id],
  );
  let count = 1;
  for (const { id } of others) {
    const done = await editHeld(context, { ...edit, id }, who);
    if (done.ok) count += 1;
    else if (done.error.code !== 'BAD_INPUT') return done;
  }
  return ok(count);
}

async function saveEdit(context: HeldContext, edit: Edit & Place, who: Decider): Promise<void> {
  const { sql, tenant, persons } = context;
  const id = context.newId();
  const person = recordKey(context, edit.id);
  const sealed = (column: string, text: string): Promise<string> =>
    persons.seal({ person, place: editPlace(id, column) }, text);
  await sql.query(
    `insert into erp.quarantine_edit (tenant_id, id, quarantine, field, place, before_text,
       after_text, reason, sensitive, edited_by, edited_person, edited_at, sealed_under)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      tenant,
      id,
      edit.id,
      edit.field,
      edit.place,
      edit.before === null ? null : await sealed('before_text', edit.before),
      await sealed('after_text', edit.value),
      edit.reason.trim(),
      isSensitive(edit.field),
      who.by,
      who.person,
      context.now(),
      person,
    ],
  );
}

/** What people write over a held record may name persons: it stands under the record's own key. */
function editPlace(id: string, column: string): string {
  return `erp.quarantine_edit\u001f${column}\u001f${id}`;
}

/** Where a correction goes; the record is read with it once, to see that it means something. */
async function findPlace(
  context: HeldContext,
  held: Held,
  edit: Edit,
): Promise<Result<Place, HeldRefusal>> {
  const at = { load: held.load, corrections: [] };
  const plain = await readAgain(context, [held], at);
  if (!plain.ok) return plain;
  const record = plain.value.read.records[held.seq];
  const place = record && placeOf(record, edit.field);
  if (!place || place.before === edit.value) return wrong('field');
  const corrections = await correctionsOf(context, [held]);
  const next: Correction = {
    record: held.seq,
    place: place.place,
    before: place.before,
    after: edit.value,
    by: context.actor,
    reason: edit.reason,
  };
  const others = corrections.filter(c => c.place !== place.place);
  const load = { load: held.load, corrections: [...others, next] };
  const corrected = await readAgain(context, [held], load);
  if (!corrected.ok) return corrected;
  const now = corrected.value.read.records[held.seq];
  return now && hasTaken(now, next) ? ok(place) : wrong('field');
}

function placeOf(record: ReadRecord, field: string): Place | undefined {
  const { draft, root } = record;
  const standing = standingPlace(record, field);
  if (standing) return standing;
  if (!field.startsWith('/')) {
    return isField(field) ? { field, place: field, before: null } : undefined;
  }
  const isOfTree = root && draft.at.kind === 'xml';
  return isOfTree ? { field, place: field, before: textAtPlace(root, field) ?? null } : undefined;
}

/** A value that the record has, by its field, its canonical path, or its place in the file. */
function standingPlace({ draft, provenance }: ReadRecord, field: string): Place | undefined {
  const lexicals = lexicalsOf(draft);
  const source = provenance.find(p => p.path === field)?.at;
  const path = source && 'from' in source ? source.path : field;
  const found =
    lexicals.find(l => l.field === field) ?? lexicals.find(l => l.lexical.at.path === path);
  if (!found || found.lexical.constant === true) return undefined;
  const { at, raw, text } = found.lexical;
  const isOnlyOne = lexicals.filter(l => l.lexical.at.path === at.path).length === 1;
  return { field: found.field, place: isOnlyOne ? at.path : found.field, before: raw ?? text };
}

/** A correction is taken where a value comes from it, a rule speaks of it, or the tree holds it. */
function hasTaken(record: ReadRecord, { place, after }: Correction): boolean {
  const isRead = record.provenance.some(p => p.at.kind === 'manual' && p.at.path === place);
  const isJudged = record.findings.some(f => isFatal(f) && f.params['value'] === after);
  const isInTree =
    place.startsWith('/') && record.root && textAtPlace(record.root, place) === after.trim();
  return isRead || isJudged || isInTree === true;
}

type EditRow = {
  readonly id: string;
  readonly quarantine: string;
  readonly place: string;
  readonly before_text: string | null;
  readonly after_text: string;
  readonly reason: string;
  readonly edited_by: string;
  readonly sealed_under: string | null;
};

/** The live corrections of held records; those whose key was destroyed are gone. */
export async function correctionsOf(
  { sql, persons }: Pick<HeldContext, 'sql' | 'persons'>,
  held: readonly Held[],
): Promise<Correction[]> {
  const rows = await sql.query<EditRow>(
    `select id, quarantine, place, before_text, after_text, reason, edited_by, sealed_under
     from erp.quarantine_edit
     where quarantine = any ($1::uuid[]) and superseded_at is null order by edited_at, id`,
    [held.map(h => h.id)],
  );
  const seqs = new Map(held.map(h => [h.id, h.seq]));
  const corrections = [];
  for (const row of rows) {
    const { before, after } = await openEdit(persons.open, row);
    if (after === null) continue;
    const { place, reason, edited_by: by } = row;
    corrections.push({ record: seqs.get(row.quarantine) ?? 0, place, before, after, by, reason });
  }
  return corrections;
}

/** The texts of a correction in clear; null where there is none or its key was destroyed. */
export async function openEdit(
  open: PersonSeal['open'],
  row: Pick<EditRow, 'id' | 'before_text' | 'after_text' | 'sealed_under'>,
): Promise<{ readonly before: string | null; readonly after: string | null }> {
  const { id, before_text: before, after_text: after, sealed_under: person } = row;
  if (person === null) return { before, after };
  const at = (column: string) => ({ person, place: editPlace(id, column) });
  return {
    before: before === null ? null : await open(at('before_text'), before),
    after: await open(at('after_text'), after),
  };
}

/** A second person's word for every sensitive correction of a held record. */
export async function approveHeld(
  context: HeldContext,
  id: string,
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const { sql } = context;
  const held = await findHeld(sql, id);
  if (!held.ok) return held;
  const open = await sql.query<{ edited_person: string }>(
    `select edited_person from erp.quarantine_edit where quarantine = $1 and sensitive
       and superseded_at is null and approved_by is null for update`,
    [id],
  );
  if (open.length === 0) return fail({ code: 'CONFLICT', facts: { id } });
  if (open.some(e => e.edited_person === who.person)) {
    return fail({ code: 'APPROVER_CONFLICT', facts: { person: who.by, object: id } });
  }
  await sql.query(
    `update erp.quarantine_edit set approved_by = $2, approved_person = $3, approved_at = $4
     where quarantine = $1 and sensitive and superseded_at is null and approved_by is null`,
    [id, who.by, who.person, context.now()],
  );
  return ok(id);
}

/** Gives a held record up, with a reason; it still counts where it was counted. */
export async function dropHeld(
  context: HeldContext,
  of: { readonly id: string; readonly reason: string },
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  if (of.reason.trim() === '') return wrong('reason');
  const held = await findHeld(context.sql, of.id);
  if (!held.ok) return held;
  await context.sql.query(
    `update erp.quarantine set state = 'dropped', reason = $2, decided_by = $3, decided_at = $4,
       version = version + 1 where id = $1`,
    [of.id, of.reason.trim(), who.by, context.now()],
  );
  return ok(of.id);
}

function wrong(field: string): Result<never, HeldRefusal> {
  return fail({ code: 'BAD_INPUT', facts: { field } });
}
