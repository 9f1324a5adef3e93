import type { Act, Signature } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { ask, RequestFault } from '../app/graphql.ts';
import { browserStore } from './browser-store.ts';
import { addSignature, sendAct, type Outcome } from './send.ts';

/** An act on its way with the signatures given here; `waiting` when others have signed it before. */
export type Sending = {
  readonly person: string;
  readonly act: Act;
  readonly signatures: readonly Signature[];
  readonly transient?: Wire;
  readonly waiting: boolean;
};

const sendings = browserStore('tallystick-sending', 'acts');

/** What this person sent from this browser without hearing what became of it. */
export async function sendingsOf(person: string): Promise<readonly Sending[]> {
  const all = await sendings<Sending[]>('readonly', store => store.getAll());
  return all.filter(sending => sending.person === person);
}

/**
 * Keeps the act in this browser, then sends it. `ActSent` when the answer did not come: the act may
 * or may not have arrived, and `finish` asks. Other tabs leave it alone meanwhile.
 */
export function send(sending: Sending): Promise<Outcome> {
  return navigator.locks.request(lockOf(sending), async () => {
    await sendings('readwrite', store => store.put(sending, sending.act.id));
    return deliver(sending);
  });
}

/**
 * Asks what became of an act that was sent before, and sends the same bytes again where the API does
 * not have this signature. `null` while this or another tab is sending it.
 */
export function finish(sending: Sending): Promise<Outcome | null> {
  const { act } = sending;
  return navigator.locks.request(lockOf(sending), { ifAvailable: true }, async lock => {
    if (!lock) return null;
    const known = await asked(act.id);
    if (known === null) return deliver(sending);
    if (known.__typename !== 'ActSent') await forget(act.id);
    return known;
  });
}

async function deliver(sending: Sending): Promise<Outcome> {
  const { act, signatures, transient, waiting } = sending;
  try {
    const outcome = waiting
      ? await addSignature(act.id, signatures)
      : await sendAct(act, signatures, transient === undefined ? {} : { transient });
    if (outcome.__typename !== 'ActSent') await forget(act.id);
    return outcome;
  } catch (error) {
    if (!isAnswer(error)) return { __typename: 'ActSent' };
    await forget(act.id);
    throw error;
  }
}

/** The API has read the request and does not take it; anything else leaves the outcome open. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof RequestFault)) return false;
  return !/^HTTP_|^INTERNAL|^UNAUTHENTICATED$|^IN_PROGRESS$/.test(error.code);
}

/** `null` when the API does not know the act, or still waits for signatures. */
async function asked(id: string): Promise<Outcome | null> {
  const { act } = await ask<{
    act: {
      state: string;
      block: number | null;
      txId: string | null;
      refusal: { code: string; message: string; remedy: string } | null;
    } | null;
  }>(
    'query Sent($id: ActId!) { act(id: $id) { state block txId refusal { code message remedy } } }',
    {
      id,
    },
  );
  if (act?.state === 'submitted') return { __typename: 'ActSent' };
  if (act?.refusal) return { __typename: 'ActRefused', ...act.refusal };
  if (act?.block == null) return null;
  return {
    __typename: 'ActDone',
    block: act.block,
    ...(act.txId === null ? {} : { txId: act.txId }),
  };
}

async function forget(id: string): Promise<void> {
  await sendings('readwrite', store => store.delete(id));
}

const lockOf = ({ act }: Sending): string => `tallystick act ${act.id}`;
