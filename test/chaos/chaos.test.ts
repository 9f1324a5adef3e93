import { connect, createServer, type Socket } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock, type Ledger } from '../../ledger/index.ts';
import { restart } from '../../network/control.ts';
import { running } from '../../network/processes.ts';
import { statusOf } from '../../network/status.ts';
import { describeFabric, startNetwork, type TestNetwork } from '../network/fabric.ts';
import { bring, type Sent } from './bring.ts';
import { expectWhole } from './chain.ts';

// Real processes are killed and paused under load. Whatever was told committed is on every peer
// once; nothing is there twice; all peers end with the same blocks.

const everyMs = 50;
const loadMs = 6_000;
const writesBackMsMax = 30_000;

type Acknowledged = { readonly id: string; readonly atMs: number };

const actOf = (id: string): Sent => ({ id, text: JSON.stringify({ id }) });

describeFabric('chaos', () => {
  let net: TestNetwork;
  const acknowledged: Acknowledged[] = [];
  let count = 0;
  const open = (profileFile = net.profile('broker')): Ledger =>
    openGatewayLedger({ chaincode: 'acts', profileFile, clock: systemClock, random: Math.random });

  beforeAll(async () => {
    net = await startNetwork();
    await net.deploy({ name: 'acts', contracts: ['test/network/contract.ts#Acts'] });
  }, 180_000);
  afterAll(() => net.remove());

  const orderer = async (state: 'leader' | 'follower'): Promise<string> =>
    (await statusOf(net.network)).find(row => row.state === state)?.name ?? '';
  const signal = (name: string, what: NodeJS.Signals): void => {
    process.kill(running(net.network.layout, name) ?? 0, what);
  };
  const back = (name: string): Promise<void> => restart(net.network, name, () => true);

  /** Acts at a steady rate; the fault comes after a second and is healed after four. */
  async function underLoad(break_: () => Promise<() => Promise<void>>): Promise<number> {
    const ledger = open();
    const acts: Promise<void>[] = [];
    let brokenAt = 0;
    const fault = (async () => {
      await sleep(1_000);
      const heal = await break_();
      brokenAt = Date.now();
      await sleep(3_000);
      await heal();
    })();
    for (const until = Date.now() + loadMs; Date.now() < until; await sleep(everyMs)) {
      const id = `act-${(count += 1)}`;
      acts.push(
        bring(ledger, actOf(id)).then(() => void acknowledged.push({ id, atMs: Date.now() })),
      );
    }
    try {
      await fault;
      await Promise.all(acts);
    } finally {
      await ledger.close();
    }
    const first = acknowledged.filter(({ atMs }) => atMs > brokenAt + 300)[0];
    return (first?.atMs ?? Infinity) - brokenAt;
  }

  const stopped = (name: string) => {
    signal(name, 'SIGKILL');
    return () => back(name);
  };
  const paused = (name: string) => {
    signal(name, 'SIGSTOP');
    return () => Promise.resolve(signal(name, 'SIGCONT'));
  };

  test.each<[string, () => Promise<() => Promise<void>>]>([
    ['the leading orderer is killed', async () => stopped(await orderer('leader'))],
    ['the leading orderer is paused', async () => paused(await orderer('leader'))],
    ['a follower is killed', async () => stopped(await orderer('follower'))],
    [
      'two of three orderers are killed',
      async () => {
        const names = ['orderer1', 'orderer2'];
        const heals = names.map(stopped);
        return async () => {
          for (const heal of heals) await heal();
        };
      },
    ],
    ["another organisation's peer is killed", async () => stopped('peer0.auditors')],
    ["another organisation's peer is paused", async () => paused('peer0.auditors')],
    ["the client's own peer is killed", async () => stopped('peer0.broker')],
    [
      "an organisation's contract is killed",
      async () => {
        signal('acts.broker', 'SIGKILL');
        return () => Promise.resolve();
      },
    ],
    ["an organisation's contract is paused", async () => paused('acts.enterprises')],
  ])(
    '%s',
    async (name, break_) => {
      const before = acknowledged.length;
      const backMs = await underLoad(break_);
      console.log(`${name}: ${acknowledged.length - before} acts, writes back ${backMs} ms`);
      expect(backMs).toBeLessThan(writesBackMsMax);
      await holds(net, open, acknowledged);
    },
    240_000,
  );

  test('the stream is cut after the submit, 200 times', async () => {
    const profile = JSON.parse(readFileSync(net.profile('broker'), 'utf8')) as {
      gateways: { address: string }[];
    };
    const target = Number(profile.gateways[0]?.address.split(':')[1]);
    const link = await startLink(target);
    const file = join(net.network.layout.profiles, 'cut.json');
    const gateways = profile.gateways.map(one => ({ ...one, address: `localhost:${link.port}` }));
    writeFileSync(file, JSON.stringify({ ...profile, gateways }));
    const ledger = open(file);
    let cuts = 0;
    const worker = async (): Promise<void> => {
      while (cuts < 200) {
        cuts += 1;
        const id = `act-${(count += 1)}`;
        const delay = (cuts * 7) % 60;
        await bring(ledger, actOf(id), () => void setTimeout(() => link.cut(), delay));
        acknowledged.push({ id, atMs: Date.now() });
      }
    };
    try {
      await Promise.all(Array.from({ length: 10 }, worker));
    } finally {
      await ledger.close();
      link.close();
    }
    console.log(`${cuts} acts cut after their submit, ${link.cuts()} connections ended`);
    await holds(net, open, acknowledged);
  }, 400_000);
});

/** What each peer holds of all that was acknowledged so far. */
async function holds(
  net: TestNetwork,
  open: (profileFile: string) => Ledger,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const ids = acknowledged.map(({ id }) => id);
  await expectWhole(organisation => open(net.profile(organisation)), ids);
}

/** A link to the peer that can be cut: all its connections end at once, without a farewell. */
async function startLink(target: number) {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cuts: () => cuts,
    cut: () => {
      for (const socket of sockets) {
        cuts += 1;
        socket.resetAndDestroy();
      }
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
