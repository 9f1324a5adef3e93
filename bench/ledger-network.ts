import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy } from '../network/deploy.ts';
import { reset } from '../network/down.ts';
import type { Layout } from '../network/layout.ts';
import { openNetwork } from '../network/open.ts';
import { policyOf } from '../network/chaincodes.ts';
import { up } from '../network/up.ts';

export type BenchNetwork = {
  /** Connection profile of the broker. */
  readonly profileFile: string;
  readonly layout: Layout;
  /** Ends all its processes and deletes its data. */
  end(): Promise<void>;
};

/** Ports beside those of a network that may run already. */
const PORT_SHIFT = 4_000;

/**
 * A new network with the product's contract and, as `noop`, one that only writes a key, each with
 * the same endorsement policy.
 */
export async function startBenchNetwork(say: (line: string) => void): Promise<BenchNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'tally-bench-'));
  process.env['TALLY_HOME'] = home;
  const network = await openNetwork({ name: 'bench', portShift: PORT_SHIFT }, true);
  const end = async (): Promise<void> => {
    await reset(network.layout);
    rmSync(home, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().finally(() => process.exit(130)));
  }
  try {
    await up(network, { say });
    const chaincode = {
      name: 'noop',
      version: '1',
      sequence: 1,
      contracts: ['bench/ledger-noop.ts#NoopContract'],
      policy: policyOf(network.plan, 2),
      collections: null,
      slot: 1,
    };
    await deploy(network, { chaincode, isHere: () => true });
    const { layout } = network;
    return { profileFile: join(layout.profiles, 'broker.json'), layout, end };
  } catch (fault) {
    await end();
    throw fault;
  }
}
