import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package that is installed to run the product, as the lock file has it. */
export type LockedPackage = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
};

type Lock = {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean }>
  >;
};

/** Licences that need no decision; of terms joined by AND all, of those joined by OR one. */
const ALLOWED: readonly string[] = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'OFL-1.1',
  'MPL-2.0',
];

/** Decided one by one, with the reason in docs/decisions/0017-licences.md. */
export const DECIDED: readonly string[] = [
  'buffers',
  'callsite',
  'chainsaw',
  'cycle',
  'eyes',
  'pako',
  'png-js',
  'saxon-js',
  'xslt3',
];

/** What is installed to run, sorted by name and version, each version once. */
export function lockedPackages(root: string): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const found = new Map<string, LockedPackage>();
  for (const [path, { version, license, dev }] of Object.entries(lock.packages)) {
    if (path === '' || dev === true || version === undefined) continue;
    const name = path.replace(/^.*node_modules\//, '');
    found.set(`${name} ${version}`, { name, version, licence: license ?? 'not stated' });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

export function isAllowed(licence: string): boolean {
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some(option => option.split(' AND ').every(term => ALLOWED.includes(term)));
}

/** The page of all packages; the whole bill of materials is made from the same lock file. */
export function packagesTable(root: string): string {
  const rows = lockedPackages(root).map(
    ({ name, version, licence }) => `| \`${name}\` | ${version} | ${licence} |`,
  );
  const text =
    'What is installed to run the product, so that a change shows in the history. The bill of ' +
    'materials in CycloneDX, with hashes and what needs what, is made offline from the same lock ' +
    'file:\n\n```\nnpm sbom --package-lock-only --omit dev --sbom-format cyclonedx\n```';
  return `${text}\n\n| package | version | licence |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
