import type { Wire } from '../../../domain/wire/index.ts';
import { describeFinding, PRESETS } from '../../../ingest/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { refused, RefusedType } from '../problem.ts';
import type { Outcome } from '../services.ts';
import { FILE_COST, personOf } from './quarantine-work.ts';

type SourceRow = {
  readonly id: string;
  readonly preset: string;
  readonly name: string;
  readonly policy: string | null;
  readonly lag_days: number;
  readonly per_minute: number;
  readonly every_minutes: number;
  readonly status: string;
  readonly failures: number;
  readonly open_until: string | null;
  readonly last_run_at: string | null;
  readonly last_fault: {
    readonly rule: string;
    readonly params: Readonly<Record<string, string>>;
  } | null;
};

type StreamRow = {
  readonly stream: string;
  readonly cursor: string | null;
  readonly state: string;
  readonly records: bigint;
  readonly written: bigint;
  readonly updated_at: string;
};

type DriftRow = {
  readonly stream: string;
  readonly change: string;
  readonly field: string;
  readonly was: string | null;
  readonly found: string | null;
  readonly state: string;
  readonly seen_at: string;
};

const StreamType = builder.objectRef<StreamRow>('SourceStream').implement({
  description: 'How far a list of records was read.',
  fields: t => ({
    name: t.exposeString('stream'),
    cursor: t.exposeString('cursor', { nullable: true }),
    state: t.exposeString('state', { description: 'idle, running, or frozen by drift.' }),
    records: t.int({ resolve: ({ records }) => Number(records) }),
    written: t.int({ resolve: ({ written }) => Number(written) }),
    at: t.field({ type: 'Instant', resolve: row => row.updated_at }),
  }),
});

const DriftType = builder.objectRef<DriftRow>('SourceDrift').implement({
  description: 'Where records depart from what they looked like before.',
  fields: t => ({
    stream: t.exposeString('stream'),
    change: t.exposeString('change', { description: 'new, type or missing.' }),
    field: t.exposeString('field'),
    was: t.exposeString('was', { nullable: true }),
    found: t.exposeString('found', { nullable: true }),
    state: t.exposeString('state', { description: 'noted, open or accepted.' }),
    at: t.field({ type: 'Instant', resolve: row => row.seen_at }),
  }),
});

type DifferenceRow = {
  readonly kind: string;
  readonly month: string;
  readonly theirs_count: number;
  readonly theirs_minor: bigint;
  readonly ours_count: number;
  readonly ours_minor: bigint;
  readonly compared_at: string;
};

const DifferenceType = builder.objectRef<DifferenceRow>('SourceDifference').implement({
  description: 'REC-01: a month of one kind in which the source and what stands here differ.',
  fields: t => ({
    kind: t.exposeString('kind'),
    month: t.exposeString('month'),
    theirs: t.exposeInt('theirs_count'),
    theirsMinor: t.string({ resolve: row => row.theirs_minor.toString() }),
    ours: t.exposeInt('ours_count'),
    oursMinor: t.string({ resolve: row => row.ours_minor.toString() }),
    at: t.field({ type: 'Instant', resolve: row => row.compared_at }),
  }),
});

const SourceType = builder.objectRef<SourceRow>('Source').implement({
  description: 'A system that is asked for its documents.',
  isTypeOf: value => 'per_minute' in (value as object),
  fields: t => ({
    objectId: t.exposeString('id'),
    preset: t.exposeString('preset'),
    name: t.exposeString('name'),
    policy: t.exposeString('policy', { nullable: true }),
    lagDays: t.int({ resolve: row => row.lag_days }),
    perMinute: t.int({ resolve: row => row.per_minute }),
    everyMinutes: t.int({
      description: 'How often it runs by itself; 0: by hand alone.',
      resolve: row => row.every_minutes,
    }),
    status: t.exposeString('status', {
      description: 'active, paused, or broken until it is mended.',
    }),
    failures: t.exposeInt('failures'),
    waitsUntil: t.field({ type: 'Instant', nullable: true, resolve: row => row.open_until }),
    lastRunAt: t.field({ type: 'Instant', nullable: true, resolve: row => row.last_run_at }),
    fault: t.string({
      nullable: true,
      resolve: ({ last_fault }, _args, { locale }) => {
        if (!last_fault) return null;
        const { title, remedy } = describeFinding(last_fault, locale);
        return `${last_fault.rule}: ${title} ${remedy}`;
      },
    }),
    streams: t.field({
      type: [StreamType],
      resolve: ({ id }, _args, { reading }) =>
        reading.query<StreamRow>(
          `select stream, cursor, state, records, written, updated_at from erp.stream_state
           where source = $1 order by stream limit 100`,
          [id],
        ),
    }),
    drifts: t.field({
      type: [DriftType],
      resolve: ({ id }, _args, { reading }) =>
        reading.query<DriftRow>(
          `select stream, change, field, was, found, state, seen_at from erp.drift
           where source = $1 order by seen_at desc, id limit 100`,
          [id],
        ),
    }),
    differences: t.field({
      type: [DifferenceType],
      resolve: ({ id }, _args, { reading }) =>
        reading.query<DifferenceRow>(
          `select kind, month, theirs_count, theirs_minor, ours_count, ours_minor, compared_at
           from erp.reconciliation where source = $1 and not equal order by month, kind limit 200`,
          [id],
        ),
    }),
  }),
});

