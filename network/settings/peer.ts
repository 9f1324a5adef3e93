import { join } from 'node:path';
import type { Description } from '../description.ts';
import type { Layout } from '../layout.ts';
import { addressOf, type OrganisationPlan, type PeerPlan } from '../plan.ts';

type PeerParts = {
  readonly description: Description;
  readonly layout: Layout;
  readonly organisation: OrganisationPlan;
  /** Folder of our builder's `bin`. */
  readonly builder: string;
};

/** The whole of a peer's `core.yaml`. Nothing is left to the program's own defaults. */
export function peerSettings(peer: PeerPlan, parts: PeerParts): object {
  const { description, layout } = parts;
  const data = layout.data(peer.name);
  return {
    peer: {
      ...identity(peer, layout),
      gateway: {
        enabled: true,
        endorsementTimeout: '30s',
        broadcastTimeout: '30s',
        dialTimeout: '10s',
      },
      keepalive: keepalive(),
      gossip: gossip(peer, parts.organisation),
      tls: transport(peer, parts),
      authentication: { timewindow: '15m' },
      fileSystemPath: data,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      client: { connTimeout: '3s' },
      deliveryclient: deliveryClient(),
      localMspType: 'bccsp',
      profile: { enabled: false, listenAddress: '127.0.0.1:6060' },
      handlers: handlers(description),
      discovery: {
        enabled: true,
        authCacheEnabled: true,
        authCacheMaxSize: 1000,
        authCachePurgeRetentionRatio: 0.75,
        orgMembersAllowedAccess: true,
      },
      limits: {
        concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 },
      },
      maxRecvMsgSize: 104_857_600,
      maxSendMsgSize: 104_857_600,
      validatorPoolSize: 0,
    },
    // No Docker: contracts run as services that our builder points to.
    vm: { endpoint: '' },
    chaincode: chaincode(parts),
    ledger: ledger(data, description),
    operations: {
      listenAddress: `${peer.address}:${peer.operationsPort}`,
      tls: { enabled: false },
    },
    metrics: { provider: 'prometheus' },
  };
}

function identity(peer: PeerPlan, layout: Layout): object {
  return {
    id: peer.serverName,
    networkId: 'tally',
    address: addressOf(peer),
    listenAddress: addressOf(peer),
    addressAutoDetect: false,
    chaincodeAddress: `${peer.address}:${peer.chaincodePort}`,
    chaincodeListenAddress: `${peer.address}:${peer.chaincodePort}`,
    mspConfigPath: layout.peer(peer).msp,
    localMspId: peer.mspId,
  };
}

function keepalive(): object {
  return {
    interval: '7200s',
    timeout: '20s',
    minInterval: '5s',
    client: { interval: '60s', timeout: '20s' },
    deliveryClient: { interval: '60s', timeout: '20s' },
  };
}

/**
 * A peer that joins first cannot verify the others yet and tries again after `reconnectInterval`;
 * with the usual 25 s no endorsement is possible for that long after a start.
 */
function gossip(peer: PeerPlan, organisation: OrganisationPlan): object {
  const fellow = organisation.peers.find(({ name }) => name !== peer.name) ?? peer;
  return {
    bootstrap: addressOf(fellow),
    endpoint: addressOf(peer),
    externalEndpoint: addressOf(peer),
    useLeaderElection: false,
    orgLeader: true,
    membershipTrackerInterval: '5s',
    maxBlockCountToStore: 10,
    maxPropagationBurstLatency: '10ms',
    maxPropagationBurstSize: 10,
    propagateIterations: 1,
    propagatePeerNum: 3,
    pullInterval: '4s',
    pullPeerNum: 3,
    requestStateInfoInterval: '1s',
    publishStateInfoInterval: '1s',
    publishCertPeriod: '10s',
    skipBlockVerification: false,
    dialTimeout: '3s',
    connTimeout: '2s',
    recvBuffSize: 20,
    sendBuffSize: 200,
    digestWaitTime: '1s',
    requestWaitTime: '1500ms',
    responseWaitTime: '2s',
    aliveTimeInterval: '1s',
    aliveExpirationTimeout: '5s',
    reconnectInterval: '1s',
    maxConnectionAttempts: 120,
    msgExpirationFactor: 20,
    election: {
      startupGracePeriod: '15s',
      membershipSampleInterval: '1s',
      leaderAliveThreshold: '10s',
      leaderElectionDuration: '5s',
    },
    pvtData: {
      // A block waits this long for values that nobody has; they are looked for after it, too.
      pullRetryThreshold: '2s',
      transientstoreMaxBlockRetention: 20_000,
      pushAckTimeout: '3s',
      btlPullMargin: 10,
      reconcileBatchSize: 10,
      reconcileSleepInterval: '5s',
      reconciliationEnabled: true,
      skipPullingInvalidTransactionsDuringCommit: false,
      implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
    },
    state: {
      enabled: false,
      checkInterval: '10s',
      responseTimeout: '3s',
      batchSize: 10,
      blockBufferSize: 20,
      maxRetries: 3,
    },
  };
}

