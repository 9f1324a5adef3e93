import { setTimeout as sleep } from 'node:timers/promises';
import { confirmAct, offerAct } from '../../bench/ledger-acts.ts';
import {
  applyEvent,
  targets,
  type Entities,
  type EntityType,
  type LedgerEvent,
} from '../../domain/event/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock, type Envelope, type Ledger } from '../../ledger/index.ts';
import { restart } from '../../network/control.ts';
import { running } from '../../network/processes.ts';
import { statusOf } from '../../network/status.ts';
import { testLedgerOn } from '../fixture/ledger.ts';
import { claimOf, startTrade, type Offered, type Trade } from '../fixture/trade.ts';
import { describeFabric, startNetwork, type TestNetwork } from '../network/fabric.ts';
import { bring, type Sent } from './bring.ts';
import { expectWhole } from './chain.ts';

// Suppliers offer and the buyer confirms without pause while processes are killed, again and again.
// Each act that was told committed is on every peer once, and what the peers answer of each claim is
// what its history says.

/** How often each fault comes; `npm run slow -- chaos` and the acceptance ask for twenty. */
const RUNS = Number(process.env['TALLY_CHAOS_RUNS'] ?? 2);
const QUORUM_RUNS = Math.ceil(RUNS / 4);
const offerEveryMs = 200;
const writesBackMsMax = 30_000;
const brokenMs = 2_000;
const runSeconds = 60;
const LOOKED_AT = 40;
const MSP_IDS = ['BrokerMSP', 'EnterprisesMSP', 'AuditorsMSP'];

type Done = { readonly id: string; readonly begunMs: number; readonly atMs: number };

/** Offers a claim every so often, and confirms each as soon as it is on the ledger. */
class Trading {
  readonly done: Done[] = [];
  readonly confirmed: Offered[] = [];
  readonly #acts: Promise<void>[] = [];
  readonly #ledger: Ledger;
  readonly #trade: Trade;
  #goes = true;

  constructor(ledger: Ledger, trade: Trade) {
    this.#ledger = ledger;
    this.#trade = trade;
    void this.#run();
  }

  async ended(): Promise<void> {
    this.#goes = false;
    await Promise.all(this.#acts);
  }

  async #run(): Promise<void> {
    for (let number = 1; this.#goes; number += 1) {
      const act = this.#one(number);
      act.catch(() => undefined);
      this.#acts.push(act);
      await sleep(offerEveryMs);
    }
  }

  async #one(number: number): Promise<void> {
    const totalMinor = 100_000n + BigInt(number);
    const offered = claimOf(this.#trade, { number: `C${String(number)}`, totalMinor });
    await this.#bring(offerAct(this.#trade, [offered]));
    await this.#bring(confirmAct(this.#trade, [offered]));
    this.confirmed.push(offered);
  }

  async #bring(act: Sent): Promise<void> {
    const begunMs = Date.now();
    await bring(this.#ledger, act);
    this.done.push({ id: act.id, begunMs, atMs: Date.now() });
  }
}

