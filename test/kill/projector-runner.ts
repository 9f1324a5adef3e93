import { writeSync } from 'node:fs';
import { openDatabase } from '../../api/database/index.ts';
import { type CrashPoint, startProjector } from '../../api/projection/index.ts';
import { fixtureLedger, fixtureRecords } from './ledger-fixture.ts';

/** What a projecting process is told: it waits at `point`, reached for the `at`-th time. */
export type Projecting = {
  readonly projector: string;
  readonly envelopes: number;
  readonly point: CrashPoint;
  readonly at: number;
};

// Projects the fixture's envelopes until it reaches its point, then stands still to be killed: no
// timer runs, no byte is written, the database transaction stays as it is.

const { projector, envelopes, point, at } = JSON.parse(process.argv[2] ?? '{}') as Projecting;
const stillness = new Int32Array(new SharedArrayBuffer(4));
let seen = 0;

const running = startProjector({
  ledger: fixtureLedger(fixtureRecords(envelopes), 'waits'),
  database: await openDatabase({ url: projector, connectionsMax: 2 }),
  batchMax: 50,
  crashpoint: reached => {
    if (reached !== point) return;
    seen += 1;
    if (seen < at) return;
    writeSync(1, `at ${point}\n`);
    Atomics.wait(stillness, 0, 0);
  },
});
await running.ended;
