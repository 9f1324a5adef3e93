import { setTimeout as sleep } from 'node:timers/promises';
import type { Envelope, Ledger } from '../../ledger/index.ts';

const ORGANISATIONS = ['broker', 'enterprises', 'auditors'] as const;

/** What one organisation's peer holds. */
type Chain = {
  readonly hashes: readonly string[];
  readonly envelopes: readonly Envelope[];
};

const evenWithinMs = 60_000;

/** All blocks and all valid acts of a peer, up to a height. */
async function chainOf(ledger: Ledger, height: bigint): Promise<Chain> {
  const hashes: string[] = [];
  let last = -1;
  for await (const { number, hash, txs } of ledger.blocks(0n)) {
    hashes.push(Buffer.from(hash).toString('hex'));
    last = txs.length - 1;
    if (number + 1n >= height) break;
  }
  const envelopes: Envelope[] = [];
  for await (const { block, index, envelope } of ledger.envelopes(null)) {
    if (envelope) envelopes.push(envelope);
    if (block + 1n >= height && index >= last) break;
  }
  return { hashes, envelopes };
}

/** The height of all, as soon as they have the same; their writers must be at rest. */
async function evenHeight(ledgers: readonly Ledger[]): Promise<bigint> {
  const until = Date.now() + evenWithinMs;
  for (;;) {
    const heights = await Promise.all(
      ledgers.map(async ledger => (await ledger.info().catch(() => null))?.height ?? -1n),
    );
    const [first = -1n] = heights;
    if (first > 0n && heights.every(height => height === first)) return first;
    if (Date.now() > until) throw new Error(`heights stay apart: ${heights.join(', ')}`);
    await sleep(250);
  }
}

/**
 * Every acknowledged act stands once on each organisation's peer, and all hold the same blocks.
 * Nothing may be on its way any more.
 * @returns the envelopes in their order
 */
export async function expectWhole(
  open: (organisation: string) => Ledger,
  acknowledged: readonly string[],
): Promise<readonly Envelope[]> {
  const ledgers = ORGANISATIONS.map(open);
  try {
    const height = await evenHeight(ledgers);
    const chains = await Promise.all(ledgers.map(ledger => chainOf(ledger, height)));
    expect(new Set(chains.map(({ hashes }) => hashes.join())).size).toBe(1);
    for (const { envelopes } of chains) {
      const times = new Map<string, number>();
      for (const { actId } of envelopes) times.set(actId, (times.get(actId) ?? 0) + 1);
      const doubled = [...times].filter(([, count]) => count > 1).map(([id]) => id);
      const lost = acknowledged.filter(id => !times.has(id));
      expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    }
    return chains[0]?.envelopes ?? [];
  } finally {
    for (const ledger of ledgers) await ledger.close();
  }
}
