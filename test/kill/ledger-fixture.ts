import { createHash } from 'node:crypto';
import type { Envelope, EnvelopeRecord, Ledger, Position } from '../../ledger/index.ts';

/** Parties of the fixture's channel. */
export const parties = {
  operator: '018f0000-0000-7000-8000-000000000001',
  association: '018f0000-0000-7000-8000-000000000002',
  auditor: '018f0000-0000-7000-8000-000000000003',
};

/**
 * A ledger of made-up envelopes of real shape: the founding, then days opened and closed; some
 * transactions are invalid, so a block's indexes have holes without an envelope.
 */
export function fixtureRecords(count: number): EnvelopeRecord[] {
  const records = [record(0, 0, founding())];
  for (let n = 1; n < count; n += 1) {
    const block = 1 + Math.floor((n - 1) / 7);
    const index = (n - 1) % 7;
    records.push(n % 11 === 0 ? invalid(block, index) : record(block, index, dayEnvelope(n)));
  }
  return records;
}

/** A ledger that gives these records and then waits for ever, as a real one does. */
export function fixtureLedger(
  records: readonly EnvelopeRecord[],
  follow: 'ends' | 'waits' = 'ends',
): Pick<Ledger, 'envelopes'> {
  return {
    async *envelopes(from: Position | null) {
      for (const one of records) {
        if (
          !from ||
          one.block > from.block ||
          (one.block === from.block && one.index > from.index)
        ) {
          yield one;
        }
      }
      if (follow === 'waits') await new Promise(() => undefined);
    },
  };
}

function record(block: number, index: number, envelope: Envelope): EnvelopeRecord {
  return { block: BigInt(block), index, txId: txId(block, index), code: 0, envelope };
}

function invalid(block: number, index: number): EnvelopeRecord {
  return { block: BigInt(block), index, txId: txId(block, index), code: 11, envelope: null };
}

function txId(block: number, index: number): string {
  return createHash('sha256').update(`${block}/${index}`).digest('hex');
}

function founding(): Envelope {
  return envelope(0, 'channel.bootstrap', [
    {
      kind: 'channel.bootstrapped',
      channel: 'tally',
      clock: 'test',
      on: '2026-01-01',
      organisations: (['operator', 'association', 'auditor'] as const).map(kind => ({
        party: parties[kind],
        kind,
        keys: [
          {
            key: `key-${kind}`,
            publicKey: 'A'.repeat(88),
            class: 'agent',
            person: `person-${kind}`,
            roles: ['admin'],
          },
        ],
      })),
      parameters: [{ key: 'limits.bands', value: { B1: '100' } }],
    },
  ]);
}

function dayEnvelope(n: number): Envelope {
  const day = Math.floor(n / 2);
  const date = new Date(Date.UTC(2026, 0, 2) + day * 86_400_000).toISOString().slice(0, 10);
  return n % 2 === 0
    ? envelope(n, 'day.open', [{ kind: 'day.opened', date }])
    : envelope(n, 'day.close', [{ kind: 'day.closed', date }]);
}

function envelope(n: number, kind: string, events: readonly unknown[]): Envelope {
  return {
    v: 1,
    actId: `018f0000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`,
    kind,
    actor: parties.operator,
    businessDate: '2026-01-01',
    rulesVersion: '1',
    events,
  };
}
