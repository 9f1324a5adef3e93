import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareWithPacks,
  describeFinding,
  installPack,
  listPacks,
  removePack,
  type ComparedVerdict,
} from '../ingest/index.ts';
import { filesUnder } from './ingest.ts';

/** Where installed rule packs are kept. */
function homeOf(root: string): string {
  const home = process.env['TALLY_HOME'] ?? join(root, '.tally');
  return process.env['TALLY_RULEPACKS'] ?? join(home, 'rulepacks');
}

/** Installs published stylesheets. Exits 0, or 2 with the fault. */
export function rulesInstall(
  root: string,
  folder: string,
  options: { readonly id?: string; readonly version?: string },
): number {
  const { id = '', version = '' } = options;
  const installed = installPack(folder, { home: homeOf(root), id, version });
  if (!installed.ok) {
    console.error(`${installed.error.code}: ${installed.error.said}`);
    return 2;
  }
  console.log(JSON.stringify(installed.value));
  return 0;
}

/** Prints every installed pack, one JSON object a line. */
export function rulesList(root: string): number {
  for (const pack of listPacks(homeOf(root))) console.log(JSON.stringify(pack));
  return 0;
}

/** Takes a pack away. Exits 0, or 2 where there is none. */
export function rulesRemove(root: string, id: string, version: string): number {
  return removePack(homeOf(root), { id, version }) ? 0 : 2;
}

/**
 * Judges documents by installed stylesheets and by the native rules, and prints where they differ.
 * Exits 0 when both say the same everywhere, 1 when not.
 */
export function rulesCompare(
  root: string,
  paths: readonly string[],
  options: { json?: boolean },
): number {
  let isEqual = true;
  for (const file of paths.flatMap(filesUnder).sort()) {
    const verdicts = compareWithPacks(readFileSync(file), homeOf(root));
    if (!verdicts.ok) {
      for (const found of verdicts.error)
        console.error(`${file}: ${describeFinding(found, 'en').title}`);
      continue;
    }
    for (const one of verdicts.value) {
      isEqual &&= one.equal;
      console.log(options.json ? JSON.stringify({ file, ...one }) : `${file}: ${textOf(one)}`);
    }
  }
  return isEqual ? 0 : 1;
}

function textOf({ set, pack, equal, differences, stopped }: ComparedVerdict): string {
  if (stopped !== undefined) return `${set} (${pack}): the stylesheet stopped: ${stopped}`;
  const said = differences.map(d => `RULE-DIFF ${d.rule} native ${d.native}, pack ${d.pack}`);
  return `${set} (${pack}): ${equal ? 'equal' : said.join('; ')}`;
}
