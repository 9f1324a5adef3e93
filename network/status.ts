import type { Network } from './administer.ts';
import { deployedChaincodes } from './chaincodes.ts';
import { isHealthy, metricsOf } from './health.ts';
import type { OrdererPlan, PeerPlan } from './plan.ts';
import { running } from './processes.ts';

/** How one process is. */
export type ProcessStatus = {
  readonly name: string;
  readonly pid: number | null;
  /** `leader` and `follower` for orderers; `up` for what runs; `ill` runs but does not answer. */
  readonly state: 'stopped' | 'ill' | 'up' | 'leader' | 'follower';
  /** Blocks that it holds, or null when it did not say. */
  readonly height: number | null;
};

/** The state of every process of these hosts that was started or is to be. */
export async function statusOf(
  network: Network,
  isHere: (host: string) => boolean = () => true,
): Promise<readonly ProcessStatus[]> {
  const { plan, layout } = network;
  const here = ({ host }: { readonly host: string }): boolean => isHere(host);
  const nodes = await Promise.all([
    ...plan.orderers.filter(here).map(orderer => ordererStatus(network, orderer)),
    ...plan.organisations
      .flatMap(organisation => organisation.peers)
      .filter(here)
      .map(peer => peerStatus(network, peer)),
  ]);
  const chaincodes = await deployedChaincodes(layout);
  const serving = plan.organisations.filter(({ contracts }) => here(contracts));
  const served = chaincodes.flatMap(({ name }) =>
    serving.map(organisation => `${name}.${organisation.name}`),
  );
  const others = [...served, 'keeper'].map((name): ProcessStatus => {
    const pid = running(layout, name);
    return { name, pid, state: pid === null ? 'stopped' : 'up', height: null };
  });
  return [...nodes, ...others];
}

async function ordererStatus(
  { plan, layout }: Network,
  orderer: OrdererPlan,
): Promise<ProcessStatus> {
  const { name } = orderer;
  const pid = running(layout, name);
  if (pid === null) return { name, pid, state: 'stopped', height: null };
  if (!(await isHealthy(orderer))) return { name, pid, state: 'ill', height: null };
  const metrics = await metricsOf(orderer);
  const consensus = plan.description.consensus === 'bft' ? 'BFT' : 'etcdraft';
  const value = (metric: string): number | null =>
    metrics.get(`consensus_${consensus}_${metric}{channel="${plan.description.channel}"}`) ?? null;
  const leads =
    consensus === 'BFT'
      ? value('leader_id') === plan.orderers.indexOf(orderer) + 1
      : value('is_leader') === 1;
  const last = value('committed_block_number');
  return {
    name,
    pid,
    state: leads ? 'leader' : 'follower',
    height: last === null ? null : last + 1,
  };
}

async function peerStatus({ plan, layout }: Network, peer: PeerPlan): Promise<ProcessStatus> {
  const { name } = peer;
  const pid = running(layout, name);
  if (pid === null) return { name, pid, state: 'stopped', height: null };
  if (!(await isHealthy(peer))) return { name, pid, state: 'ill', height: null };
  const metrics = await metricsOf(peer);
  const metric = `ledger_blockchain_height{channel="${plan.description.channel}"}`;
  return { name, pid, state: 'up', height: metrics.get(metric) ?? null };
}
