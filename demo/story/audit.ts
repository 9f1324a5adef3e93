import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AUDITOR } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import type { World } from '../client/world.ts';
import { say } from './say.ts';

const COMMAND = fileURLToPath(new URL('../../cli/tally.ts', import.meta.url));

type Checked = {
  readonly blocks: number;
  readonly faults: readonly string[];
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly unknown[];
};

/**
 * The auditor exports every block through its own account, and a process without any door decides
 * pool, deal, issue and payments again from the blocks alone.
 */
export async function audit(world: World): Promise<void> {
  const { home, origin } = world.settings;
  const folder = join(home, 'demo', 'audit');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const account = join(folder, 'account.json');
  const { id: client, secret } = AUDITOR.client;
  writeFileSync(account, JSON.stringify({ origin, client, secret }), { mode: 0o600 });
  const blocks = join(folder, 'blocks.jsonl');
  const exported = await tally(
    ['audit', 'export', '--account', account],
    createWriteStream(blocks, { mode: 0o600 }),
  );
  if (exported !== 0) throw new StoryFault('NOT_EXPORTED', `exit ${exported}`);
  const said: Buffer[] = [];
  const into = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      said.push(chunk);
      done();
    },
  });
  const verified = await tally(['audit', 'verify', blocks, '--recompute', '--json'], into);
  const text = Buffer.concat(said).toString();
  if (!text.startsWith('{')) throw new StoryFault('NOT_VERIFIED', `exit ${verified}`);
  const found = JSON.parse(text) as Checked;
  const wrong = [...found.faults, ...found.differences];
  const acts = Object.values(found.checked).reduce((sum, count) => sum + count, 0);
  if (verified !== 0 || wrong.length > 0 || acts === 0) {
    throw new StoryFault('DIFFERENCE', `exit ${verified}, ${acts} acts: ${JSON.stringify(wrong)}`);
  }
  say(`the auditor decided ${acts} acts again from ${found.blocks} exported blocks: no difference`);
}

/** Runs the command line; its results go into the stream. Answers the exit code. */
async function tally(words: readonly string[], into: Writable): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', COMMAND, ...words],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<number>(done => child.once('close', code => done(code ?? 128)));
  const written = new Promise<void>((done, failed) => {
    into.once('finish', done);
    into.once('error', failed);
  });
  child.stdout.pipe(into);
  await written;
  return ended;
}
