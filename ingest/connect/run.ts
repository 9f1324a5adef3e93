import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { HeldContext, HeldRefusal } from '../held.ts';
import { loadFile } from '../load.ts';
import type { LoadContext } from '../store.ts';
import { afterFailure, mayAsk } from './breaker.ts';
import { contractOf, driftOf, evolve, type Drift } from './drift.ts';
import { ConnectorFault } from './fault.ts';
import { checkFolder, runFolder, type Drops } from './folder.ts';
import type { Manifest, StreamManifest } from './manifest.ts';
import { FOLDER, presetOf } from './presets.ts';
import { checkRest, readRest, type Page, type RestOptions, type Settings } from './rest.ts';
import {
  findSource,
  readContract,
  readState,
  writeContract,
  writeDrifts,
  writeState,
  type Source,
  type StreamKey,
  type StreamState,
} from './source.ts';

/** How a run reaches the database and the other system. */
export type RunOptions = Pick<RestOptions, 'egress'> & {
  /** One transaction of the tenant; a page and how far the stream is stand in the same one. */
  readonly inTransaction: <T>(work: (context: HeldContext) => Promise<T>) => Promise<T>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1: spreads the attempts of many sources. */
  readonly share: () => number;
  /** Folders into which other systems drop files. */
  readonly drops: Drops;
};

/** What came of a run: all streams to their end, or the fault that ended it. */
export type RunReport = {
  readonly source: string;
  readonly pages: number;
  readonly records: number;
  readonly written: number;
  readonly fault: Pick<ConnectorFault, 'rule' | 'params'> | null;
};

/** From when on to read again what was changed, beside the window of every run. */
export type RunRange = { readonly since?: string };

type Opened = { readonly source: Source; readonly manifest: Manifest; readonly settings: Settings };

/**
 * Reads all streams of a source from where each stands, less its lag window, and loads every page as
 * a file. A run that is cut off goes on at the page where it was; a stream whose records depart
 * from its contract stops alone. With `since` it reads that far back and leaves the cursor where
 * it is (backfill).
 */
export async function runSource(
  id: string,
  options: RunOptions,
  range: RunRange = {},
): Promise<Result<RunReport, HeldRefusal>> {
  const opened = await openSource(id, options);
  if (!opened.ok) return opened;
  const { source, manifest } = opened.value;
  const total = { pages: 0, records: 0, written: 0 };
  if (source.preset === FOLDER) return runDrops(source, options);
  let fault: ConnectorFault | null = null;
  for (const stream of manifest.streams) {
    try {
      await runStream({ ...opened.value, stream }, options, { range, total });
    } catch (error) {
      if (!(error instanceof ConnectorFault)) throw error;
      fault = error;
      if (error.kind !== 'drift') break;
    }
  }
  await options.inTransaction(context =>
    settle(context, source, { fault, share: options.share() }),
  );
  const told = fault && { rule: fault.rule, params: fault.params };
  return ok({ source: id, ...total, fault: told });
}

/** One run over a drop folder; what stops it counts like a system that does not answer. */
async function runDrops(
  source: Source,
  options: RunOptions,
): Promise<Result<RunReport, HeldRefusal>> {
  let fault: ConnectorFault | null = null;
  let total = { pages: 0, records: 0, written: 0 };
  try {
    total = await runFolder(source, options.drops, options);
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error;
    fault = error;
  }
  await options.inTransaction(context =>
    settle(context, source, { fault, share: options.share() }),
  );
  const told = fault && { rule: fault.rule, params: fault.params };
  return ok({ source: source.id, ...total, fault: told });
}

/** Asks the other system whether settings and credential are right; the fault, or null. */
export async function checkSource(
  id: string,
  options: RunOptions,
): Promise<Result<RunReport['fault'], HeldRefusal>> {
  const opened = await openSource(id, options);
  if (!opened.ok) return opened;
  const { manifest, settings, source } = opened.value;
  if (source.preset === FOLDER) return checkFolder(source, options.drops);
  try {
    await checkRest(manifest, settings, restOptions(source, options));
    return ok(null);
  } catch (error) {
    if (error instanceof ConnectorFault) return ok({ rule: error.rule, params: error.params });
    throw error;
  }
}

/** A source that may be asked now, with its credential; `CONFLICT` where it waits or is stopped. */
export async function openSource(
  id: string,
  options: RunOptions,
): Promise<Result<Opened, HeldRefusal>> {
  return options.inTransaction(async (context): Promise<Result<Opened, HeldRefusal>> => {
    const source = await findSource(context.sql, id);
    const manifest = source && presetOf(source.preset);
    if (!source || !manifest) return fail({ code: 'NOT_FOUND', facts: { id } });
    if (source.status !== 'active' || !mayAsk(source, context.now())) {
      return fail({ code: 'CONFLICT', facts: { id } });
    }
    const hasNone = manifest.auth.kind === 'none';
    const sealed = hasNone ? new Uint8Array() : await context.raw(source.credential);
    const credential = Buffer.from(sealed).toString('utf8');
    return ok({ source, manifest, settings: { ...source.settings, credential } });
  });
}

/** How a source is asked. */
export function restOptions({ perMinute }: Source, { egress, sleep }: RunOptions): RestOptions {
  return { egress, pause: () => sleep(60_000 / perMinute) };
}

