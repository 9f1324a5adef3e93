import { readFileSync } from 'node:fs';
import { notedNames, running } from '../network/processes.ts';
import type { Layout } from '../network/layout.ts';

/** Kinds of processes of a network, and the measuring program itself as `client`. */
const KINDS = ['peers', 'orderers', 'contracts', 'client'] as const;
type Kind = (typeof KINDS)[number];

/** Milliseconds of processor time by kind of process. */
export type Cpu = Readonly<Record<Kind, number>>;

/** Linux counts a process's time in hundredths of a second. */
const MS_PER_TICK = 10;

/**
 * Processor time that the processes of a network and this one have used so far; zeros where the
 * system does not tell. Unlike rates it says the same beside other work on the machine.
 */
export function cpuOf(layout: Layout): Cpu {
  const used: Record<Kind, number> = { peers: 0, orderers: 0, contracts: 0, client: 0 };
  used.client = process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;
  for (const name of notedNames(layout)) {
    const pid = running(layout, name);
    if (pid !== null && name !== 'keeper') used[kindOf(name)] += usedBy(pid);
  }
  return used;
}

/** Milliseconds for each of `count` acts between two moments, to a hundredth. */
export function cpuEach(before: Cpu, after: Cpu, count: number): Cpu {
  const each = (kind: Kind): number =>
    Math.round(((after[kind] - before[kind]) / count) * 100) / 100;
  const [peers, orderers] = [each('peers'), each('orderers')];
  return { peers, orderers, contracts: each('contracts'), client: each('client') };
}

/** All kinds together. */
export function cpuSum(cpu: Cpu): number {
  return Math.round(KINDS.reduce((sum, kind) => sum + cpu[kind], 0) * 100) / 100;
}

function kindOf(name: string): Kind {
  if (name.startsWith('peer')) return 'peers';
  return name.startsWith('orderer') ? 'orderers' : 'contracts';
}

function usedBy(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return 0;
  }
}
