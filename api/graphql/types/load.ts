import { seenText } from '../../../domain/document/index.ts';
import { describeFinding } from '../../../ingest/index.ts';
import { ownSight } from '../../governance/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery, type PageArguments } from '../connection.ts';
import type { Context } from '../context.ts';

import { objectIdOf } from '../global-id.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { connectionOf, countOf, pageArguments } from './page.ts';

type LoadRow = {
  readonly id: string;
  readonly name: string;
  readonly format: string | null;
  readonly kind: string | null;
  readonly state: string;
  readonly sha256: string;
  readonly size: bigint | null;
  readonly received: number;
  readonly written: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly quarantined: number;
  readonly started_at: string;
  readonly finished_at: string;
  readonly anchor_tx: string | null;
};
export type LoadView = NodeView & { readonly type: 'Load'; readonly row: LoadRow };

const LOAD_SELECT = `l.id, l.name, l.format, l.kind, l.state, l.sha256, l.received, l.written,
  l.unchanged, l.conflict, l.quarantined, l.started_at, l.finished_at, r.bytes as size,
  (select o.tx_id from erp.outbox o
    where o.act_id = l.anchor_act and o.state = 'committed') as anchor_tx`;
const LOAD_FROM = `from erp.load l
  left join erp.raw_object r on r.tenant_id = l.tenant_id and r.sha256 = l.sha256`;

const loadView = (row: LoadRow): LoadView => ({ type: 'Load', objectId: row.id, row });

/** The load with this id, if it is the caller's own. */
export async function findLoad({ reading }: Context, id: string): Promise<LoadView | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await reading.query<LoadRow>(`select ${LOAD_SELECT} ${LOAD_FROM} where l.id = $1`, [
    id,
  ]);
  return row ? loadView(row) : null;
}

/** The newest loads. */
export async function latestLoads({ reading }: Context, first: number): Promise<LoadView[]> {
  const rows = await reading.query<LoadRow>(
    `select ${LOAD_SELECT} ${LOAD_FROM} order by l.started_at desc, l.id limit $1`,
    [first],
  );
  return rows.map(loadView);
}

type FindingRow = {
  readonly load: string;
  readonly ordinal: number;
  readonly seq: number | null;
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly params: Readonly<Record<string, string>>;
};

export const FindingType = builder.objectRef<FindingRow>('Finding').implement({
  fields: t => ({
    objectId: t.string({ resolve: ({ load, ordinal }) => `${load}.${ordinal}` }),
    rule: t.exposeString('rule'),
    severity: t.exposeString('severity'),
    title: t.string({ resolve: (row, _args, { locale }) => describeFinding(row, locale).title }),
    where: t.string({
      resolve: ({ path, line, column }) =>
        [path, line === null ? '' : `${line}:${column ?? 1}`]
          .filter(text => text !== '')
          .join(' @ '),
    }),
    remedy: t.string({ resolve: (row, _args, { locale }) => describeFinding(row, locale).remedy }),
    line: t.exposeInt('line', { nullable: true }),
    column: t.exposeInt('column', { nullable: true }),
    value: t.string({
      nullable: true,
      resolve: ({ params }, _args, { caller }) =>
        seenText(params['value'] ?? null, ownSight(caller)),
    }),
    load: t.exposeString('load'),
    record: t.string({
      nullable: true,
      resolve: ({ seq }) => (seq === null ? null : String(seq)),
    }),
  }),
});

const FindingConnection = connectionOf('Finding', FindingType, countOf);

const FINDING_SELECT =
  'f.load, f.ordinal, f.seq, f.rule, f.severity, f.path, f.line, f."column", f.params';

/** What was found about one record of a load. */
export async function findingsOf(
  { reading }: Context,
  record: { readonly load: string; readonly seq: number },
): Promise<FindingRow[]> {
  return reading.query<FindingRow>(
    `select ${FINDING_SELECT} from erp.finding f
     where f.load = $1 and f.seq = $2 order by f.ordinal limit 100`,
    [record.load, record.seq],
  );
}

type FindingFilter = { readonly load: string | null; readonly severity: string | null };

function findingsPage(context: Context, filter: FindingFilter, args: PageArguments) {
  const list: ListQuery = {
    name: 'findings',
    filter,
    select: FINDING_SELECT,
    from: `from erp.finding f where ($1::uuid is null or f.load = $1)
      and ($2::text is null or f.severity = $2)`,
    values: [filter.load, filter.severity],
    sort: { sql: 'f.load', cast: 'uuid', tie: "lpad(f.ordinal::text, 10, '0')" },
  };
  return readPage<FindingRow, FindingRow>(context, list, args, row => row);
}

type AnswerRow = {
  readonly id: string;
  readonly syntax: string;
  readonly answers: string;
  readonly control: string;
  readonly text: string;
  readonly document: string | null;
  readonly made_at: string;
  readonly delivered_at: string | null;
  readonly closed_at: string | null;
  readonly closed_code: string | null;
};

