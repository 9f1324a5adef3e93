import { randomUUID } from 'node:crypto';
import type { FabricLedger } from '../ledger/fabric/adapter.ts';
import { openGatewayLedger } from '../ledger/gateway/index.ts';
import { systemClock, validationCodeName, type SubmitResult } from '../ledger/index.ts';
import { testLedgerOn } from '../test/fixture/ledger.ts';
import { startTrade, type Offered, type Trade } from '../test/fixture/trade.ts';
import { confirmAct, manyClaims, offerAct } from './ledger-acts.ts';
import { cpuEach, cpuOf, cpuSum, type Cpu } from './ledger-cpu.ts';
import { closedLoop, openLoop, said, type Job, type Load } from './ledger-load.ts';
import { startBenchNetwork } from './ledger-network.ts';
import { median, type BenchAct } from './ledger-rate.ts';
import type { Measured } from './run.ts';

/** How many of each at so many in flight: about ten seconds each. */
const STEPS = [
  { inFlight: 1, count: 30 },
  { inFlight: 16, count: 500 },
  { inFlight: 64, count: 1500 },
  { inFlight: 128, count: 2000 },
] as const;
const MOST = STEPS[3];
const SHORT = { inFlight: 64, count: 600 } as const;
const ROUNDS = 3;
const WARM_UP = 300;
const BATCHES = [
  { claims: 50, count: 60, inFlight: 16 },
  { claims: 200, count: 24, inFlight: 8 },
] as const;
const OPEN_SECONDS = 20;
const MIX_PER_KIND = 1000;
const OLDER = { inFlight: 128, count: 1000 } as const;
const QUERIES = { inFlight: 64, count: 6000 } as const;

type Ledgers = { readonly noop: FabricLedger; readonly product: FabricLedger };
type Loads = Map<string, Load & { readonly cpu: Cpu }>;

/**
 * `bench ledger --on gateway|legacy`: a network of its own on this machine, then a contract that
 * only writes a key beside the product's acts, in the same run. Rates are acts a second that were
 * committed valid, latencies milliseconds to the commit. `--short` is for looking while working on
 * something: one round of a few hundred, 64 in flight.
 */
