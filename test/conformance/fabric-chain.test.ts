import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeTransaction, transactionId } from '../../ledger/block.ts';
import type { FabricLedger } from '../../ledger/fabric/adapter.ts';
import type { Prepared } from '../../ledger/fabric/transport.ts';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { openLegacyLedger } from '../../ledger/legacy/index.ts';
import { systemClock, validationCodeName, type EnvelopeRecord } from '../../ledger/index.ts';
import { running } from '../../network/processes.ts';
import { describeFabric, lineHere, startNetwork, type TestNetwork } from '../network/fabric.ts';
import { CASE_COLLECTIONS } from './embedded.ts';
import { fabricCodes } from './fabric-codes.ts';

// Cases of ledger.md §8 that speak of the chain, of clients and of processes: what data alone
// does not say. The same ones on the embedded ledger are in chain.test.ts and each.test.ts.

const MINUTE_MS = 60_000;
const ORGANISATIONS = ['broker', 'enterprises', 'auditors'];

describeFabric('cases of chain, clients and processes on Fabric', () => {
  let net: TestNetwork;
  beforeAll(async () => {
    net = await startNetwork();
    const collections = join(net.home, 'collections.json');
    // A value of this one goes to nobody: only who endorsed it has it.
    const given = CASE_COLLECTIONS.map(one =>
      one.name === 'missed' ? { ...one, maxPeerCount: 0 } : one,
    );
    writeFileSync(collections, JSON.stringify(given));
    await net.deploy({
      name: 'probe',
      contracts: ['test/conformance/probe.ts#Probe'],
      collections,
    });
  }, 180_000);
  afterAll(() => net.remove(), 60_000);

  describe.each(['gateway', 'legacy'] as const)('by %s', on => {
    const ledgers: Record<string, FabricLedger> = {};
    const own = (organisation = 'broker'): FabricLedger => {
      const ledger = ledgers[organisation];
      if (!ledger) throw new TypeError(`no client of ${organisation}`);
      return ledger;
    };
    const key = (name: string): string => `${on}${name}`;
    const call = (...calls: readonly unknown[]) => ({
      function: 'run',
      args: [JSON.stringify(calls)],
      transient: {},
    });
    const endorsed = async (...calls: readonly unknown[]): Promise<Prepared> => {
      const made = await own().endorse(call(...calls));
      if (!('envelope' in made)) throw new Error(JSON.stringify(made));
      return made;
    };
    const answer = async (ledger: FabricLedger, ...calls: readonly unknown[]): Promise<string> => {
      const said = await ledger.ask(call(...calls));
      return 'kind' in said ? JSON.stringify(said) : Buffer.from(said).toString();
    };
    /** Sent one right after the other; all codes in their order on the ledger. */
    const sent = async (...all: readonly Prepared[]): Promise<number[]> => {
      const { height } = await own().info();
      for (const one of all) expect(await own().send(one)).toBeNull();
      const codes: number[] = [];
      for await (const { txs } of own().blocks(height)) {
        const meant = txs.filter(({ txId }) => all.some(one => one.txId === txId));
        codes.push(...meant.map(({ code }) => code));
        if (codes.length >= all.length) break;
      }
      return codes;
    };
    const followed = async (
      count: number,
      from: { block: bigint; index: number } | null,
    ): Promise<EnvelopeRecord[]> => {
      const found: EnvelopeRecord[] = [];
      for await (const record of own().envelopes(from)) {
        found.push(record);
        if (found.length === count) break;
      }
      return found;
    };

    beforeAll(async () => {
      const open = on === 'gateway' ? openGatewayLedger : openLegacyLedger;
      for (const name of ORGANISATIONS) {
        const profileFile = net.profile(name);
        const clock = systemClock;
        ledgers[name] = open({ chaincode: 'probe', profileFile, clock, random: Math.random });
        while ('kind' in (await own(name).ask(call()))) await sleep(200);
      }
    }, 60_000);
    afterAll(async () => {
      for (const ledger of Object.values(ledgers)) await ledger.close();
    });

    test('LC-14 an open range has simple keys only', async () => {
      const one = await endorsed(['put', key('z'), '1'], ['put', [key('t'), 'x'], '2']);
      expect(await sent(one)).toEqual([0]);
      const rows = await answer(own(), ['range', '', '']);
      expect(rows).toContain(`${key('z')}=1`);
      expect(rows).not.toContain('|x');
      expect(await answer(own(), ['partial', [key('t')]])).toBe(`["[${key('t')}|x]=2"]`);
    });

    test('LC-39 a transaction id is the hash of nonce and creator, and is valid only once', async () => {
      const one = await endorsed(['put', key('k'), '1']);
      const { nonce, creator } = decodeTransaction(one.envelope);
      expect(one.txId).toBe(transactionId(nonce, creator));
      expect(await own().status(one.txId)).toMatchObject({ kind: 'absent' });
      expect(await sent(one, one)).toEqual([0, 9]);
      expect(await sent(one)).toEqual([9]);
      expect(await own().status(one.txId)).toMatchObject({ kind: 'valid', code: 0 });
      expect(await own().status('0'.repeat(64))).toMatchObject({ kind: 'absent' });
    });

    test('LC-40 a proposal sixteen minutes off is refused, on line 3.1', async () => {
      const now = Date.now();
      // Only what reads the time is set back; timers and sockets go on.
      import.meta.jest.useFakeTimers({
        now: now - 16 * MINUTE_MS,
        doNotFake: [
          ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] as const),
          ...(['setInterval', 'setTimeout', 'clearImmediate', 'clearInterval'] as const),
          'clearTimeout',
        ],
      });
      const made = await own()
        .endorse(call(['put', key('k'), '2']))
        .finally(() => import.meta.jest.useRealTimers());
      if (lineHere() === '2.5') expect(made).toHaveProperty('envelope');
      else expect(JSON.stringify(made)).toMatch(/refused.*incorrect timestamp/);
    });

    test('LC-41 who calls: organisation and certificate', async () => {
      const { identity } = JSON.parse(readFileSync(net.profile('auditors'), 'utf8')) as {
        identity: { certFile: string };
      };
      const { subject, issuer } = new X509Certificate(readFileSync(identity.certFile));
      const line = (name: string): string => `/${name.split('\n').join('/')}`;
      const said = await answer(own('auditors'), ['context', 'msp'], ['context', 'identity']);
      expect(JSON.parse(said)).toEqual(['AuditorsMSP', `x509::${line(subject)}::${line(issuer)}`]);
    });

    test('LC-45 a follower that stopped goes on without gap or repeat', async () => {
      const first = await followed(3, null);
      const last = first.at(-1) ?? null;
      const { height } = await own().info();
      const before = await followed(await countOf(own(), height), null);
      const following = followed(before.length - 3 + 50, last);
      const many = await Promise.all(
        Array.from({ length: 50 }, (_, at) => endorsed(['put', key(`f${String(at)}`), '1'])),
      );
      await Promise.all(many.map(one => own().order(one)));
      const all = [...first, ...(await following)];
      const places = all.map(one => Number(one.block) * 1_000 + one.index);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(before.length + 50);
    }, 60_000);

    test('LC-46 invalid transactions are in the block with their code and without envelope', async () => {
      const emit = (id: string) => ['event', 'tally.v1', JSON.stringify({ v: 1, actId: id })];
      expect(await sent(await endorsed(['put', key('m'), '1']))).toEqual([0]);
      await sleep(200);
      const a = await endorsed(['get', key('m')], ['put', key('m'), '2'], emit('a'));
      const b = await endorsed(['get', key('m')], ['put', key('m'), '3'], emit('b'));
      const c = await endorsed(['put', key('n'), '1'], emit('c'));
      const { height } = await own().info();
      expect(await sent(a, b, c)).toEqual([0, 11, 0]);
      const records = await followed(3, { block: height - 1n, index: 10_000 });
      expect(records).toMatchObject([
        { txId: a.txId, code: 0, envelope: { actId: 'a' } },
        { txId: b.txId, code: 11, envelope: null },
        { txId: c.txId, code: 0, envelope: { actId: 'c' } },
      ]);
    });

    test('LC-34 a member’s peer that lacks the value says so, and never answers without it', async () => {
      const made = await own().endorse({
        ...call(['privPut', 'missed', key('p'), 'kept']),
        organisations: ['BrokerMSP', 'AuditorsMSP'],
      });
      if (!('envelope' in made)) throw new Error(JSON.stringify(made));
      const holder = running(net.network.layout, 'peer0.broker') ?? 0;
      const ordering = own('enterprises');
      const { height } = await ordering.info();
      // The one peer that holds it gives it to nobody while it stands still.
      process.kill(holder, 'SIGSTOP');
      try {
        await ordering.send(made);
        while ((await ordering.info()).height === height) await sleep(200);
        await sleep(500);
        const asked = call(['privGet', 'missed', key('p')]);
        const organisations = ['EnterprisesMSP'];
        const said = await ordering.ask({ ...asked, organisations });
        const text = 'kind' in said ? JSON.stringify(said) : Buffer.from(said).toString();
        expect(text).toMatch(/private data matching public hash version is not available/);
      } finally {
        process.kill(holder, 'SIGCONT');
      }
      while ((await answer(own(), ['privGet', 'missed', key('p')])) !== '["kept"]')
        await sleep(200);
    }, 90_000);

    test('LC-54 a rejection that nobody awaits ends the process; it comes back', async () => {
      const { layout } = net.network;
      const pids = () => ORGANISATIONS.map(name => running(layout, `probe.${name}`));
      const before = pids();
      const made = await own().endorse(call(['put', key('r'), '1'], ['reject'], ['sleep', 2_000]));
      expect(made).toMatchObject({ kind: 'notSent' });
      while ('kind' in (await own().ask(call()))) await sleep(200);
      expect(await answer(own(), ['get', key('r')])).toBe('[""]');
      expect(pids()).not.toEqual(before);
      for (const name of ORGANISATIONS) {
        while ('kind' in (await own(name).ask(call()))) await sleep(200);
      }
    }, 90_000);
  });

  test('LC-49 the codes have the names of Fabric’s enumeration', () => {
    expect(Object.keys(fabricCodes).length).toBeGreaterThan(25);
    for (const [name, code] of Object.entries(fabricCodes)) {
      expect(validationCodeName(code)).toBe(name);
    }
  });
});

/** How many transactions the blocks below a height hold. */
async function countOf(ledger: FabricLedger, height: bigint): Promise<number> {
  let count = 0;
  for await (const { number, txs } of ledger.blocks(0n)) {
    count += txs.length;
    if (number === height - 1n) return count;
  }
  return count;
}
