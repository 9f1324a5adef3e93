import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import type { Holding } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { CHECKS } from './checklist-item.ts';
import { decideChecklist, type CheckState } from './checklist.ts';
import { inState, isPartyTo, outstandingFaults } from './faults.ts';
import type { Financing } from './state.ts';

export type ClearState = Omit<CheckState, 'financing'> & {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
};

/**
 * `financing.clear`: the twenty items of §6.6, decided from the ledger and the evidence given. Any
 * failing item refuses with `CHECK_FAILED {list}`.
 */
export function decideClear(
  state: ClearState,
  act: Act<'financing.clear'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { body, actor, businessDate } = act;
  const { operator } = context.channel;
  const seenBy = (seen: Financing): boolean => actor === operator || isPartyTo(seen, actor);
  const states = ['committed', 'cleared'] as const;
  const open = inState(state.financing, act, { states, seenBy });
  if (!open.ok) return open;
  const financing = open.value;
  if (actor !== operator && actor !== financing.funder) {
    const person = context.signers[0]?.person ?? actor;
    return refuse('ROLE_MISSING', { person, role: 'funder', kind: act.kind });
  }
  const less = firstOf(outstandingFaults(financing, state.holdings));
  if (less) return fail(less);
  const missing = CHECKS.filter(code => body.items.every(({ item }) => item !== code));
  if (missing.length > 0) {
    const faults = [`act.body.items: without ${missing.join(', ')}`];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  const { account } = body;
  const items = decideChecklist(
    { ...state, financing },
    { items: body.items, account, businessDate },
  );
  const failed = items.filter(({ result }) => result === 'fail').map(({ item }) => item);
  if (failed.length > 0) return fail({ code: 'CHECK_FAILED', facts: { list: failed } });
  const cleared = { financing: financing.financing, items, account, on: businessDate };
  return ok([{ kind: 'financing.cleared', ...cleared }]);
}
