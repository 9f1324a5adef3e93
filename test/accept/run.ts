import { fabric } from './fabric.ts';
import { ingest } from './ingest.ts';
import { journey } from './journey.ts';
import type { Line } from './line.ts';
import { note } from './note.ts';
import { receivables } from './receivables.ts';

const LISTS: Readonly<Record<string, (tell: (line: Line) => void) => Promise<readonly Line[]>>> = {
  fabric,
  ingest,
  journey,
  note,
  receivables,
};

/** `npm run accept -- NAME [--json]`: each line of a list with pass, fail or skip. */
async function main([name = '', ...words]: readonly string[]): Promise<number> {
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  const [unknown] = words.filter(word => word !== '--json');
  if (!list || unknown !== undefined) {
    const what = list ? `unknown word "${unknown}"` : `unknown list "${name}"`;
    console.error(`${what}; use: npm run accept -- ${Object.keys(LISTS).join(' | ')} [--json]`);
    return 2;
  }
  const details = await list(tell);
  const count = (result: Line['result']): number =>
    details.filter(line => line.result === result).length;
  const counts = { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
  if (words.includes('--json')) console.log(JSON.stringify({ name, ...counts, details }));
  else console.error(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
}

/** Talk goes to stderr, so that the last line of stdout is the object alone. */
function tell({ name, result, detail }: Line): void {
  console.error(`${result}  ${name}\n      ${detail}`);
}

process.exitCode = await main(process.argv.slice(2));
