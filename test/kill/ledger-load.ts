import { writeSync } from 'node:fs';
import { openEmbeddedLedger } from '../../ledger/embedded/index.ts';
import { CASE_COLLECTIONS } from '../conformance/embedded.ts';
import { Probe } from '../conformance/probe.ts';

// Loads a ledger until it is killed: prints `ready`, then `ack <act> <block> <index>` for each
// act once the ledger has acknowledged it.

const [folder = '', run = '0'] = process.argv.slice(2);
const IN_FLIGHT = 16;

const ledger = await openEmbeddedLedger({
  folder,
  contract: Probe,
  collections: CASE_COLLECTIONS,
});
writeSync(1, 'ready\n');

let next = 0;
async function worker(): Promise<never> {
  for (;;) {
    const actId = `${run}-${String(next++)}`;
    const calls = [
      ['put', `act-${actId}`, actId],
      ['get', `shared-${String(next % 3)}`],
      ['put', `shared-${String(next % 3)}`, actId],
      ['privPut', 'shared', `p-${actId}`, actId],
      ['event', 'tally.v1', JSON.stringify({ v: 1, actId })],
    ];
    const endorsed = await ledger.endorse({ function: 'run', args: [JSON.stringify(calls)] });
    if (endorsed.kind !== 'endorsed') throw new Error(JSON.stringify(endorsed));
    const { block, index, code } = await ledger.order(endorsed.envelope);
    if (code === 0) writeSync(1, `ack ${actId} ${String(block)} ${String(index)}\n`);
  }
}
await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
