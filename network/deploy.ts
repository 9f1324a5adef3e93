import type { Network } from './administer.ts';
import {
  type Chaincode,
  type Deployed,
  deployedChaincodes,
  nextDeployment,
  packageFor,
  rememberChaincode,
} from './chaincodes.ts';
import { awaitContracts, keepContracts } from './contracts.ts';
import { NetworkFault } from './fault.ts';
import { administrators, approvals, approve, commit, install } from './lifecycle.ts';
import type { OrganisationPlan, PeerPlan } from './plan.ts';

export type Deployment = {
  readonly chaincode: Chaincode;
  readonly isHere: (host: string) => boolean;
};

/**
 * Deploys a chaincode, or what changed in it: starts its processes, installs its package on the
 * peers of this machine, approves its definition for the organisations whose administrators' keys
 * are here, and commits it once every organisation has approved. Only sources changed: the same
 * sequence is approved again with the new package.
 * @returns the organisations that have still to approve
 * @throws NetworkFault `PACKAGE_DIFFERS`
 */
export async function deploy(
  network: Network,
  { chaincode, isHere }: Deployment,
): Promise<readonly string[]> {
  const { layout } = network;
  const next = await nextDeployment(layout, chaincode);
  const contract = await packageFor(next);
  const others = (await deployedChaincodes(layout)).filter(({ name }) => name !== next.name);
  await keepContracts(network, [...others, next], isHere);
  await Promise.all(
    administrators(network).map(async organisation => {
      const peers = organisation.peers.filter(peer => isHere(peer.host));
      await Promise.all(peers.map(peer => install(network, { organisation, peer }, contract)));
      if (isHere(organisation.peers[0].host)) await approve(network, organisation, next);
    }),
  );
  await awaitContracts(network, [next], isHere);
  await rememberChaincode(layout, next);
  const missing = await unapproved(network, next);
  if (missing.length === 0) await commit(network, next);
  return missing;
}

/**
 * Brings a chaincode of the channel to a peer that has just joined; where it is the first of its
 * organisation, the organisation approves the definition too.
 * @returns false when that needs a new sequence, as {@link approve} says
 * @throws NetworkFault `NOT_APPROVED` where it does and not all administrators are here
 */
export async function welcome(
  network: Network,
  { peer, organisation }: { readonly peer: PeerPlan; readonly organisation: OrganisationPlan },
  chaincode: Deployed,
): Promise<boolean> {
  await install(network, { organisation, peer }, await packageFor(chaincode));
  if (peer.name !== organisation.peers[0].name) return true;
  const isApproved = await approve(network, organisation, chaincode);
  if (isApproved || administrators(network).length === network.plan.organisations.length) {
    return isApproved;
  }
  throw new NetworkFault(
    'NOT_APPROVED',
    `what ${organisation.mspId} approved of ${chaincode.name} was lost with its peer’s data.`,
    'Every member runs: npm run network -- deploy --version, with a new version.',
  );
}

/** MSP ids that have not approved; none when the definition is on the channel already. */
async function unapproved(network: Network, chaincode: Chaincode): Promise<readonly string[]> {
  try {
    const answers = Object.entries(await approvals(network, chaincode));
    return answers.filter(([, done]) => !done).map(([mspId]) => mspId);
  } catch (error) {
    // The channel has this sequence: nothing is left to approve together.
    if (error instanceof NetworkFault && /requested sequence is/.test(error.message)) return [];
    throw error;
  }
}
