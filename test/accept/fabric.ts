import { missingFabric } from '../../network/programs.ts';
import { fabricRates } from './fabric-rates.ts';
import { fabricStory } from './fabric-story.ts';
import { type Line, skip } from './line.ts';
import { type Held, testedLines } from './tested.ts';

const FAULTS = ['test/network/faults.test.ts'];
const CHAOS = ['test/chaos/chaos.test.ts'];

const HELD: readonly Held[] = [
  {
    name: 'a network starts, restarts with its data, and leaves nothing behind',
    files: ['test/network/start.test.ts'],
  },
  {
    name: 'several hosts, each with its own keys; a peer and organisations are added',
    files: ['test/network/hosts.test.ts'],
  },
  { name: 'answers that differ: own code, nothing ordered', files: FAULTS, only: /MISMATCH/ },
  { name: 'a wrong package id: own code and remedy', files: FAULTS, only: /CHAINCODE_DOWN/ },
  { name: 'an organisation that has not approved: named', files: FAULTS, only: /NOT_APPROVED/ },
  { name: 'expired certificates: told before a call', files: FAULTS, only: /CERTIFICATE_EXPIRED/ },
  { name: 'a wrong MSP: own code and remedy', files: FAULTS, only: /MSP_WRONG/ },
  { name: 'a peer that is down: own code and remedy', files: FAULTS, only: /PROCESS_DOWN/ },
  { name: 'a peer outside a collection holds none of its values', files: FAULTS, only: /private/ },
  {
    name: 'a purged value is answered by nobody, and is in no file of a peer that is made anew',
    files: ['test/network/purge.test.ts'],
  },
  {
    name: '0 acknowledged acts lost or doubled over the chaos runs; block hashes of all peers equal',
    files: CHAOS,
  },
  { name: 'writes back ≤ 30 s after a leader’s death', files: CHAOS, only: /leading orderer/ },
  {
    name: 'a gateway stream cut after submit 200 times loses and doubles nothing',
    files: CHAOS,
    only: /stream is cut/,
  },
  {
    name: 'the same under offers and confirmations, each fault twenty times; claims stand as told',
    files: ['test/chaos/acts.test.ts'],
  },
  {
    name: 'the cases of the ledger hold on Fabric, by gateway and by the older SDK',
    files: ['test/conformance/fabric.test.ts', 'test/conformance/fabric-chain.test.ts'],
  },
  {
    name: 'private fields are shown to an auditor with proofs, until their end, and purged',
    files: ['test/conformance/disclosures.test.ts'],
    only: /Fabric/,
  },
];

/** How often each fault comes under the product's own acts. */
const CHAOS_RUNS = '20';

/** What must hold on a Fabric network; skipped as a whole where its programs are not found. */
export async function fabric(tell: (line: Line) => void): Promise<readonly Line[]> {
  const missing = missingFabric();
  if (missing !== null) {
    const lines = HELD.map(({ name }) => ({ name, ...skip(`fabric: ${missing}`) }));
    lines.forEach(tell);
    return lines;
  }
  process.env['TALLY_CHAOS_RUNS'] ??= CHAOS_RUNS;
  const held = await testedLines(HELD);
  held.forEach(tell);
  return [...held, ...(await fabricStory(tell)), ...(await fabricRates(tell))];
}
