import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from './layout.ts';
import { note, running, type Start, stop } from './processes.ts';

// Keeps the contracts' processes of one host alive: what ends by itself starts again after 0.2, 1
// and 5 seconds. `keeper.json` in the settings lists them; SIGHUP reads it again.

const pausesMs = [200, 1_000, 5_000] as const;
const calmMs = 60_000;

const layout = layoutOf(process.argv[2] ?? '.');
const plans = new Map<string, string>();
let ending = false;

process.on('SIGHUP', () => void follow());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end());
// Holds the process while it has no child.
setInterval(() => undefined, calmMs);
await follow();

async function follow(): Promise<void> {
  const list = JSON.parse(readFileSync(layout.settings('keeper.json'), 'utf8')) as Start[];
  for (const plan of list) {
    const text = JSON.stringify(plan);
    if (plans.get(plan.name) === text) continue;
    plans.set(plan.name, text);
    // An older one, or one that a killed keeper left behind, holds the port.
    if (running(layout, plan.name) !== null) await stop(layout, plan.name);
    if (!ending) launch(plan, 0);
  }
}

function launch(plan: Start, tries: number): void {
  const begun = Date.now();
  const log = openSync(join(layout.logs, `${plan.name}.log`), 'a', 0o600);
  const child = spawn(plan.program, [...plan.words], {
    cwd: plan.cwd,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...plan.env },
  });
  closeSync(log);
  if (child.pid !== undefined) note(layout, plan.name, child.pid);
  child.on('error', () => undefined);
  child.on('exit', () => {
    const again = Date.now() - begun > calmMs ? 0 : tries;
    const pause = pausesMs[Math.min(again, pausesMs.length - 1)] ?? calmMs;
    setTimeout(() => {
      // Another launch has taken its place when its plan changed.
      if (!ending && plans.get(plan.name) === JSON.stringify(plan)) launch(plan, again + 1);
    }, pause);
  });
}

async function end(): Promise<void> {
  ending = true;
  await Promise.all([...plans.keys()].map(name => stop(layout, name)));
  process.exit(0);
}
