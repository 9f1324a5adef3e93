import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reperform } from '../../domain/securitisation/audit/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import { performedIn } from '../../ledger/performed.ts';
import { openTestLedger } from '../fixture/ledger.ts';
import { sha256 } from '../fixture/world.ts';

const RUNNER = join(import.meta.dirname, 'deal-runner.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-kill-deal-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Brings a deal to a stage in a process of its own and kills it there; what it had printed. */
function killedAt(stage: string): Promise<readonly [object: string, balances: string]> {
  const child = spawn(process.execPath, [RUNNER, folder, stage], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    if (output.includes('\n')) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(JSON.parse(output) as [string, string]);
      else reject(new Error(`ended by itself: ${output}`));
    });
  });
}

test.each([
  ['after the sale, before the price is paid', 'sold', 'sold'],
  ['after the calculation, before the review', 'calculated', 'calculated'],
  ['after the settlement, before the report is anchored', 'settled', 'settled'],
])(
  'kill -9 %s: same state, same sums, nothing to find for the auditor',
  async (_when, stage, state) => {
    const [object, balances] = await killedAt(stage);
    const [type = '', id = ''] = object.split(' ');
    const { ledger, query, entity, close } = await openTestLedger(folder, () => Promise.resolve());
    try {
      expect(await entity(type as EntityType, id)).toMatchObject({ state });
      const after = await query({ kind: 'journal.trialBalance' });
      expect(after.kind === 'answer' && Buffer.from(after.bytes).toString('utf8')).toBe(balances);
      const { height } = await ledger.info();
      const performed = [];
      for await (const { number, bytes } of ledger.blocks(0n)) {
        performed.push(...performedIn(decodeBlock(bytes)));
        if (number === height - 1n) break;
      }
      const { checked, differences } = reperform(performed, sha256);
      expect(differences).toEqual([]);
      expect(checked['pool.sell']).toBe(1);
    } finally {
      await close();
    }
  },
  120_000,
);
