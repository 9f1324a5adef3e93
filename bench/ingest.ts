import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { READERS } from '../ingest/format/index.ts';
import { LIMITS } from '../ingest/limits.ts';
import { packProvenance } from '../ingest/provenance.ts';
import { readFile } from '../ingest/read.ts';
import { sniff } from '../ingest/sniff.ts';
import { commitFigures } from './ingest-commit.ts';
import { matchFigures } from './ingest-match.ts';
import { HOSTILE } from './ingest-hostile.ts';
import { camtStatement, invoiceTable, ublInvoice, x12Orders } from './ingest-inputs.ts';
import type { Measured } from './run.ts';

const RUNS = 5;
const INVOICES = 300;
const TABLE_BYTES = 4_000_000;
const STREAM_BYTES = 2_000_000;

const context = {
  tenant: 't',
  load: 'l',
  sha256: (text: string): string => createHash('sha256').update(text).digest('hex'),
};

/**
 * Reading on one core, warmed, median of five runs by processor time, so that what else runs on the
 * machine counts little. Beside each figure stands a bare run over the
 * same bytes in the same process: saxes without handlers, csv-parse without options, a scan of all
 * bytes. `hostilePeakMiB` is the largest peak of a process of its own for each hostile input, with the
 * memory for young objects that commands have.
 */
export async function run(): Promise<Measured> {
  const native = nativeFigures();
  const table = tableFigures();
  const bank = streamFigures('camt', camtStatement(STREAM_BYTES));
  const edi = streamFigures('x12', x12Orders(STREAM_BYTES));
  const hostile = hostileFigures();
  const match = matchFigures();
  tell('match', `${match.matchSeconds} s, ${match.matchMiB} MiB`);
  const { bareCopyPerSecond, ...commit } = await commitFigures();
  tell('commit', `${commit.commitPerSecond} documents/s, whole loads ${commit.loadPerSecond}/s`);
  return {
    figures: {
      nativePerSecond: native.perSecond,
      nativeMiBPerSecond: native.rate,
      tableMiBPerSecond: table.rate,
      camtMiBPerSecond: bank.rate,
      x12MiBPerSecond: edi.rate,
      ...hostile,
      ...commit,
      ...match,
    },
    reference: {
      saxesMiBPerSecond: native.bare,
      csvParseMiBPerSecond: table.bare,
      byteScanMiBPerSecond: bank.bare,
      bareCopyPerSecond,
      matchSecondsMax: 60,
      matchMiBMax: 1_024,
      hostileMiBMax: 512,
      hostileSecondsMax: 10,
    },
    ratio: {
      nativeToSaxes: round(native.rate / native.bare, 3),
      tableToCsvParse: round(table.rate / table.bare, 3),
      camtToScan: round(bank.rate / bank.bare, 3),
      x12ToScan: round(edi.rate / edi.bare, 3),
      commitToCopy: round(commit.commitPerSecond / bareCopyPerSecond, 3),
    },
  };
}

type Rated = { readonly rate: number; readonly bare: number };

/** Parse, map, native rules, provenance of a Peppol invoice. */
function nativeFigures(): Rated & { readonly perSecond: number } {
  const files = Array.from({ length: INVOICES }, (_, n) => Buffer.from(ublInvoice(n + 1)));
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const work = (): void => {
    for (const file of files) {
      const read = readFile({ bytes: file, name: 'invoice.xml' }, { context });
      const record = read.ok ? read.value.records[0] : undefined;
      if (!record?.accepted) throw new Error('an invoice was not read');
      packProvenance(record.provenance);
    }
  };
  const seconds = median(work);
  const bare = median(() => {
    for (const file of files) new SaxesParser({ xmlns: true }).write(file.toString('utf8')).close();
  });
  const perSecond = round(INVOICES / seconds, 0);
  tell('native', `${perSecond} invoices/s of ${Math.round(bytes / INVOICES)} bytes`);
  return { perSecond, rate: mebibytes(bytes, seconds), bare: mebibytes(bytes, bare) };
}

/** From bytes to mapped drafts: sniff, decode, split, profile. */
function tableFigures(): Rated {
  const bytes = Buffer.from(invoiceTable(TABLE_BYTES));
  const seconds = median(() => draftCount(bytes, 'table.csv'));
  const bare = median(() => {
    parse(bytes);
  });
  const found = { rate: mebibytes(bytes.length, seconds), bare: mebibytes(bytes.length, bare) };
  tell('table', `${found.rate} MiB/s, csv-parse ${found.bare} MiB/s`);
  return found;
}

function streamFigures(name: string, text: string): Rated {
  const bytes = Buffer.from(text);
  const seconds = median(() => draftCount(bytes, 'file'));
  let sum = 0;
  const bare = median(() => {
    for (const byte of bytes) sum = (sum + byte) % 65_521;
  });
  const found = { rate: mebibytes(bytes.length, seconds), bare: mebibytes(bytes.length, bare) };
  tell(name, `${found.rate} MiB/s, byte scan ${found.bare} MiB/s (${sum})`);
  return found;
}

function draftCount(bytes: Uint8Array, name: string): number {
  const sniffed = sniff(bytes, name);
  const reader = sniffed.ok ? READERS[sniffed.value.format] : undefined;
  if (!sniffed.ok || !reader) throw new Error(`${name} was not told`);
  const mapped = reader(bytes, { sniffed: sniffed.value, limits: LIMITS, kind: 'invoice' });
  if (!mapped.ok) throw new Error(`${name}: ${mapped.error.map(f => f.rule).join(' ')}`);
  let count = 0;
  for (const { draft } of mapped.value.drafts) {
    count += 1;
    // Entries that are mapped when they are looked at.
    for (const entry of draft.groups['entries'] ?? []) count += entry.values['amount'] ? 1 : 0;
  }
  return count;
}

function hostileFigures(): { readonly hostilePeakMiB: number; readonly hostileSeconds: number } {
  const found = Object.keys(HOSTILE).map(name => {
    const program = join(import.meta.dirname, 'ingest-hostile.ts');
    const words = ['--max-semi-space-size=16', program, name];
    const { stdout, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} ended with ${status ?? 'a signal'}`);
    const one = JSON.parse(stdout) as { rules: string; seconds: number; peakMiB: number };
    tell(name, `${one.rules || 'no finding'} after ${one.seconds} s, ${one.peakMiB} MiB`);
    return one;
  });
  return {
    hostilePeakMiB: Math.max(...found.map(f => f.peakMiB)),
    hostileSeconds: Math.max(...found.map(f => f.seconds)),
  };
}

/** Median seconds of processor time of five runs after one that warms. */
function median(work: () => unknown): number {
  work();
  const times = Array.from({ length: RUNS }, () => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1_000_000;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

function mebibytes(bytes: number, seconds: number): number {
  return round(bytes / 1_048_576 / seconds, 1);
}

function tell(name: string, what: string): void {
  process.stderr.write(`${name}: ${what}\n`);
}

function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}
