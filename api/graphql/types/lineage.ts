import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import { objectIdOf } from '../global-id.ts';
import { connectionOf, pageArguments } from './page.ts';

type LineageRow = {
  readonly run: string;
  readonly event_type: string;
  readonly job: string;
  readonly event_time: string;
  readonly load: string;
  readonly event: Wire;
};

const LineageEventType = builder.objectRef<LineageRow>('LineageEvent').implement({
  description: 'A run event of OpenLineage: a load or a match, its inputs, outputs and checks.',
  fields: t => ({
    run: t.exposeString('run'),
    eventType: t.exposeString('event_type', { description: 'START, COMPLETE or FAIL.' }),
    job: t.exposeString('job'),
    at: t.expose('event_time', { type: 'Instant' }),
    load: t.exposeString('load'),
    event: t.expose('event', { type: 'JSON', description: 'The event as the standard writes it.' }),
  }),
});

const LineageConnection = connectionOf('LineageEvent', LineageEventType);

builder.queryField('lineage', t =>
  t.field({
    type: LineageConnection,
    description: 'Events of the loads that wrote versions of a document, or of all loads.',
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      document: t.arg.id(),
    },
    resolve: (_root, args, context) => {
      const document =
        args.document == null ? null : (objectIdOf('SourceDocument', args.document) ?? '');
      const list: ListQuery = {
        name: 'lineage',
        filter: document,
        select: 'e.run, e.event_type, e.job, e.event_time, e.load, e.event',
        from: `from erp.lineage e where ($1::text is null
          or e.load in (select d.load from erp.document d where d.id = $1))`,
        values: [document],
        sort: { sql: 'e.seq', cast: 'bigint', tie: 'e.seq::text' },
      };
      return readPage<LineageRow, LineageRow>(context, list, args, row => row);
    },
  }),
);
