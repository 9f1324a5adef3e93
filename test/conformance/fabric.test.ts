import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { openLegacyLedger } from '../../ledger/legacy/index.ts';
import { systemClock } from '../../ledger/index.ts';
import { describeFabric, startNetwork, type TestNetwork } from '../network/fabric.ts';
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
  let run = 0;

  beforeAll(async () => {
    network = await startNetwork();
    const collections = join(network.home, 'collections.json');
    writeFileSync(collections, JSON.stringify(CASE_COLLECTIONS));
    const contracts = ['test/conformance/probe.ts#Probe'];
    await network.deploy({ name: 'probe', contracts, collections });
    const options = { chaincode: 'probe', clock: systemClock, random: Math.random };
    const each = (open: typeof openGatewayLedger): FabricLedgers =>
      Object.fromEntries(
        Object.entries(ORGANISATIONS).map(([organisation, mspId]) => [
          mspId,
          open({ ...options, profileFile: network.profile(organisation) }),
        ]),
      );
    gateway = each(openGatewayLedger);
    legacy = each(openLegacyLedger);
    // A contract's process takes a moment from its deployment to its first answer.
    for (const [mspId, ledger] of Object.entries(gateway)) {
      const call = { function: 'run', args: ['[]'], transient: {}, organisations: [mspId] };
      while ('kind' in (await ledger.ask(call))) await sleep(200);
    }
  }, 120_000);

  afterAll(async () => {
    for (const ledgers of [gateway, legacy]) {
      for (const ledger of Object.values(ledgers)) await ledger.close();
    }
    await network.remove();
  }, 60_000);

  describe.each(['gateway', 'legacy'] as const)('by %s', on => {
    test.each(casesOn('3.x').map(one => [one.id, one.title, one] as const))(
      '%s %s',
      async (_id, _title, one) => {
        const { expected, found } = await tried(on, on === 'gateway' ? gateway : legacy, one);
        expect(found).toEqual(expected);
      },
    );
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
