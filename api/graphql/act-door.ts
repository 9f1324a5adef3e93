import { createHash } from 'node:crypto';
import {
  ACT_KINDS,
  actBytes,
  readSignedAct,
  type Act,
  type ActKind,
  type Signature,
} from '../../domain/act/index.ts';
import { canonical, isObject, parseWire, type Fault, type Wire } from '../../domain/wire/index.ts';
import { closedItems } from './checklist.ts';
import { keepAct, readActs, saveSignatures, writeAudit, type ActRow } from './act-store.ts';
import type { Context } from './context.ts';
import type { FreeRefusal } from './services.ts';

/** An act that is kept, and for whom: a co-signer's answer names another tenant's act. */
export type Kept = { readonly id: string; readonly tenant: string };

/** What became of an act; the GraphQL union of PT-904 is drawn from it. */
export type ActAnswer =
  | ({ readonly kind: 'done'; readonly txId: string; readonly block: bigint } & Kept)
  | {
      readonly kind: 'preview';
      readonly act: Act;
      readonly bytes: string;
      readonly actHash: string;
      readonly events: Wire;
      readonly missing: readonly string[];
      readonly binding: boolean;
    }
  | ({ readonly kind: 'partly'; readonly missing: readonly string[] } & Kept)
  | ({ readonly kind: 'sent' } & Kept)
  | { readonly kind: 'refused'; readonly id: string | null; readonly refusal: FreeRefusal }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }
  | { readonly kind: 'stepUp'; readonly actHash: string; readonly refusal: FreeRefusal };

export type ActInput = {
  readonly kind: ActKind;
  readonly actId: string;
  readonly businessDate: string;
  readonly body: Wire;
  readonly signatures: readonly unknown[];
  readonly transient: Wire | null;
  readonly dryRun: boolean;
  readonly hint: number;
};

type Ready = {
  readonly act: Act;
  readonly tenant: string;
  readonly bytes: string;
  readonly actHash: string;
  readonly signatures: readonly Signature[];
  readonly transient: Readonly<Record<string, string>> | null;
  readonly hint: number;
};

const SETTLE_MS = 5_000;
const TRANSIENT_NAMES_MAX = 10;

/**
 * The one door of all act mutations: rebuilds the canonical bytes from what came in, merges
 * signatures given earlier on the same bytes, asks the contract, and sends what is complete.
 * The same id with the same bytes gives the same answer for ever.
 */
export async function takeAct(context: Context, input: ActInput): Promise<ActAnswer> {
  const { kind, actId, businessDate, body } = input;
  const actor = context.caller.party;
  const act = { id: actId, kind, actor, businessDate, body };
  const transient = transientOf(input.transient);
  const read = readSignedAct({ act, signatures: input.signatures } as Wire);
  if (!read.ok) return { kind: 'invalid', faults: read.error.map(withoutFrame) };
  if (transient === 'malformed') {
    return { kind: 'invalid', faults: [{ path: 'transient', fault: 'must be an object by name' }] };
  }
  const ready = readyOf(read.value.act, read.value.signatures, {
    tenant: actor,
    transient,
    hint: input.hint,
  });
  return input.dryRun ? preview(context, ready) : take(context, ready);
}

/** Adds signatures to an act that waits; also for a co-signer of another party. */
export async function signAct(
  context: Context,
  actId: string,
  signatures: readonly unknown[],
): Promise<ActAnswer> {
  const [row] = await inTenant(context, context.caller.party, sql =>
    readActs(sql.query, 'a.id = $1', [actId]),
  );
  if (!row) return notFound(actId);
  if (row.state === 'withdrawn') return withdrawn(row);
  const parsed = parseWire(row.bytes);
  const act = parsed.ok ? parsed.value : null;
  const read = readSignedAct({ act, signatures } as Wire);
  if (!read.ok) return { kind: 'invalid', faults: read.error.map(withoutFrame) };
  const extra = { tenant: row.tenant, transient: row.transient, hint: 0 };
  return take(context, readyOf(read.value.act, read.value.signatures, extra));
}

/** Takes back an own act that was never sent. */
export async function withdrawAct(context: Context, actId: string): Promise<ActAnswer> {
  const tenant = context.caller.party;
  const rows = await inTenant(context, tenant, sql =>
    sql.query(
      `update app.act set state = 'withdrawn', changed_at = now(), version = version + 1
        where tenant_id = $1 and id = $2 and state in ('proposed', 'partly') returning 1`,
      [tenant, actId],
    ),
  );
  if (rows.length === 0) return notFound(actId);
  await context.reading.renew();
  return { kind: 'partly', id: actId, tenant, missing: [] };
}

