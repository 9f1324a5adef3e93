import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { HeldRefusal } from '../held.ts';
import type { LoadContext, Policy, Sql } from '../store.ts';
import { evolve, type Contract, type Drift } from './drift.ts';
import type { Manifest } from './manifest.ts';
import type { Settings } from './rest.ts';
import { FOLDER, presetOf } from './presets.ts';

/** Where documents come from by themselves. */
export type Source = {
  readonly id: string;
  readonly preset: string;
  readonly name: string;
  readonly settings: Settings;
  /** Name of the sealed credential in the object store. */
  readonly credential: string;
  readonly policy: Policy;
  readonly lagDays: number;
  readonly perMinute: number;
  readonly status: 'active' | 'paused' | 'broken';
  readonly failures: number;
  readonly openUntil: string | null;
};

/** What a person says of a new source; the credential is kept apart. */
export type SourceDraft = {
  readonly preset: string;
  readonly name: string;
  readonly settings: Settings;
  readonly credential: string;
  readonly policy?: Policy | null;
  readonly lagDays?: number | null;
  readonly perMinute?: number | null;
  /** How often it runs by itself; 0: by hand alone. */
  readonly everyMinutes?: number | null;
};

const LAG_DAYS = 3;
const PER_MINUTE = 60;
const EVERY_MINUTES = 60;
const WEEK_MINUTES = 10_080;

/** Keeps a new source, its credential sealed; `BAD_INPUT` names the field that is wrong. */
export async function createSource(
  context: LoadContext,
  draft: SourceDraft,
): Promise<Result<string, HeldRefusal>> {
  const wrong = wrongField(draft);
  if (wrong !== undefined) return fail({ code: 'BAD_INPUT', facts: { field: wrong } });
  const { name: sealed } = await context.objects.put(Buffer.from(draft.credential, 'utf8'));
  const id = context.newId();
  await context.sql.query(
    `insert into erp.source (tenant_id, id, kind, name, policy, lag_days, preset, settings,
       credential_object, per_minute, every_minutes)
     values ($1, $2, 'rest', $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      context.tenant,
      id,
      draft.name.trim(),
      draft.policy ?? 'record',
      draft.lagDays ?? LAG_DAYS,
      draft.preset,
      JSON.stringify(draft.settings),
      sealed,
      draft.perMinute ?? PER_MINUTE,
      draft.everyMinutes ?? EVERY_MINUTES,
    ],
  );
  return ok(id);
}

function wrongField(draft: SourceDraft): string | undefined {
  const preset = presetOf(draft.preset);
  if (!preset) return 'preset';
  if (draft.name.trim() === '') return 'name';
  if (draft.credential === '' && preset.auth.kind !== 'none') return 'credential';
  return wrongSetting(preset, draft.settings) ?? wrongPace(draft);
}

function wrongSetting(preset: Manifest, settings: Settings): string | undefined {
  const names = preset.settings.filter(s => !s.secret).map(s => s.name);
  const missing = names.find(name => (settings[name] ?? '') === '');
  const known = new Set([...names, 'token']);
  const isPlain =
    preset.preset !== FOLDER || /^[A-Za-z0-9_-]{1,64}$/.test(settings['folder'] ?? '');
  const unknown = isPlain ? Object.keys(settings).find(name => !known.has(name)) : 'folder';
  const wrong = missing ?? unknown;
  return wrong === undefined ? undefined : `settings.${wrong}`;
}

function wrongPace({ lagDays, perMinute, everyMinutes }: SourceDraft): string | undefined {
  if (!isWithin(everyMinutes ?? EVERY_MINUTES, 0, WEEK_MINUTES)) return 'everyMinutes';
  if (!isWithin(lagDays ?? LAG_DAYS, 0, 90)) return 'lagDays';
  return isWithin(perMinute ?? PER_MINUTE, 1, 6_000) ? undefined : 'perMinute';
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

type Row = Omit<Source, 'credential' | 'lagDays' | 'perMinute' | 'openUntil'> & {
  readonly credential_object: string;
  readonly lag_days: number;
  readonly per_minute: number;
  readonly open_until: string | null;
};

/** The source with this id, locked until the transaction ends. */
export async function findSource(sql: Sql, id: string): Promise<Source | undefined> {
  const [row] = await sql.query<Row>(
    `select id, preset, name, settings, credential_object, policy, lag_days, per_minute, status,
       failures, open_until
     from erp.source where id = $1 and kind = 'rest' for update`,
    [id],
  );
  if (!row) return undefined;
  const { credential_object, lag_days, per_minute, open_until, ...rest } = row;
  return {
    ...rest,
    credential: credential_object,
    lagDays: lag_days,
    perMinute: per_minute,
    openUntil: open_until,
  };
}

/** Stops a source, or lets it run again; that closes its breaker too. */
export async function setSourceStatus(
  { sql }: Pick<LoadContext, 'sql'>,
  of: { readonly id: string; readonly status: 'active' | 'paused' },
): Promise<Result<string, HeldRefusal>> {
  const known = await findSource(sql, of.id);
  if (!known) return fail({ code: 'NOT_FOUND', facts: { id: of.id } });
  await sql.query(
    `update erp.source set status = $2, failures = 0, open_until = null, version = version + 1
     where id = $1`,
    [of.id, of.status],
  );
  return ok(of.id);
}

/** How far a stream was read. `next` is set while a run is under way, or was cut off. */
export type StreamState = {
  readonly cursor: string | null;
  readonly runSince: string | null;
  readonly next: string | null;
  readonly newest: string | null;
  readonly state: 'idle' | 'running' | 'frozen';
};

export const FRESH: StreamState = {
  cursor: null,
  runSince: null,
  next: null,
  newest: null,
  state: 'idle',
};

export type StreamKey = { readonly source: string; readonly stream: string };

export async function readState(sql: Sql, { source, stream }: StreamKey): Promise<StreamState> {
  const [row] = await sql.query<StreamState>(
    `select cursor, run_since as "runSince", next, newest, state from erp.stream_state
     where source = $1 and stream = $2`,
    [source, stream],
  );
  return row ?? FRESH;
}

/** Writes the state in the transaction of the rows that it speaks of (ING-23). */
export async function writeState(
  { sql, tenant, now }: Pick<LoadContext, 'sql' | 'tenant' | 'now'>,
  { source, stream }: StreamKey,
  to: StreamState & { readonly records?: number; readonly written?: number },
): Promise<void> {
  await sql.query(
    `insert into erp.stream_state (tenant_id, source, stream, cursor, run_since, next, newest,
       state, records, written, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, source, stream) do update set cursor = $4, run_since = $5, next = $6,
       newest = $7, state = $8, records = stream_state.records + $9,
       written = stream_state.written + $10, updated_at = $11`,
    [
      tenant,
      source,
      stream,
      to.cursor,
      to.runSince,
      to.next,
      to.newest,
      to.state,
      to.records ?? 0,
      to.written ?? 0,
      now(),
    ],
  );
}

/** The newest contract of a stream. */
export async function readContract(
  sql: Sql,
  { source, stream }: StreamKey,
): Promise<(Contract & { readonly version: number }) | undefined> {
  const [row] = await sql.query<Contract & { readonly version: number }>(
    `select version, fields, mandatory from erp.contract where source = $1 and stream = $2
     order by version desc limit 1`,
    [source, stream],
  );
  return row;
}

export async function writeContract(
  { sql, tenant, actor, now }: Pick<LoadContext, 'sql' | 'tenant' | 'actor' | 'now'>,
  { source, stream }: StreamKey,
  next: Contract & { readonly version: number },
): Promise<void> {
  await sql.query(
    `insert into erp.contract
       (tenant_id, source, stream, version, fields, mandatory, accepted_by, accepted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenant,
      source,
      stream,
      next.version,
      JSON.stringify(next.fields),
      next.mandatory,
      actor,
      now(),
    ],
  );
}

