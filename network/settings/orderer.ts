import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Layout } from '../layout.ts';
import { ORDERER_DOMAIN, ORDERER_MSP, type OrdererPlan } from '../plan.ts';

/** The whole of an orderer's `orderer.yaml`. Nothing is left to the program's own defaults. */
export function ordererSettings(
  orderer: OrdererPlan,
  { layout, line }: { readonly layout: Layout; readonly line: string },
): object {
  const { msp, tls } = layout.orderer(orderer);
  const data = layout.data(orderer.name);
  const root = layout.tlsRoot(ORDERER_DOMAIN);
  const certificate = join(tls, 'server.crt');
  const key = join(tls, 'server.key');
  return {
    General: {
      ListenAddress: orderer.address,
      ListenPort: orderer.port,
      TLS: {
        Enabled: true,
        PrivateKey: key,
        Certificate: certificate,
        RootCAs: [root],
        ClientAuthRequired: false,
        ClientRootCAs: [],
      },
      // Peers ping every ten seconds; the usual minimum of a minute would end their connections.
      Keepalive: { ServerMinInterval: '5s', ServerInterval: '7200s', ServerTimeout: '20s' },
      MaxRecvMsgSize: 104_857_600,
      MaxSendMsgSize: 104_857_600,
      Cluster: cluster({ certificate, key, root, line }),
      ...(line === '3.1' && newer),
      BootstrapMethod: 'none',
      LocalMSPDir: msp,
      LocalMSPID: ORDERER_MSP,
      Profile: { Enabled: false, Address: '127.0.0.1:6060' },
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m', NoExpirationChecks: false },
    },
    FileLedger: { Location: join(data, 'ledger') },
    Debug: { BroadcastTraceDir: '', DeliverTraceDir: '' },
    Operations: {
      ListenAddress: `${orderer.address}:${orderer.operationsPort}`,
      TLS: { Enabled: false },
    },
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: `${orderer.address}:${orderer.adminPort}`,
      // This port joins and removes channels: only certificates of the orderers' own root.
      TLS: {
        Enabled: true,
        Certificate: certificate,
        PrivateKey: key,
        RootCAs: [root],
        ClientAuthRequired: true,
        ClientRootCAs: [root],
      },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: join(data, 'wal'), SnapDir: join(data, 'snapshot') },
  };
}

/** What line 2.5 refuses to start with. */
const newer = {
  Backoff: { BaseDelay: '1s', Multiplier: 1.6, MaxDelay: '10s' },
  Throttling: { Rate: 0, InactivityTimeout: '5s' },
};

type Own = {
  readonly certificate: string;
  readonly key: string;
  readonly root: string;
  readonly line: string;
};

function cluster(own: Own): object {
  return {
    ClientCertificate: own.certificate,
    ClientPrivateKey: own.key,
    RootCAs: [own.root],
    SendBufferSize: 100,
    DialTimeout: '2s',
    // What is forwarded to a dead leader hangs this long.
    RPCTimeout: '2s',
    ...(own.line === '3.1' && { ReplicationPolicy: 'consensus' }),
  };
}

/** Environment of an orderer or peer: where its settings lie, how much it says. */
export function programEnvironment(settings: string): Record<string, string> {
  const env = {
    FABRIC_CFG_PATH: settings,
    FABRIC_LOGGING_SPEC: LOGGING,
    // Memory that Go gives back comes back without a page fault: half of them under batches.
    GODEBUG: 'madvdontneed=0',
  };
  return cpus().length <= 2 ? { ...env, GOMAXPROCS: '1' } : env;
}

// The gateway ends a broadcast stream after each submit, which is a warning each time.
const LOGGING = 'warning:orderer.common.broadcast=error:comm.grpc.server=error';
