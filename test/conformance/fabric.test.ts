import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
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
  let run = 0;

  beforeAll(async () => {
    network = await startNetwork();
    const collections = join(network.home, 'collections.json');
    writeFileSync(collections, JSON.stringify(CASE_COLLECTIONS));
    const contracts = ['test/conformance/probe.ts#Probe'];
    await network.deploy({ name: 'probe', contracts, collections });
    const options = { chaincode: 'probe', clock: systemClock, random: Math.random };
    gateway = Object.fromEntries(
      Object.entries(ORGANISATIONS).map(([name, mspId]) => [
        mspId,
        openGatewayLedger({ ...options, profileFile: network.profile(name) }),
      ]),
    );
  }, 120_000);

  afterAll(async () => {
    for (const ledger of Object.values(gateway)) await ledger.close();
    await network.remove();
  }, 60_000);

  test.each(casesOn('3.x').map(one => [one.id, one.title, one] as const))(
    '%s %s, by the gateway',
    async (_id, _title, one) => {
      const { expected, found } = await tried('gateway', gateway, one);
      expect(found).toEqual(expected);
    },
  );

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
