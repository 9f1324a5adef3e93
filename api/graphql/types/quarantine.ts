import { seenText } from '../../../domain/document/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { openEdit } from '../../../ingest/index.ts';
import { ownSight } from '../../governance/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { findingsOf, FindingType } from './load.ts';
import { connectionOf, pageArguments } from './page.ts';

type QuarantineRow = {
  readonly id: string;
  readonly load: string;
  readonly rules: string[];
  readonly body: Wire;
  readonly state: string;
  readonly attempts: number;
  readonly kind: string;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly found_in: string;
  readonly found_at: number;
};

/** What was found stands with the newest attempt: a replay has a load of its own. */
const QUARANTINE_SELECT = `q.id, q.load, q.rules, q.body, q.state, q.attempts, q.kind, q.reason,
  q.owner, coalesce(q.replayed_in, q.load) as found_in,
  case when q.replayed_in is null then q.seq else coalesce(q.replayed_seq, 0) end as found_at`;

type CorrectionRow = {
  readonly id: string;
  readonly sealed_under: string | null;
  readonly quarantine: string;
  readonly field: string;
  readonly place: string;
  readonly before_text: string | null;
  readonly after_text: string;
  readonly reason: string;
  readonly edited_by: string;
  readonly edited_at: string;
  readonly sensitive: boolean;
  readonly approved_by: string | null;
};

/** A text whose key was destroyed is gone. */
function editOf({ services, caller }: Context, row: CorrectionRow) {
  return openEdit((at, text) => services.openSealed(caller.party, at, text), row);
}

const CorrectionType = builder.objectRef<CorrectionRow>('Correction').implement({
  description: "A person's value over what the file says; the file stays as it is.",
  fields: t => ({
    field: t.exposeString('field'),
    place: t.exposeString('place'),
    before: t.string({
      nullable: true,
      resolve: async (row, _args, context) => {
        const { before } = await editOf(context, row);
        return seenText(before, ownSight(context.caller));
      },
    }),
    after: t.string({
      resolve: async (row, _args, context) => {
        const { after } = await editOf(context, row);
        return seenText(after, ownSight(context.caller)) ?? '';
      },
    }),
    reason: t.exposeString('reason'),
    by: t.string({ resolve: row => row.edited_by }),
    at: t.field({ type: 'Instant', resolve: row => row.edited_at }),
    sensitive: t.exposeBoolean('sensitive', {
      description: 'An amount, account, due date or party: a second person must approve it.',
    }),
    approvedBy: t.string({ nullable: true, resolve: row => row.approved_by }),
  }),
});

export const QuarantinedType = builder.objectRef<QuarantineRow>('Quarantined').implement({
  isTypeOf: value => 'rules' in (value as object),
  fields: t => ({
    objectId: t.exposeString('id'),
    load: t.exposeString('load'),
    rules: t.exposeStringList('rules'),
    raw: t.string({
      resolve: async ({ id, body: stored }, _args, { services, reading, caller }) => {
        const of = { tenant: caller.party, id, version: 0, body: stored };
        const body = await services.openPersons({ query: reading.query }, of);
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        return seenText(text, ownSight(caller)) ?? '';
      },
    }),
    state: t.exposeString('state'),
    attempts: t.exposeInt('attempts'),
    kind: t.exposeString('kind'),
    reason: t.exposeString('reason', { nullable: true }),
    owner: t.exposeString('owner', { nullable: true }),
    corrections: t.field({
      type: [CorrectionType],
      resolve: ({ id }, _args, { reading }) =>
        reading.query<CorrectionRow>(
          `select id, sealed_under, quarantine, field, place, before_text, after_text, reason, edited_by, edited_at,
             sensitive, approved_by
           from erp.quarantine_edit where quarantine = $1 and superseded_at is null
           order by edited_at, id limit 200`,
          [id],
        ),
    }),
    findings: t.field({
      type: [FindingType],
      resolve: ({ found_in, found_at }, _args, context) =>
        findingsOf(context, { load: found_in, seq: found_at }),
    }),
  }),
});

/** The quarantined record with this id, if it is the caller's own. */
export async function findQuarantined(
  { reading }: Context,
  id: string,
): Promise<QuarantineRow | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await reading.query<QuarantineRow>(
    `select ${QUARANTINE_SELECT} from erp.quarantine q where q.id = $1`,
    [id],
  );
  return row ?? null;
}

const QuarantinedConnection = connectionOf('Quarantined', QuarantinedType);

builder.queryFields(t => ({
  quarantine: t.field({
    type: QuarantinedConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      state: t.arg.string(),
    },
    resolve: (_root, args, context) => {
      const state = args.state ?? null;
      const list: ListQuery = {
        name: 'quarantine',
        filter: { state },
        select: QUARANTINE_SELECT,
        from: 'from erp.quarantine q where ($1::text is null or q.state = $1)',
        values: [state],
        sort: { sql: 'q.created_at', cast: 'timestamptz', tie: 'q.id::text' },
        descending: true,
      };
      return readPage<QuarantineRow, QuarantineRow>(context, list, args, row => row);
    },
  }),
}));