function transport(peer: PeerPlan, { description, layout, organisation }: PeerParts): object {
  const { tls } = layout.peer(peer);
  const certificate = { file: join(tls, 'server.crt') };
  const key = { file: join(tls, 'server.key') };
  const root = layout.tlsRoot(organisation.domain);
  const roots = description.organisations.map(({ name }) =>
    layout.tlsRoot(organisation.domain.replace(organisation.name, name)),
  );
  return {
    enabled: true,
    clientAuthRequired: description.clientTls === 'mutual',
    cert: certificate,
    key,
    rootcert: { file: root },
    clientRootCAs: { files: roots },
    clientCert: certificate,
    clientKey: key,
  };
}

function deliveryClient(): object {
  return {
    blockGossipEnabled: false,
    reconnectTotalTimeThreshold: '3600s',
    connTimeout: '3s',
    reConnectBackoffThreshold: '5s',
    blockCensorshipTimeoutKey: '30s',
    minimalReconnectInterval: '100ms',
    addressOverrides: [],
    policy: 'cluster',
  };
}

function handlers({ line }: Description): object {
  // Line 2.5 stops at the name of a filter that it does not have.
  const window = line === '3.1' ? [{ name: 'TimeWindowCheck' }] : [];
  return {
    authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, ...window],
    decorators: [{ name: 'DefaultDecorator' }],
    endorsers: { escc: { name: 'DefaultEndorsement', library: '' } },
    validators: { vscc: { name: 'DefaultValidation', library: '' } },
  };
}

function chaincode({ description, builder }: PeerParts): object {
  return {
    builder: '',
    pull: false,
    externalBuilders: [
      { name: 'service', path: builder, propagateEnvironment: ['TALLY_CHAINCODE_LINKS'] },
    ],
    installTimeout: '60s',
    startuptimeout: '30s',
    executetimeout: `${description.limits.executeTimeoutMs}ms`,
    mode: 'net',
    // A keep-alive message ends a contract's process.
    keepalive: 0,
    system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
    logging: { level: 'info', shim: 'warning', format: '%{message}' },
    runtimeParams: {
      useWriteBatch: true,
      maxSizeWriteBatch: 1000,
      useGetMultipleKeys: true,
      maxSizeGetMultipleKeys: 1000,
    },
    id: { path: '', name: '' },
    golang: { runtime: '', dynamicLink: false },
    java: { runtime: '' },
    node: { runtime: '' },
  };
}

/** Where a peer's builder finds how to reach each contract: a file for each package label. */
export function linksFolder(layout: Layout, peer: PeerPlan): string {
  return join(layout.settings(peer.name), 'links');
}

function ledger(data: string, { limits }: Description): object {
  return {
    blockchain: {},
    state: { stateDatabase: 'goleveldb', totalQueryLimit: limits.queryRowsMax },
    history: { enableHistoryDatabase: true },
    pvtdataStore: {
      collElgProcMaxDbBatchSize: 5000,
      collElgProcDbBatchesInterval: 1000,
      deprioritizedDataReconcilerInterval: '60m',
      purgeInterval: 100,
      purgedKeyAuditLogging: true,
    },
    snapshots: { rootDir: join(data, 'snapshots') },
  };
}