type Total = { pages: number; records: number; written: number };

async function runStream(
  of: Opened & { readonly stream: StreamManifest },
  options: RunOptions,
  { range, total }: { readonly range: RunRange; readonly total: Total },
): Promise<void> {
  const { source, stream } = of;
  const isBackfill = range.since !== undefined;
  const key = { source: source.id, stream: isBackfill ? `${stream.name} backfill` : stream.name };
  const before = await options.inTransaction(({ sql }) => readState(sql, key));
  if (before.state === 'frozen') throw new ConnectorFault('DRIFT-01', { stream: stream.name });
  let state: StreamState = {
    ...before,
    state: 'running',
    runSince: before.runSince ?? range.since ?? windowStart(before.cursor, source.lagDays),
  };
  const from = { since: state.runSince ?? EARLIEST, next: before.next };
  for await (const page of readRest(of, from, restOptions(source, options))) {
    state = { ...state, next: page.next, newest: later(state.newest, page.cursor) };
    const contracted = { source: source.id, stream: stream.name };
    const frozen = await options.inTransaction(context =>
      takePage(context, { source, stream, key, contracted }, { page, state, total }),
    );
    if (frozen) throw new ConnectorFault(frozen, { stream: stream.name });
  }
  await options.inTransaction(context =>
    writeState(context, key, {
      cursor: isBackfill ? null : later(state.cursor, state.newest),
      runSince: null,
      next: null,
      newest: null,
      state: 'idle',
    }),
  );
}

/** From the first record on. */
export const EARLIEST = '1970-01-01T00:00:00Z';

/** The window before a cursor is read again, so that clocks that differ lose nothing. */
function windowStart(cursor: string | null, lagDays: number): string {
  const at = Date.parse((cursor ?? '').replace(' ', 'T'));
  if (Number.isNaN(at)) return EARLIEST;
  return new Date(at - lagDays * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

type PageOf = {
  readonly source: Source;
  readonly stream: StreamManifest;
  readonly key: StreamKey;
  readonly contracted: StreamKey;
};

/** Loads one page and moves the state in one transaction; the rule that froze the stream, if one did. */
async function takePage(
  context: LoadContext,
  { source, stream, key, contracted }: PageOf,
  {
    page,
    state,
    total,
  }: { readonly page: Page; readonly state: StreamState; readonly total: Total },
): Promise<'DRIFT-01' | 'DRIFT-02' | undefined> {
  const drifts = await holdAgainstContract(context, contracted, { page, stream });
  const stop = drifts.find(d => d.change !== 'new');
  if (stop) {
    // The state stays at the page before, so that this one is asked for again.
    await writeState(context, key, { ...(await readState(context.sql, key)), state: 'frozen' });
    return stop.change === 'type' ? 'DRIFT-01' : 'DRIFT-02';
  }
  const written = page.records.length === 0 ? 0 : await loadPage(context, { source, stream, page });
  const records = page.records.length;
  await writeState(context, key, { ...state, records, written });
  total.pages += 1;
  total.records += records;
  total.written += written;
  return undefined;
}

async function loadPage(
  context: LoadContext,
  { source, stream, page }: { source: Source; stream: StreamManifest; page: Page },
): Promise<number> {
  const name = `${source.name} ${stream.name}.json`;
  const { bytes } = page;
  const report = await loadFile(context, { bytes, name, source: source.id, policy: source.policy });
  return report.state === 'unchanged' ? 0 : report.written;
}

/** A first page makes the contract; a new field is taken in and told; anything else stops. */
async function holdAgainstContract(
  context: LoadContext,
  key: StreamKey,
  { page, stream }: { readonly page: Page; readonly stream: StreamManifest },
): Promise<Drift[]> {
  if (page.records.length === 0) return [];
  const known = await readContract(context.sql, key);
  const first = { ...contractOf(page.records, stream.mandatory), version: 1 };
  if (!known) await writeContract(context, key, first);
  const drifts = driftOf(known ?? first, page.records);
  await writeDrifts(context, key, drifts);
  const isEvolved = known && drifts.length > 0 && drifts.every(d => d.change === 'new');
  if (isEvolved) {
    await writeContract(context, key, { ...evolve(known, drifts), version: known.version + 1 });
  }
  return drifts;
}

/** What a run's end means for the source: healthy, waiting, or broken until a person looks. */
async function settle(
  { sql, now }: LoadContext,
  { id, failures, openUntil }: Source,
  { fault, share }: { readonly fault: ConnectorFault | null; readonly share: number },
): Promise<void> {
  const at = now();
  const isTransient = fault?.kind === 'transient';
  const next = isTransient
    ? afterFailure(
        { failures, openUntil },
        { now: at, share, ...(fault.retryAfter === undefined ? {} : { asked: fault.retryAfter }) },
      )
    : { failures: 0, openUntil: null };
  await sql.query(
    `update erp.source set failures = $2, open_until = $3, last_run_at = $4, last_fault = $5,
       status = case when $6 then 'broken' else status end, version = version + 1
     where id = $1`,
    [
      id,
      next.failures,
      next.openUntil,
      at,
      fault && JSON.stringify({ rule: fault.rule, params: fault.params }),
      fault?.kind === 'config',
    ],
  );
}