/** What the contract would say now, and the bytes to sign; nothing is stored. */
async function preview(context: Context, ready: Ready): Promise<ActAnswer> {
  const { act, bytes, actHash } = ready;
  const asked = await askContract(context, ready);
  const shown = { kind: 'preview', act, bytes, actHash } as const;
  if (asked.ok) return { ...shown, events: asked.events, missing: [], binding: true };
  if (asked.refusal.code === 'APPROVALS_MISSING') {
    return { ...shown, events: [], missing: missingOf(asked.refusal), binding: false };
  }
  return answerOf(ready, asked.refusal);
}

async function take(context: Context, given: Ready): Promise<ActAnswer> {
  const { tenant, act } = given;
  const held = await hold(context, given);
  if ('answer' in held) return held.answer;
  const { row } = held;
  const ready = {
    ...given,
    signatures: merged(row.signatures, given.signatures),
    transient: given.transient ?? row.transient,
  };
  if (row.state === 'withdrawn') return withdrawn(row);
  if (row.state === 'proposed' || row.state === 'partly') {
    const stopped = await tryComplete(context, ready);
    if (stopped) return stopped;
  }
  const outcome = await context.services.outbox.settle(tenant, act.id, SETTLE_MS);
  await context.reading.renew();
  if (!outcome) return { kind: 'sent', id: act.id, tenant };
  if (outcome.kind === 'refused') return answerOf(ready, outcome.refusal);
  return { kind: 'done', id: act.id, tenant, txId: outcome.txId, block: outcome.block };
}

/** Keeps the act under its id, or answers when the id stands for other bytes. */
async function hold(
  context: Context,
  ready: Ready,
): Promise<{ readonly row: ActRow } | { readonly answer: ActAnswer }> {
  const { act, tenant, actHash, bytes } = ready;
  return inTenant(context, tenant, async sql => {
    const kept = await keepAct(sql, {
      tenant,
      id: act.id,
      kind: act.kind,
      businessDate: act.businessDate,
      sha256: actHash,
      bytes,
      by: context.caller.subject,
    });
    if (kept === null) return { answer: notFound(act.id) };
    if (kept !== actHash) {
      const refusal = { code: 'ACT_ID_REUSED', facts: { id: act.id } };
      return { answer: { kind: 'refused', id: null, refusal } };
    }
    const [row] = await readActs(sql.query, 'a.tenant_id = $1 and a.id = $2', [tenant, act.id]);
    return row ? { row } : { answer: notFound(act.id) };
  });
}

/** Asks the contract; stores the act for sending when it would pass, else says what stops it. */
async function tryComplete(context: Context, ready: Ready): Promise<ActAnswer | null> {
  const { act, tenant, signatures } = ready;
  const asked = await askContract(context, ready);
  const isDone = !asked.ok && asked.refusal.code === 'ACT_DONE';
  if (!asked.ok && !isDone) {
    await storePartly(context, ready, asked.refusal);
    return answerOf(ready, asked.refusal);
  }
  await inTenant(context, tenant, async sql => {
    const own = { tenant, id: act.id };
    const complete = { state: 'submitted', signatures, missing: [], parties: [] } as const;
    await saveSignatures(sql, own, { ...complete, transient: null });
    await context.services.outbox.save(sql, {
      tenant,
      actId: act.id,
      signed: canonical({ act, signatures }),
      transient: ready.transient,
      hint: ready.hint,
    });
    await writeAudit(sql, auditOf(context, ready, 'sent', null));
  });
  return null;
}

/** Keeps good signatures of an act that needs more; any other refusal stores none of them. */
async function storePartly(context: Context, ready: Ready, refusal: FreeRefusal): Promise<void> {
  const { act, tenant, signatures } = ready;
  const isPartly = refusal.code === 'APPROVALS_MISSING' && signatures.length > 0;
  const missing = missingOf(refusal);
  const parties = isPartly ? await partiesOf(context, missing, tenant) : [];
  await inTenant(context, tenant, async sql => {
    if (isPartly) {
      const own = { tenant, id: act.id };
      const { transient } = ready;
      const partly = { state: 'partly', signatures, missing, parties, transient } as const;
      await saveSignatures(sql, own, partly);
    }
    const outcome = isPartly ? 'partly' : 'refused';
    await writeAudit(sql, auditOf(context, ready, outcome, refusal.code));
  });
}

type Asked =
  | { readonly ok: true; readonly events: Wire }
  | { readonly ok: false; readonly refusal: FreeRefusal };

async function askContract(context: Context, ready: Ready): Promise<Asked> {
  const { act, signatures, transient } = ready;
  const text = canonical({ kind: 'act.preview', act, signatures });
  const bytes = Object.entries(transient ?? {}).map(
    ([name, value]) => [name, Buffer.from(value, 'utf8')] as const,
  );
  const answer = await context.services.ledger.evaluate(
    { text },
    bytes.length === 0 ? {} : { transient: Object.fromEntries(bytes) },
  );
  if (answer.kind === 'refused') return { ok: false, refusal: answer.refusal as FreeRefusal };
  if (answer.kind !== 'answer') throw new Error(`preview ended as ${answer.kind}`);
  const events = eventsIn(Buffer.from(answer.bytes).toString('utf8'));
  const closed = act.kind === 'financing.clear' ? await closedItems(context, events) : [];
  if (closed.length === 0) return { ok: true, events };
  return { ok: false, refusal: { code: 'CHECK_FAILED', facts: { list: closed } } };
}

