import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCluster } from '../../start/postgres/index.ts';
import { bookOf, differences } from './book.ts';
import { RULED } from './comparable.ts';
import { broken, holds, type Line, type Outcome } from './line.ts';
import { lastLines, run, type Ended } from './product.ts';

const START = 'start/main.ts';
const NETWORK = 'network/program.ts';
const PORT_SHIFT = '23000';
const SECONDS_MAX = 10;
/** What the story says of money; moments and names differ from run to run. */
const SUMS = /(CNY|EUR|USD) [\d,]+\.\d\d/g;

/**
 * The network's own times, then the story on it and on the embedded ledger: the same sums, and read
 * models that differ in nothing but what is drawn anew in each run.
 */
export async function fabricStory(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const add = (name: string, outcome: Outcome): void => {
    lines.push({ name, ...outcome });
    tell({ name, ...outcome });
  };
  const root = mkdtempSync(join(tmpdir(), 'tally-accept-fabric-'));
  const network = (...words: readonly string[]): Promise<Ended> =>
    run(NETWORK, [...words], { TALLY_HOME: join(root, 'fabric') }).ended;
  try {
    add('from nothing to the first committed transaction ≤ 10 s', timed(await newNetwork(network)));
    await network('down');
    add('a restart with its data is usable ≤ 10 s', timed(await network('up')));
    await compareStories(root, add);
  } catch (fault) {
    add('the story ran as asked', broken(fault instanceof Error ? fault.message : String(fault)));
  } finally {
    await network('reset', '--yes');
    for (const home of ['gateway', 'embedded']) await removeCluster(join(root, home));
    rmSync(root, { recursive: true, force: true });
  }
  return lines;
}

type Network = (...words: readonly string[]) => Promise<Ended>;

const newNetwork = (network: Network): Promise<Ended> => network('up', '--port-shift', PORT_SHIFT);

/** Seconds count on a machine that has its two cores for it; its load is told with them. */
function timed({ code, seconds, said }: Ended): Outcome {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const told = `${seconds.toFixed(1)} s, load average ${load}`;
  if (code !== 0) return broken(`exit ${String(code)}: ${lastLines(said)}`);
  return holds(seconds <= SECONDS_MAX, told);
}

async function compareStories(root: string, add: (name: string, outcome: Outcome) => void) {
  const profile = join(root, 'fabric', 'network', 'local', 'profiles', 'broker.json');
  const onFabric = { TALLY_LEDGER: 'gateway', TALLY_LEDGER_PROFILE: profile };
  const told = async (home: string, environment: Record<string, string>): Promise<Ended> => {
    const ended = await run(START, ['--once'], { TALLY_HOME: join(root, home), ...environment })
      .ended;
    if (ended.code === 0) return ended;
    throw new Error(`${home}: exit ${String(ended.code)}: ${lastLines(ended.said)}`);
  };
  const gateway = await told('gateway', onFabric);
  const embedded = await told('embedded', { TALLY_LEDGER: 'embedded' });
  const [left, right] = [sumsOf(gateway), sumsOf(embedded)];
  const odd = left.filter(sum => !right.includes(sum));
  add(
    'TALLY_LEDGER=gateway npm start -- --once comes to the same sums as on the embedded ledger',
    holds(
      left.length > 0 && left.join() === right.join(),
      `${String(left.length)} sums, ${String(odd.length)} others${odd[0] ? `: ${odd[0]}` : ''}`,
    ),
  );
  const books = [
    await bookOf(join(root, 'gateway')),
    await bookOf(join(root, 'embedded')),
  ] as const;
  const different = differences(...books);
  const filled = [...books[0]].filter(([, { rows }]) => rows > 0).map(([name]) => name);
  const ruled = filled.filter(name => RULED.has(name)).length;
  add(
    'tables of the read model hash equal on Fabric and embedded, drawn names and moments aside',
    holds(
      different.length === 0 && filled.length > ruled,
      `${String(filled.length - ruled)} tables row by row, ${String(ruled)} by their sums or without ` +
        `what each run draws; ${different.join(', ') || 'none differs'}`,
    ),
  );
}

function sumsOf({ said }: Ended): readonly string[] {
  return [...said.matchAll(SUMS)].map(([sum]) => sum).sort();
}
