/**
 * `npm start`: brings up everything that the product needs in one process tree, plays the story,
 * and serves. `--once` ends after the story, `--reset` forgets all data first.
 */
import { fileURLToPath } from 'node:url';
import { dirname, join, resolve } from 'node:path';
import { createProgress } from './process/index.ts';
import { readWords } from './words.ts';
import { runTree } from './tree.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const progress = createProgress(line => process.stdout.write(`${line}\n`));
const words = readWords(process.argv.slice(2));

if ('help' in words) {
  process.stdout.write(`${words.help}\n`);
} else if ('fault' in words) {
  process.stderr.write(`${words.fault}\n`);
  process.exitCode = 2;
} else {
  const home = resolve(process.env['TALLY_HOME'] ?? join(root, '.tally'));
  try {
    process.exitCode = await runTree({ root, home, words, progress });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
