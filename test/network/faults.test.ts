import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock } from '../../ledger/index.ts';
import { openLegacyLedger } from '../../ledger/legacy/index.ts';
import { asAdministrator } from '../../network/administer.ts';
import {
  deployedChaincodes,
  nextDeployment,
  packageFor,
  policyOf,
  writeLinks,
} from '../../network/chaincodes.ts';
import { awaitContracts, keepContracts } from '../../network/contracts.ts';
import { kill, restart } from '../../network/control.ts';
import { examineNetwork } from '../../network/diagnose.ts';
import type { NetworkFault } from '../../network/fault.ts';
import { approve, commit, install } from '../../network/lifecycle.ts';
import { checkPorts } from '../../network/ports.ts';
import { running } from '../../network/processes.ts';
import { findPrograms } from '../../network/programs.ts';
import { testLedgerOn } from '../fixture/ledger.ts';
import { claimOf, offer, startTrade } from '../fixture/trade.ts';
import { describeFabric, startNetwork, type TestNetwork } from './fabric.ts';
import { filesWith } from './planted.ts';

const contracts = ['test/network/contract.ts#Acts'];
const yearMs = 365 * 86_400_000;

describeFabric('what can be wrong with a network has a code and a remedy', () => {
  let net: TestNetwork;
  const open = (organisation: string, clock = systemClock, connect = openGatewayLedger) =>
    connect({
      chaincode: 'acts',
      profileFile: net.profile(organisation),
      clock,
      random: Math.random,
    });
  const codes = async (nowMs = Date.now()): Promise<string[]> => {
    const checks = await examineNetwork(net.network, nowMs);
    for (const { fault } of checks) {
      expect(fault?.remedy ?? 'Do').toMatch(/^[A-Z]/);
      expect(fault?.remedy ?? '').not.toMatch(/\n\s+at /);
    }
    return [...new Set(checks.flatMap(({ fault }) => (fault ? [fault.code] : [])))];
  };
  beforeAll(async () => {
    net = await startNetwork();
    const collections = fileURLToPath(new URL('../../chaincode/collections.json', import.meta.url));
    await net.deploy({ name: 'acts', contracts, collections });
  }, 180_000);
  afterAll(() => net.remove());

  test('no programs: PROGRAMS_MISSING', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-empty-'));
    const found = findPrograms({ TALLY_FABRIC_BIN: folder, PATH: '' }, '3.1');
    await expect(found).rejects.toMatchObject({ code: 'PROGRAMS_MISSING' } as NetworkFault);
    rmSync(folder, { recursive: true });
  });

  test('ports in use: PORT_TAKEN', async () => {
    const check = checkPorts(net.network.plan, () => true);
    await expect(check).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  });

  test('answers that differ between organisations: MISMATCH, and nothing is ordered', async () => {
    const ledger = open('broker');
    const organisations = ['BrokerMSP', 'EnterprisesMSP'];
    const call = { function: 'whose', args: [], transient: {}, organisations };
    const said = await ledger.endorse(call);
    await ledger.close();
    expect(said).toMatchObject({ kind: 'notSent', cause: 'MISMATCH' });
  }, 60_000);

  test('certificates that have ended: CERTIFICATE_EXPIRED; the client is told before it calls', async () => {
    const later = Date.now() + 20 * yearMs;
    expect(await codes(later)).toEqual(['CERTIFICATE_EXPIRED']);
    expect(() => open('broker', { ...systemClock, nowMs: () => later })).toThrow(/^CONFIG.*ended/);
  }, 60_000);

  test('an identity of another organisation: MSP_WRONG; the client is told CONFIG', async () => {
    const { layout } = net.network;
    const own = layout.person('broker.tally.local', 'User1').msp;
    const kept = `${own}.kept`;
    cpSync(own, kept, { recursive: true });
    rmSync(own, { recursive: true });
    cpSync(layout.person('auditors.tally.local', 'User1').msp, own, { recursive: true });
    expect(await codes()).toEqual(['MSP_WRONG']);
    rmSync(own, { recursive: true });
    cpSync(kept, own, { recursive: true });
    rmSync(kept, { recursive: true });
    const stranger = JSON.parse(readFileSync(net.profile('broker'), 'utf8')) as object;
    const auditor = JSON.parse(readFileSync(net.profile('auditors'), 'utf8')) as {
      identity: object;
    };
    const profileFile = join(layout.profiles, 'stranger.json');
    writeFileSync(profileFile, JSON.stringify({ ...stranger, identity: auditor.identity }));
    const ledger = openGatewayLedger({
      chaincode: 'acts',
      profileFile,
      clock: systemClock,
      random: Math.random,
    });
    const call = { function: 'submit', args: ['{"id":"x"}', '0'], transient: {} };
    await expect(ledger.endorse(call)).rejects.toMatchObject({ code: 'CONFIG' });
    await ledger.close();
  }, 60_000);

  test('an organisation that has not approved: NOT_APPROVED names it', async () => {
    const { network } = net;
    const before = '{"id":"of-the-first-sequence"}';
    const first = open('broker');
    const placed = await first.endorse({ function: 'submit', args: [before, '0'], transient: {} });
    expect('envelope' in placed && (await first.order(placed))).toMatchObject({ code: 0 });
    await first.close();
    const next = await nextDeployment(network.layout, {
      name: 'acts',
      contracts,
      version: '2',
      sequence: 1,
      policy: policyOf(network.plan, 2),
      collections: fileURLToPath(new URL('../../chaincode/collections.json', import.meta.url)),
      slot: 0,
    });
    const two = network.plan.organisations.slice(0, 2);
    const pack = await packageFor(next);
    for (const organisation of two) {
      await writeLinks(network.layout, organisation, next);
      await install(network, { organisation, peer: organisation.peers[0] }, pack);
      await approve(network, organisation, next);
    }
    await commit(network, next, two);
    const deployed = await deployedChaincodes(network.layout);
    const others = deployed.filter(({ name }) => name !== 'acts');
    await keepContracts(network, [...others, next], () => true);
    await sleep(500);
    await awaitContracts(network, [next], () => true);
    const checks = await examineNetwork(network, Date.now());
    const found = checks.filter(({ fault }) => fault?.code === 'NOT_APPROVED');
    expect(found.map(({ facts }) => facts).join()).toMatch(/AuditorsMSP/);
    // LC-55: under the new sequence old state is read; who has not approved endorses nothing.
    for (const connect of [openGatewayLedger, openLegacyLedger]) {
      const ledger = open('broker', systemClock, connect);
      const call = { function: 'submit', args: [before, '0'], transient: {} };
      expect(await ledger.endorse(call)).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/^ACT_DONE/),
      });
      const organisations = ['AuditorsMSP', 'BrokerMSP'];
      const another = { ...call, args: ['{"id":"of-the-second"}', '0'], organisations };
      expect(await ledger.endorse(another)).toMatchObject({ kind: 'notSent' });
      await ledger.close();
    }
    const [auditors] = network.plan.organisations.slice(2);
    const words = ['chaincode', 'query', '--channelID', 'tally', '--name', 'acts'];
    const asked =
      auditors &&
      asAdministrator(network, { organisation: auditors }, [
        ...words,
        ...['--ctor', '{"Args":["whose"]}'],
      ]);
    await expect(asked).rejects.toThrow(
      /sequence 2 on channel 'tally' has not yet been approved by this org/,
    );
  }, 120_000);

  test('a peer that is down: PROCESS_DOWN; its client is told UNREACHABLE', async () => {
    const { network } = net;
    kill(network.layout, 'peer0.auditors');
    await sleep(500);
    expect(await codes()).toContain('PROCESS_DOWN');
    const ledger = open('auditors');
    const said = await ledger.ask({ function: 'whose', args: [], transient: {} });
    await ledger.close();
    expect(said).toMatchObject({ kind: 'notSent', cause: 'UNREACHABLE' });
    await restart(network, 'peer0.auditors', () => true);
  }, 120_000);

  test('a contract under another package id: CHAINCODE_DOWN', async () => {
    const { layout } = net.network;
    const file = layout.settings('keeper.json');
    const text = readFileSync(file, 'utf8');
    const starts = JSON.parse(text) as { name: string; words: string[] }[];
    const wrong = starts.map(one =>
      one.name === 'tally.auditors'
        ? { ...one, words: one.words.map(word => word.replace(/^tally_1:.*/, 'tally_1:0000')) }
        : one,
    );
    writeFileSync(file, JSON.stringify(wrong));
    process.kill(running(layout, 'keeper') ?? 0, 'SIGHUP');
    await sleep(4_000);
    expect(await codes()).toContain('CHAINCODE_DOWN');
    writeFileSync(file, text);
    process.kill(running(layout, 'keeper') ?? 0, 'SIGHUP');
  }, 120_000);
});

