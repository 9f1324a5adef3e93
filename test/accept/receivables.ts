import { ACT_KINDS } from '../../domain/act/index.ts';
import { REFUSALS } from '../../domain/errors/index.ts';
import { goldenRows } from '../golden/table.ts';
import { broken, holds, notYet, skip, type Line } from './line.ts';
import { runSuites, type Tried } from './suites.ts';

const GOLDEN = 'test/golden/golden.test.ts';
const SUITES: readonly (readonly [string, readonly string[]])[] = [
  ['the golden tables: each row is answered as it says', [GOLDEN]],
  ['a stopped flow refuses, core never stops', ['test/conformance/breaker.test.ts']],
  [
    'a second, simpler model agrees over 1,000 random sequences of 100 acts',
    ['test/model/model.test.ts'],
  ],
  ['five planted defects part the model and the contract', ['test/model/defects.test.ts']],
  ['the adversarial suite, with what each leaves', ['test/attack/trade-debt.test.ts']],
  ['100 requests for one holding at once: one stands', ['test/conformance/concurrency.test.ts']],
  [
    'claims, holdings and the registry on the ledger itself',
    ['test/conformance/acts-a-claims.test.ts', 'test/conformance/acts-a-holdings.test.ts'],
  ],
  [
    'first cash and first repayment, to the fen',
    ['test/flow/first-cash.test.ts', 'test/flow/settlement-refusals.test.ts'],
  ],
  [
    'the replay of 2,466 late payments: totals as a direct count has them',
    ['test/flow/late-payments.test.ts'],
  ],
  ['pages of acts and refusals are as the code says', ['test/tidy/tree.test.ts']],
];
const NOT_YET = [
  'orders, cards, cases, recourse and pools in the second model',
  'the sample table of documents, row by row',
  '50 clients on one line at once, and on Fabric',
  'a collateral on two channels, a late-comer to a recovery, stale rates, an edited approval',
];

/** What must hold of the life of trade debt. */
export async function receivables(tell: (line: Line) => void): Promise<readonly Line[]> {
  const tried = await runSuites(SUITES.flatMap(([, files]) => files));
  const lines: Line[] = [
    ...listLines(),
    ...SUITES.map(([name, files]) => ({ name, ...outcomeOf(files, tried) })),
    ...notYet(NOT_YET),
  ];
  lines.forEach(tell);
  return lines;
}

function listLines(): Line[] {
  const rows = goldenRows();
  const stands = new Set(rows.filter(row => row.answer.startsWith('stands')).map(row => row.kind));
  const kinds = Object.keys(ACT_KINDS);
  const bare = kinds.filter(kind => !stands.has(kind));
  const codes = new Set(rows.map(({ answer }) => answer));
  const known = Object.keys(REFUSALS).filter(code => codes.has(code));
  return [
    {
      name: 'every kind has a golden table with an act that stands',
      ...holds(bare.length === 0, `${bare.length} of ${kinds.length} lack one: ${bare.join(' ')}`),
    },
    {
      name: 'refusals that golden tables show',
      ...holds(known.length > 0, `${known.length} codes in ${rows.length} rows`),
    },
  ];
}

function outcomeOf(files: readonly string[], tried: Tried) {
  const all = files.flatMap(file => tried.get(file) ?? []);
  const failed = all.filter(({ status }) => status === 'failed');
  const [first] = failed;
  if (first) return broken(`${failed.length} of ${all.length}: ${first.fullName}`);
  const passed = all.filter(({ status }) => status === 'passed');
  if (all.length > 0 && passed.length === 0) return skip('not run here: the suite says why');
  return holds(passed.length > 0, `${passed.length} tests`);
}
