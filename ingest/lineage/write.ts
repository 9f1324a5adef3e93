import { invariant } from '../../domain/result/index.ts';
import { insertRows } from '../insert.ts';
import type { LoadContext } from '../store.ts';
import { lineageFaults } from './check.ts';
import type { RunEvent } from './event.ts';

const COLUMNS = {
  run: 'uuid',
  event_type: 'text',
  job: 'text',
  event_time: 'timestamptz',
  load: 'uuid',
  event: 'jsonb',
};

/** Keeps events of a load in its transaction; one that departs from the standard is our fault. */
export async function writeLineage(
  { sql, tenant }: Pick<LoadContext, 'sql' | 'tenant'>,
  load: string,
  events: readonly RunEvent[],
): Promise<void> {
  const rows = events.map(event => {
    const faults = lineageFaults(event);
    invariant('LINEAGE', faults.length === 0, () => faults.join('; '));
    return {
      run: event.run.runId,
      event_type: event.eventType,
      job: event.job.name,
      event_time: event.eventTime,
      load,
      event,
    };
  });
  await insertRows(sql, { table: 'erp.lineage', tenant, columns: COLUMNS }, rows);
}
