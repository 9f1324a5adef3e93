import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import { flagId } from './decide-offer.ts';
import type { Flag, Receivable } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Puts a similarity that was found off the ledger on a claim. */
export function decideFlag(
  state: { readonly receivable: Receivable | undefined; readonly flag: Flag | undefined },
  act: Act<'duplicate.flag'>,
): Decision {
  const { receivable, rule, other, evidence } = act.body;
  if (!state.receivable) return refuse('NOT_FOUND', { id: receivable });
  const flag = flagId(receivable, rule, other);
  if (state.flag) {
    const facts = { object: flag, state: state.flag.state, kind: act.kind, states: 'unknown' };
    return refuse('STATE_WRONG', facts);
  }
  const on = act.businessDate;
  return ok([{ kind: 'duplicate.flagged', flag, receivable, rule, other, evidence, on }]);
}

/** Two risk persons clear a flag with a reason and evidence. */
export function decideClear(
  state: { readonly flag: Flag | undefined },
  act: Act<'duplicate.clear'>,
): Decision {
  const { flag, reason, evidence } = act.body;
  if (!state.flag) return refuse('NOT_FOUND', { id: flag });
  if (state.flag.state !== 'open') {
    const facts = { object: flag, state: state.flag.state, kind: act.kind, states: 'open' };
    return refuse('STATE_WRONG', facts);
  }
  const { receivable } = state.flag;
  const on = act.businessDate;
  return ok([{ kind: 'duplicate.cleared', flag, receivable, reason, evidence, on }]);
}
