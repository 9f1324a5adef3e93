import type { Clock } from '../clock.ts';
import { Outcomes } from './outcomes.ts';

/** A clock that moves when it is told to. */
function handClock(): Clock & { pass(milliseconds: number): void } {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    nowMs: () => now,
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter(one => one !== timer);
      };
    },
    pass(milliseconds) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
}

const never = (): Promise<bigint | null> => new Promise(() => undefined);
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  void promise.then(() => (done = true));
  await new Promise(resolve => setImmediate(resolve));
  return done;
};

test('an outcome is told with its place, once the peer has applied the block', async () => {
  const outcomes = new Outcomes(handClock());
  let applied: (block: bigint) => void = () => undefined;
  const waiting = outcomes.of('b', 1000, () => new Promise(resolve => (applied = resolve)));
  outcomes.take({
    number: 7n,
    outcomes: [
      { txId: 'a', code: 0 },
      { txId: 'b', code: 11 },
    ],
  });
  expect(await settled(waiting)).toBe(false);
  applied(7n);
  expect(await waiting).toEqual({ block: 7n, index: 1, code: 11 });
});

test('sixteen ask the peer; those of the same block and before learn from them', async () => {
  const outcomes = new Outcomes(handClock());
  let applied: (block: bigint) => void = () => undefined;
  const first = outcomes.of('0', 1000, () => new Promise(resolve => (applied = resolve)));
  for (let at = 1; at < 16; at++) void outcomes.of(String(at), 1000, never);
  const quiet = outcomes.of('quiet', 1000, () => Promise.reject(new Error('must not ask')));
  outcomes.take({ number: 3n, outcomes: [{ txId: 'quiet', code: 0 }] });
  outcomes.take({ number: 4n, outcomes: [{ txId: '0', code: 0 }] });
  expect(await settled(quiet)).toBe(false);
  applied(4n);
  expect(await quiet).toEqual({ block: 3n, index: 0, code: 0 });
  expect(await first).toEqual({ block: 4n, index: 0, code: 0 });
});

test('without a word of the peer it is told a moment later', async () => {
  const clock = handClock();
  const outcomes = new Outcomes(clock);
  for (let at = 0; at < 16; at++) void outcomes.of(String(at), 1000, never);
  const quiet = outcomes.of('quiet', 1000, never);
  outcomes.take({ number: 3n, outcomes: [{ txId: 'quiet', code: 0 }] });
  expect(await settled(quiet)).toBe(false);
  clock.pass(100);
  expect(await quiet).toMatchObject({ block: 3n });
});

test('at the deadline nothing is known', async () => {
  const clock = handClock();
  const waiting = new Outcomes(clock).of('a', 1000, never);
  clock.pass(1000);
  expect(await waiting).toBeNull();
});
