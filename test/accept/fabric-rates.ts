import { broken, holds, type Line, type Outcome } from './line.ts';
import { lastLines, run } from './product.ts';

type Figures = Readonly<Record<string, number>>;
type Measured = { readonly figures: Figures; readonly ratio: Figures };

/** What a rate must be, and how it is told. */
type Aim = {
  readonly name: string;
  readonly of: (measured: Measured) => number;
  readonly holds: (value: number) => boolean;
};

const AIMS: readonly Aim[] = [
  {
    name: 'offers ≥ 0.8 of a contract that writes one key, side by side',
    of: ({ ratio }) => ratio['offerToNoop'] ?? 0,
    holds: value => value >= 0.8,
  },
  {
    name: 'batches ≥ 2,000 receivables/s',
    of: ({ figures }) => figures['batchReceivablesPerSecond'] ?? 0,
    holds: value => value >= 2_000,
  },
  {
    name: 'p95 < 1 s at 80 % load',
    of: ({ figures }) => figures['p95MsAt80'] ?? Infinity,
    holds: value => value < 1_000,
  },
  {
    name: '0 conflicts in the mix',
    of: ({ figures }) => figures['mix128NotValid'] ?? Infinity,
    holds: value => value === 0,
  },
];

/** The bench of the gateway against its aims; ratios hold beside other work, rates may not. */
export async function fabricRates(tell: (line: Line) => void): Promise<readonly Line[]> {
  const words = ['ledger', '--on', 'gateway', '--json'];
  const { code, out, said } = await run('bench/run.ts', words, {}).ended;
  const text = out.trim().split('\n').at(-1) ?? '';
  const measured = code === 0 ? (JSON.parse(text) as Measured) : null;
  return AIMS.map(aim => {
    const line = { name: aim.name, ...outcomeOf(aim, measured, lastLines(said)) };
    tell(line);
    return line;
  });
}

function outcomeOf(aim: Aim, measured: Measured | null, said: string): Outcome {
  if (!measured) return broken(said);
  const value = aim.of(measured);
  return holds(aim.holds(value), String(value));
}
