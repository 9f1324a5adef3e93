import type { Clock } from './clock.ts';
import type { Attempt, Envelope, SubmitOptions, SubmitResult, TxStatus } from './port.ts';
import type { OutboxStore, PutOff, RelayOutcome, RelayRow } from './outbox-store.ts';
import { startRelay } from './relay.ts';

// Table of ledger.md §6.4, row by row: a ledger that answers from a list, and a clock that jumps.

const ENVELOPE: Envelope = {
  v: 1,
  actId: 'act',
  kind: 'a.b',
  actor: 'p',
  businessDate: '2026-01-01',
  rulesVersion: '1',
  events: [],
};
const committed = (txId = 'tx1'): SubmitResult => ({
  kind: 'committed',
  txId,
  block: 3n,
  index: 1,
  envelope: ENVELOPE,
  repeated: false,
});
const invalid = (code: number): SubmitResult => ({
  kind: 'invalid',
  txId: 'tx1',
  block: 3n,
  index: 0,
  code,
});
const unknown: SubmitResult = { kind: 'unknown', txId: 'tx1', cause: 'TIMEOUT' };
const unreachable: SubmitResult = { kind: 'notSent', cause: 'UNREACHABLE', retryAfterMs: 500 };
const mismatch: SubmitResult = { kind: 'notSent', cause: 'MISMATCH', retryAfterMs: 500 };
const refused: SubmitResult = { kind: 'refused', refusal: { code: 'STATE_WRONG', facts: {} } };
const valid: TxStatus = { kind: 'valid', code: 0, block: 5n, index: 2 };
const absent: TxStatus = { kind: 'absent', height: 9n };
const stale: TxStatus = { kind: 'invalid', code: 11, block: 5n, index: 2 };

type Script = {
  submits?: SubmitResult[];
  resends?: SubmitResult[];
  statuses?: TxStatus[];
  row?: Partial<RelayRow>;
};

async function play(script: Script) {
  const log: string[] = [];
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  const begun = now;
  const clock: Clock = {
    nowMs: () => now,
    after(milliseconds, run) {
      if (milliseconds === POLL_MS) return () => undefined;
      const handle = setImmediate(() => {
        now += milliseconds;
        run();
      });
      return () => {
        clearImmediate(handle);
      };
    },
  };
  const attempt: Attempt = {
    actId: 'act',
    txId: 'tx1',
    envelope: new Uint8Array([1]),
    endorsedAt: new Date(begun).toISOString(),
    organisations: ['A'],
  };
  const next = <T>(list: T[] | undefined, what: string): T => {
    const one = list?.shift();
    if (one === undefined) throw new Error(`one ${what} too many`);
    return one;
  };
  const ledger = {
    async submit(_act: unknown, options: SubmitOptions): Promise<SubmitResult> {
      const result = next(script.submits, 'submit');
      log.push(`submit ${String(options.hint)}`);
      if (result.kind !== 'refused' && result.kind !== 'notSent') await options.record(attempt);
      return result;
    },
    resend(sent: Attempt): Promise<SubmitResult> {
      log.push(`resend ${sent.txId}`);
      return Promise.resolve(next(script.resends, 'resend'));
    },
    status(txId: string): Promise<TxStatus> {
      log.push(`status ${txId} at ${String(now - begun)}`);
      return Promise.resolve(next(script.statuses, 'status'));
    },
  };
  const row: RelayRow = {
    actId: 'act',
    signed: '{}',
    transient: {},
    hint: 4,
    attempts: [],
    lastAttempt: null,
    ...script.row,
  };
  let rows = [row];
  const faults: unknown[] = [];
  const end = await new Promise<RelayOutcome | PutOff | Error>(resolve => {
    const store: OutboxStore<RelayRow> = {
      take: () => Promise.resolve(rows.splice(0)),
      recordAttempt: (_row, { txId }) => {
        log.push(`record ${txId}`);
        return Promise.resolve();
      },
      settle: (_row, outcome) => Promise.resolve(resolve(outcome)),
      putOff: (_row, to) => Promise.resolve(resolve(to)),
    };
    const relay = startRelay(store, ledger, {
      clock,
      random: () => 0.5,
      pollMs: POLL_MS,
      failed: fault => {
        faults.push(fault);
        resolve(fault as Error);
      },
    });
    stopper = () => relay.stop();
  });
  rows = [];
  await stopper();
  return { log, end, elapsedMs: now - begun };
}

const POLL_MS = 77;
let stopper: () => Promise<void> = () => Promise.resolve();
const attempted = (endorsedAt: string): Attempt => ({
  actId: 'act',
  txId: 'tx1',
  envelope: new Uint8Array([1]),
  endorsedAt,
  organisations: ['A'],
});

test('committed is settled, and the attempt was stored before', async () => {
  const { log, end } = await play({ submits: [committed()] });
  expect(log).toEqual(['submit 4', 'record tx1']);
  expect(end).toEqual({ kind: 'committed', txId: 'tx1', at: { block: 3n, index: 1 } });
});

test('refused is final', async () => {
  const { end } = await play({ submits: [refused] });
  expect(end).toEqual({ kind: 'refused', refusal: { code: 'STATE_WRONG', facts: {} } });
});

