import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fabric from 'fabric-contract-api';
import { openEmbeddedLedger, type EmbeddedLedger } from '../../ledger/embedded/index.ts';
import { exportActs } from '../../ledger/embedded/rebuild.ts';
import {
  startRelay,
  type Attempt,
  type Clock,
  type Ledger,
  type OutboxStore,
  type PutOff,
  type RelayOutcome,
  type RelayRow,
} from '../../ledger/index.ts';

// T-05: the relay dies at every point of an act's way; the next one brings each act to its end,
// once. Acts of one hint read and write one key, so that they also conflict.

class ActContract extends fabric.Contract {
  constructor() {
    super('acts');
  }

  async submit(ctx: fabric.Context, text: string, hint: string): Promise<void> {
    const { id } = JSON.parse(text) as { id: string };
    const { stub } = ctx;
    const done = await stub.getState(`act-${id}`);
    if (done.length > 0) throw new Error(`ACT_DONE {"txId":"${Buffer.from(done).toString()}"}`);
    const slice = `slice-${hint}`;
    const count = Number(Buffer.from(await stub.getState(slice)).toString() || '0');
    await stub.putState(slice, Buffer.from(String(count + 1)));
    await stub.putState(`act-${id}`, Buffer.from(stub.getTxID()));
    stub.setEvent('tally.v1', Buffer.from(JSON.stringify({ v: 1, actId: id })));
  }
}

type Row = RelayRow & { lastAttempt: Attempt | null; attempts: { txId: string }[] };

class MemoryOutbox implements OutboxStore<Row> {
  readonly rows = new Map<string, Row>();
  readonly outcomes = new Map<string, RelayOutcome | PutOff>();

  save(actId: string): void {
    const signed = JSON.stringify({ id: actId });
    const row = { actId, signed, transient: {}, hint: 0, attempts: [], lastAttempt: null };
    this.rows.set(actId, row);
  }

  take(max: number): Promise<Row[]> {
    const open = [...this.rows.values()].filter(row => !this.outcomes.has(row.actId));
    return Promise.resolve(open.slice(0, max).map(row => ({ ...row })));
  }

  recordAttempt(row: Row, attempt: Attempt): Promise<void> {
    const stored = this.rows.get(row.actId);
    if (!stored) throw new Error('no such row');
    stored.lastAttempt = attempt;
    stored.attempts.push({ txId: attempt.txId });
    return Promise.resolve();
  }

  settle(row: Row, outcome: RelayOutcome): Promise<void> {
    this.outcomes.set(row.actId, outcome);
    return Promise.resolve();
  }

  putOff(row: Row, to: PutOff): Promise<void> {
    this.outcomes.set(row.actId, to);
    return Promise.resolve();
  }
}

let die: () => void;
let never: Promise<never>;
const ACTS = 12;

/** What dies: from that point on nothing of the relay's goes on. */
const CRASH_POINTS = [
  'before the endorsement',
  'before the attempt is stored',
  'after the attempt is stored',
  'after the block, before the answer',
  'before the outcome is stored',
  'after the outcome is stored',
] as const;
type CrashPoint = (typeof CRASH_POINTS)[number];

function dyingStore(outbox: MemoryOutbox, at: CrashPoint): OutboxStore<Row> {
  return {
    take: max => outbox.take(max),
    recordAttempt: async (row, attempt) => {
      if (at === 'before the attempt is stored') return never;
      await outbox.recordAttempt(row, attempt);
      if (at === 'after the attempt is stored') return never;
    },
    settle: async (row, outcome) => {
      if (at === 'before the outcome is stored') return never;
      await outbox.settle(row, outcome);
      if (at === 'after the outcome is stored') return never;
    },
    putOff: (row, to) => outbox.putOff(row, to),
  };
}

function dyingLedger(ledger: Ledger, at: CrashPoint): Pick<Ledger, 'submit' | 'resend' | 'status'> {
  return {
    submit: async (act, options) => {
      if (at === 'before the endorsement') return never;
      const result = await ledger.submit(act, options);
      return at === 'after the block, before the answer' ? never : result;
    },
    resend: attempt => ledger.resend(attempt),
    status: txId => ledger.status(txId),
  };
}

/** Waits are skipped, but things still happen one after the other. */
const hurried: Clock = {
  nowMs: () => Date.now(),
  after(_milliseconds, run) {
    const timer = setTimeout(run, 2);
    return () => {
      clearTimeout(timer);
    };
  },
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
}

let folder: string;
let ledger: EmbeddedLedger;
beforeEach(async () => {
  never = new Promise((_resolve, reject) => {
    die = () => {
      reject(new Error('dead'));
    };
  });
  never.catch(() => undefined);
  folder = mkdtempSync(join(tmpdir(), 'tally-relay-'));
  ledger = await openEmbeddedLedger({ folder, contract: ActContract, collections: [] });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(CRASH_POINTS)('a relay that dies %s loses and doubles nothing', async point => {
  const outbox = new MemoryOutbox();
  for (let at = 0; at < ACTS; at++) outbox.save(`act-${at}`);
  const faults: unknown[] = [];
  const options = {
    clock: hurried,
    random: Math.random,
    failed: (fault: unknown) => faults.push(fault),
  };
  let died = 0;
  const store = dyingStore(outbox, point);
  const first = startRelay(store, dyingLedger(ledger, point), {
    ...options,
    clock: stoppedAfter(() => (died += 1)),
    failed: () => undefined,
  });
  await until(() => died > 3);
  const second = startRelay(outbox, ledger, options);
  await until(() => outbox.outcomes.size === ACTS);
  await second.stop();
  // Only now, as the dead do not act: what hangs in the ledger is let go.
  die();
  await first.stop();
  expect(faults).toEqual([]);
  const settled = [...outbox.outcomes].map(([actId, outcome]) => {
    if (!('kind' in outcome) || outcome.kind !== 'committed')
      throw new Error(`${actId} ${JSON.stringify(outcome)}`);
    return `${actId} ${outcome.txId} ${outcome.at.block} ${outcome.at.index}`;
  });
  await ledger.close();
  const onLedger: string[] = [];
  for await (const { actId, txId, block, index } of exportActs(folder, 0)) {
    onLedger.push(`${actId} ${txId} ${block} ${index}`);
  }
  expect(settled.sort()).toEqual(onLedger.sort());
  expect(onLedger).toHaveLength(ACTS);
});

/** The clock of the relay that dies: a few polls, by which time every act has met its point. */
function stoppedAfter(tick: () => void): Clock {
  return {
    nowMs: () => Date.now(),
    after(milliseconds, run) {
      const timer = setTimeout(
        () => {
          tick();
          run();
        },
        Math.min(milliseconds, 60),
      );
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
