import { join } from 'node:path';
import type { Layout } from '../layout.ts';
import {
  addressOf,
  ORDERER_DOMAIN,
  ORDERER_MSP,
  type OrganisationPlan,
  type Plan,
} from '../plan.ts';
import { readdirSync } from 'node:fs';

export const PROFILE = 'Tally';

type Policy = { readonly Type: 'Signature' | 'ImplicitMeta'; readonly Rule: string };

const signature = (rule: string): Policy => ({ Type: 'Signature', Rule: rule });
const meta = (rule: string): Policy => ({ Type: 'ImplicitMeta', Rule: rule });

/** `configtx.yaml` with the one profile that the genesis block of the channel is made from. */
export function channelSettings(plan: Plan, layout: Layout): object {
  const isBft = plan.description.consensus === 'bft';
  return {
    Profiles: {
      [PROFILE]: {
        Policies: channelPolicies(),
        Capabilities: isBft ? { V3_0: true } : { V2_0: true },
        Orderer: ordererGroup(plan, layout),
        Application: {
          Organizations: plan.organisations.map(one => organisation(one, layout)),
          Policies: {
            ...channelPolicies(),
            LifecycleEndorsement: meta('MAJORITY Endorsement'),
            Endorsement: meta('MAJORITY Endorsement'),
          },
          Capabilities: { V2_5: true },
        },
      },
    },
  };
}

function channelPolicies(): Record<string, Policy> {
  return {
    Readers: meta('ANY Readers'),
    Writers: meta('ANY Writers'),
    Admins: meta('MAJORITY Admins'),
  };
}

/** `configtx.yaml` that describes one organisation that is to join the channel. */
export function newcomerSettings(plan: OrganisationPlan, layout: Layout): object {
  return { Organizations: [organisation(plan, layout)] };
}

/** An organisation of the channel as a configuration holds it; its anchor peer is part of it. */
function organisation(plan: OrganisationPlan, layout: Layout): object {
  const { mspId, domain, peers } = plan;
  const [{ address, port }] = peers;
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: layout.msp(domain),
    Policies: {
      Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
      Writers: signature(`OR('${mspId}.admin', '${mspId}.client')`),
      Admins: signature(`OR('${mspId}.admin')`),
      Endorsement: signature(`OR('${mspId}.peer')`),
    },
    AnchorPeers: [{ Host: address, Port: port }],
  };
}

function ordererGroup(plan: Plan, layout: Layout): object {
  const { blocks, consensus } = plan.description;
  return {
    OrdererType: consensus === 'bft' ? 'BFT' : 'etcdraft',
    BatchTimeout: `${blocks.timeoutMs}ms`,
    BatchSize: {
      MaxMessageCount: blocks.messages,
      AbsoluteMaxBytes: blocks.absoluteBytes,
      PreferredMaxBytes: blocks.preferredBytes,
    },
    MaxChannels: 0,
    Organizations: [ordererOrganisation(plan, layout)],
    Policies: {
      ...channelPolicies(),
      BlockValidation: meta('ANY Writers'),
    },
    Capabilities: { V2_0: true },
    ...(consensus === 'bft' ? bft(plan, layout) : raft(plan, layout)),
  };
}

function ordererOrganisation(plan: Plan, layout: Layout): object {
  return {
    Name: ORDERER_MSP,
    ID: ORDERER_MSP,
    MSPDir: layout.msp(ORDERER_DOMAIN),
    Policies: {
      Readers: signature(`OR('${ORDERER_MSP}.member')`),
      Writers: signature(`OR('${ORDERER_MSP}.member')`),
      Admins: signature(`OR('${ORDERER_MSP}.admin')`),
    },
    OrdererEndpoints: plan.orderers.map(addressOf),
  };
}

function consenters({ orderers }: Plan, layout: Layout) {
  return orderers.map(orderer => {
    const certificate = join(layout.orderer(orderer).tls, 'server.crt');
    const { address, port } = orderer;
    return { Host: address, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate };
  });
}

function raft(plan: Plan, layout: Layout): object {
  return {
    EtcdRaft: {
      Consenters: consenters(plan, layout),
      Options: {
        TickInterval: '100ms',
        ElectionTick: 10,
        HeartbeatTick: 1,
        MaxInflightBlocks: 5,
        SnapshotIntervalSize: '16 MB',
      },
    },
  };
}

/** Blocks are cut by `RequestBatchMaxInterval` here; `BatchTimeout` does not count. */
function bft(plan: Plan, layout: Layout): object {
  return {
    ConsenterMapping: consenters(plan, layout).map((consenter, index) => {
      const orderer = plan.orderers[index];
      const signed = orderer ? join(layout.orderer(orderer).msp, 'signcerts') : '';
      return {
        ID: index + 1,
        ...consenter,
        MSPID: ORDERER_MSP,
        Identity: join(signed, readdirSync(signed)[0] ?? ''),
      };
    }),
    SmartBFT: {
      RequestBatchMaxCount: plan.description.blocks.messages,
      RequestBatchMaxInterval: '100ms',
      RequestForwardTimeout: '2s',
      RequestComplainTimeout: '20s',
      RequestAutoRemoveTimeout: '3m0s',
      ViewChangeResendInterval: '5s',
      ViewChangeTimeout: '20s',
      LeaderHeartbeatTimeout: '10s',
      CollectTimeout: '1s',
      IncomingMessageBufferSize: 200,
      RequestPoolSize: 100_000,
      LeaderHeartbeatCount: 10,
    },
  };
}
