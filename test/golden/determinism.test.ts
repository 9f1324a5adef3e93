import { spawn } from 'node:child_process';
import { join } from 'node:path';

const RUNNER = join(import.meta.dirname, 'endorser.ts');
const MINUTES = 60_000;

/** What an endorser in another place of the world says of every golden act. */
function endorse(
  env: Readonly<Record<string, string>>,
  order = 'plain',
): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const options = { env: { ...process.env, NODE_OPTIONS: '', ...env } };
    const child = spawn(process.execPath, [RUNNER, order], options);
    const out: Buffer[] = [];
    const wrong: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => wrong.push(part));
    child.once('exit', code => {
      if (code === 0) done(Buffer.concat(out).toString('utf8').trim().split('\n'));
      else failed(new Error(Buffer.concat(wrong).toString('utf8')));
    });
  });
}

test(
  'every golden act leaves the same in any time zone, language and order of members (R-143)',
  async () => {
    const here = await endorse({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' });
    const there = await endorse(
      { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      'turned',
    );
    const apart = here.filter((line, at) => line !== there[at]);
    expect(apart).toEqual([]);
    expect(there).toHaveLength(here.length);
    expect(here.length).toBeGreaterThan(1_000);
    // Control: two acts that leave something else are told apart.
    const hashes = new Set(here.map(line => line.split(' | ').at(-1)));
    expect(hashes.size).toBeGreaterThan(300);
  },
  5 * MINUTES,
);