export async function measureFabric(
  on: 'gateway' | 'legacy',
  { short }: { readonly short: boolean },
): Promise<Measured> {
  const begun = performance.now();
  const say = (line: string): void => {
    console.error(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  };
  const network = await startBenchNetwork(say);
  try {
    const ledgers = await openLedgers(on, network.profileFile);
    const trade = await startTrade({}, undefined, testLedgerOn(ledgers.product));
    say('channel founded, supplier and buyer admitted');
    const loads: Loads = new Map();
    const note: Note = async (name, run) => {
      const before = cpuOf(network.layout);
      const load = await run();
      const cpu = cpuEach(before, cpuOf(network.layout), load.count);
      loads.set(name, { ...load, cpu });
      say(`${name}: ${said(load)}; ms of processor time each: ${saidCpu(cpu)}`);
      return load;
    };
    if (short) await measureSome(ledgers, trade, note);
    else await measureAll(ledgers, trade, note);
    await closed(ledgers);
    if (on === 'gateway' && !short) await measureOlder(network.profileFile, trade, note);
    return short ? shortSummary(loads) : summary(loads);
  } finally {
    await network.end();
  }
}

async function openLedgers(on: 'gateway' | 'legacy', profileFile: string): Promise<Ledgers> {
  const options = { profileFile, clock: systemClock, random: Math.random };
  // The older SDK takes its time to load.
  const open =
    on === 'gateway'
      ? openGatewayLedger
      : (await import('../ledger/legacy/index.ts')).openLegacyLedger;
  return { noop: open({ ...options, chaincode: 'noop' }), product: open(options) };
}

async function closed({ noop, product }: Ledgers): Promise<void> {
  await noop.close();
  await product.close();
}

/** The same two acts and the same query by the older SDK, on the same network in the same run. */
async function measureOlder(profileFile: string, trade: Trade, note: Note): Promise<void> {
  const ledgers = await openLedgers('legacy', profileFile);
  const claims = manyClaims(trade, 'L', OLDER.count + WARM_UP);
  const offers = claims.map(claim => submitJob(ledgers.product, offerAct(trade, [claim])));
  const nothing = Array.from({ length: OLDER.count }, () => noopJob(ledgers.noop));
  await closedLoop(offers.slice(0, WARM_UP), SHORT.inFlight);
  await note('legacy noop 128', () => closedLoop(nothing, OLDER.inFlight));
  await note('legacy offer 128', () => closedLoop(offers.slice(WARM_UP), OLDER.inFlight));
  await note('legacy evaluate 64', () =>
    closedLoop(askJobs(ledgers.product, trade), QUERIES.inFlight),
  );
  await closed(ledgers);
}

type Note = (name: string, run: () => Promise<Load>) => Promise<Load>;

async function measureAll({ noop, product }: Ledgers, trade: Trade, note: Note): Promise<void> {
  const offered: Offered[] = [];
  let made = 0;
  const offers = (count: number): Job[] => {
    const claims = manyClaims(trade, `S${String(made++)}x`, count);
    offered.push(...claims);
    return claims.map(claim => submitJob(product, offerAct(trade, [claim])));
  };
  const noops = (count: number): Job[] => Array.from({ length: count }, () => noopJob(noop));
  await closedLoop(noops(WARM_UP), 64);
  await closedLoop(offers(WARM_UP), 64);
  for (const { inFlight, count } of STEPS) {
    const rounds = inFlight === MOST.inFlight ? ROUNDS : 1;
    for (let round = 1; round <= rounds; round++) {
      const name = rounds > 1 ? `${String(inFlight)} (${String(round)})` : String(inFlight);
      const [nothing, acts] = [noops(count), offers(count)];
      await note(`noop ${name}`, () => closedLoop(nothing, inFlight));
      await note(`offer ${name}`, () => closedLoop(acts, inFlight));
    }
  }
  await measureBatches(product, trade, note);
  const confirms = offered
    .slice(0, MOST.count)
    .map(one => submitJob(product, confirmAct(trade, [one])));
  await note('confirm 128', () => closedLoop(confirms, MOST.inFlight));
  await measureMix(product, trade, { offers, confirmable: offered.slice(MOST.count) }, note);
  await measureQueries({ noop, product }, trade, note);
  const rate = 0.8 * (await closedRate(offers, note));
  const timed = offers(Math.round(rate * OPEN_SECONDS));
  await note('offer open 80 %', () => openLoop(timed, rate));
}

async function measureSome({ noop, product }: Ledgers, trade: Trade, note: Note): Promise<void> {
  const offered = manyClaims(trade, 'Q', SHORT.count + WARM_UP);
  const offers = offered.map(claim => submitJob(product, offerAct(trade, [claim])));
  const noops = Array.from({ length: SHORT.count }, () => noopJob(noop));
  await closedLoop(offers.slice(0, WARM_UP), SHORT.inFlight);
  await note('noop', () => closedLoop(noops, SHORT.inFlight));
  await note('offer', () => closedLoop(offers.slice(WARM_UP), SHORT.inFlight));
  const confirms = offered.slice(WARM_UP).map(one => submitJob(product, confirmAct(trade, [one])));
  await note('confirm', () => closedLoop(confirms, SHORT.inFlight));
  await measureBatches(product, trade, note);
}

function shortSummary(loads: Loads): Measured {
  const figures = [...loads].map(([name, load]) => [`${name}PerSecond`, load.perSecond] as const);
  return { figures: Object.fromEntries(figures), reference: {}, ratio: {} };
}

/** The rate at which the open loop aims: taken right before it, as machines change. */
async function closedRate(offers: (count: number) => Job[], note: Note): Promise<number> {
  const jobs = offers(MOST.count);
  const name = `offer ${String(MOST.inFlight)} (${String(ROUNDS + 1)})`;
  return (await note(name, () => closedLoop(jobs, MOST.inFlight))).perSecond;
}

async function measureBatches(ledger: FabricLedger, trade: Trade, note: Note): Promise<void> {
  for (const { claims, count, inFlight } of BATCHES) {
    const batches = Array.from({ length: count }, (_, at) =>
      manyClaims(trade, `B${String(claims)}y${letters(at)}`, claims),
    );
    const offers = batches.map(batch => submitJob(ledger, offerAct(trade, batch)));
    await note(`offer × ${String(claims)}`, () => closedLoop(offers, inFlight));
    const confirms = batches.map(batch => submitJob(ledger, confirmAct(trade, batch)));
    await note(`confirm × ${String(claims)}`, () => closedLoop(confirms, inFlight));
  }
}

/** Offers and confirmations of other claims, one after the other. */
async function measureMix(
  ledger: FabricLedger,
  trade: Trade,
  given: {
    readonly offers: (count: number) => Job[];
    readonly confirmable: readonly Offered[];
  },
  note: Note,
): Promise<void> {
  const some = given.confirmable.slice(0, MIX_PER_KIND);
  const offers = given.offers(some.length);
  const confirms = some.map(one => submitJob(ledger, confirmAct(trade, [one])));
  const mixed = offers.flatMap((job, at) => [job, confirms[at] ?? job]);
  await note('mix 128', () => closedLoop(mixed, MOST.inFlight));
}

async function measureQueries(ledgers: Ledgers, trade: Trade, note: Note): Promise<void> {
  const { inFlight } = QUERIES;
  await note('evaluate no-op 64', () => closedLoop(askJobs(ledgers.noop, trade), inFlight));
  await note('evaluate 64', () => closedLoop(askJobs(ledgers.product, trade), inFlight));
}

function askJobs(ledger: FabricLedger, trade: Trade): Job[] {
  const text = JSON.stringify({ kind: 'entity', type: 'party', id: trade.supplier.party });
  return Array.from({ length: QUERIES.count }, () => async () => {
    const result = await ledger.evaluate({ text });
    return result.kind === 'answer' ? 'VALID' : result.kind;
  });
}

function submitJob(ledger: FabricLedger, act: BenchAct): Job {
  return async () =>
    outcomeOf(
      await ledger.submit(act, {
        transient: act.transient ?? {},
        record: () => Promise.resolve(),
      }),
    );
}

function outcomeOf(result: SubmitResult): string {
  switch (result.kind) {
    case 'committed':
      return 'VALID';
    case 'invalid':
      return validationCodeName(result.code);
    case 'refused':
      return result.refusal.code;
    default:
      return result.cause;
  }
}

function noopJob(ledger: FabricLedger): Job {
  return async () => {
    const call = { function: 'submit', args: [randomUUID(), '0'], transient: {} };
    const endorsed = await ledger.endorse(call);
    if (!('envelope' in endorsed)) return endorsed.kind === 'refused' ? 'REFUSED' : endorsed.cause;
    const placed = await ledger.order(endorsed);
    if ('kind' in placed) return placed.kind;
    return validationCodeName(placed.code);
  };
}

function saidCpu(cpu: Cpu): string {
  const parts = Object.entries(cpu).map(([kind, ms]) => `${kind} ${String(ms)}`);
  return `${String(cpuSum(cpu))} (${parts.join(', ')})`;
}

/** Numbers as letters that look like no others: 10 and 1O would be the same invoice. */
function letters(number: number): string {
  const known = 'ACDEFHKMNPRTUVWXY';
  return `${known[Math.floor(number / known.length)] ?? 'A'}${known[number % known.length] ?? 'A'}`;
}

function summary(loads: Loads): Measured {
  const of = (name: string): Load => {
    const load = loads.get(name);
    if (!load) throw new TypeError(`nothing measured for ${name}`);
    return load;
  };
  const rates = (kind: string): number[] =>
    Array.from({ length: ROUNDS }, (_, at) => of(`${kind} 128 (${String(at + 1)})`).perSecond);
  const [noop, offer] = [median(rates('noop')), median(rates('offer'))];
  const receivables = BATCHES.map(
    ({ claims }) => claims * of(`offer × ${String(claims)}`).perSecond,
  );
  const all: Record<string, number> = {};
  for (const [name, load] of loads) {
    const key = name.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) =>
      (next ?? '').toUpperCase(),
    );
    all[`${key}PerSecond`] = load.perSecond;
    all[`${key}P50Ms`] = load.p50;
    all[`${key}P95Ms`] = load.p95;
    all[`${key}P99Ms`] = load.p99;
    all[`${key}NotValid`] = load.count - (load.outcomes['VALID'] ?? 0);
  }
  return {
    figures: {
      noopPerSecond: noop,
      offerPerSecond: offer,
      confirmPerSecond: of('confirm 128').perSecond,
      mixPerSecond: of('mix 128').perSecond,
      batchReceivablesPerSecond: Math.max(...receivables),
      evaluatePerSecond: of('evaluate 64').perSecond,
      p95MsAt80: of('offer open 80 %').p95,
      ...all,
    },
    reference: { noopPerSecond: noop, evaluateNoopPerSecond: of('evaluate no-op 64').perSecond },
    ratio: {
      offerToNoop: Math.round((offer / noop) * 100) / 100,
      evaluateToNoop:
        Math.round((of('evaluate 64').perSecond / of('evaluate no-op 64').perSecond) * 100) / 100,
    },
  };
}
