import { readFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { openDatabase } from '../../api/database/index.ts';
import { Outbox } from '../../api/outbox/index.ts';
import { TallyContract } from '../../chaincode/contract.ts';
import { openEmbeddedLedger } from '../../ledger/embedded/index.ts';
import { startRelay, systemClock, type Ledger } from '../../ledger/index.ts';
import { CHANNEL } from '../fixture/signing.ts';

/** What a process that relays one act is told; `stopAt` is where it stands still to be killed. */
export type Relaying = {
  readonly ledger: string;
  readonly api: string;
  /**
   * `endorsed`: endorsed, its attempt not stored · `attempted`: its attempt stored, nothing
   * ordered · `answered`: the block is on disk, its answer not stored · `settled`: all stored.
   */
  readonly stopAt: 'endorsed' | 'attempted' | 'answered' | 'settled';
};

// Sends what the outbox holds with the product's own relay and ledger, and stands still at its
// point: no timer runs, nothing more is written.

const { ledger: folder, api, stopAt } = JSON.parse(process.argv[2] ?? '{}') as Relaying;
const stillness = new Int32Array(new SharedArrayBuffer(4));

function standAt(point: Relaying['stopAt']): void {
  if (stopAt !== point) return;
  writeSync(1, `at ${point}\n`);
  Atomics.wait(stillness, 0, 0);
}

const collections = JSON.parse(
  await readFile(new URL('../../chaincode/collections.json', import.meta.url), 'utf8'),
) as never;
const ledger = await openEmbeddedLedger({
  folder,
  contract: TallyContract,
  collections,
  channel: CHANNEL,
});
const outbox = new Outbox(await openDatabase({ url: api }));
// The embedded ledger is this process's own, so no other relay lives.
await outbox.release();
const standing: Pick<Ledger, 'submit' | 'resend' | 'status'> = {
  submit: async (act, options) => {
    const result = await ledger.submit(act, options);
    standAt('answered');
    return result;
  },
  resend: attempt => ledger.resend(attempt),
  status: txId => ledger.status(txId),
};
startRelay(
  {
    take: (max, leaseMs) => outbox.take(max, leaseMs),
    recordAttempt: async (row, attempt) => {
      standAt('endorsed');
      await outbox.recordAttempt(row, attempt);
      standAt('attempted');
    },
    settle: async (row, outcome) => {
      await outbox.settle(row, outcome);
      standAt('settled');
    },
    putOff: (row, to) => outbox.putOff(row, to),
  },
  standing,
  {
    clock: systemClock,
    random: Math.random,
    pollMs: 20,
    failed: fault => {
      throw new Error(String(fault));
    },
  },
);
