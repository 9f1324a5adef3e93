import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCluster } from '../../start/postgres/index.ts';
import { asNobody, besides } from './beside.ts';
import { broken, holds, type Line, type Outcome, skip } from './line.ts';
import { hears, lastLines, ROOT, run, treeOf } from './product.ts';
import { accountOf, askAs, storyNotes } from './story-notes.ts';
import { testedLines } from './tested.ts';

const SAMPLES = join(ROOT, '..', 'shared', 'samples', 'erp');
const SUPPLIER_FOLDERS = [
  'ubl-oasis-chain',
  'oioubl-chain',
  'peppol-bis3',
  'peppol-procurement',
  'en16931-ubl',
];
const SILENT_SECONDS_MAX = 10;
const START = 'start/main.ts';

/**
 * What must hold of the first journey, line by line: the product is started in a home of its own,
 * asked, stopped and started again; suites are run for what needs a fault put in.
 */
export async function journey(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const home = mkdtempSync(join(tmpdir(), 'tally-accept-'));
  const add = (name: string, outcome: Outcome): void => {
    lines.push({ name, ...outcome });
    tell({ name, ...outcome });
  };
  try {
    await story(home, add);
    await serving(home, add);
  } catch (fault) {
    add('the product ran as asked', broken(fault instanceof Error ? fault.message : String(fault)));
  } finally {
    await removeCluster(home);
    rmSync(home, { recursive: true, force: true });
  }
  for (const line of await testedLines()) add(line.name, line);
  return lines;
}

type Add = (name: string, outcome: Outcome) => void;

/** The story once, the ledger's own check, a rebuild, and the story again without a network. */
async function story(home: string, add: Add): Promise<void> {
  const environment = { TALLY_HOME: home, TALLY_PORT: '4890' };
  const blocker = createServer();
  await new Promise<void>(done => blocker.listen(4890, () => done()));
  const first = await run(START, ['--once'], environment).ended;
  blocker.close();
  add(
    'npm start -- --once ends with 0: every step of the story held',
    holds(
      first.code === 0,
      `exit ${first.code} after ${first.seconds} s: ${lastLines(first.said)}`,
    ),
  );
  add(
    "the story's auditor decides its acts again from exported blocks: no difference",
    holds(/auditor decided \d+ acts again .*: no difference/.test(first.said), 'as it said'),
  );
  add(
    'a taken port gives way to the next free one, printed',
    holds(/4890 is taken, serving on \d+/.test(first.said), 'port 4890 was taken'),
  );
  add(
    `never silent for more than ${SILENT_SECONDS_MAX} s`,
    holds(first.silentSeconds <= SILENT_SECONDS_MAX, `longest ${first.silentSeconds} s`),
  );
  const verify = await run('ledger/program.ts', ['verify', join(home, 'ledger')], {}).ended;
  add(
    'the ledger is what its blocks say',
    holds(verify.code === 0 && /state equal/.test(verify.said), lastLines(verify.said)),
  );
  const rebuild = await run(START, ['--rebuild'], environment).ended;
  add(
    'the read model built anew from the ledger folder equals the old one',
    holds(rebuild.code === 0 && /was equal/.test(rebuild.said), lastLines(rebuild.said)),
  );
  const again = await run(START, ['--once'], environment, withoutNetwork()).ended;
  add(
    'a second start works offline and goes on with the data',
    again.code === 0 && withoutNetwork().length === 0
      ? skip('went on, but the network could not be taken away here')
      : holds(
          again.code === 0 && /told before/.test(again.said),
          `exit ${again.code}: ${lastLines(again.said)}`,
        ),
  );
}

/** The words before a program that leave it the loopback device alone; none where not allowed. */
function withoutNetwork(): readonly string[] {
  const alone = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'offline'];
  const tried = spawnSync('unshare', [...alone.slice(1), 'true'], { stdio: 'ignore' });
  return tried.status === 0 ? alone : [];
}

