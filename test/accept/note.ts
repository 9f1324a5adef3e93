import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as measure } from '../../bench/securitisation.ts';
import { removeCluster } from '../../start/postgres/index.ts';
import { broken, holds, type Line } from './line.ts';
import { hears, lastLines, run } from './product.ts';
import { storyNotes } from './story-notes.ts';
import { testedLines, type Held } from './tested.ts';

const START = 'start/main.ts';
const DECKS = 'test/conformance/absbox.test.ts';
const LIFE = 'test/conformance/acts-deals.test.ts';
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
    name: 'a disputed holding leaves a sold pool by the remedy, and the next date pays its price',
    files: ['test/conformance/acts-remedy.test.ts'],
  },
  {
    name: 'an issue that fails after its pool was sold: claims, cash and price go back, nothing is left',
    files: ['test/conformance/acts-release.test.ts'],
  },
  {
    name: 'the head of a pool ties to its pages and claims: what was not paid, or not recorded, is named',
    files: ['test/conformance/audit.test.ts', 'domain/securitisation/audit/tie.test.ts'],
    only: /is named|ties$/,
  },
  {
    name: 'swaps and facilities: each waits for its own fixing, and has an account of its own',
    files: ['test/conformance/acts-facility.test.ts'],
    only: /swap waits|called as an account/,
  },
  {
    name: 'on the ledger: an asset is in one pool only, through seal and true sale',
    files: ['test/conformance/acts-pools.test.ts'],
  },
  {
    name: 'on the ledger: model and contract give equal bytes; junior waits; each refusal named',
    files: [LIFE],
  },
  {
    name: 'deals, issues, notes, payment dates: what is accepted and every refusal, with its entry',
    files: ['test/golden/golden.test.ts'],
    only: /^(pool|deal|issue|note|distribution)\./,
  },
  {
    name: 'a collection, a fixing that is missing is named; a date is distributed once',
    files: ['test/golden/golden.test.ts'],
    only: /missing|a date twice/,
  },
  {
    name: 'twelve planted changes are each named by the re-performance; a whole life: no difference',
    files: ['test/conformance/audit.test.ts'],
  },
  {
    name: 'kill -9 after sale before price, after calculation before review, after settlement before anchor',
    files: ['test/kill/deal.test.ts'],
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
    name: 'every figure of a paper is the ledger’s, at its height',
    files: [
      'test/flow/documents-figures.test.ts',
      'test/flow/documents-deal.test.ts',
      'test/flow/documents-leaves.test.ts',
    ],
  },
  {
    name: 'a payment date and a claim are proved by bundles offline; each kind of tampering by its code',
    files: ['test/attack/proof.test.ts'],
  },
  {
    name: 'every kind of cash has an account before a deal is published; facilities are booked',
    files: [BAD_INPUT, 'test/conformance/acts-facility.test.ts'],
    only: /without an account|all cash|booked|to bring/,
  },
  {
    name: 'every amount on the pages of pools, deals, dates, notes, ratings and audit is the ledger’s',
    files: ['test/portal/figures.test.ts'],
  },
  {
    name: 'six tamperings of a paper are each named',
    files: ['test/attack/document.test.ts'],
    only: /painted|flipped|appended|zeroed|attacker|pasted/,
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

/** What must hold of the first note, line by line. */
export async function note(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines = [...(await storyLines()), ...(await testedLines(HELD)), await speed()];
  lines.forEach(tell);
  return lines;
}

/** The story once in a home of its own, then its notes asked anew from the product that serves. */
async function storyLines(): Promise<readonly Line[]> {
  const home = mkdtempSync(join(tmpdir(), 'tally-note-'));
  const environment = { TALLY_HOME: home, TALLY_PORT: '4895' };
  try {
    const told = await run(START, ['--once'], environment).ended;
    const audited = /auditor decided \d+ acts again .*: no difference/.exec(told.said);
    const served = run(START, ['--bare'], environment);
    const notes = await hears(served, /ready on (http:\/\/localhost:\d+)$/m, 180)
      .then(([, origin = '']) => storyNotes(home, origin))
      .catch((fault: unknown) => broken(String(fault)));
    served.child.kill('SIGINT');
    await served.ended;
    return [
      {
        name: 'the story: claims to pool, deal, notes, three payment dates, papers, the auditor',
        ...holds(told.code === 0 && audited !== null, audited?.[0] ?? lastLines(told.said)),
      },
      { name: 'its notes asked anew: sums tie, and the papers say the same', ...notes },
    ];
  } finally {
    await removeCluster(home);
    rmSync(home, { recursive: true, force: true });
  }
}

async function speed(): Promise<Line> {
  const { figures } = await measure();
  const { dealMedianMs = Infinity, poolMs = Infinity, settleMs = Infinity } = figures;
  const { settleKiB = Infinity } = figures;
  return {
    name: 'bench securitisation: 180 periods × 5 classes ≤ 20 ms, 100,000 receivables ≤ 2 s, 1,000 holders ≤ 1 s and 200 KB',
    ...holds(
      dealMedianMs <= 20 && poolMs <= 2_000 && settleMs <= 1_000 && settleKiB * 1024 <= 200_000,
      `${dealMedianMs} ms, ${poolMs} ms, ${settleMs} ms, ${settleKiB} KiB`,
    ),
  };
}
