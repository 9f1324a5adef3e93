import { documentFromWire, partyKey, type CanonicalDocument } from '../domain/document/index.ts';
import { fail, ok, type Result } from '../domain/result/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { answersTo, invoiceResponse, type BuyerWord } from './acknowledge/index.ts';
import {
  findLoadOf,
  rereadFile,
  type Decider,
  type HeldContext,
  type HeldRefusal,
} from './held.ts';
import { isInvoice } from './issuer.ts';
import type { LoadContext } from './store.ts';

/**
 * Writes the technical answers to a load's file: those for each interchange or document, and the same
 * ones when it is asked again. Answers how many there are; none where the format has no answers.
 */
export async function answerLoad(
  context: HeldContext,
  load: string,
  who: Decider,
): Promise<Result<number, HeldRefusal>> {
  const { sql } = context;
  const found = await findLoadOf(sql, load);
  if (!found) return fail({ code: 'NOT_FOUND', facts: { id: load } });
  const known = await sql.query("select 1 from erp.answer where load = $1 and syntax <> 'T111'", [
    load,
  ]);
  if (known.length > 0) return answered(context, load, known.length);
  const again = await rereadFile(context, found, { load, corrections: [] });
  if (!again) return fail({ code: 'CONFLICT', facts: { id: load } });
  let control = await lastControl(context);
  const answers = answersTo(again.bytes, again.read, {
    at: context.now(),
    nextControl: () => (control += 1),
    newId: context.newId,
  });
  let count = 0;
  for (const { syntax, answers: of, control: own, text } of answers) {
    count += await saveAnswer(context, { load, document: null, syntax, of, own, text }, who);
  }
  return answered(context, load, count);
}

/** A load is answered once, also with nothing where its file asks for no answer. */
async function answered(
  { sql, now }: HeldContext,
  load: string,
  count: number,
): Promise<Result<number, HeldRefusal>> {
  await sql.query('update erp.load set answered_at = coalesce(answered_at, $2) where id = $1', [
    load,
    now(),
  ]);
  return ok(count);
}

async function lastControl({ sql }: HeldContext): Promise<number> {
  const [row] = await sql.query<{ last: number }>(
    `select coalesce(max(control::integer), 0) as last from erp.answer
     where syntax in ('997', '824', 'CONTRL')`,
  );
  return row?.last ?? 0;
}

type Saved = {
  readonly load: string | null;
  readonly document: string | null;
  readonly syntax: string;
  readonly of: string;
  readonly own: string;
  readonly text: string;
};

/** A control number that was answered before is not answered again: 0 instead of 1. */
async function saveAnswer(context: HeldContext, saved: Saved, { by }: Decider): Promise<number> {
  const { load, document, syntax, of, own, text } = saved;
  const rows = await context.sql.query(
    `insert into erp.answer
       (tenant_id, id, load, document, syntax, answers, control, text, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing
     returning 1`,
    [context.tenant, context.newId(), load, document, syntax, of, own, text, by, context.now()],
  );
  return rows.length;
}

/**
 * Writes what the buyer says about a loaded invoice as a response of Peppol, once for each code and
 * version. `BAD_INPUT` where an answer that is not final gives no reason and clarification, or where
 * a party has no endpoint.
 */
export async function answerInvoice(
  context: HeldContext,
  of: { readonly document: string } & Omit<BuyerWord, 'id' | 'at'>,
  who: Decider,
): Promise<Result<string, HeldRefusal>> {
  const { document: id, ...word } = of;
  const [row] = await context.sql.query<{ body: Wire; load: string }>(
    'select body, load from erp.document where id = $1 and superseded_at is null',
    [id],
  );
  const invoice = row && documentFromWire(row.body);
  if (!invoice || !isInvoice(invoice) || !('totals' in invoice)) {
    return fail({ code: 'NOT_FOUND', facts: { id } });
  }
  const own = context.newId();
  const written = invoiceResponse(invoice, { ...word, id: own, at: context.now() });
  if (!written.ok)
    return fail({ code: 'BAD_INPUT', facts: { field: written.error.toLowerCase() } });
  const answered = `${id}@${invoice.version} ${word.code}`;
  const saved = { load: row.load, document: id, syntax: 'T111', of: answered, own };
  await saveAnswer(context, { ...saved, text: written.value }, who);
  return ok(id);
}

/**
 * Closes the answers that written acknowledgements answer: an 824 by the 997 of its receiver with its
 * group's number, an invoice response by the message level response that names it. What the other
 * side says first stands.
 */
export async function closeAnswers(
  { sql, now }: Pick<LoadContext, 'sql' | 'now'>,
  documents: readonly CanonicalDocument[],
): Promise<void> {
  for (const document of documents) {
    if (document.kind !== 'acknowledgement' || document.copy) continue;
    const { of, code, issuer, id } = document;
    const rows = await sql.query<{ id: string; answers: string }>(
      `select id, answers from erp.answer where closed_at is null
         and ((syntax = '824' and $2 = 'X12' and ltrim(control, '0') = ltrim($1, '0'))
           or (syntax = 'T111' and $2 <> 'X12' and control = $1)) for update`,
      [of.number, document.syntax],
    );
    const own = rows.filter(
      row => document.syntax !== 'X12' || isFrom(row.answers, partyKey(issuer)),
    );
    await sql.query(
      `update erp.answer set closed_at = $2, closed_by = $3, closed_code = $4
       where id = any ($1::uuid[])`,
      [own.map(row => row.id), now(), id, code],
    );
  }
}

/** The sender of what was answered is the first part of the answer's key. */
function isFrom(answers: string, from: string): boolean {
  const sender = answers.slice(0, answers.lastIndexOf(' '));
  return (
    partyKey({ name: sender, idents: [{ scheme: null, value: sender }], accounts: [] }) === from
  );
}
