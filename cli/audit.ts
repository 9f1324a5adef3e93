import { once } from 'node:events';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Door, DoorClosed, readAccount } from './client.ts';
import { startReperforming, type Reperformance } from '../domain/securitisation/audit/index.ts';
import { decodeBlock, sha256, type DecodedBlock } from '../ledger/block.ts';
import { ChainCheck, performedIn } from '../ledger/performed.ts';

export type AuditOptions = {
  readonly recompute?: boolean;
  readonly json?: boolean;
  /** Path of the pins: roots of the organisations, a checkpoint; for a proof bundle. */
  readonly pins?: string;
};

type Chain = { readonly blocks: number; readonly faults: readonly string[] };

const DIFFERENT = 3;
const NOT_READ = 2;

/**
 * Prints every block of the running product, one JSON object a line, or the proof bundle of one object,
 * for an account that sees the whole channel. Exits 4 or 6 when the door stayed closed.
 */
export async function auditExport(root: string, account: string, object?: string): Promise<number> {
  try {
    const door = new Door(readAccount(root, account));
    await door.signIn();
    if (object !== undefined) {
      process.stdout.write(await door.proof(object));
      return 0;
    }
    for await (const text of door.blocks()) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    }
    return 0;
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

/**
 * Checks a proof bundle offline, or the blocks of an export: their data, that each names the one before,
 * and, with `recompute`, every pool, deal, issue, note and payment date again by the published rules. Exits 0
 * with "no difference", 3 with the list of differences, 2 when the file is no export.
 */
export async function auditVerify(file: string, options: AuditOptions): Promise<number> {
  if (isArchive(file)) {
    const { verifyProof } = await import('./proof-verify.ts');
    return verifyProof(file, options);
  }
  const again = startReperforming(bytes => sha256(bytes).toString('hex'));
  const chain = new ChainCheck();
  const faults: string[] = [];
  let blocks = 0;
  try {
    for await (const block of blocksOf(file)) {
      blocks += 1;
      faults.push(...chain.take(block));
      if (options.recompute) for (const performed of performedIn(block)) again.take(performed);
    }
  } catch (fault) {
    if (!(fault instanceof NoExport)) throw fault;
    console.error(fault.message);
    return NOT_READ;
  }
  const { checked, differences } = again.found();
  const found = { blocks, faults, checked, differences };
  if (options.json) console.log(JSON.stringify(found));
  else say(found);
  return faults.length + differences.length === 0 ? 0 : DIFFERENT;
}

/** True for a zip, by its first bytes; a file that is not there is none. */
function isArchive(file: string): boolean {
  if (!existsSync(file)) return false;
  const first = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  readSync(opened, first);
  closeSync(opened);
  return first.toString('latin1') === 'PK\u0003\u0004';
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

/**
 * One block a line, `{number, bytes}`, each read when the one before is done with.
 * @throws NoExport for a file that is something else
 */
async function* blocksOf(file: string): AsyncGenerator<DecodedBlock, void, undefined> {
  const opened = await open(file).catch(() => null);
  if (!opened) throw new NoExport(file);
  let isEmpty = true;
  for await (const line of opened.readLines()) {
    const block = blockIn(line);
    if (!block) throw new NoExport(file);
    isEmpty = false;
    yield block;
  }
  if (isEmpty) throw new NoExport(file);
}

function blockIn(line: string): DecodedBlock | null {
  try {
    const { bytes } = JSON.parse(line) as { readonly bytes: string };
    return decodeBlock(Buffer.from(bytes, 'base64'));
  } catch {
    return null;
  }
}

class NoExport extends Error {
  constructor(file: string) {
    super(`${file}: no export of blocks`);
  }
}