describeFabric('chaos under the product’s own acts', () => {
  let net: TestNetwork;
  let trading: Trading;
  let trade: Trade;
  const open = (organisation: string): Ledger =>
    openGatewayLedger({
      profileFile: net.profile(organisation),
      clock: systemClock,
      random: Math.random,
    });

  beforeAll(async () => {
    net = await startNetwork();
    const ledger = open('broker');
    trade = await startTrade({}, undefined, testLedgerOn(ledger));
    trading = new Trading(ledger, trade);
  }, 240_000);
  afterAll(async () => {
    await trade.world.close();
    await net.remove();
  }, 60_000);

  const orderers = async (state: 'leader' | 'follower'): Promise<string[]> => {
    for (;;) {
      const found = (await statusOf(net.network)).filter(row => row.state === state);
      if (found.length === (state === 'leader' ? 1 : 2)) return found.map(({ name }) => name);
      await sleep(200);
    }
  };
  const kill = (names: readonly string[]): void => {
    for (const name of names) process.kill(running(net.network.layout, name) ?? 0, 'SIGKILL');
  };
  const back = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await restart(net.network, name, () => true);
  };
  /** Milliseconds until an act is acknowledged that was begun after the fault. */
  const writesBack = async (sinceMs: number): Promise<number> => {
    for (;;) {
      const first = trading.done.find(({ begunMs }) => begunMs >= sinceMs);
      if (first) return first.atMs - sinceMs;
      if (Date.now() - sinceMs > 2 * writesBackMsMax) return Infinity;
      await sleep(50);
    }
  };

  const peer = (organisation: string) => () => Promise.resolve([`peer0.${organisation}`]);

  test.each<[string, number, () => Promise<string[]>, boolean]>([
    ['the leading orderer is killed', RUNS, () => orderers('leader'), false],
    ["the auditors' peer is killed", RUNS, peer('auditors'), false],
    // Acts of this class need both organisations, and each has one peer here: they come to their
    // end when it is back, like all acts without a majority of the orderers.
    ["the enterprises' peer is killed", RUNS, peer('enterprises'), true],
    ["the client's own peer is killed", RUNS, peer('broker'), true],
    ['two following orderers are killed', QUORUM_RUNS, () => orderers('follower'), true],
  ])(
    '%s, %i times',
    async (name, runs, whom, isNeeded) => {
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const names = await whom();
        let sinceMs = Date.now();
        kill(names);
        if (isNeeded) {
          await sleep(brokenMs);
          await back(names);
          sinceMs = Date.now();
          times.push(await writesBack(sinceMs));
        } else {
          times.push(await writesBack(sinceMs));
          await back(names);
        }
        await orderers('follower');
        await orderers('leader');
      }
      const sorted = [...times].sort((a, b) => a - b);
      console.log(`${name}: ${runs} times, writes back after ${sorted.join(', ')} ms`);
      expect(sorted.at(-1)).toBeLessThan(writesBackMsMax);
    },
    (RUNS + 2) * runSeconds * 1_000,
  );

  test('nothing is lost or doubled, and every claim stands as its history says', async () => {
    await trading.ended();
    const acts = trading.done.map(({ id }) => id);
    expect(acts.length).toBeGreaterThan(10 * RUNS);
    const envelopes = await expectWhole(open, acts);
    const folded = foldOf(envelopes);
    const { ledger } = trade.world;
    const step = Math.ceil(trading.confirmed.length / LOOKED_AT);
    const looked = trading.confirmed.filter((_, at) => at % step === 0);
    expect(looked.length).toBeGreaterThan(0);
    for (const { claim } of looked) {
      for (const type of ['receivable', 'holding'] as const) {
        const id = claim.receivable;
        const text = canonical({ kind: 'entity', type, id });
        const answer = await ledger.evaluate({ text }, { organisations: MSP_IDS });
        // One answer of three organisations: they agree, to the byte.
        if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
        expect(Buffer.from(answer.bytes).toString()).toBe(folded.get(`${type}~${id}`));
      }
      expect(folded.get(`receivable~${claim.receivable}`)).toContain('"status":"confirmed"');
    }
    console.log(`${acts.length} acts acknowledged; ${looked.length} claims as their history says`);
  }, 180_000);
});

/** Every entity as the events leave it, in canonical text, by `type~id`. */
function foldOf(envelopes: readonly Envelope[]): ReadonlyMap<string, string> {
  const states = new Map<string, Entities[EntityType] | undefined>();
  for (const event of envelopes.flatMap(({ events }) => events as readonly LedgerEvent[])) {
    for (const { type, id } of targets(event)) {
      const key = `${type}~${id}`;
      states.set(key, applyEvent({ type, id }, states.get(key), event));
    }
  }
  return new Map(
    [...states].map(([key, state]) => [key, canonical((state ?? null) as unknown as Wire)]),
  );
}
