import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUPPLIERS } from '../../demo/cast/cast.ts';
import { DUE_DAYS, POOLED_DUES, tradeOf } from '../../demo/files/trade.ts';
import { saySkipped } from '../fixture/skipped.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const home = mkdtempSync(join(tmpdir(), 'tally-payout-'));
const STORY_MS = 400_000;

type Run = { said: () => string; ended: Promise<number | null>; pid: number };

function start(): Run {
  const child = spawn(process.execPath, [join(root, 'start', 'main.ts'), '--once'], {
    env: { ...process.env, TALLY_HOME: home, TALLY_PORT: '4830' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>(done => child.once('exit', done));
  return { said: () => said, ended, pid: child.pid ?? 0 };
}

async function hears(run: Run, line: RegExp): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (line.test(run.said())) return;
    await new Promise(done => setTimeout(done, 100));
  }
  throw new Error(`not heard: ${String(line)}\n${run.said()}`);
}

/** The processes of our home: by environment for Node, by data folder for the postmaster. */
function processesOf(word: RegExp): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        const text = readFileSync(`/proc/${name}/environ`, 'utf8');
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return text.includes(`TALLY_HOME=${home}`) && word.test(line);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function openFilesOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).map(fd => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });
}

/** Looks at the files that the API process has open, five times a second, until asked. */
function watchApi(): () => { samples: number; opened: string[]; commands: string[] } {
  const opened = new Set<string>();
  const commands = new Set<string>();
  let samples = 0;
  const timer = setInterval(() => {
    for (const pid of processesOf(/api\/server\.ts/)) {
      try {
        commands.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
        openFilesOf(pid).forEach(file => opened.add(file));
        samples += 1;
      } catch {
        // It ended between the two looks.
      }
    }
  }, 200);
  return () => {
    clearInterval(timer);
    return { samples, opened: [...opened], commands: [...commands] };
  };
}

function yuan(fen: bigint): string {
  const whole = (fen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${(fen % 100n).toString().padStart(2, '0')}`;
}

const total = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

/** What each supplier's own files say falls due on a day, of its current sales. */
const facesDue = (day: string | undefined): readonly bigint[] =>
  SUPPLIERS.map(supplier =>
    total(
      tradeOf(supplier)
        .sales.filter(sale => sale.current && sale.dueOn === day)
        .map(sale => sale.gross),
    ),
  );
/** Financed, due on the first due day. */
const FACES = facesDue(DUE_DAYS[0]);
/** Before that day's statement the bank booked the pool's first due day too, but for the late payer. */
const POOLED = facesDue(POOLED_DUES[0]).filter((_, at) => at !== 4);
const RECEIVED = yuan(total(FACES) + total(POOLED));
/** Nine tenths of each supplier's face, rounded down. */
const ADVANCED = yuan(total(FACES.map(face => (face * 9n) / 10n)));

const isLinux = process.platform === 'linux';
if (!isLinux) saySkipped('kill between payouts', 'processes are found in /proc');
const onLinux = isLinux ? test : test.skip;

describe('the story under kill -9 while payouts are on their way', () => {
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  onLinux(
    'the next start ends with the same sums, nothing doubled; the API never has a party key file open and may not',
    async () => {
      const first = start();
      const seen = watchApi();
      await hears(first, /are booked and matched/);
      const { samples, opened, commands } = seen();
      expect(samples).toBeGreaterThan(20);
      expect(opened.filter(file => file.startsWith(join(home, 'demo')))).toEqual([]);
      // Its data are open all the time: the look is not blind.
      expect(opened.some(file => file.startsWith(join(home, 'ledger')))).toBe(true);
      expect(commands).toHaveLength(1);
      expect(commands[0]).toContain('--permission');
      expect(commands[0]).not.toContain('buyer-keys');
      const keys = join(home, 'demo', 'buyer-keys');
      expect(statSync(join(keys, 'anchor', 'one.pem')).mode & 0o777).toBe(0o600);
      await new Promise(done => setTimeout(done, 4_000));
      for (const pid of processesOf(/./)) process.kill(pid, 'SIGKILL');
      await first.ended;
      const second = start();
      const code = await second.ended;
      if (code !== 0) throw new Error(`exit ${String(code)}\n${second.said()}`);
      expect(second.said()).toContain(
        `received CNY ${RECEIVED} = allocated CNY ${RECEIVED} + unallocated CNY 0.00`,
      );
      expect(second.said()).toContain('120 receivables settled');
      expect(second.said()).toContain(`24 financings paid out: advance CNY ${ADVANCED}`);
    },
    STORY_MS,
  );
});
