import { readFileSync } from 'node:fs';
import { checkFile, readSealKeys, type CheckedFile, type CheckedFinding } from '../ingest/index.ts';
import { filesUnder } from './ingest.ts';

export type IngestCheckOptions = {
  readonly json?: boolean;
  readonly language?: 'en' | 'zh';
  readonly kind?: string;
  /** File of the tax bureaus' keys. */
  readonly sealKeys?: string;
};

/**
 * Reads files offline and prints what each would become; one JSON object a line with `json`. Writes
 * nothing. Exits 0 when every file would be loaded whole, 1 when anything is refused or held back, 2
 * for a file of keys that is none.
 */
export function ingestCheck(paths: readonly string[], options: IngestCheckOptions): number {
  const keys = readSealKeys(options.sealKeys ? readFileSync(options.sealKeys, 'utf8') : '');
  if (!keys.ok) {
    console.error(`${options.sealKeys ?? ''}: line ${keys.error} is no key of SM2`);
    return 2;
  }
  let isWhole = true;
  for (const path of paths.flatMap(filesUnder).sort()) {
    const one = check(path, options, keys.value);
    console.log(options.json ? JSON.stringify(one) : textOf(one));
    isWhole &&= one.outcome === 'loaded';
  }
  return isWhole ? 0 : 1;
}

function check(
  path: string,
  options: IngestCheckOptions,
  sealKeys: readonly string[],
): CheckedFile {
  const { language = 'en', kind } = options;
  const of = kind === undefined ? { language } : { language, kind };
  return checkFile(readFileSync(path), path, { ...of, sealKeys });
}

function textOf(one: CheckedFile): string {
  const { file, outcome, syntax, kind, keys, statements, findings } = one;
  const number = keys ? ` ${keys.number} ${keys.payable} ${keys.currency}` : '';
  const entries = statements.map(s => ` ${s.entries} entries ${s.signed_sum}`).join(',');
  const head = `${file}: ${outcome} ${syntax} ${kind}${number}${entries}`;
  return [head, ...findings.map(lineOf)].join('\n');
}

function lineOf(found: CheckedFinding): string {
  const { severity, rule, place, title, remedy } = found;
  return `    ${severity} ${rule} ${place}: ${title} ${remedy}`;
}
