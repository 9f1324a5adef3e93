import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './pages.ts';

// The rules of `.dependency-cruiser.cjs` on a tree of planted faults: a rule whose pattern matches
// nothing would else be green for ever.

type Violation = { readonly from: string; readonly rule: { readonly name: string } };
type Planted = readonly [file: string, imports: string, rule: string | null];

const PLANTED: readonly Planted[] = [
  ['demo/signs.ts', '../domain/act/index.ts', null],
  ['demo/writes.ts', '../domain/wire/index.ts', null],
  ['demo/adds-up.ts', '../domain/money/index.ts', 'demo-signs-with-act-and-wire-only'],
  ['demo/story/judges.ts', '../../domain/receivable/index.ts', 'demo-signs-with-act-and-wire-only'],
  ['demo/asks.ts', '../api/index.ts', 'demo-imports'],
  ['demo/stores.ts', '../ledger/index.ts', 'demo-imports'],
  ['demo/tests.ts', '../test/index.ts', 'demo-imports'],
  ['domain/money/reaches.ts', '../../ledger/index.ts', 'domain-imports'],
  ['domain/money/reads.ts', 'node:fs', 'domain-takes-no-core-module'],
  ['domain/money/borrows.ts', 'otplib', 'domain-takes-no-library'],
  ['chaincode/reaches.ts', '../ledger/index.ts', 'chaincode-imports'],
  ['ledger/reaches.ts', '../api/index.ts', 'ledger-imports'],
  [
    'ledger/gateway/judges.ts',
    '../../chaincode/index.ts',
    'ledger-takes-the-contract-in-the-embedded-adapter-only',
  ],
  ['ledger/embedded/judges.ts', '../../chaincode/index.ts', null],
  ['ingest/reaches.ts', '../api/index.ts', 'ingest-imports'],
  ['api/reaches.ts', '../portal/index.ts', 'api-imports'],
  ['reports/reaches.ts', '../api/index.ts', 'reports-imports'],
  ['portal/reaches.ts', '../api/index.ts', 'portal-imports'],
  ['cli/reaches.ts', '../api/index.ts', 'cli-imports'],
  ['cli/follows.ts', '../ledger/index.ts', 'cli-reads-the-ledger-by-block-only'],
  ['cli/decodes.ts', '../ledger/block.ts', null],
  ['start/reaches.ts', '../demo/index.ts', 'start-imports'],
  ['network/reaches.ts', '../domain/wire/index.ts', 'network-imports'],
  ['api/parses.ts', 'commander', 'library commander'],
  ['cli/parses.ts', 'commander', null],
  ['reports/round.ts', './trip.ts', 'no-circles'],
  // A circle is named once.
  ['reports/trip.ts', './round.ts', null],
];

const FOLDERS =
  'api chaincode domain/act domain/money domain/receivable domain/wire demo ledger portal test';

test('each rule of direction names what breaks it, and nothing else', () => {
  const tree = mkdtempSync(join(tmpdir(), 'tally-direction-'));
  try {
    const lay = (file: string, text: string): void => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    };
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) {
      cpSync(join(ROOT, name), join(tree, name));
    }
    lay('package.json', '{ "dependencies": { "commander": "1.0.0", "otplib": "1.0.0" } }');
    for (const name of ['commander', 'otplib']) {
      lay(`node_modules/${name}/package.json`, `{ "name": "${name}", "main": "index.js" }`);
      lay(`node_modules/${name}/index.js`, 'exports.a = 1;');
    }
    for (const name of FOLDERS.split(' ')) lay(join(name, 'index.ts'), 'export const a = 1;\n');
    lay('ledger/block.ts', 'export const a = 1;\n');
    for (const [file, imports] of PLANTED) {
      lay(file, `import * as other from '${imports}';\nexport const b = other;\n`);
    }
    const broken = violations(tree);
    const expected = PLANTED.flatMap(([file, , rule]) => (rule ? [`${file}: ${rule}`] : []));
    expect(broken.sort()).toEqual(expected.sort());
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}, 120_000);

function violations(tree: string): string[] {
  const program = join(ROOT, 'node_modules', '.bin', 'depcruise');
  const words = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', '.'];
  const { stdout } = spawnSync(program, words, { cwd: tree, encoding: 'utf8' });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}
