import type { LedgerEvent } from '../../domain/event/index.ts';
import { type Checkpoint, foldBatch, needed } from '../../api/projection/fold.ts';
import type { Viewer } from '../../api/projection/viewers.ts';
import type { EnvelopeRecord } from '../../ledger/index.ts';
import { active, repaid } from './steps.ts';
import { idOf } from './state-double.ts';
import { FUNDER, OPERATOR, tradeLedger } from './trade.ts';

// The read model takes envelopes in whatever batches they come; a model built anew takes larger ones.

const BEGINNING: Checkpoint = { block: -1n, index: -1, foldHash: '', envelopes: 0n };

function recordOf(events: readonly LedgerEvent[], block: number): EnvelopeRecord {
  const head = { v: 1 as const, actId: idOf(block), kind: 'act', actor: OPERATOR };
  const envelope = { ...head, businessDate: '2026-03-03', events };
  return { block: BigInt(block), index: 0, txId: `tx-${block}`, code: 0, envelope } as never;
}

/** A claim financed, paid out and repaid, from the ledger that {@link tradeLedger} gives. */
async function repaidRecords(): Promise<EnvelopeRecord[]> {
  const ledger = await tradeLedger();
  const from = ledger.history.length;
  await active(ledger);
  await repaid(ledger, '2026-06-01', 100_000_000);
  return ledger.history.slice(from).map(recordOf);
}

type Rows = {
  /** Rights that stand at the end. */
  readonly viewers: readonly string[];
  /** Under what each event is read. */
  readonly events: readonly string[];
};

async function foldedIn(size: number, records: readonly EnvelopeRecord[]): Promise<Rows> {
  const before = await tradeLedger();
  const states = new Map<string, unknown>();
  for (const [key, { type, id }] of needed(records)) {
    states.set(key, await before.entity(type, id));
  }
  const viewers = new Map<string, Viewer>();
  const events: string[] = [];
  let at = BEGINNING;
  for (let n = 0; n < records.length; n += size) {
    const batch = foldBatch(at, records.slice(n, n + size), states);
    at = batch.after;
    for (const [key, { source }] of viewers)
      if (batch.replaced.includes(source)) viewers.delete(key);
    for (const one of batch.viewers) viewers.set(Object.values(one).join(' '), one);
    events.push(...batch.events.map(({ kind, object }) => `${kind} ${object}`));
  }
  return { viewers: [...viewers.keys()].sort(), events };
}

test('rights and events are the same in whatever batches the envelopes come', async () => {
  const records = await repaidRecords();
  const one = await foldedIn(1, records);
  expect(one.events.some(event => event.startsWith('financing.repaid'))).toBe(true);
  for (const size of [2, 3, records.length]) expect(await foldedIn(size, records)).toEqual(one);
  // The funder saw what was owed to it until it was paid, and sees the claim that it held.
  expect(one.viewers.filter(row => row.includes('openItem'))).toEqual([]);
  expect(one.viewers.filter(row => row.startsWith(FUNDER)).length).toBeGreaterThan(0);
});