const AnswerType = builder.objectRef<AnswerRow>('Answer').implement({
  description: 'A technical answer to what came in: 997, CONTRL, MLR, or T111 of an invoice.',
  fields: t => ({
    objectId: t.exposeString('id'),
    syntax: t.exposeString('syntax'),
    answers: t.exposeString('answers', { description: 'What it answers: one answer for each.' }),
    control: t.exposeString('control'),
    text: t.exposeString('text', { description: 'The message, as it is sent.' }),
    document: t.exposeString('document', { nullable: true }),
    at: t.field({ type: 'Instant', resolve: row => row.made_at }),
    deliveredAt: t.field({
      type: 'Instant',
      nullable: true,
      description: 'When it went the way its file came; else it is fetched here.',
      resolve: row => row.delivered_at,
    }),
    closedAt: t.field({
      type: 'Instant',
      nullable: true,
      description: 'When the other side answered it, where its format has an answer to answers.',
      resolve: row => row.closed_at,
    }),
    closedCode: t.string({
      nullable: true,
      description: 'What the other side said: AK901 of its 997, the code of its response.',
      resolve: row => row.closed_code,
    }),
  }),
});

export const LoadType = builder.objectRef<LoadView>('Load');
LoadType.implement({
  interfaces: [NodeInterface],
  isTypeOf: value => (value as NodeView).type === 'Load',
  fields: t => ({
    objectId: t.exposeString('objectId'),
    file: t.string({ resolve: ({ row }) => row.name }),
    format: t.string({ nullable: true, resolve: ({ row }) => row.format }),
    kind: t.string({ nullable: true, resolve: ({ row }) => row.kind }),
    state: t.string({ resolve: ({ row }) => row.state }),
    sha256: t.field({ type: 'Sha256', nullable: true, resolve: ({ row }) => row.sha256 }),
    bytes: t.int({
      nullable: true,
      resolve: ({ row }) => (row.size === null ? null : Number(row.size)),
    }),
    received: t.int({ resolve: ({ row }) => row.received }),
    written: t.int({ resolve: ({ row }) => row.written }),
    unchanged: t.int({ resolve: ({ row }) => row.unchanged }),
    conflict: t.int({ resolve: ({ row }) => row.conflict }),
    quarantined: t.int({ resolve: ({ row }) => row.quarantined }),
    startedAt: t.field({ type: 'Instant', nullable: true, resolve: ({ row }) => row.started_at }),
    finishedAt: t.field({
      type: 'Instant',
      nullable: true,
      resolve: ({ row }) => row.finished_at,
    }),
    answers: t.field({
      type: [AnswerType],
      resolve: ({ objectId }, _args, { reading }) =>
        reading.query<AnswerRow>(
          `select id, syntax, answers, control, text, document, made_at, delivered_at, closed_at,
             closed_code from erp.answer
           where load = $1 order by made_at, id limit 200`,
          [objectId],
        ),
    }),
    evidenceTx: t.string({ nullable: true, resolve: ({ row }) => row.anchor_tx }),
    findings: t.field({
      type: FindingConnection,
      complexity: listCost,
      args: { first: t.arg.int({ required: true }), after: t.arg({ type: 'Cursor' }) },
      resolve: ({ objectId }, args, context) =>
        findingsPage(context, { load: objectId, severity: null }, args),
    }),
  }),
});

const LoadConnection = connectionOf('Load', LoadType);

builder.queryFields(t => {
  const page = {
    ...pageArguments(t.arg),
  };
  return {
    loads: t.field({
      type: LoadConnection,
      complexity: listCost,
      args: page,
      resolve: (_root, args, context) => {
        const list: ListQuery = {
          name: 'loads',
          filter: null,
          select: LOAD_SELECT,
          from: `${LOAD_FROM} where true`,
          values: [],
          sort: { sql: 'l.started_at', cast: 'timestamptz', tie: 'l.id::text' },
          descending: true,
        };
        return readPage<LoadRow, LoadView>(context, list, args, loadView);
      },
    }),
    load: t.field({
      type: LoadType,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }, context) => {
        const objectId = objectIdOf('Load', id);
        return objectId === null ? null : findLoad(context, objectId);
      },
    }),
    findings: t.field({
      type: FindingConnection,
      complexity: listCost,
      args: { ...page, load: t.arg.id(), severity: t.arg.string() },
      resolve: (_root, args, context) => {
        const load = args.load == null ? null : objectIdOf('Load', args.load);
        const isKnown = args.load == null || (load !== null && /^[0-9a-f-]{36}$/.test(load));
        const nothing = '00000000-0000-0000-0000-000000000000';
        const filter = { load: isKnown ? load : nothing, severity: args.severity ?? null };
        return findingsPage(context, filter, args);
      },
    }),
  };
});