/** The product as it serves: its sums, files of others twice, and its end. */
async function serving(home: string, add: Add): Promise<void> {
  const server = run(START, ['--bare'], { TALLY_HOME: home });
  try {
    const origin = (await hears(server, /ready on (http:\/\/localhost:\d+)$/m, 180))[1] ?? '';
    add('the sums tie', await sums(home, origin));
    add(
      'notes of the story: what was collected is paid, line by line, and the papers say the same',
      await storyNotes(home, origin),
    );
    add(
      'files of others: counts add up, and the same files again change nothing',
      await files(home, origin),
    );
    add("the buyer's keys are of class agent", await buyerKeys(home, origin));
    add('two clones run side by side', await besides(origin));
    add('starts as a user who is not root', await asNobody());
  } finally {
    const tree = treeOf(server.child.pid ?? 0);
    server.child.kill('SIGINT');
    const { code } = await server.ended;
    const left = tree.filter(pid => existsSync(`/proc/${pid}`));
    add(
      'Ctrl-C ends everything, PostgreSQL too',
      holds(
        left.length === 0,
        `exit ${code}, ${tree.length} processes before, ${left.length} after`,
      ),
    );
  }
}

/** The keys with which the story's buyer confirmed, as the ledger's registry has them. */
async function buyerKeys(home: string, origin: string): Promise<Outcome> {
  const account = accountOf(home, 'anchor');
  if (!account) return broken('no account of the buyer');
  const { me } = await askAs<{ me: { party: { keys: readonly { class: string }[] } } }>(
    origin,
    account,
    '{ me { party { keys { class } } } }',
  );
  const classes = me.party.keys.map(key => key.class);
  const isAgent = classes.length > 0 && classes.every(one => one === 'agent');
  return holds(isAgent, `${classes.length} keys: ${[...new Set(classes)].join(', ')}`);
}

async function sums(home: string, origin: string): Promise<Outcome> {
  const account = accountOf(home, 'auditor') ?? accountOf(home, 'broker');
  if (!account) return broken('no account of the auditor');
  const { tieOut } = await askAs<{ tieOut: TieOut }>(
    origin,
    account,
    '{ tieOut { block projectedBlock ties rows { figure left right } } }',
  );
  const { ties, rows, block } = tieOut;
  const said = rows.map(({ figure, left, right }) => `${figure} ${left.minor} = ${right.minor}`);
  return holds(ties && rows.length >= 3, `block ${block}: ${said.join('; ')}`);
}

type Side = { readonly minor: string };
type TieOut = {
  readonly block: number;
  readonly ties: boolean;
  readonly rows: readonly { readonly figure: string; readonly left: Side; readonly right: Side }[];
};

type Uploaded = {
  readonly file: string;
  readonly code?: string;
  readonly counts?: Readonly<Record<string, number>>;
};

async function files(home: string, origin: string): Promise<Outcome> {
  if (!existsSync(SAMPLES)) return skip('the sample files are not beside this folder');
  const door = (client: string): string => {
    const file = join(home, `${client}.json`);
    writeFileSync(file, JSON.stringify({ origin, ...accountOf(home, client) }), { mode: 0o600 });
    return file;
  };
  const supplier = door('supplier-01');
  const bank = door('bank');
  const load = async (): Promise<readonly Uploaded[]> => [
    ...(await ingest(SUPPLIER_FOLDERS, supplier)),
    ...(await ingest(['iso20022-camt'], bank)),
  ];
  const first = await load();
  const second = await load();
  const wrong = [...first, ...second].filter(one => !addsUp(one));
  // The same bytes are answered with the first load's own answer (ING-20).
  const again = second.filter((one, at) => JSON.stringify(one) !== JSON.stringify(first[at]));
  const written = first.reduce((sum, { counts }) => sum + (counts?.['written'] ?? 0), 0);
  const [odd] = [...wrong, ...again];
  return holds(
    wrong.length === 0 && again.length === 0 && first.length > 0 && written > 0,
    `${first.length} files, ${written} records written; ${wrong.length} do not add up, ` +
      `${again.length} answered otherwise${odd ? `: ${odd.file}` : ''}`,
  );
}

async function ingest(folders: readonly string[], account: string): Promise<readonly Uploaded[]> {
  const paths = folders.map(name => join(SAMPLES, name));
  const { out } = await run(
    'cli/tally.ts',
    ['ingest', ...paths, '--json', '--account', account],
    {},
  ).ended;
  const lines = out.split('\n').filter(line => line.startsWith('{'));
  return lines.map(line => JSON.parse(line) as Uploaded);
}

/** Received = written + unchanged + conflict + quarantined, or refused with a code. */
function addsUp({ code, counts }: Uploaded): boolean {
  if (code !== undefined) return true;
  if (!counts) return false;
  const of = (name: string): number => counts[name] ?? 0;
  return of('received') === of('written') + of('unchanged') + of('conflict') + of('quarantined');
}
