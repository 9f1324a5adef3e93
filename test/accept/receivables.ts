import { ACT_KINDS } from '../../domain/act/index.ts';
import { REFUSALS } from '../../domain/errors/index.ts';
import { goldenRows } from '../golden/table.ts';
import { holds, notYet, type Line } from './line.ts';
import { testedLines, type Held } from './tested.ts';

const HELD: readonly Held[] = [
  {
    name: 'every cell of the state tables: parties, orders, loans, claims, holdings, financings, recourse, disputes',
    files: ['test/golden/states.test.ts'],
  },
  {
    name: 'the golden tables: each row is answered as it says',
    files: ['test/golden/golden.test.ts'],
  },
  {
    name: 'a stopped flow refuses, core never stops',
    files: ['test/conformance/breaker.test.ts'],
  },
  {
    name: 'a second, simpler model agrees over 1,000 random sequences of 100 acts',
    files: ['test/model/model.test.ts'],
  },
  {
    name: 'five planted defects part the model and the contract',
    files: ['test/model/defects.test.ts'],
  },
  {
    name: 'the adversarial suite, with what each leaves',
    files: [
      'test/attack/trade-debt.test.ts',
      'test/attack/latecomer.test.ts',
      'test/attack/approvals.test.ts',
    ],
  },
  {
    name: 'at once: 100 requests for one holding, 50 clients at one line, one act 50 times, a stop',
    files: ['test/conformance/concurrency.test.ts'],
    only: /embedded/,
  },
  {
    name: 'the same at once on Fabric',
    files: ['test/conformance/concurrency.test.ts'],
    only: /Fabric/,
  },
  {
    name: 'claims, holdings and the registry on the ledger itself',
    files: [
      'test/conformance/acts-a-claims.test.ts',
      'test/conformance/acts-a-claim-ends.test.ts',
      'test/conformance/acts-a-holdings.test.ts',
    ],
  },
  {
    name: 'first cash and first repayment, to the fen',
    files: [
      'test/flow/first-cash.test.ts',
      'test/flow/payout-refusals.test.ts',
      'test/flow/cash-refusals.test.ts',
      'test/flow/match-refusals.test.ts',
      'test/flow/registration-refusals.test.ts',
      'test/flow/given-back.test.ts',
    ],
  },
  {
    name: 'the replay of 2,466 late payments: totals as a direct count has them',
    files: ['test/flow/late-payments.test.ts'],
  },
  {
    name: 'the sample table of documents and bank files: read, drafted, offered, posted, matched',
    files: ['test/flow/sample-papers.test.ts', 'test/flow/sample-bank.test.ts'],
  },
  {
    name: 'no private fixture value in public state, events or refusals (golden acts)',
    files: ['test/golden/private.test.ts'],
  },
  {
    name: 'what is not yours answers as what is not there, but for refusals that name it by rule',
    files: ['test/golden/strangers.test.ts'],
  },
  {
    name: 'golden acts leave the same in any time zone, language and order of members',
    files: ['test/golden/determinism.test.ts', 'test/conformance/each.test.ts'],
  },
  {
    name: '1,000 payment files are as the message definition says and read back equal',
    files: ['test/flow/payment-files.test.ts'],
  },
  {
    name: 'random days at the bank: camt file to match to journal, the trial balance is zero',
    files: ['test/flow/bank-money.test.ts'],
  },
  {
    name: 'pages of acts and refusals are as the code says',
    files: ['test/tidy/tree.test.ts'],
  },
];
const NOT_YET = [
  'orders, cards, cases, recourse and pools in the second model',
  'sample table: from the order to the receipt (no evidence for what was billed and not received)',
  'measures of the cockpit, each with its formula (R-148)',
  'claims of several channels through channel registry (R-44); a ticket for splits under a band (R-101)',
  'warnings and limits of a broker’s book by concentration (R-65: CONCENTRATION_OUTER)',
];

/** What must hold of the life of trade debt. */
export async function receivables(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines: Line[] = [...listLines(), ...(await testedLines(HELD)), ...notYet(NOT_YET)];
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
