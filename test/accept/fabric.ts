import { missingFabric } from '../../network/programs.ts';
import { type Line, notYet, skip } from './line.ts';
import { type Held, testedLines } from './tested.ts';

const HELD: readonly Held[] = [
  {
    name: 'a network from nothing to its first committed transaction, and a restart with its data',
    files: ['test/network/start.test.ts'],
  },
  {
    name: 'what is wrong with a network has a code and a remedy',
    files: ['test/network/faults.test.ts'],
    only: /code and a remedy/,
  },
  {
    name: 'a peer outside a collection holds none of its values',
    files: ['test/network/faults.test.ts'],
    only: /private values/,
  },
  {
    name: 'under kills, pauses and cuts no acknowledged act is lost or doubled; peers hold the same blocks',
    files: ['test/chaos/chaos.test.ts'],
  },
  {
    name: 'the cases of the ledger hold on Fabric',
    files: ['test/conformance/fabric.test.ts'],
  },
  {
    name: 'private fields are shown to an auditor with proofs, until their end, and purged',
    files: ['test/conformance/disclosures.test.ts'],
    only: /Fabric/,
  },
];

const NOT_YET = [
  'first committed transaction ≤ 10 s and restart ≤ 10 s as a limit (the suite prints both)',
  'bench ledger --on gateway: offers ≥ 0.8 of the no-op, 2,000 receivables/s, p95 < 1 s at 80 %',
  'the story on Fabric gives a read model equal to that of the embedded ledger',
  'more than one host; an organisation and a peer that join',
  'faults under load with the product’s own acts, twenty of each',
] as const;

/** What must hold on a Fabric network; skipped as a whole where its programs are not found. */
export async function fabric(tell: (line: Line) => void): Promise<readonly Line[]> {
  const missing = missingFabric();
  const lines =
    missing === null
      ? await testedLines(HELD)
      : HELD.map(({ name }) => ({ name, ...skip(`fabric: ${missing}`) }));
  const all = [...lines, ...notYet(NOT_YET)];
  for (const line of all) tell(line);
  return all;
}