function eventsIn(text: string): Wire {
  const parsed = parseWire(text);
  const value = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const envelope = value['envelope'];
  return (isObject(envelope) ? envelope['events'] : value['events']) ?? [];
}

function answerOf(ready: Ready, refusal: FreeRefusal): ActAnswer {
  const { act, tenant, actHash, signatures } = ready;
  if (refusal.code === 'STEP_UP_REQUIRED') return { kind: 'stepUp', actHash, refusal };
  if (refusal.code === 'APPROVALS_MISSING' && signatures.length > 0) {
    return { kind: 'partly', id: act.id, tenant, missing: missingOf(refusal) };
  }
  return { kind: 'refused', id: act.id, refusal };
}

/** `actor:checker|director` for each person still wanted. */
function missingOf({ facts }: FreeRefusal): readonly string[] {
  const missing = facts['missing'];
  return Array.isArray(missing) ? missing.map(String) : [];
}

/** Parties other than the actor's of whom a signature is wanted: they may read the act and sign. */
async function partiesOf(
  context: Context,
  missing: readonly string[],
  tenant: string,
): Promise<readonly string[]> {
  const channel = (await context.reading.entity('channel', context.services.channel))?.body;
  const named = missing.map(text => text.split(':')[0] ?? '');
  const ids = named.map(name =>
    name === 'operator' || name === 'association' || name === 'auditor' ? channel?.[name] : name,
  );
  return [...new Set(ids)].filter(
    (id): id is string => typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) && id !== tenant,
  );
}

/** Later signatures replace earlier ones of the same key in the same role. */
function merged(earlier: readonly Signature[], later: readonly Signature[]): readonly Signature[] {
  const nameOf = (entry: Signature): string =>
    `${entry.key} ${entry.role} ${entry.role === 'stepup' ? (entry.stepUp?.of ?? '') : ''}`;
  return [...new Map([...earlier, ...later].map(entry => [nameOf(entry), entry])).values()];
}

function readyOf(
  act: Act,
  signatures: readonly Signature[],
  extra: Pick<Ready, 'tenant' | 'transient' | 'hint'>,
): Ready {
  const bytes = actBytes(act);
  const actHash = createHash('sha256').update(bytes).digest('hex');
  return { act, bytes: Buffer.from(bytes).toString('utf8'), actHash, signatures, ...extra };
}

/** Private input by name as canonical text. */
function transientOf(value: Wire | null): Readonly<Record<string, string>> | null | 'malformed' {
  if (value === null) return null;
  if (!isObject(value) || Object.keys(value).length > TRANSIENT_NAMES_MAX) return 'malformed';
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, canonical(member)]),
  );
}

function withoutFrame({ path, fault }: Fault): Fault {
  return { path: path.replace(/^act\.(?=body|businessDate|id)/, ''), fault };
}

function withdrawn({ id, kind }: ActRow): ActAnswer {
  const facts = { object: id, state: 'withdrawn', kind, states: 'proposed or partly' };
  return { kind: 'refused', id, refusal: { code: 'STATE_WRONG', facts } };
}

function notFound(id: string): ActAnswer {
  return { kind: 'refused', id: null, refusal: { code: 'NOT_FOUND', facts: { id } } };
}

function auditOf(
  { caller, requestId }: Context,
  { act, tenant }: Ready,
  outcome: string,
  code: string | null,
): Parameters<typeof writeAudit>[1] {
  const { subject: actor } = caller;
  return { tenant, actor, action: act.kind, object: null, actId: act.id, outcome, code, requestId };
}

/**
 * A transaction of the door's own. What the operation has read before gives its connection back
 * first: an operation that held one while it waits for another would starve the pool under load.
 */
async function inTenant<T>(
  { services, caller, reading }: Context,
  tenant: string,
  work: Parameters<typeof services.database.withTenant<T>>[1],
): Promise<T> {
  await reading.renew();
  return services.database.withTenant({ tenant, actor: caller.subject }, work);
}

/** The name of a kind's mutation: `receivable.confirm` → `receivableConfirm`. */
export function mutationName(kind: string): string {
  return kind.replace(/\.(.)/g, (_dot, letter: string) => letter.toUpperCase());
}

/** Every kind that has a mutation, in the order of the catalogue. */
export function actKinds(): readonly ActKind[] {
  return Object.keys(ACT_KINDS) as ActKind[];
}
