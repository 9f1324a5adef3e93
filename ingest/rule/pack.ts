import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { XmlNode } from '../format/xml.ts';

/** A published stylesheet of a pack: its set by name, and the root elements that it judges. */
export type PackEntry = {
  readonly file: string;
  readonly set: string;
  readonly roots: readonly string[];
  /** SHA-256 of the file as its publisher gives it. */
  readonly sha256: string;
};

/** Published stylesheets that a user has installed, under the name and version he gave them. */
export type RulePack = {
  readonly id: string;
  readonly version: string;
  readonly entries: readonly PackEntry[];
};

/**
 * Why a pack is not installed: RP-01 no stylesheet, RP-02 a stylesheet that reads other files or
 * does not compile, RP-03 Schematron alone, RP-04 no name or version.
 */
export type PackFault = {
  readonly code: 'RP-01' | 'RP-02' | 'RP-03' | 'RP-04';
  readonly said: string;
};

const load = createRequire(import.meta.url);

/**
 * Compiles the stylesheets of a folder, once and offline, in a process of their own, and keeps the
 * result under `home/ID/VERSION`. A stylesheet may read nothing but the document it judges.
 */
export function installPack(
  folder: string,
  to: { readonly home: string; readonly id: string; readonly version: string },
): Result<RulePack, PackFault> {
  const { home, id, version } = to;
  if (!/^[\w.-]+$/.test(id) || !/^[\w.-]+$/.test(version)) {
    return fail({
      code: 'RP-04',
      said: 'give --id and --version of letters, digits, dots, dashes',
    });
  }
  const files = readdirSync(folder).sort();
  const sheets = files.filter(f => /\.(xslt?|sef\.json)$/.test(f));
  if (sheets.length === 0) {
    return files.some(f => f.endsWith('.sch'))
      ? fail({ code: 'RP-03', said: "give the publisher's compiled XSLT" })
      : fail({ code: 'RP-01', said: `${folder} holds no .xslt, .xsl or .sef.json` });
  }
  const at = join(home, id, version);
  mkdirSync(at, { recursive: true });
  const entries: PackEntry[] = [];
  for (const file of sheets) {
    const entry = compile(join(folder, file), at);
    if (!entry.ok) {
      rmSync(at, { recursive: true });
      return entry;
    }
    entries.push(entry.value);
  }
  const pack = { id, version, entries };
  writeFileSync(join(at, 'pack.json'), `${JSON.stringify(pack, null, 2)}\n`);
  return ok(pack);
}

const READS_ELSEWHERE = /\b(?:document|doc|doc-available|collection|unparsed-text(?:-lines)?)\(/;
const TAKES_IN = /<xsl:(?:include|import)\b|xsl:evaluate\b/;

function compile(source: string, to: string): Result<PackEntry, PackFault> {
  const text = readFileSync(source, 'utf8');
  const name = basename(source);
  if (READS_ELSEWHERE.test(text) || TAKES_IN.test(text)) {
    return fail({ code: 'RP-02', said: `${name} reads other files than the document it judges` });
  }
  const set = basename(name.replace(/\.sef\.json$/, ''), extname(name)).replace(/-validation$/, '');
  const file = `${set}.sef.json`;
  try {
    if (name.endsWith('.sef.json')) writeFileSync(join(to, file), text);
    else compileSheet(source, join(to, file));
  } catch {
    return fail({ code: 'RP-02', said: `${name} does not compile` });
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return ok({ file, set, roots: rootsOf(text), sha256 });
}

const COMPILE_MS_MAX = 300_000;

function compileSheet(source: string, to: string): void {
  const program = load.resolve('xslt3/xslt3.js');
  const words = [program, `-xsl:${source}`, `-export:${to}`, '-nogo'];
  execFileSync(process.execPath, words, { stdio: 'ignore', timeout: COMPILE_MS_MAX });
}

/** The root elements that a stylesheet speaks of, by the namespaces of its documents. */
function rootsOf(text: string): string[] {
  const names = [...text.matchAll(/schema:xsd:(\w+)-2["\\]/g)].map(([, name = '']) => name);
  const ubl = names.filter(n => !/^(Common|Qualified|Unqualified)/.test(n));
  const cii = text.includes('data:standard:CrossIndustryInvoice:100')
    ? ['CrossIndustryInvoice']
    : [];
  return [...new Set([...ubl, ...cii])];
}

/** All installed packs. */
export function listPacks(home: string): RulePack[] {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .sort()
    .flatMap(id => readdirSync(join(home, id)).map(version => join(home, id, version, 'pack.json')))
    .filter(existsSync)
    .map(file => JSON.parse(readFileSync(file, 'utf8')) as RulePack);
}

/** Takes a pack away; false where there is none. */
export function removePack(home: string, of: { id: string; version: string }): boolean {
  const at = join(home, of.id, of.version);
  if (!existsSync(join(at, 'pack.json'))) return false;
  rmSync(at, { recursive: true });
  return true;
}

/** The engine that runs compiled stylesheets; its licence allows it within an application. */
type Engine = {
  readonly transform: (
    options: {
      readonly stylesheetInternal: unknown;
      readonly sourceText: string;
      readonly destination: 'serialized';
    },
    mode: 'sync',
  ) => { readonly principalResult: string };
};

const SHEETS = new Map<string, unknown>();

/**
 * The report (SVRL, as text) of an installed stylesheet on a document. @throws where the stylesheet
 * itself stops, as published ones do at text that stands for an amount.
 */
export function reportOf(file: string, document: string): string {
  const engine = load('saxon-js') as Engine;
  const stylesheetInternal =
    SHEETS.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as unknown);
  SHEETS.set(file, stylesheetInternal);
  const options = { stylesheetInternal, sourceText: document, destination: 'serialized' } as const;
  return engine.transform(options, 'sync').principalResult;
}

/** How often each rule fired, by the elements of a report. */
export function countsOf(report: XmlNode): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { local, attributes } of report.children) {
    if (local !== 'failed-assert' && local !== 'successful-report') continue;
    const id = attributes.find(a => a.local === 'id')?.text ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
