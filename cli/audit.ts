import { readFileSync } from 'node:fs';
import { Door, DoorClosed, readAccount } from './client.ts';
import { reperform, type Reperformance } from '../domain/securitisation/audit/index.ts';
import { decodeBlock, sha256, type DecodedBlock } from '../ledger/block.ts';
import { chainFaults, performedIn } from '../ledger/performed.ts';

export type AuditOptions = { readonly recompute?: boolean; readonly json?: boolean };

type Chain = { readonly blocks: number; readonly faults: readonly string[] };

const DIFFERENT = 3;
const NOT_READ = 2;

/**
 * Prints every block of the running product, one JSON object a line, for an account that sees the
 * whole channel. Exits 4 or 6 when the door stayed closed.
 */
export async function auditExport(root: string, account: string): Promise<number> {
  try {
    const door = new Door(readAccount(root, account));
    await door.signIn();
    for await (const text of door.blocks()) process.stdout.write(text);
    return 0;
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

/**
 * Checks the blocks of an export offline: their data, that each names the one before, and, with
 * `recompute`, every pool, deal, issue, note and payment date again by the published rules. Exits 0
 * with "no difference", 3 with the list of differences, 2 when the file is no export.
 */
export function auditVerify(file: string, options: AuditOptions): number {
  const blocks = blocksOf(file);
  if (!blocks) {
    console.error(`${file}: no export of blocks`);
    return NOT_READ;
  }
  const faults = chainFaults(blocks);
  const hash = (bytes: Uint8Array): string => sha256(bytes).toString('hex');
  const again = options.recompute ? reperform(blocks.flatMap(performedIn), hash) : null;
  const differences = again?.differences ?? [];
  const checked = again?.checked ?? {};
  const found = { blocks: blocks.length, faults, checked, differences };
  if (options.json) console.log(JSON.stringify(found));
  else say(found);
  return faults.length + differences.length === 0 ? 0 : DIFFERENT;
}

function say(found: Pick<Reperformance, 'checked' | 'differences'> & Chain): void {
  const { blocks, faults, checked, differences } = found;
  console.log(`${blocks} blocks`);
  for (const [kind, count] of Object.entries(checked)) console.log(`${kind}: ${count}`);
  for (const fault of faults) console.log(fault);
  for (const { object, field, recorded, recomputed } of differences) {
    console.log(`${object} ${field}: ledger ${recorded}, recomputed ${recomputed}`);
  }
  if (faults.length + differences.length === 0) console.log('no difference');
}

/** One block a line, `{number, bytes}`; `null` for a file that is something else. */
function blocksOf(file: string): readonly DecodedBlock[] | null {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines.map(line => {
      const { bytes } = JSON.parse(line) as { readonly bytes: string };
      return decodeBlock(Buffer.from(bytes, 'base64'));
    });
  } catch {
    return null;
  }
}
