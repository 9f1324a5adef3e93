import { setTimeout as sleep } from 'node:timers/promises';
import { type EnvelopeRecord, type Ledger, LedgerError } from '../../ledger/index.ts';
import type { Database } from '../database/index.ts';
import type { BookSchema } from './book-schema.ts';
import { type Checkpoint, foldBatch, needed, ProjectorStopped } from './fold.ts';
import { Intake } from './intake.ts';
import { loadStates, lockCheckpoint, moveCheckpoint, readCheckpoint, writeRows } from './store.ts';

/** Points at which a test may end the process; in production nothing stands there. */
export type CrashPoint =
  'received' | 'begun' | 'rowsWritten' | 'checkpointWritten' | 'committed' | 'notified';

export type ProjectorOptions = {
  readonly ledger: Pick<Ledger, 'envelopes'>;
  /** As `tally_projector`. */
  readonly database: Database;
  readonly schema?: BookSchema;
  /** Most envelopes in one database transaction. */
  readonly batchMax?: number;
  readonly crashpoint?: (point: CrashPoint) => void;
  /** Told about reconnects and stops, in a sentence. */
  readonly say?: (line: string) => void;
};

/** How a projector ended. */
export type ProjectorEnd =
  | { readonly kind: 'closed' }
  | { readonly kind: 'stopped'; readonly code: string; readonly facts: unknown };

/** A transaction, or a block. */
export type Target = { readonly block: bigint; readonly index?: number };

export type Projector = {
  /** The last transaction applied; changes after each commit. */
  checkpoint(): Checkpoint;
  /** When the last batch was committed, milliseconds of the system's clock. */
  committedAt(): number | null;
  /**
   * Resolves true once the read model has this transaction (without an index: has come to this
   * block), false after `withinMs`.
   */
  waitFor(to: Target, withinMs: number): Promise<boolean>;
  /** Resolves when it stops by itself (`stopped`) or after `close`. */
  readonly ended: Promise<ProjectorEnd>;
  close(): Promise<void>;
};

const cachedStatesMax = 200_000;
const beginning: Checkpoint = { block: -1n, index: -1, foldHash: '', envelopes: 0n };

/**
 * Follows the ledger from the checkpoint and keeps the read model equal to it: rows, checkpoint and
 * notification in one database transaction, many envelopes at a time. A lost database connection is
 * opened again; an unknown event, a gap or another projector stops it for good.
 */
export function startProjector(options: ProjectorOptions): Projector {
  const run = new Run(options);
  return {
    checkpoint: () => run.at,
    committedAt: () => run.committedAt,
    waitFor: (to, withinMs) => run.waitFor(to, withinMs),
    ended: run.ended,
    close: () => run.close(),
  };
}

type Waiter = { readonly to: Target; readonly done: (reached: boolean) => void };

class Run {
  at: Checkpoint = beginning;
  committedAt: number | null = null;
  readonly ended: Promise<ProjectorEnd>;
  private readonly options: ProjectorOptions;
  private readonly schema: BookSchema;
  private closing = false;
  private intake: Intake<EnvelopeRecord> | null = null;
  private readonly waiters = new Set<Waiter>();

  constructor(options: ProjectorOptions) {
    this.options = options;
    this.schema = options.schema ?? 'book';
    this.ended = this.follow();
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.intake?.close();
    await this.ended;
  }

  waitFor(to: Target, withinMs: number): Promise<boolean> {
    if (has(this.at, to)) return Promise.resolve(true);
    return new Promise(answer => {
      const waiter: Waiter = {
        to,
        done: reached => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          answer(reached);
        },
      };
      const timer = setTimeout(() => waiter.done(false), withinMs);
      this.waiters.add(waiter);
    });
  }

  private async follow(): Promise<ProjectorEnd> {
    let pauseMs = 100;
    while (!this.closing) {
      const from = this.at.envelopes;
      try {
        await this.session();
      } catch (error) {
        const stop = stopOf(error);
        if (stop) return this.stop(stop);
        this.options.say?.(`projector: ${String(error)}; opens again in ${pauseMs} ms`);
      }
      if (this.at.envelopes > from) pauseMs = 100;
      if (!this.closing) await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, 5_000);
    }
    return this.stop({ kind: 'closed' });
  }

  private stop(end: ProjectorEnd): ProjectorEnd {
    for (const waiter of [...this.waiters]) waiter.done(false);
    if (end.kind === 'stopped') {
      this.options.say?.(`projector stopped: ${end.code} ${JSON.stringify(end.facts)}`);
    }
    return end;
  }

  /** From the checkpoint to the end of the stream, or to the first error. */
  private async session(): Promise<void> {
    this.at = await this.options.database.withTenant(projectorActor, sql =>
      readCheckpoint(sql, this.schema),
    );
    // Whoever asked before the checkpoint was read may have what it waits for already.
    this.answerWaiters();
    const states = new Map<string, unknown>();
    const max = this.options.batchMax ?? 1_000;
    const from = this.at.block < 0n ? null : { block: this.at.block, index: this.at.index };
    const intake = new Intake(this.options.ledger.envelopes(from), max * 2);
    this.intake = intake;
    try {
      while (!this.closing) {
        const records = await intake.take(max);
        if (records.length === 0) return;
        await this.apply(records, states);
        if (states.size > cachedStatesMax) states.clear();
      }
    } finally {
      await intake.close();
    }
  }

  private async apply(
    records: readonly EnvelopeRecord[],
    states: Map<string, unknown>,
  ): Promise<void> {
    const { schema } = this;
    const crashpoint = this.options.crashpoint ?? (() => undefined);
    crashpoint('received');
    const absent = [...needed(records)].filter(([key]) => !states.has(key)).map(([, ref]) => ref);
    const after = await this.options.database.withTenant(projectorActor, async sql => {
      crashpoint('begun');
      await lockCheckpoint(sql, schema, this.at);
      await loadStates(sql, schema, absent, states);
      const batch = foldBatch(this.at, records, states);
      await writeRows(sql, schema, batch);
      crashpoint('rowsWritten');
      await moveCheckpoint(sql, schema, { from: this.at, to: batch.after });
      crashpoint('checkpointWritten');
      return batch.after;
    });
    crashpoint('committed');
    this.at = after;
    this.committedAt = Date.now();
    this.answerWaiters();
    crashpoint('notified');
  }

  private answerWaiters(): void {
    for (const waiter of [...this.waiters]) if (has(this.at, waiter.to)) waiter.done(true);
  }
}

function has(at: Checkpoint, { block, index = 0 }: Target): boolean {
  return at.block > block || (at.block === block && at.index >= index);
}

const projectorActor = { tenant: null, actor: 'projector' };

/** What ends a projector for good; all else is tried again. */
function stopOf(error: unknown): ProjectorEnd | null {
  if (error instanceof ProjectorStopped || error instanceof LedgerError) {
    return { kind: 'stopped', code: error.code, facts: error.facts };
  }
  // An invariant that does not hold is our own fault: going on would write wrong rows.
  if (error instanceof Error && error.name === 'InvariantViolation') {
    return { kind: 'stopped', code: 'INVARIANT', facts: { message: error.message } };
  }
  return null;
}
