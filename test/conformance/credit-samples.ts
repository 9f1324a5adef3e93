import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplePath } from '../fixture/samples.ts';

const CREDIT_SAMPLES = samplePath('credit');

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
