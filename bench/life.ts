import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareLives, type Cost } from './life-probe.ts';
import { liveYear, type Life } from './life-year.ts';
import type { Measured } from './run.ts';

const ENTERPRISES = 3_000;
const RECEIVABLES_OF_ALL = 100_000;
/** The small life beside the large one has a hundredth of its receivables and of its enterprises. */
const SMALLER = 100;
const ENTERPRISES_LEAST = 10;
const MIB = 1_048_576;

/**
 * `bench life [enterprises]`: so many enterprises (3,000) take 100,000 receivables, in proportion,
 * through the contract on the embedded ledger, a year of business days: offered, confirmed, split,
 * passed on, disputed, financed, paid or late, folded. Then the same acts run on this ledger and on
 * one a hundredth of its size in turn; what each costs in processor time is compared kind by kind.
 */
export async function run(words: readonly string[]): Promise<Measured> {
  const enterprises = Number(words.find(word => /^\d+$/.test(word)) ?? ENTERPRISES);
  const receivables = Math.ceil((enterprises * RECEIVABLES_OF_ALL) / ENTERPRISES);
  const few = Math.max(ENTERPRISES_LEAST, Math.round(enterprises / SMALLER));
  const say = (line: string): void => console.error(line);
  const small = await liveYear(few, Math.ceil(receivables / SMALLER), say);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const large = await liveYear(enterprises, receivables, say);
  const minutes = (performance.now() - begun) / 60_000;
  const { user, system } = process.cpuUsage(cpu);
  try {
    const costs = await compareLives(small, large);
    for (const one of costs) say(`${one.kind}: ${one.small} and ${one.large} µs`);
    return {
      figures: {
        ...{ enterprises, receivables, acts: large.acts },
        minutes: hundredths(minutes),
        processorMinutes: hundredths((user + system) / 60_000_000),
        memoryMiB: Math.round(large.peakBytes / MIB),
        ledgerBytesPerReceivable: Math.round(bytesOf(large) / receivables),
        ...microseconds(costs, 'large'),
      },
      reference: { receivables: small.receivables, ...microseconds(costs, 'small') },
      ratio: {
        worst: Math.max(...costs.map(growth)),
        ...Object.fromEntries(costs.map(one => [one.kind, growth(one)])),
      },
    };
  } finally {
    await small.town.world.close();
    await large.town.world.close();
  }
}

const growth = ({ small, large }: Cost): number => hundredths(large / small);
const hundredths = (value: number): number => Math.round(value * 100) / 100;

function microseconds(costs: readonly Cost[], side: 'small' | 'large'): Record<string, number> {
  return Object.fromEntries(costs.map(one => [`${one.kind} µs`, one[side]]));
}

/** What the ledger keeps on the disk: blocks, state, private values, history. */
function bytesOf({ town }: Life): number {
  const inside = (folder: string): number =>
    readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? inside(path) : statSync(path).size);
    }, 0);
  return inside(town.world.folder);
}
