import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FabricLedger } from '../../ledger/fabric/adapter.ts';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock } from '../../ledger/index.ts';
import { stop } from '../../network/processes.ts';
import { describeFabric, startNetwork, type TestNetwork } from './fabric.ts';
import { filesWith } from './planted.ts';

// A purge takes a private value from every answer at once. Fabric's databases keep its bytes in
// their files for an unknown time; a peer that is made anew gets what is there from the other
// members, and what was purged nobody has to give.

const COLLECTION = 'tradeDetails';
const MEMBERS = ['broker', 'enterprises'] as const;
const fetchedWithinMs = 90_000;

describeFabric('a private value that is purged', () => {
  let net: TestNetwork;
  let ledger: FabricLedger;
  const [purged, kept] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
  const files = (organisation: string, value: string): number =>
    filesWith(net.network.layout.data(`peer0.${organisation}`), [value]);
  const open = (organisation: string): FabricLedger =>
    openGatewayLedger({
      chaincode: 'acts',
      profileFile: net.profile(organisation),
      clock: systemClock,
      random: Math.random,
    });
  const submit = async (name: string, args: readonly string[], value?: string): Promise<void> => {
    const transient: Record<string, Uint8Array> = value ? { value: Buffer.from(value) } : {};
    const made = await ledger.endorse({ function: name, args, transient });
    if (!('envelope' in made)) throw new Error(JSON.stringify(made));
    expect(await ledger.order(made)).toMatchObject({ code: 0 });
  };
  /** What an organisation's own peer answers. */
  const told = async (organisation: string, key: string): Promise<string> => {
    const own = open(organisation);
    try {
      const said = await own.ask({ function: 'kept', args: [COLLECTION, key], transient: {} });
      return 'kind' in said ? said.kind : Buffer.from(said).toString();
    } finally {
      await own.close();
    }
  };

  beforeAll(async () => {
    net = await startNetwork();
    const collections = fileURLToPath(new URL('../../chaincode/collections.json', import.meta.url));
    await net.deploy({ name: 'acts', contracts: ['test/network/contract.ts#Acts'], collections });
    ledger = open('broker');
    await submit('keep', [COLLECTION, 'purged'], purged);
    await submit('keep', [COLLECTION, 'kept'], kept);
  }, 180_000);
  afterAll(async () => {
    await ledger.close();
    await net.remove();
  }, 60_000);

  test('is answered by no member any more, and never was in the auditors’ files', async () => {
    for (const member of MEMBERS) expect(await told(member, 'purged')).toContain(purged);
    await submit('forget', [COLLECTION, 'purged']);
    await sleep(1_000);
    for (const member of MEMBERS) {
      expect(await told(member, 'purged')).not.toContain(purged);
      expect(await told(member, 'kept')).toContain(kept);
    }
    expect(files('auditors', purged)).toBe(0);
  }, 60_000);

  test('is in no file of a member whose peer is made anew; the others are', async () => {
    for (const member of MEMBERS) {
      // The search finds it before, so it would after.
      expect(files(member, purged)).toBeGreaterThan(0);
      const name = `peer0.${member}`;
      await stop(net.network.layout, name);
      rmSync(net.network.layout.data(name), { recursive: true });
      await net.up();
      const until = Date.now() + fetchedWithinMs;
      while (!(await told(member, 'kept')).includes(kept) && Date.now() < until) await sleep(1_000);
      expect(await told(member, 'kept')).toContain(kept);
      expect(files(member, kept)).toBeGreaterThan(0);
      expect(files(member, purged)).toBe(0);
    }
  }, 400_000);
});
