import { wait, type Clock } from './clock.ts';
import { type Attempt, type Cause, type Ledger, type Position, type SubmitResult } from './port.ts';
import type { OutboxStore, RelayRow } from './outbox-store.ts';
import {
  DUPLICATE_TXID,
  ENDORSEMENT_POLICY_FAILURE,
  MVCC_READ_CONFLICT,
  PHANTOM_READ_CONFLICT,
  validationCodeName,
  type ValidationCode,
} from './validation-code.ts';

export type RelayOptions = {
  readonly clock: Clock;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** Acts on their way at once; 200 when left out. */
  readonly inFlight?: number;
  /** How often to look for rows that nobody announced; 500 ms when left out. */
  readonly pollMs?: number;
  /** Told of what the relay cannot cure; the row is taken again after its lease. */
  readonly failed: (fault: unknown, row: RelayRow | null) => void;
};

export type Relay = {
  /** Says that something new is due. */
  wake(): void;
  /** Takes no more rows and waits for those on their way. */
  stop(): Promise<void>;
};

const IN_FLIGHT = 200;
const POLL_MS = 500;
const LEASE_MS = 300_000;
const UNREACHABLE_MS = 60_000;
const UNREACHABLE_RETRY_MS = 30_000;
const STATUS_AFTER_MS: readonly number[] = [1000, 2000, 4000, 8000];
const RESENDS_MAX = 3;
const ENVELOPE_AGE_MS = 600_000;
const CONFLICTS_MAX = 8;
const MISMATCHES_MAX = 3;
const HINTS = 32;

/** Sends what an outbox holds to a ledger and follows each act to its end (ledger.md §6.4). */
export function startRelay<Row extends RelayRow>(
  store: OutboxStore<Row>,
  ledger: Pick<Ledger, 'submit' | 'resend' | 'status'>,
  options: RelayOptions,
): Relay {
  const { clock, failed } = options;
  const max = options.inFlight ?? IN_FLIGHT;
  const running = new Map<string, Promise<void>>();
  const pause = createPause(clock, options.pollMs ?? POLL_MS);
  let isStopping = false;

  const start = (row: Row): void => {
    if (running.has(row.actId)) return;
    const work = sendRow(row, store, ledger, options)
      .catch((fault: unknown) => {
        failed(fault, row);
      })
      .finally(() => {
        running.delete(row.actId);
        pause.end();
      });
    running.set(row.actId, work);
  };
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      const free = max - running.size;
      try {
        const rows = free > 0 ? await store.take(free, LEASE_MS) : [];
        for (const row of rows) start(row);
      } catch (fault) {
        failed(fault, null);
      }
      await pause.rest();
    }
    await Promise.all(running.values());
  };
  const ended = loop();
  return {
    wake: pause.end,
    stop() {
      isStopping = true;
      pause.end();
      return ended;
    },
  };
}

/** A rest that lasts a while, or until somebody ends it; an end in between is not lost. */
function createPause(clock: Clock, milliseconds: number): { rest(): Promise<void>; end(): void } {
  let isEnded = false;
  let wakeUp: () => void = () => undefined;
  return {
    async rest() {
      if (!isEnded) {
        await new Promise<void>(resolve => {
          const cancel = clock.after(milliseconds, resolve);
          wakeUp = () => {
            cancel();
            resolve();
          };
        });
      }
      isEnded = false;
    },
    end() {
      isEnded = true;
      wakeUp();
    },
  };
}

type Step = { readonly next: 'endorse'; readonly waitMs: number } | { readonly next: 'end' };

const END: Step = { next: 'end' };

/** Follows one act until it is settled or put off. */
async function sendRow<Row extends RelayRow>(
  row: Row,
  store: OutboxStore<Row>,
  ledger: Pick<Ledger, 'submit' | 'resend' | 'status'>,
  options: RelayOptions,
): Promise<void> {
  const journey = new Journey(row, store, ledger, options);
  let step = row.lastAttempt ? await journey.clear(row.lastAttempt) : await journey.endorse();
  while (step.next === 'endorse') {
    await wait(options.clock, step.waitMs);
    step = await journey.endorse();
  }
}

class Journey<Row extends RelayRow> {
  readonly #row: Row;
  readonly #store: OutboxStore<Row>;
  readonly #ledger: Pick<Ledger, 'submit' | 'resend' | 'status'>;
  readonly #options: RelayOptions;
  readonly #begunMs: number;
  #attempt: Attempt | null;
  #hint: number;
  #conflicts: number;
  #policyFailures = 0;
  #mismatches = 0;
  #resends = 0;

