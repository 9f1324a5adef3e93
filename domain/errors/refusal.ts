import { fail, type Fail } from '../result/index.ts';
import type { Wire } from '../wire/index.ts';
import type { RefusalCode } from './catalogue/index.ts';

/** What the contract answers instead of events: a stable code and the facts of its sentence. */
export type Refusal = {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, Wire>>;
};

/** A refusal as a failed result. */
export function refuse(
  code: RefusalCode,
  facts: Readonly<Record<string, Wire>> = {},
): Fail<Refusal> {
  return fail({ code, facts });
}

/** `STATE_WRONG`: the object is in another state than the kind of act needs. */
export function refuseState(
  kind: string,
  of: { readonly object: string; readonly state: string; readonly states: readonly string[] },
): Fail<Refusal> {
  const { object, state, states } = of;
  return refuse('STATE_WRONG', { object, state, kind, states: states.join(', ') });
}

/**
 * The first fault of a group, carrying the others under `also` (R-4: a group answers with all its
 * faults); `null` when there is none.
 */
export function firstOf(refusals: readonly Refusal[]): Refusal | null {
  const [first, ...others] = refusals;
  if (!first || others.length === 0) return first ?? null;
  const also = others.map(({ code, facts }) => ({ code, facts }));
  return { code: first.code, facts: { ...first.facts, also } };
}
