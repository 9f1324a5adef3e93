import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCluster } from '../../start/postgres/index.ts';
import { holds, type Outcome, skip } from './line.ts';
import { hears, lastLines, ROOT, run, treeOf } from './product.ts';

const READY = /ready on (http:\/\/localhost:\d+)$/m;
const READY_SECONDS = 240;
const NOBODY = 65_534;
const LEFT_OUT = ['node_modules', '.git', '.tally', 'dist'];

/** A second clone starts while the first serves: both answer, and the second's end leaves the first. */
export async function besides(origin: string): Promise<Outcome> {
  const clone = cloned();
  const home = join(clone, '.tally');
  const second = run(join(clone, 'start', 'main.ts'), ['--bare'], { TALLY_HOME: home });
  try {
    const other = (await hears(second, READY, READY_SECONDS))[1] ?? '';
    const both = [await answers(origin), await answers(other)];
    const tree = treeOf(second.child.pid ?? 0);
    second.child.kill('SIGINT');
    await second.ended;
    const left = tree.filter(pid => existsSync(`/proc/${pid}`)).length;
    const after = [await answers(origin), await answers(other)];
    const said = `${origin} and ${other}: ${both.join(', ')}; after its end ${after.join(', ')}`;
    const isWhole = both.every(Boolean) && after[0] === true && after[1] === false;
    return holds(other !== origin && isWhole && left === 0, `${said}; ${left} processes left`);
  } finally {
    second.child.kill('SIGINT');
    await second.ended;
    await removeCluster(home);
    rmSync(clone, { recursive: true, force: true });
  }
}

/** Everything that a clone has; the packages are those that are installed here. */
function cloned(): string {
  const clone = mkdtempSync(join(tmpdir(), 'tally-clone-'));
  for (const name of readdirSync(ROOT)) {
    if (LEFT_OUT.includes(name)) continue;
    cpSync(join(ROOT, name), join(clone, name), {
      recursive: true,
      filter: path => !LEFT_OUT.some(one => path.endsWith(`/${one}`)),
    });
  }
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(clone, 'node_modules'));
  return clone;
}

async function answers(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/en`).catch(() => null);
  return answer?.status === 200;
}

/** Root starts the product once more as somebody who is not root; the portal is built already. */
export async function asNobody(): Promise<Outcome> {
  if (process.getuid?.() !== 0) return skip('not root here: the lines above are of such a user');
  const user = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const reads = [...user.slice(1), process.execPath, '-e', `fs.readdirSync('${ROOT}')`];
  if (spawnSync('setpriv', reads, { stdio: 'ignore' }).status !== 0) {
    return skip('another user cannot read this folder, or there is no setpriv');
  }
  const home = mkdtempSync(join(tmpdir(), 'tally-nobody-'));
  chownSync(home, NOBODY, NOBODY);
  try {
    const environment = { TALLY_HOME: home, HOME: home };
    const ended = await run('start/main.ts', ['--bare', '--once'], environment, user).ended;
    const isReady = READY.test(ended.said);
    return holds(ended.code === 0 && isReady, `exit ${ended.code}: ${lastLines(ended.said)}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
