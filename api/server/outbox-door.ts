import type { OutboxStore, Relay } from '../../ledger/index.ts';
import { keepBankDetail } from '../bank/index.ts';
import type { Database } from '../database/index.ts';
import type { ActOutcome, Outbox as OutboxDoor } from '../graphql/index.ts';
import type { Outbox } from '../outbox/index.ts';
import { type OutboxRow, outboxStatus, saveToOutbox } from '../outbox/index.ts';

/** Money acts go before all others (ledger.md L-53). */
const moneyKinds = /"kind":"(financing|payment|payout|cash|holding)\./;

/** The outbox as the relay sees it, telling those who wait when an act has come to its end. */
export class WatchedOutbox implements OutboxStore<OutboxRow> {
  private readonly outbox: Outbox;
  isClosed = false;
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(outbox: Outbox) {
    this.outbox = outbox;
  }

  take(max: number, leaseMs: number): Promise<readonly OutboxRow[]> {
    return this.outbox.take(max, leaseMs);
  }

  recordAttempt(...given: Parameters<Outbox['recordAttempt']>): Promise<void> {
    return this.outbox.recordAttempt(...given);
  }

  async settle(...given: Parameters<Outbox['settle']>): Promise<void> {
    await this.outbox.settle(...given);
    this.tell(given[0].actId);
  }

  async putOff(...given: Parameters<Outbox['putOff']>): Promise<void> {
    await this.outbox.putOff(...given);
    this.tell(given[0].actId);
  }

  /** Lets nobody wait any longer: the process is ending, and the relay of the next one goes on. */
  close(): void {
    this.isClosed = true;
    for (const actId of [...this.waiting.keys()]) this.tell(actId);
  }

  /** Resolves when something has happened to the act, or after `withinMs`. */
  changed(actId: string, withinMs: number): Promise<void> {
    return new Promise(done => {
      const waiters = this.waiting.get(actId) ?? new Set();
      const end = (): void => {
        clearTimeout(timer);
        waiters.delete(end);
        if (waiters.size === 0) this.waiting.delete(actId);
        done();
      };
      const timer = setTimeout(end, withinMs);
      waiters.add(end);
      this.waiting.set(actId, waiters);
    });
  }

  private tell(actId: string): void {
    for (const end of [...(this.waiting.get(actId) ?? [])]) end();
  }
}

/** What resolvers use: save in their own transaction, then wait for the outcome. */
export function outboxDoor(parts: {
  readonly database: Database;
  readonly watched: WatchedOutbox;
  readonly relay: Pick<Relay, 'wake'>;
  /** Seals account numbers that travel beside acts. */
  readonly kek: Buffer;
}): OutboxDoor {
  const { database, watched, relay, kek } = parts;
  const outcomeOf = async (tenant: string, actId: string): Promise<ActOutcome | null> => {
    const status = await database.withTenant({ tenant, actor: 'outbox' }, sql =>
      outboxStatus(sql, actId),
    );
    if (status?.refusal) {
      return { kind: 'refused', refusal: status.refusal as never };
    }
    if (status?.state !== 'committed' || !status.at) return null;
    return { kind: 'committed', txId: status.txId ?? '', block: status.at.block };
  };
  return {
    async save(sql, item) {
      await keepBankDetail(sql, item, kek);
      const transient = Object.fromEntries(
        Object.entries(item.transient ?? {}).map(([name, text]) => [name, Buffer.from(text)]),
      );
      const priority = moneyKinds.test(item.signed) ? 1 : 5;
      const isSame = await saveToOutbox(sql, { ...item, transient, priority });
      if (!isSame) throw new Error(`act ${item.actId} stands for other bytes`);
    },
    async settle(tenant, actId, withinMs) {
      const until = Date.now() + withinMs;
      // Listening begins before the first look, so that an end in between is not missed.
      for (let left = withinMs; left > 0 && !watched.isClosed; left = until - Date.now()) {
        const changed = watched.changed(actId, Math.min(left, 2_000));
        relay.wake();
        const outcome = await outcomeOf(tenant, actId);
        if (outcome) return outcome;
        await changed;
      }
      return watched.isClosed ? null : outcomeOf(tenant, actId);
    },
  };
}