describeFabric('private values', () => {
  test('a peer outside a collection holds none of them, plain, base64 or hex', async () => {
    const net = await startNetwork();
    try {
      const collections = fileURLToPath(
        new URL('../../chaincode/collections.json', import.meta.url),
      );
      await net.deploy({ name: 'acts', contracts, collections });
      const ledger = openGatewayLedger({
        chaincode: 'acts',
        profileFile: net.profile('broker'),
        clock: systemClock,
        random: Math.random,
      });
      const planted = Array.from({ length: 5 }, () => randomBytes(24).toString('hex'));
      for (const [at, value] of planted.entries()) {
        const prepared = await ledger.endorse({
          function: 'keep',
          args: ['tradeDetails', `planted-${at}`],
          transient: { value: Buffer.from(value) },
        });
        if (!('envelope' in prepared)) throw new Error(JSON.stringify(prepared));
        const placed = await ledger.order(prepared);
        expect(placed).toMatchObject({ code: 0 });
      }
      await ledger.close();
      planted.push(...(await offerWithNumbers(net.profile('broker'))));
      await sleep(3_000);
      const held = (peer: string): number => filesWith(net.network.layout.data(peer), planted);
      // The members' files show that the search finds what is there.
      expect(held('peer0.broker')).toBeGreaterThan(0);
      expect(held('peer0.enterprises')).toBeGreaterThan(0);
      expect(held('peer0.auditors')).toBe(0);
    } finally {
      await net.remove();
    }
  }, 240_000);
});

/** Numbers of invoices that came in with the product's own acts, and stand in no public place. */
async function offerWithNumbers(profileFile: string): Promise<readonly string[]> {
  const ledger = openGatewayLedger({ profileFile, clock: systemClock, random: Math.random });
  const trade = await startTrade({}, undefined, testLedgerOn(ledger));
  const numbers = Array.from({ length: 3 }, () => randomBytes(12).toString('hex').toUpperCase());
  for (const [at, number] of numbers.entries()) {
    const claim = claimOf(trade, { number, totalMinor: 100_000n + BigInt(at) });
    expect(await offer(trade, [claim])).toMatchObject({ kind: 'committed' });
  }
  await ledger.close();
  return numbers;
}
