import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Party } from '../../party/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { notParty, wrongState } from './decide-deal.ts';
import { frozenOf, heldBy } from './register.ts';
import { receiverFaults } from './decide-note.ts';
import type { Distribution, Issue, NoteRegister } from './deal-state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Ordered = Act<'note.freeze'> | Act<'note.unfreeze'> | Act<'note.force'>;

export type OrderState = {
  readonly issue: Issue | undefined;
  /** The pages of the holder and, for a forced transfer, of the receiver. */
  readonly registers: readonly NoteRegister[];
};

/** Units that an order stops: they stay with their holder and are paid, and do not pass on. */
export function decideNoteFreeze(state: OrderState, act: Act<'note.freeze'>): Decision {
  const { bond, holder } = act.body;
  const free = heldBy(state.registers, bond, holder) - frozenOf(state.registers, bond, holder);
  return ordered(state, act, free) ?? ok([{ kind: 'note.frozen', ...rowOf(act) }]);
}

/** Units that an order lets go again. */
export function decideNoteUnfreeze(state: OrderState, act: Act<'note.unfreeze'>): Decision {
  const { bond, holder } = act.body;
  const frozen = frozenOf(state.registers, bond, holder);
  return ordered(state, act, frozen) ?? ok([{ kind: 'note.unfrozen', ...rowOf(act) }]);
}

/** Units that an order passes on without their holder's key, frozen ones first. */
export function decideNoteForce(
  state: OrderState & { readonly to: Party | undefined },
  act: Act<'note.force'>,
): Decision {
  const { bond, holder, to } = act.body;
  const [late] = receiverFaults(state.to, to, holder);
  return (
    ordered(state, act, heldBy(state.registers, bond, holder)) ??
    (late ? fail(late) : ok([{ kind: 'note.forced', ...rowOf(act), to }]))
  );
}

/** What stands against an order about at most so many units; `null` when nothing does. */
function ordered({ issue }: OrderState, act: Ordered, most: number): Decision | null {
  const { body, kind } = act;
  const of = issue?.classes.find(({ bond }) => bond === body.bond);
  if (!issue || !of) return refuse('NOT_FOUND', { id: issue ? body.bond : body.issue });
  const refusal = firstOf([
    ...(issue.state === 'live' ? [] : [wrongState(body.issue, issue.state, kind, 'live')]),
    ...(issue.manager === body.manager ? [] : [notParty(body.manager, issue.deal)]),
    ...(body.units > most
      ? [{ code: 'NOT_ENOUGH_UNITS', facts: { bond: body.bond, units: body.units, most } } as const]
      : []),
  ]);
  return refusal ? fail(refusal) : null;
}

function rowOf({ body, actor, businessDate }: Ordered) {
  const { issue, bond, holder, units, order } = body;
  return { issue, bond, holder, units, by: actor, order: order.hash, on: businessDate };
}

/**
 * An offer that was not closed by its last day has failed; its manager and custodian may call it off
 * before. Its deal may be offered anew, or its pools be given up.
 */
export function decideFail(
  { issue }: Pick<OrderState, 'issue'>,
  { body, kind, businessDate }: Act<'issue.fail'>,
): Decision {
  if (!issue) return refuse('NOT_FOUND', { id: body.issue });
  const { state, until, deal } = issue;
  if (state !== 'offered') return fail(wrongState(body.issue, state, kind, 'offered'));
  const { calledOffBy } = body;
  if (!calledOffBy && businessDate <= until) return refuse('TOO_EARLY', { kind, date: until });
  const foreign = [
    ...(calledOffBy && calledOffBy.manager !== issue.manager ? [calledOffBy.manager] : []),
    ...(calledOffBy && calledOffBy.custodian !== issue.custodian ? [calledOffBy.custodian] : []),
  ];
  if (foreign[0] !== undefined) return fail(notParty(foreign[0], deal));
  return ok([{ kind: 'issue.failed', issue: body.issue, deal, on: businessDate }]);
}

/** A payment date that is over and not settled was missed; it may be settled still. */
export function decideMiss(
  { distribution }: { readonly distribution: Distribution | undefined },
  { body, kind, businessDate }: Act<'distribution.miss'>,
): Decision {
  if (!distribution) return refuse('NOT_FOUND', { id: body.distribution });
  const { state, on, missed, deal } = distribution;
  if (state === 'settled' || missed !== null) {
    const now = state === 'settled' ? state : 'missed';
    return fail(wrongState(body.distribution, now, kind, 'calculated, reviewed'));
  }
  if (businessDate <= on) return refuse('TOO_EARLY', { kind, date: on });
  const { reason } = body;
  const row = { distribution: body.distribution, deal, payDate: on, reason, on: businessDate };
  return ok([{ kind: 'distribution.missed', ...row }]);
}
