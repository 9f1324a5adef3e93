import type { Act } from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Holding } from '../receivable/index.ts';
import type { Financing, FinancingIn, FinancingStatus } from './state.ts';

/** An object that does not exist, or that the actor may not see: one answer for both. */
export function notFound(id: string): Refusal {
  return { code: 'NOT_FOUND', facts: { id } };
}

/** The object is in another state than the act needs. */
export function stateWrong(
  act: Act,
  of: { readonly object: string; readonly state: string; readonly states: string },
): Refusal {
  return { code: 'STATE_WRONG', facts: { ...of, kind: act.kind } };
}

/**
 * The financing when the actor belongs to it (holder or funder) and it is in one of the states;
 * else `NOT_FOUND` or `STATE_WRONG`.
 */
export function inState<S extends FinancingStatus>(
  financing: Financing | undefined,
  act: Act & { readonly body: { readonly financing: string } },
  rule: { readonly states: readonly S[]; readonly seenBy?: (financing: Financing) => boolean },
):
  | { readonly ok: true; readonly value: FinancingIn<S> }
  | { readonly ok: false; readonly error: Refusal } {
  const sees = rule.seenBy ?? ((seen: Financing) => isPartyTo(seen, act.actor));
  if (!financing || !sees(financing)) {
    return { ok: false, error: notFound(act.body.financing) };
  }
  const states = rule.states as readonly FinancingStatus[];
  if (states.includes(financing.status)) {
    return { ok: true, value: financing as FinancingIn<S> };
  }
  const of = { object: `financing ${financing.financing}`, state: financing.status };
  return { ok: false, error: stateWrong(act, { ...of, states: states.join(', ') }) };
}

/** A default whose loss is not booked. */
export type UnbookedLoss = { readonly financing: string };

/** `LOSS_OPEN` while a loss on the debtor is not booked: nobody enters its claims. */
export function lossFaults(losses: readonly UnbookedLoss[], debtor: string): readonly Refusal[] {
  return losses.length === 0 ? [] : [{ code: 'LOSS_OPEN', facts: { debtor } }];
}

/**
 * `TERMS_DIFFER` when the holdings no longer carry what the request counted on, because the debtor has
 * paid some of it meanwhile: no money is given on a claim that is smaller than its price says.
 */
export function outstandingFaults(
  { holdings: named }: Pick<Financing, 'holdings'>,
  holdings: readonly Holding[],
): readonly Refusal[] {
  const found = new Map(holdings.map(holding => [holding.holding, holding]));
  const isWhole = named.every(({ holding, outstanding }) => {
    return found.get(holding)?.outstanding.minor === outstanding.minor;
  });
  return isWhole ? [] : [{ code: 'TERMS_DIFFER', facts: { field: 'outstanding' } }];
}

/** Holder, or funder once there is one. */
export function isPartyTo(financing: Financing, party: string): boolean {
  if (financing.holder === party) return true;
  return 'funder' in financing && financing.funder === party;
}