/** Keeps what departs from a contract; the same departure stands open once. */
export async function writeDrifts(
  { sql, tenant, newId, now }: Pick<LoadContext, 'sql' | 'tenant' | 'newId' | 'now'>,
  { source, stream }: StreamKey,
  drifts: readonly Drift[],
): Promise<void> {
  for (const { change, field, was, found } of drifts) {
    await sql.query(
      `insert into erp.drift (tenant_id, id, source, stream, change, field, was, found, state, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
      [
        tenant,
        newId(),
        source,
        stream,
        change,
        field,
        was,
        found,
        change === 'new' ? 'noted' : 'open',
        now(),
      ],
    );
  }
}

/**
 * A person's word that a stream's records are as they are now: the contract takes the open
 * departures in, and the stream goes on where it stopped.
 */
export async function acceptDrift(
  context: LoadContext,
  of: StreamKey,
): Promise<Result<string, HeldRefusal>> {
  const { sql, actor, now } = context;
  const open = await sql.query<Drift>(
    `update erp.drift set state = 'accepted', decided_by = $3, decided_at = $4
     where source = $1 and stream = $2 and state = 'open'
     returning change, field, was, found`,
    [of.source, of.stream, actor, now()],
  );
  const contract = await readContract(sql, of);
  if (open.length === 0 || !contract) {
    return fail({ code: 'NOT_FOUND', facts: { id: `${of.source} ${of.stream}` } });
  }
  const next = { ...evolve(contract, open), version: contract.version + 1 };
  await writeContract(context, of, next);
  const state = await readState(sql, of);
  await writeState(context, of, { ...state, state: state.runSince === null ? 'idle' : 'running' });
  return ok(of.source);
}
