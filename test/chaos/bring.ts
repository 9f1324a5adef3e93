import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, Ledger, SubmitResult } from '../../ledger/index.ts';

/** An act as a client sends it, with what it hands over beside the block. */
export type Sent = {
  readonly id: string;
  readonly text: string;
  readonly transient?: Readonly<Record<string, Uint8Array>>;
};

const TRIES_MAX = 200;
const ASKED_MAX = 20;
const AGAIN_MS = 250;

/** Brings one act to its end as the outbox does: asks before it sends the same bytes again. */
export async function bring(ledger: Ledger, act: Sent, sent?: () => void): Promise<void> {
  let attempt: Attempt | null = null;
  const record = (made: Attempt): Promise<void> => {
    attempt = made;
    sent?.();
    sent = undefined;
    return Promise.resolve();
  };
  const options = act.transient ? { record, transient: act.transient } : { record };
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const first = await ledger.submit(act, options);
    const result = first.kind === 'unknown' ? await resolved(ledger, attempt) : first;
    if (result === null || result.kind === 'committed') return;
    if (result.kind === 'refused') throw new Error(`${act.id}: ${JSON.stringify(result)}`);
    await sleep(result.kind === 'notSent' ? result.retryAfterMs : AGAIN_MS);
  }
  throw new Error(`${act.id} never came to its end`);
}

/** What became of an attempt of unknown outcome; null when it stands on the ledger. */
async function resolved(ledger: Ledger, attempt: Attempt | null): Promise<SubmitResult | null> {
  let result: SubmitResult = { kind: 'unknown', txId: '', cause: 'UNREACHABLE' };
  for (let asked = 0; attempt && result.kind === 'unknown' && asked < ASKED_MAX; asked += 1) {
    await sleep(AGAIN_MS);
    const status = await ledger.status(attempt.txId).catch(() => null);
    if (status?.kind === 'valid') return null;
    if (status?.kind === 'invalid') return result;
    if (status) result = await ledger.resend(attempt);
  }
  return result;
}
