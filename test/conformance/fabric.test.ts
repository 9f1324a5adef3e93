import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { openLegacyLedger } from '../../ledger/legacy/index.ts';
import { systemClock } from '../../ledger/index.ts';
import {
  describeFabric,
  freeShift,
  lineHere,
  startNetwork,
  type TestNetwork,
} from '../network/fabric.ts';
import { CASE_COLLECTIONS } from './embedded.ts';
import { BlockMissed, openFabricTarget, type FabricLedgers } from './fabric-target.ts';
import { casesOn, runCase, type ConformanceCase } from './runner.ts';

const TRIES = 10;
const ORGANISATIONS = {
  broker: 'BrokerMSP',
  enterprises: 'EnterprisesMSP',
  auditors: 'AuditorsMSP',
};

describeFabric('the cases on Fabric', () => {
  let network: TestNetwork;
  let gateway: FabricLedgers;
  let legacy: FabricLedgers;
  let gatewayLowered: FabricLedgers;
  let legacyLowered: FabricLedgers;
  let run = 0;

  let lowered: TestNetwork;
  const opened: FabricLedgers[] = [];

  beforeAll(async () => {
    const started = await startNetwork();
    await deployProbe(started);
    gateway = await openEach(openGatewayLedger, started);
    legacy = await openEach(openLegacyLedger, started);
    network = started;
  }, 120_000);

  beforeAll(async () => {
    const file = join(network.home, 'lowered.json');
    const limits = { queryRowsMax: 50, executeTimeoutMs: 2_000 };
    writeFileSync(file, JSON.stringify({ limits, line: lineHere(), portShift: await freeShift() }));
    lowered = await startNetwork({ file });
    await deployProbe(lowered);
    gatewayLowered = await openEach(openGatewayLedger, lowered);
    legacyLowered = await openEach(openLegacyLedger, lowered);
  }, 120_000);

  afterAll(async () => {
    for (const ledger of opened.flatMap(one => Object.values(one))) await ledger.close();
    await lowered.remove();
    await network.remove();
  }, 60_000);

  async function deployProbe({ home, deploy }: TestNetwork): Promise<void> {
    const collections = join(home, 'collections.json');
    writeFileSync(collections, JSON.stringify(CASE_COLLECTIONS));
    await deploy({ name: 'probe', contracts: ['test/conformance/probe.ts#Probe'], collections });
  }

  async function openEach(
    open: typeof openGatewayLedger,
    { profile }: TestNetwork,
  ): Promise<FabricLedgers> {
    const options = { chaincode: 'probe', clock: systemClock, random: Math.random };
    const entries = Object.entries(ORGANISATIONS).map(
      ([name, mspId]) => [mspId, open({ ...options, profileFile: profile(name) })] as const,
    );
    // A contract's process takes a moment from its deployment to its first answer.
    for (const [mspId, ledger] of entries) {
      const call = { function: 'run', args: ['[]'], transient: {}, organisations: [mspId] };
      while ('kind' in (await ledger.ask(call))) await sleep(200);
    }
    const ledgers = Object.fromEntries(entries);
    opened.push(ledgers);
    return ledgers;
  }

  describe.each(['gateway', 'legacy'] as const)('by %s', on => {
    test.each(casesOn('3.x').map(one => [one.id, one.title, one] as const))(
      '%s %s',
      async (_id, _title, one) => {
        const usual = on === 'gateway' ? gateway : legacy;
        const limited = on === 'gateway' ? gatewayLowered : legacyLowered;
        const { expected, found } = await tried(on, one.lowered ? limited : usual, one);
        expect(found).toEqual(expected);
      },
    );

    test('LC-51 organisations that answer differently disagree, and nothing is sent', async () => {
      const ledger = (on === 'gateway' ? gateway : legacy)['BrokerMSP'];
      const text = JSON.stringify([['context', 'peer']]);
      const organisations = ['BrokerMSP', 'AuditorsMSP'];
      const said = await ledger?.evaluate({ text }, { organisations });
      expect(said?.kind === 'disagree' && plain(said.answers)).toEqual({
        BrokerMSP: '["BrokerMSP"]',
        AuditorsMSP: '["AuditorsMSP"]',
      });
      const call = { function: 'run', args: [text], transient: {} };
      expect(await ledger?.endorse(call)).toMatchObject({ kind: 'notSent', cause: 'MISMATCH' });
    });
  });

  /** Transactions that missed their block say nothing: the case is run again with other keys. */
  async function tried(name: string, ledgers: FabricLedgers, one: ConformanceCase) {
    for (let tries = 1; ; tries++) {
      try {
        return await runCase(await openFabricTarget(name, ledgers, run++), one);
      } catch (fault) {
        if (!(fault instanceof BlockMissed) || tries === TRIES) throw fault;
      }
    }
  }
});

function plain(answers: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  const entries = Object.entries(answers);
  return Object.fromEntries(entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}
