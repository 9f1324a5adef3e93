import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock } from '../../ledger/index.ts';
import { examineNetwork } from '../../network/diagnose.ts';
import { down } from '../../network/down.ts';
import { notedNames, running } from '../../network/processes.ts';
import { statusOf } from '../../network/status.ts';
import { describeFabric, startNetwork, type TestNetwork } from './fabric.ts';

// A tenth of it is Fabric's own; the rest is for machines that are busy with something else.
const startMsMax = 60_000;

describeFabric('a network of our own', () => {
  let net: TestNetwork;
  beforeAll(async () => {
    net = await startNetwork();
  }, 120_000);
  afterAll(() => net.remove());

  test('commits its first transaction within the time', () => {
    console.log(`from nothing to the first committed transaction: ${Math.round(net.startedMs)} ms`);
    expect(net.startedMs).toBeLessThan(startMsMax);
  });

  test('has one leader among three orderers, and every process runs', async () => {
    const rows = await statusOf(net.network);
    expect(rows.filter(({ state }) => state === 'leader')).toHaveLength(1);
    expect(rows.filter(({ state }) => state === 'follower')).toHaveLength(2);
    expect(rows.filter(({ pid }) => pid === null)).toEqual([]);
    expect(rows).toHaveLength(3 + 3 + 3 + 1);
  });

  test('is found without fault by the doctor', async () => {
    const checks = await examineNetwork(net.network, Date.now());
    expect(checks.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(checks.length).toBeGreaterThan(15);
  });

  test.each(['broker', 'enterprises', 'auditors'])('%s reaches it by its profile', async name => {
    const options = { profileFile: net.profile(name), clock: systemClock, random: Math.random };
    const ledger = openGatewayLedger(options);
    const info = await ledger.info();
    expect(info.channel).toBe('tally');
    expect(info.height).toBeGreaterThanOrEqual(4n);
    await ledger.close();
  });

  test('keeps keys from other users of the machine', () => {
    const { identity } = JSON.parse(readFileSync(net.profile('broker'), 'utf8')) as {
      identity: { keyFile: string };
    };
    expect(statSync(identity.keyFile).mode & 0o077).toBe(0);
  });

  test('a second start starts nothing, and a restart goes on with its data', async () => {
    const before = await statusOf(net.network);
    await net.up();
    const same = await statusOf(net.network);
    expect(same.map(({ pid }) => pid)).toEqual(before.map(({ pid }) => pid));
    const pids = before.map(({ name }) => running(net.network.layout, name));
    await down(net.network.layout);
    expect(notedNames(net.network.layout)).toEqual([]);
    // Node takes leave of its own ended children a moment later, a busy machine later still.
    for (const until = Date.now() + 20_000; pids.some(isThere) && Date.now() < until;) {
      await sleep(100);
    }
    expect(pids.filter(isThere)).toEqual([]);
    const begun = performance.now();
    await net.up();
    console.log(`restart with data: ${Math.round(performance.now() - begun)} ms`);
    const after = await statusOf(net.network);
    const height = (rows: typeof after): number =>
      rows.find(({ name }) => name === 'peer0.broker')?.height ?? 0;
    expect(height(after)).toBeGreaterThan(height(before));
  }, 120_000);

  test('leaves nothing behind but what it was told to', async () => {
    await down(net.network.layout);
    expect(existsSync(join(net.home, 'network', 'test', 'crypto'))).toBe(true);
    await net.remove();
    expect(existsSync(join(net.home, 'network', 'test'))).toBe(false);
  });
});

function isThere(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
}
