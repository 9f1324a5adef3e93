import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './http.ts';

/** What every answer to an act may say. */
type Answer = { readonly __typename: string; readonly block?: number };

const ASK_EVERY_MS = 500;
const SETTLED_SECONDS = 120;

/**
 * An act that was stored and sent but not settled within the door's patience is asked for until it
 * is; any other answer stands as it came.
 */
export async function settled<T extends Answer>(
  client: Client,
  actId: string,
  answer: T,
): Promise<T> {
  if (answer.__typename !== 'ActSent') return answer;
  for (const end = Date.now() + SETTLED_SECONDS * 1_000; Date.now() < end;) {
    await sleep(ASK_EVERY_MS);
    const { act } = await client.ask<{ act: Act | null }>(
      'query($id: ActId!) { act(id: $id) { state block txId refusal { code message } } }',
      { id: actId },
    );
    if (act?.state === 'done' && act.block !== null) {
      return { ...answer, __typename: 'ActDone', block: act.block, txId: act.txId };
    }
    if (act?.refusal) return { ...answer, __typename: 'ActRefused', ...act.refusal };
  }
  return answer;
}

type Act = {
  readonly state: string;
  readonly block: number | null;
  readonly txId: string | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
};
