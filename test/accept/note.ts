import { run as measure } from '../../bench/securitisation.ts';
import { holds, notYet, type Line } from './line.ts';
import { testedLines, type Held } from './tested.ts';

const DECKS = 'test/conformance/absbox.test.ts';
const LAWS = 'test/conformance/deal-laws.test.ts';
const BAD_INPUT = 'test/conformance/deal-bad-input.test.ts';
const PERIOD = 'domain/securitisation/waterfall/run.test.ts';
const RESERVES = 'domain/securitisation/reserve/reserve.test.ts';

const HELD: readonly Held[] = [
  {
    name: 'four shared decks: 269 pool, 532 class, 637 fee and 1,908 account rows to the cent',
    files: [DECKS],
  },
  { name: 'day counts: 148 published values', files: ['domain/calendar/day-count.test.ts'] },
  {
    name: 'rolls: 37 published values; the calendars of China, day by day',
    files: ['domain/calendar/roll.test.ts'],
  },
  { name: 'dynamic reserves and excess concentration: the 21 worked cases', files: [RESERVES] },
  {
    name: 'receivable vectors exactly; conserving, recoveries and loss are the default',
    files: ['domain/securitisation/asset/receivable.test.ts'],
  },
  {
    name: 'eligibility: each of 29 codes, at its limit and one over, all failures told',
    files: ['domain/securitisation/eligibility/judge.test.ts'],
  },
  {
    name: 'on the ledger: an asset is in one pool only, through seal and true sale',
    files: ['test/conformance/acts-pools.test.ts'],
  },
  {
    name: 'conservation per account, class, pool and period',
    files: [LAWS],
    only: /loses nothing|nothing is lost/,
  },
  {
    name: 'no junior money while a senior line is short',
    files: [LAWS, PERIOD],
    only: /junior/,
  },
  {
    name: 'bad input: unknown names, circular fee, rate in per cent, class sizes; with the place',
    files: [BAD_INPUT],
  },
  {
    name: 'a trigger exactly at its threshold follows its operator',
    files: [BAD_INPUT],
    only: /threshold/,
  },
  {
    name: 'funds of zero and of one minor unit are decided',
    files: [PERIOD],
    only: /minor units of cash/,
  },
];

const NOT_YET = [
  'model and contract give equal bytes for the same facts',
  'twelve planted changes are each named by the re-performance',
  'a disputed holding leaves its pool by the remedy',
  'a note goes to no party that is not admitted; a second distribution for a date is refused',
  'a fixing or a collection that is missing is named',
  'every figure of a paper is the ledger’s; six tamperings are each named',
  'bench: a distribution for 1,000 holders on the embedded ledger ≤ 1 s',
  'bench documents beside plain pdfkit',
  'kill -9 after sale before price, after calculation before review, after settlement before anchor',
] as const;

/** What must hold of the first note, line by line. */
export async function note(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines = [...(await testedLines(HELD)), await speed(), ...notYet(NOT_YET)];
  lines.forEach(tell);
  return lines;
}

async function speed(): Promise<Line> {
  const { figures } = await measure();
  const { dealMedianMs = Infinity, poolMs = Infinity } = figures;
  return {
    name: 'bench securitisation: 180 periods × 5 classes ≤ 20 ms, 100,000 receivables ≤ 2 s',
    ...holds(dealMedianMs <= 20 && poolMs <= 2_000, `${dealMedianMs} ms, ${poolMs} ms`),
  };
}
