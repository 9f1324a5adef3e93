import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The public samples beside the repository; absent on most machines. */
const CREDIT_SAMPLES = join(import.meta.dirname, '../../../shared/samples/credit');

/** Runs the suite where the samples are there, else prints why it is skipped. */
export function describeSamples(name: string, suite: () => void): void {
  if (existsSync(CREDIT_SAMPLES)) {
    describe(name, suite);
    return;
  }
  console.info(`${name}: skipped, no samples at ../shared/samples/credit`);
  describe.skip(name, () => {
    test('needs the samples', () => undefined);
  });
}

/** Rows of a CSV file by column name; quotes may hold commas. */
export function csvRows(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(join(CREDIT_SAMPLES, file), 'utf8')
    .split(/\r?\n/)
    .filter(line => line !== '');
  const names = cells(header);
  return lines.map(line => {
    const values = cells(line);
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
  });
}

/** Names of the sample files that begin with `prefix`, sorted. */
export function sampleFiles(prefix: string): string[] {
  return readdirSync(CREDIT_SAMPLES)
    .filter(name => name.startsWith(prefix))
    .sort();
}

function cells(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    match => match[1] ?? match[2] ?? '',
  );
}
