import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { checkFile } from '../ingest/index.ts';
import { filesUnder } from './ingest.ts';

export type IngestCheckOptions = {
  readonly json?: boolean;
  readonly language?: 'en' | 'zh';
  readonly kind?: string;
};

type Checked = {
  readonly file: string;
  readonly result: string;
  readonly format: string | null;
  readonly kind: string | null;
  readonly counts: Readonly<Record<'received' | 'accepted' | 'suspect' | 'quarantined', number>>;
  readonly records: readonly { readonly findings: readonly Said[] }[];
  readonly findings: readonly Said[];
};

type Said = {
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  readonly remedy: string;
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
};

/**
 * Reads files offline and prints what each would become; one JSON object a line with `json`. Writes
 * nothing. Exits 0 when every record is good, 1 when anything would be refused or quarantined.
 */
export function ingestCheck(paths: readonly string[], options: IngestCheckOptions): number {
  const checks = paths
    .flatMap(filesUnder)
    .sort()
    .map(path => check(path, options));
  for (const one of checks) console.log(options.json ? JSON.stringify(one) : textOf(one));
  return checks.every(one => one.result === 'good') ? 0 : 1;
}

function check(path: string, options: IngestCheckOptions): Checked {
  const { language = 'en', kind } = options;
  const said = checkFile(readFileSync(path), basename(path), {
    language,
    ...(kind === undefined ? {} : { kind }),
  });
  return { ...(said as unknown as Checked), file: path };
}

function textOf(one: Checked): string {
  const { received, accepted, suspect, quarantined } = one.counts;
  const what = [one.format, one.kind].filter(part => part !== null).join(' ');
  const counts = `${received} received = ${accepted} good (${suspect} suspect) + ${quarantined} quarantined`;
  const findings = [...one.findings, ...one.records.flatMap(r => r.findings)].map(lineOf);
  return [`${one.file}: ${one.result} ${what}: ${counts}`, ...findings].join('\n');
}

function lineOf(found: Said): string {
  const column = found.column === null ? '' : `:${found.column}`;
  const place = found.line === null ? '' : ` line ${found.line}${column}`;
  return `    ${found.severity} ${found.rule}${place} ${found.path}: ${found.title} ${found.remedy}`;
}