  constructor(
    row: Row,
    store: OutboxStore<Row>,
    ledger: Pick<Ledger, 'submit' | 'resend' | 'status'>,
    options: RelayOptions,
  ) {
    this.#row = row;
    this.#store = store;
    this.#ledger = ledger;
    this.#options = options;
    this.#begunMs = options.clock.nowMs();
    this.#attempt = row.lastAttempt;
    this.#hint = row.hint ?? 0;
    this.#conflicts = Math.max(0, row.attempts.length - 1);
  }

  /** A new transaction for the same act: safe, as the chaincode knows the act by its id. */
  async endorse(): Promise<Step> {
    const { actId, signed, transient } = this.#row;
    const result = await this.#ledger.submit(
      { id: actId, text: signed },
      {
        transient,
        hint: this.#hint,
        record: async attempt => {
          await this.#store.recordAttempt(this.#row, attempt);
          this.#attempt = attempt;
        },
      },
    );
    return this.#decide(result);
  }

  /** Finds out what became of an attempt whose outcome is not known. */
  async clear(attempt: Attempt): Promise<Step> {
    for (const waitMs of STATUS_AFTER_MS) {
      await wait(this.#options.clock, waitMs);
      const status = await this.#ledger.status(attempt.txId);
      if (status.kind === 'valid') return this.#commit(attempt.txId, status);
      if (status.kind === 'invalid') return this.#retryInvalid(status.code, attempt.txId);
    }
    const ageMs = this.#options.clock.nowMs() - Date.parse(attempt.endorsedAt);
    if (ageMs > ENVELOPE_AGE_MS || this.#resends === RESENDS_MAX) {
      this.#resends = 0;
      return { next: 'endorse', waitMs: 0 };
    }
    this.#resends += 1;
    return this.#decide(await this.#ledger.resend(attempt));
  }

  async #decide(result: SubmitResult): Promise<Step> {
    switch (result.kind) {
      case 'committed':
        return this.#commit(result.txId, result);
      case 'refused':
        await this.#store.settle(this.#row, { kind: 'refused', refusal: result.refusal });
        return END;
      case 'notSent':
        return this.#retryNotSent(result.cause, result.retryAfterMs);
      case 'unknown':
        if (!this.#attempt) return this.#incident('NO_ATTEMPT');
        return this.clear(this.#attempt);
      case 'invalid':
        return this.#retryInvalid(result.code, result.txId);
    }
  }

  async #commit(txId: string, at: Position): Promise<Step> {
    const { block, index } = at;
    await this.#store.settle(this.#row, { kind: 'committed', txId, at: { block, index } });
    return END;
  }

  async #retryNotSent(cause: Cause, afterMs: number): Promise<Step> {
    if (cause === 'MISMATCH' && ++this.#mismatches === MISMATCHES_MAX) {
      return this.#incident('MISMATCH');
    }
    const { clock, random } = this.#options;
    if (clock.nowMs() - this.#begunMs >= UNREACHABLE_MS) {
      const code = 'LEDGER_UNREACHABLE';
      await this.#store.putOff(this.#row, { state: 'saved', afterMs: UNREACHABLE_RETRY_MS, code });
      return END;
    }
    return { next: 'endorse', waitMs: Math.round(afterMs * (0.5 + random())) };
  }

  async #retryInvalid(code: ValidationCode, txId: string): Promise<Step> {
    switch (code) {
      case MVCC_READ_CONFLICT:
      case PHANTOM_READ_CONFLICT:
        return this.#retryConflict();
      case ENDORSEMENT_POLICY_FAILURE:
        this.#policyFailures += 1;
        if (this.#policyFailures > 1) return this.#incident(validationCodeName(code));
        return { next: 'endorse', waitMs: this.#jitterMs() };
      case DUPLICATE_TXID: {
        const status = await this.#ledger.status(txId);
        if (status.kind === 'valid') return this.#commit(txId, status);
        if (status.kind === 'invalid' && status.code !== DUPLICATE_TXID) {
          return this.#retryInvalid(status.code, txId);
        }
        return this.#incident(validationCodeName(code));
      }
      default:
        return this.#incident(validationCodeName(code));
    }
  }

  async #retryConflict(): Promise<Step> {
    this.#conflicts += 1;
    if (this.#conflicts >= CONFLICTS_MAX) {
      const to = { state: 'waiting', afterMs: 0, code: 'CONTENTION' } as const;
      await this.#store.putOff(this.#row, to);
      return END;
    }
    // Another slice of a limit than the one that was taken from under us.
    this.#hint = (this.#hint + 1 + Math.floor(this.#options.random() * (HINTS - 1))) % HINTS;
    return { next: 'endorse', waitMs: this.#jitterMs() };
  }

  async #incident(what: string): Promise<Step> {
    const code = `INCIDENT_${what}`;
    await this.#store.putOff(this.#row, { state: 'waiting', afterMs: 0, code });
    return END;
  }

  #jitterMs(): number {
    return 50 + Math.floor(this.#options.random() * 950);
  }
}
