import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLedger } from '../../ledger/embedded/index.ts';
import { exportActs } from '../../ledger/embedded/rebuild.ts';
import { verifyLedger } from '../../ledger/embedded/verify.ts';
import { CASE_COLLECTIONS } from '../conformance/embedded.ts';
import { Probe } from '../conformance/probe.ts';

const KILLS = 20;
const LOAD_MS_MAX = 250;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-kill-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the load, kills it with SIGKILL that long after it is ready, and returns its lines. */
function loadAndKill(run: number, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'ledger-load.ts');
    const child = spawn(process.execPath, [program, folder, String(run)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stderr.on('data', chunk => (errors += String(chunk)));
    child.stdout.on('data', chunk => {
      const isReady = output.includes('ready');
      output += String(chunk);
      if (!isReady && output.includes('ready')) setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`ended by itself: ${errors}`));
      // A last line cut by the kill is no acknowledgement.
      else resolve(output.split('\n').slice(0, -1));
    });
  });
}

async function placesOnLedger(): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  for await (const { actId, block, index } of exportActs(folder, 0)) {
    places.set(actId, [...(places.get(actId) ?? []), `${block} ${index}`]);
  }
  return places;
}

test(`T-14 ${KILLS} kills at random instants lose and double no acknowledged act`, async () => {
  const acknowledged = new Map<string, string>();
  for (let run = 0; run < KILLS; run++) {
    for (const line of await loadAndKill(run, Math.random() * LOAD_MS_MAX)) {
      const [word, actId, block, index] = line.split(' ');
      if (word === 'ack' && actId) acknowledged.set(actId, `${block} ${index}`);
    }
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS);
  const places = await placesOnLedger();
  const wrong = [...acknowledged].filter(([actId, place]) => places.get(actId)?.join() !== place);
  expect(wrong).toEqual([]);
  expect([...places.values()].filter(all => all.length > 1)).toEqual([]);
  const { counts, difference } = await verifyLedger({ folder });
  expect(difference).toBeNull();
  expect(counts.acts).toBeGreaterThanOrEqual(acknowledged.size);
  const ledger = await openEmbeddedLedger({
    folder,
    contract: Probe,
    collections: CASE_COLLECTIONS,
  });
  expect(Number((await ledger.info()).height)).toBe(counts.blocks);
  await ledger.close();
}, 180_000);
