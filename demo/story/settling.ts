import { ANCHOR, OPERATOR } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import type { World } from '../client/world.ts';
import { referenceOf } from '../files/reference.ts';
import type { Movement } from '../robots/bank.ts';
import { cosign } from '../robots/cosign.ts';
import { pause } from '../robots/wait.ts';
import type { Claim } from './money-view.ts';

const SETTLE_SECONDS = 240;

/** One transfer of the buyer for claims of a supplier: their references, or their invoices' numbers. */
export function transferFor(
  claims: readonly Claim[],
  { at, key }: { readonly at: number; readonly key: string },
): readonly Movement[] {
  const open = claims.filter(({ outstanding }) => BigInt(outstanding) > 0n);
  if (open.length === 0) return [];
  const names = open.map(({ objectId, number }) => (at % 2 === 0 ? referenceOf(objectId) : number));
  return [
    {
      key,
      credit: true,
      amount: open.reduce((total, { outstanding }) => total + BigInt(outstanding), 0n),
      endToEndId: 'NOTPROVIDED',
      party: ANCHOR,
      text: names.join(' '),
    },
  ];
}

/** The operator's cash desk signs what waits for it, again and again, until `done`. */
export async function untilSettled(
  world: World,
  what: string,
  done: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + SETTLE_SECONDS * 1_000;
  while (Date.now() < end) {
    const signed = await cosign(world, OPERATOR, ({ kind }) => /^(cash|payout)\./.test(kind));
    if (signed === 0 && (await done())) return;
    if (signed === 0) await pause(150);
  }
  throw new StoryFault('NOT_SETTLED', `waited ${SETTLE_SECONDS} s for ${what}`);
}
