import { broken, holds, type Line, type Outcome, skip } from './line.ts';
import { runSuites, type Tried } from './suites.ts';

/** A line that suites hold: the files, and which of their tests speak of it (all when left out). */
export type Held = {
  readonly name: string;
  readonly files: readonly string[];
  readonly only?: RegExp;
};

const conformance = (part: string): string => `test/conformance/${part}.test.ts`;
const flow = (part: string): string => `test/flow/${part}.test.ts`;
const kill = (part: string): string => `test/kill/${part}.test.ts`;

const HELD: readonly Held[] = [
  {
    name: 'size and time are said before installing, and nothing is installed twice',
    files: ['start/bootstrap.test.ts'],
  },
  {
    name: 'the first command works with npm 10, 11 and 12',
    files: ['start/installation.test.ts'],
  },
  {
    name: 'the story imports act and wire alone, and each folder what it may',
    files: ['test/tidy/direction.test.ts'],
  },
  {
    name: 'an act that was sent when the page died is asked for, or sent again',
    files: ['test/portal/sending.test.ts', 'test/portal/together.test.ts'],
  },
  {
    name: 'one altered row of the read model is named',
    files: [kill('projector')],
    only: /altered row is named/,
  },
  {
    name: "the API never has one of the buyer's key files open on the way to the payouts",
    files: [kill('payout')],
  },
  {
    name: 'the API process cannot open a key file of any party',
    files: ['start/api-reach.test.ts'],
  },
  {
    name: 'the contract refuses a confirmation signed by supplier, funder or operator',
    files: [conformance('acts-a-claims'), conformance('acts-a-door')],
    only: /debtor confirms/,
  },
  {
    name: 'each check switched off turns the suite red (C-10)',
    files: ['test/control/ledger-validation.test.ts'],
  },
  {
    name: 'a missing endorsement, a stale read and a phantom are invalid',
    files: [conformance('chain'), conformance('conformance'), conformance('each')],
  },
  {
    name: 'a confirmed claim moves by no other endorsement than its policy asks',
    files: [conformance('acts-a-claims'), conformance('acts-a-holdings')],
    only: /polic|endors/,
  },
  {
    name: 'row-level security as the runtime roles',
    files: ['test/attack/tenants.test.ts', 'test/attack/tenants-catalogue.test.ts'],
  },
  {
    name: 'the runtime roles are neither superuser nor owner',
    files: ['test/database.test.ts'],
  },
  {
    name: 'values stand at their byte range in the raw file',
    files: [conformance('erp'), conformance('erp-load'), 'ingest/format/csv/csv.test.ts'],
    only: /byte range|changed byte|places? cut/,
  },
  {
    name: 'each item of the checklist fails without what it names',
    files: [flow('checklist'), flow('examination')],
  },
  {
    name: 'a step-up without a challenge that the server checked is refused, also by the contract',
    files: ['test/authorization/step-up.test.ts', conformance('acts-a-door')],
    only: /step-up|challenge|code|second factor/i,
  },
  { name: 'kill -9 of the ledger at any instant', files: [kill('ledger')] },
  {
    name: 'kill -9 after endorsement, after the block before the answer, after the attempt',
    files: [kill('relay'), kill('ledger-relay')],
  },
  {
    name: 'kill -9 after rows before the checkpoint',
    files: [kill('projector')],
    only: /crash|kill|dies|rows/i,
  },
  { name: 'kill -9 of the postmaster', files: [kill('postgres')] },
  { name: 'kill -9 of the whole tree', files: [kill('start')] },
  {
    name: 'kill -9 after signing a paper before its anchor',
    files: [flow('documents'), kill('documents')],
    only: /kill|crash|anchor/i,
  },
  {
    name: 'kill -9 after a payout was instructed',
    files: [kill('payout')],
  },
  {
    name: 'an invoice spelt otherwise is refused as a duplicate with a match line',
    files: ['domain/evidence/fingerprint.test.ts', conformance('acts-a-registry')],
  },
  {
    name: 'malformed files: code, place, remedy',
    files: [conformance('erp-bad-input'), conformance('erp-load')],
  },
  {
    name: 'files of a kind that is not built say so',
    files: [conformance('erp')],
    only: /refused with what is not built/,
  },
  { name: 'an expired token is refused', files: ['test/attack/tokens.test.ts'] },
  { name: 'a PDF with one byte changed is found', files: ['test/attack/document.test.ts'] },
  {
    name: 'a business day that is not open takes no act, and nothing half written',
    files: [conformance('acts-a-door')],
    only: /day that is not open/,
  },
  {
    name: 'the OASIS chain shows its exceptions; an unreceived quantity finds no L1 evidence',
    files: [conformance('erp-load'), 'domain/order/match.test.ts'],
    only: /OASIS chain|nobody received/,
  },
  {
    name: 'refusals of financing and settlement',
    files: [
      flow('rate-card-refusals'),
      flow('financing-request-refusals'),
      flow('financing-acceptance-refusals'),
      flow('commitment-refusals'),
      flow('disbursement-refusals'),
      flow('financing-end-refusals'),
      flow('payout-refusals'),
      flow('cash-refusals'),
      flow('match-refusals'),
      flow('registration-refusals'),
      flow('given-back'),
    ],
  },
];

/** Runs all suites that hold a line, once; those of the first journey unless others are named. */
export async function testedLines(lines: readonly Held[] = HELD): Promise<readonly Line[]> {
  const tried = await runSuites([...new Set(lines.flatMap(({ files }) => files))]);
  return lines.map(held => ({ name: held.name, ...outcomeOf(held, tried) }));
}

function outcomeOf({ files, only }: Held, tried: Tried): Outcome {
  const all = files
    .flatMap(file => tried.get(file) ?? [])
    .filter(({ fullName }) => only === undefined || only.test(fullName));
  // A pattern whose tests were renamed would hold nothing, and nobody would see it.
  if (all.length === 0 && files.some(file => tried.has(file))) {
    return broken(`no test of ${files.join(', ')} has a name of ${String(only)}`);
  }
  const failed = all.filter(({ status }) => status === 'failed');
  const passed = all.filter(({ status }) => status === 'passed');
  const [first] = failed;
  if (first) return broken(`${failed.length} of ${all.length}: ${first.fullName}`);
  if (passed.length === 0) return skip(`no test of ${files.join(', ')} ran for it`);
  return holds(true, `${passed.length} tests`);
}
