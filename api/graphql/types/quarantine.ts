import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { connectionOf } from './page.ts';

type QuarantineRow = {
  readonly id: string;
  readonly load: string;
  readonly rules: string[];
  readonly body: Wire;
  readonly state: string;
  readonly attempts: number;
};

const QUARANTINE_SELECT = 'q.id, q.load, q.rules, q.body, q.state, q.attempts';

export const QuarantinedType = builder.objectRef<QuarantineRow>('Quarantined').implement({
  isTypeOf: value => 'rules' in (value as object),
  fields: t => ({
    objectId: t.exposeString('id'),
    load: t.exposeString('load'),
    rules: t.exposeStringList('rules'),
    raw: t.string({
      resolve: ({ body }) => (typeof body === 'string' ? body : JSON.stringify(body)),
    }),
    state: t.exposeString('state'),
    attempts: t.exposeInt('attempts'),
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
      first: t.arg.int(),
      after: t.arg({ type: 'Cursor' }),
      last: t.arg.int(),
      before: t.arg({ type: 'Cursor' }),
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
