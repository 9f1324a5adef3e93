// The door of every npm script: runs on any Node ≥ 20, installs what is missing, then hands over to
// the repository's own Node 24. Plain JavaScript, because nothing else is there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MARKER = join(ROOT, 'node_modules', '.tallystick');
const HEARTBEAT_MS = 5_000;

const PROGRAMS = {
  start: { file: 'start/main.ts', needs: 'run' },
  // A command reads files of any size; 64 MiB for young objects would be three times that.
  tally: { file: 'cli/tally.ts', needs: 'run', flags: ['--max-semi-space-size=16'] },
  ledger: { file: 'ledger/program.ts', needs: 'run' },
  network: { file: 'network/program.ts', needs: 'run' },
  test: { file: 'test/run.ts', needs: 'all' },
  lint: { file: 'test/lint.ts', needs: 'all' },
  // The memory for young objects that the start program gives the process with the ledger.
  bench: { file: 'bench/run.ts', needs: 'all', flags: ['--max-semi-space-size=64'] },
  accept: { file: 'test/accept/run.ts', needs: 'all' },
  slow: { file: 'test/slow.ts', needs: 'all' },
};

const [name = '', ...args] = process.argv.slice(2);
const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
if (!program) {
  console.error(`unknown program "${name}"; known: ${Object.keys(PROGRAMS).join(', ')}`);
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old: install Node 20 or later.`);
  process.exit(2);
}
await install(program.needs);
process.exit(await run(program, args));

/** Installs once per lock file; `run` leaves out what only the tests need. */
async function install(needs) {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const held = existsSync(MARKER) ? readFileSync(MARKER, 'utf8').trim().split(' ') : [];
  const same = held[0] === lock && existsSync(ownNode());
  if (same && (held[1] === 'all' || held[1] === needs)) return;
  const size = needs === 'all' ? '1.0 GB' : '0.7 GB';
  console.error(`Installing Tallystick's packages: about ${size} on disk, one to four minutes.`);
  // Not `npm ci`: it refuses a lock file that names binaries of other platforms which a registry
  // does not hold. `install --no-save` takes the locked versions and writes nothing back.
  const words = ['install', '--no-save'];
  if (needs !== 'all') words.push('--omit=dev');
  const code = await npm([...words, '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0 || !existsSync(ownNode())) {
    console.error(
      'The installation failed. Check the network and the messages above, then run the same ' +
        'command again. With npm 12 install scripts must be allowed; package.json lists them.',
    );
    process.exit(code === 0 ? 1 : code);
  }
  writeFileSync(MARKER, `${lock} ${needs}\n`);
}

function ownNode() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(ROOT, 'node_modules', 'node', 'bin', file);
}

function npm(words) {
  const path = process.env['npm_execpath'];
  const command = path ? process.execPath : 'npm';
  const started = Date.now();
  const heartbeat = setInterval(() => {
    console.error(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`);
  }, HEARTBEAT_MS);
  return child(command, path ? [path, ...words] : words).finally(() => clearInterval(heartbeat));
}

function run({ file, flags = [] }, words) {
  const child24 = ['--disable-warning=ExperimentalWarning', ...flags, join(ROOT, file), ...words];
  return child(ownNode(), child24);
}

/** Runs a child in the foreground; signals reach it, and its exit code is ours. */
function child(command, words) {
  return new Promise(resolve => {
    const started = spawn(command, words, { cwd: ROOT, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => started.kill(signal));
    }
    started.on('error', error => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    started.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
