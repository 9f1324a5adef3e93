import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createActCheck } from './embedded/act-check.ts';
import { exportActs, exportBlocks, rebuildLedger } from './embedded/rebuild.ts';
import type { Difference } from './embedded/replay.ts';
import { verifyLedger } from './embedded/verify.ts';
import { LedgerError } from './port.ts';

const USAGE = `npm run ledger -- verify  [folder] [--from BLOCK] [--org MSPID]
npm run ledger -- rebuild [folder]
npm run ledger -- export  [folder] [--from BLOCK]
npm run ledger -- blocks  [folder] [--from BLOCK]

verify   replays all blocks and compares every row; prints counts and "state equal"
rebuild  makes the state anew from the blocks; the old one stays as state.before
export   prints every valid act in order, one JSON object a line
blocks   prints every block as it is, {number, bytes} in base64 a line, for an auditor

The folder is TALLY_HOME/ledger (.tally/ledger) unless given. Ends with 0 when all is equal, 3 at
the first difference, 2 when the ledger cannot be opened or the words are not understood.`;

const DIFFERENT = 3;
const NOT_DONE = 2;

/** The program behind `npm run ledger`; returns the exit code. */
export async function runLedgerProgram(words: readonly string[]): Promise<number> {
  try {
    const asked = parseWords(words);
    switch (asked.command) {
      case 'verify':
        return await verify(asked);
      case 'rebuild':
        return await rebuild(asked.folder);
      case 'export':
        return await printActs(asked.folder, asked.from);
      case 'blocks':
        return await printBlocks(asked.folder, asked.from);
      default:
        console.error(USAGE);
        return NOT_DONE;
    }
  } catch (fault) {
    if (!(fault instanceof LedgerError || fault instanceof TypeError)) throw fault;
    console.error(fault.message);
    return NOT_DONE;
  }
}

type Asked = {
  readonly command: string;
  readonly folder: string;
  readonly from: number;
  readonly organisation: string | null;
};

/** @throws TypeError with a sentence for words that are not understood */
function parseWords(words: readonly string[]): Asked {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { from: { type: 'string' }, org: { type: 'string' } },
  });
  const home = process.env['TALLY_HOME'] ?? '.tally';
  const [command = '', folder = join(home, 'ledger')] = positionals;
  const from = Number(values.from ?? '0');
  if (!Number.isSafeInteger(from) || from < 0) throw new TypeError('--from is a block number');
  return { command, folder, from, organisation: values.org ?? null };
}

async function verify({ folder, from, organisation }: Asked): Promise<number> {
  const { counts, difference } = await verifyLedger({
    folder,
    from,
    checkAct: createActCheck(),
    ...(organisation ? { organisation } : {}),
  });
  printCounts(counts);
  return conclude(difference, 'state equal');
}

async function rebuild(folder: string): Promise<number> {
  const { counts, difference } = await rebuildLedger(folder);
  printCounts(counts);
  return conclude(difference, 'state rebuilt; the old one is state.before');
}

async function printActs(folder: string, from: number): Promise<number> {
  for await (const act of exportActs(folder, from)) console.log(JSON.stringify(act));
  return 0;
}

async function printBlocks(folder: string, from: number): Promise<number> {
  for await (const { number, bytes } of exportBlocks(folder, from)) {
    console.log(JSON.stringify({ number, bytes: Buffer.from(bytes).toString('base64') }));
  }
  return 0;
}

function printCounts(counts: object): void {
  for (const [name, count] of Object.entries(counts)) {
    console.log(`${name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)} ${String(count)}`);
  }
}

function conclude(difference: Difference | null, equal: string): number {
  if (!difference) {
    console.log(equal);
    return 0;
  }
  const { block, transaction, what, found, expected } = difference;
  const place = transaction === null ? '' : `, transaction ${String(transaction)}`;
  console.log(`block ${String(block)}${place}: ${what}`);
  console.log(`  found    ${found}`);
  console.log(`  expected ${expected}`);
  return DIFFERENT;
}

if (import.meta.main) process.exitCode = await runLedgerProgram(process.argv.slice(2));