const SourceResult = builder.unionType('SourceResult', { types: [SourceType, RefusedType] });

const PresetType = builder.objectRef<(typeof PRESETS)[number]>('SourcePreset').implement({
  description: 'A make of system that can be asked, and what it must be told.',
  fields: t => ({
    preset: t.exposeString('preset'),
    title: t.exposeString('title'),
    settings: t.stringList({ resolve: ({ settings }) => settings.map(s => s.name) }),
    streams: t.stringList({ resolve: ({ streams }) => streams.map(s => s.name) }),
  }),
});

const SOURCE_SELECT = `select id, preset, name, policy, lag_days, per_minute, every_minutes, status, failures,
  open_until, last_run_at, last_fault from erp.source where kind = 'rest'`;

/** The source as it now stands, after the work on it. */
async function sourceNow(context: Context, id: string) {
  await context.reading.renew();
  const [row] = await context.reading.query<SourceRow>(`${SOURCE_SELECT} and id = $1`, [id]);
  return row ?? refused(context, { code: 'NOT_FOUND', facts: { id } });
}

/** The source as it now stands, with the fault that asking it met. */
async function withFault(context: Context, id: string, asked: Outcome<SourceRow['last_fault']>) {
  if (!asked.ok) return refused(context, asked.error);
  const now = await sourceNow(context, id);
  return asked.value && 'per_minute' in now ? { ...now, last_fault: asked.value } : now;
}

builder.queryFields(t => ({
  sources: t.field({
    type: [SourceType],
    complexity: FILE_COST,
    resolve: (_root, _args, { reading }) =>
      reading.query<SourceRow>(`${SOURCE_SELECT} order by name, id limit 100`),
  }),
  sourcePresets: t.field({ type: [PresetType], resolve: () => [...PRESETS] }),
}));

const PolicyType = builder.enumType('LoadPolicy', {
  values: ['record', 'message', 'file'] as const,
});
const StatusType = builder.enumType('SourceStatus', { values: ['active', 'paused'] as const });

builder.mutationFields(t => ({
  createSource: t.field({
    type: SourceResult,
    description: 'Keeps a system to ask. The credential is sealed and never shown again.',
    complexity: FILE_COST,
    args: {
      preset: t.arg.string({ required: true }),
      name: t.arg.string({ required: true }),
      settings: t.arg({ type: 'JSON', required: true }),
      credential: t.arg.string({ required: true }),
      policy: t.arg({ type: PolicyType }),
      lagDays: t.arg.int(),
      perMinute: t.arg.int(),
      everyMinutes: t.arg.int(),
    },
    resolve: async (_root, { settings, ...draft }, context) => {
      const texts = textsOf(settings);
      if (!texts) return refused(context, { code: 'BAD_INPUT', facts: { field: 'settings' } });
      const { create } = context.services.sources;
      const made = await create(personOf(context), { ...draft, settings: texts });
      return made.ok ? sourceNow(context, made.value) : refused(context, made.error);
    },
  }),
  checkSource: t.field({
    type: SourceResult,
    description: 'Asks the system for one page that holds nothing; a fault is told by its rule.',
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      const checked = await context.services.sources.check(personOf(context), id);
      return withFault(context, id, checked);
    },
  }),
  compareSource: t.field({
    type: SourceResult,
    description: 'Reads all that the source has, loads nothing, and notes where it differs.',
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      const compared = await context.services.sources.compare(personOf(context), id);
      return withFault(context, id, compared);
    },
  }),
}));

builder.mutationFields(t => ({
  runSource: t.field({
    type: SourceResult,
    description: 'Reads what is new; with `since` it reads that far back and moves no cursor.',
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }), since: t.arg({ type: 'Instant' }) },
    resolve: async (_root, { id, since }, context) => {
      const of = { id, since: since ?? null };
      const run = await context.services.sources.run(personOf(context), of);
      return run.ok ? sourceNow(context, id) : refused(context, run.error);
    },
  }),
  setSourceStatus: t.field({
    type: SourceResult,
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }), status: t.arg({ type: StatusType, required: true }) },
    resolve: async (_root, of, context) => {
      const set = await context.services.sources.setStatus(personOf(context), of);
      return set.ok ? sourceNow(context, of.id) : refused(context, set.error);
    },
  }),
  acceptDrift: t.field({
    type: SourceResult,
    description: 'The records of a stream are as they are now; it goes on where it stopped.',
    complexity: FILE_COST,
    args: { source: t.arg.id({ required: true }), stream: t.arg.string({ required: true }) },
    resolve: async (_root, of, context) => {
      const accepted = await context.services.sources.acceptDrift(personOf(context), of);
      return accepted.ok ? sourceNow(context, of.source) : refused(context, accepted.error);
    },
  }),
}));

function textsOf(settings: Wire | undefined): Record<string, string> | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return undefined;
  const entries = Object.entries(settings);
  if (entries.some(([, value]) => typeof value !== 'string')) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
}
