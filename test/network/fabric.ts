import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from '../../network/administer.ts';
import type { Chaincode } from '../../network/chaincodes.ts';
import { policyOf } from '../../network/chaincodes.ts';
import { deploy } from '../../network/deploy.ts';
import { defaultDescription } from '../../network/description.ts';
import { reset } from '../../network/down.ts';
import { openNetwork, type NetworkOptions } from '../../network/open.ts';
import { listenersOf, planOf } from '../../network/plan.ts';
import { takenPorts } from '../../network/ports.ts';
import { lookForPrograms, missingFabric } from '../../network/programs.ts';
import { up } from '../../network/up.ts';
import { saySkipped } from '../fixture/skipped.ts';

/**
 * A suite that needs Fabric's programs. Without them it prints what is missing and counts as
 * skipped; with `npm test -- --require fabric` it fails.
 */
export function describeFabric(name: string, suite: () => void): void {
  const missing = missingFabric();
  if (missing === null) return describe(name, suite);
  saySkipped(name, `${missing}; set TALLY_FABRIC_BIN`);
  if (process.env['TALLY_REQUIRE'] === 'fabric') {
    return describe(name, () => {
      test('runs', () => {
        throw new Error(missing);
      });
    });
  }
  describe.skip(name, suite);
}

/** A network of a suite's own, in a folder of its own and on ports of its own. */
export type TestNetwork = {
  readonly network: Network;
  /** `TALLY_HOME` of the network. */
  readonly home: string;
  /** How long it took from nothing to the first committed transaction. */
  readonly startedMs: number;
  profile(organisation: string): string;
  /** Brings a contract of `file#Class` onto the channel; two of three endorse. */
  deploy(chaincode: Partial<Chaincode> & Pick<Chaincode, 'name' | 'contracts'>): Promise<void>;
  /** Starts what does not run. */
  up(): Promise<void>;
  remove(): Promise<void>;
};

export async function startNetwork(options: Partial<NetworkOptions> = {}): Promise<TestNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'tally-network-'));
  process.env['TALLY_HOME'] = home;
  const portShift = await freeShift();
  const begun = performance.now();
  const standard = { name: 'test', portShift, line: lineHere() };
  const network = await openNetwork({ ...standard, ...options }, true);
  const start = async (): Promise<void> => {
    await up(network, { say: () => undefined });
  };
  await start();
  const startedMs = performance.now() - begun;
  return {
    network,
    home,
    startedMs,
    up: start,
    profile: organisation => join(network.layout.profiles, `${organisation}.json`),
    deploy: async chaincode => {
      const { plan } = network;
      const standard = { version: '1', sequence: 1, collections: null, slot: 0 };
      const whole = { ...standard, policy: policyOf(plan, 2), ...chaincode };
      await deploy(network, { chaincode: whole, isHere: () => true });
    },
    remove: async () => {
      await reset(network.layout);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The release line of the programs that are found: suites run on the one there is. */
export function lineHere(): '3.1' | '2.5' {
  const { folder } = lookForPrograms(process.env);
  const said = execFileSync(join(folder ?? '', 'peer'), ['version'], { encoding: 'utf8' });
  return /Version:\s*v?2\.5\./.test(said) ? '2.5' : '3.1';
}

/**
 * A shift of ports on which nothing listens; suites may run beside each other. All stay under 32768:
 * above it the system lends ports to whoever calls out, also one that a contract comes back to.
 */
export async function freeShift(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const portShift = 2_000 + 400 * Math.floor(Math.random() * 50);
    const plan = planOf({ ...defaultDescription('bft'), portShift });
    if ((await takenPorts(listenersOf(plan, () => true))).length === 0) return portShift;
  }
  throw new Error('no free ports for a network');
}
