import { readdirSync, statSync } from 'node:fs';
import { Door, DoorClosed, readAccount, type Uploaded } from './client.ts';

export type IngestOptions = { readonly json?: boolean; readonly account?: string };

/**
 * Uploads files and folders through the product's own door and prints what became of each. Exits
 * 0 when all was taken, 1 with findings or refusals, 4 or 6 when the door stayed closed.
 */
export async function ingest(
  root: string,
  paths: readonly string[],
  options: IngestOptions,
): Promise<number> {
  const files = paths.flatMap(filesUnder).sort();
  try {
    const door = new Door(readAccount(root, options.account));
    await door.signIn();
    const outcomes: Uploaded[] = [];
    for (const file of files) {
      const outcome = await door.upload(file);
      outcomes.push(outcome);
      console.log(options.json ? JSON.stringify(outcome) : lineOf(outcome));
    }
    if (!options.json) console.log(summaryOf(outcomes));
    return outcomes.every(isClean) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

/** All files below a path, hidden ones left out; the path itself stays as it was given. */
export function filesUnder(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter(name => !name.startsWith('.'))
    .flatMap(name => filesUnder(`${path.replace(/\/+$/, '')}/${name}`));
}

function isClean(outcome: Uploaded): boolean {
  return 'counts' in outcome && outcome.counts.quarantined + outcome.counts.conflict === 0;
}

function lineOf(outcome: Uploaded): string {
  if ('code' in outcome) {
    return `${outcome.file}: refused ${outcome.code}: ${outcome.message} ${outcome.remedy}`;
  }
  const { received, written, unchanged, conflict, quarantined } = outcome.counts;
  const counts = `${received} received = ${written} written + ${unchanged} unchanged + ${conflict} conflict + ${quarantined} quarantined`;
  const findings = outcome.findings.map(
    ({ rule, where, title, remedy }) => `    ${rule} ${where}: ${title} ${remedy}`,
  );
  return [`${outcome.file}: ${outcome.state}: ${counts}`, ...findings].join('\n');
}

function summaryOf(outcomes: readonly Uploaded[]): string {
  const refused = outcomes.filter(outcome => 'code' in outcome).length;
  const sum = (name: 'received' | 'written' | 'unchanged' | 'conflict' | 'quarantined'): number =>
    outcomes.reduce((all, one) => all + ('counts' in one ? one.counts[name] : 0), 0);
  const parts = (['received', 'written', 'unchanged', 'conflict', 'quarantined'] as const)
    .map(name => `${sum(name)} ${name}`)
    .join(', ');
  return `${outcomes.length} files: ${refused} refused whole; records: ${parts}`;
}