test('not sent is tried again after its time with jitter', async () => {
  const { log, end, elapsedMs } = await play({ submits: [unreachable, unreachable, committed()] });
  expect(log.filter(one => one.startsWith('submit'))).toHaveLength(3);
  expect(elapsedMs).toBe(1000);
  expect(end).toMatchObject({ kind: 'committed' });
});

test('not reachable for a minute is put off by 30 s and stays saved', async () => {
  const submits = Array.from({ length: 121 }, () => unreachable);
  const { end, elapsedMs } = await play({ submits });
  expect(end).toEqual({ state: 'saved', afterMs: 30_000, code: 'LEDGER_UNREACHABLE' });
  expect(elapsedMs).toBe(60_000);
});

test('three mismatches are an incident', async () => {
  const { end } = await play({ submits: [mismatch, mismatch, mismatch] });
  expect(end).toEqual({ state: 'waiting', afterMs: 0, code: 'INCIDENT_MISMATCH' });
});

test('unknown asks after 1, 2, 4 and 8 s and takes a valid answer', async () => {
  const { log, end } = await play({
    submits: [unknown],
    statuses: [absent, absent, absent, valid],
  });
  expect(log.slice(2)).toEqual([
    'status tx1 at 1000',
    'status tx1 at 3000',
    'status tx1 at 7000',
    'status tx1 at 15000',
  ]);
  expect(end).toEqual({ kind: 'committed', txId: 'tx1', at: { block: 5n, index: 2 } });
});

test('absent after all questions sends the same envelope again', async () => {
  const { log, end } = await play({
    submits: [unknown],
    statuses: [absent, absent, absent, absent],
    resends: [committed()],
  });
  expect(log.filter(one => !one.startsWith('status'))).toEqual([
    'submit 4',
    'record tx1',
    'resend tx1',
  ]);
  expect(end).toMatchObject({ kind: 'committed' });
});

test('after three resends without an answer the act is endorsed anew', async () => {
  const { log } = await play({
    submits: [unknown, committed('tx2')],
    statuses: Array.from({ length: 16 }, () => absent),
    resends: [unknown, unknown, unknown],
  });
  expect(log.filter(one => one.startsWith('resend'))).toHaveLength(3);
  expect(log.filter(one => one.startsWith('submit'))).toHaveLength(2);
});

test('an envelope older than ten minutes is not sent again', async () => {
  const { log, end } = await play({
    row: {
      attempts: [{ txId: 'tx1' }],
      lastAttempt: attempted('2025-12-31T23:49:00.000Z'),
    },
    statuses: [absent, absent, absent, absent],
    submits: [committed('tx2')],
  });
  expect(log.some(one => one.startsWith('resend'))).toBe(false);
  expect(end).toMatchObject({ kind: 'committed', txId: 'tx2' });
});

test('a row that was left after its attempt was stored begins with a question', async () => {
  const { log, end } = await play({
    row: { attempts: [{ txId: 'tx1' }], lastAttempt: attempted('2026-01-01T00:00:00.000Z') },
    statuses: [valid],
  });
  expect(log).toEqual(['status tx1 at 1000']);
  expect(end).toMatchObject({ kind: 'committed', txId: 'tx1' });
});

test.each([
  ['11 MVCC', 11],
  ['12 phantom', 12],
])('invalid %s is endorsed anew with another hint', async (_name, code) => {
  const { log, end, elapsedMs } = await play({ submits: [invalid(code), committed('tx2')] });
  expect(log.filter(one => one.startsWith('submit'))).toEqual(['submit 4', 'submit 20']);
  expect(elapsedMs).toBeGreaterThanOrEqual(50);
  expect(elapsedMs).toBeLessThanOrEqual(1000);
  expect(end).toMatchObject({ kind: 'committed', txId: 'tx2' });
});

test('eight conflicts are CONTENTION and wait for a person', async () => {
  const submits = Array.from({ length: 8 }, () => invalid(11));
  const { log, end } = await play({ submits });
  expect(log.filter(one => one.startsWith('submit'))).toHaveLength(8);
  expect(end).toEqual({ state: 'waiting', afterMs: 0, code: 'CONTENTION' });
});

test('a stale answer to the question counts as a conflict', async () => {
  const { log } = await play({ submits: [unknown, committed('tx2')], statuses: [stale] });
  expect(log.filter(one => one.startsWith('submit'))).toEqual(['submit 4', 'submit 20']);
});

test('invalid 10 is tried once more, then an incident', async () => {
  const once = await play({ submits: [invalid(10), committed('tx2')] });
  expect(once.end).toMatchObject({ kind: 'committed', txId: 'tx2' });
  const twice = await play({ submits: [invalid(10), invalid(10)] });
  expect(twice.end).toMatchObject({ code: 'INCIDENT_ENDORSEMENT_POLICY_FAILURE' });
});

test('invalid 9 asks for the first transaction', async () => {
  const { log, end } = await play({ submits: [invalid(9)], statuses: [valid] });
  expect(log.at(-1)).toBe('status tx1 at 0');
  expect(end).toEqual({ kind: 'committed', txId: 'tx1', at: { block: 5n, index: 2 } });
});

test('any other code is an incident at once', async () => {
  const { log, end } = await play({ submits: [invalid(4)] });
  expect(log.filter(one => one.startsWith('submit'))).toHaveLength(1);
  expect(end).toMatchObject({ state: 'waiting', code: 'INCIDENT_BAD_CREATOR_SIGNATURE' });
});
