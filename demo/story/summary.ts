import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEMBERS, SUPPLIERS } from '../cast/cast.ts';
import type { World } from '../client/world.ts';
import { faultyTable } from '../files/faults.ts';

/** Where we are, who one can be, and three things to try; writes the file with planted faults. */
export async function summary(world: World): Promise<readonly string[]> {
  await world.today();
  const { origin, home } = world.settings;
  const papers = join(home, 'papers');
  const faulty = writeFaulty(home);
  const persons = MEMBERS.flatMap(({ persons: own }) => own)
    .filter(({ card }) => card !== undefined)
    .map(({ login, password, name }) => `    ${name.en}: ${login}, password ${password}`);
  return [
    '',
    `  Open ${origin}`,
    '  Sign in by a card, or with a login:',
    ...persons,
    `  Papers: ${papers}`,
    '',
    '  Three things to try:',
    `  1. Upload ${faulty} as the supplier: three rows have planted faults.`,
    '  2. As the buyer, make a key under Company, confirm one of the nine claims that wait (the',
    '     large one asks for a code: the sheet links to the demo authenticator); then',
    '     as the supplier choose a confirmed claim under Finance and watch the cash arrive.',
    `  3. npm run tally -- doc verify ${join(papers, 'forged.pdf')}`,
    '',
  ];
}

function writeFaulty(home: string): string {
  const folder = join(home, 'try');
  const [first] = SUPPLIERS;
  const file = join(folder, 'invoices-with-three-faults.csv');
  mkdirSync(folder, { recursive: true });
  if (first) writeFileSync(file, faultyTable(first));
  return file;
}
