import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Financing } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { formatMoney, fromWire } from '../money/index.ts';
import { areRelated, type Party } from '../party/index.ts';
import { agreementFault, OWED_CLAIMS, type Holding, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { PAUSE_DAYS_MAX, statusOn } from './clock.ts';
import type { Dispute, DisputeStatus } from './state.ts';

export type Decision = Result<readonly LedgerEvent[], Refusal>;

export type OpenState = {
  readonly dispute: Dispute | undefined;
  readonly receivable: Receivable | undefined;
  readonly holdings: readonly Holding[];
  readonly financing: Financing | undefined;
};

/** `dispute.open`: a party of the object puts an amount in question. */
export function decideDisputeOpen(
  state: OpenState,
  act: Act<'dispute.open'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  if (state.dispute) {
    const object = `dispute ${body.dispute}`;
    return refuseState(kind, { object, state: state.dispute.status, states: ['none'] });
  }
  const sides = sidesOf(state, act, context);
  if (!sides.ok) return sides;
  const { receivable } = state;
  const fault = receivable ? claimFault(receivable, act) : null;
  if (fault) return fail(fault);
  const { dispute, object, kind: about, amount, evidence } = body;
  const [opener, other] = [actor, sides.value];
  const named = { dispute, receivable: receivable?.receivable ?? null, sides: [opener, other] };
  const said = { object, opener, other, about, amount, evidence, on };
  return ok([{ kind: 'dispute.opened', ...named, ...said }]);
}

/** The claim is owed, and not more than is outstanding of it is put in question. */
function claimFault(receivable: Receivable, { body, kind }: Act<'dispute.open'>): Refusal | null {
  const { receivable: object, status: state, outstanding } = receivable;
  if (!OWED_CLAIMS.includes(state)) {
    return refuseState(kind, { object, state, states: OWED_CLAIMS }).error;
  }
  const { amount } = body;
  if (outstanding.currency !== amount.currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: outstanding.currency } };
  }
  if (BigInt(amount.minor) <= BigInt(outstanding.minor)) return null;
  const facts = { x: formatMoney(fromWire(amount)), open: formatMoney(fromWire(outstanding)) };
  return { code: 'MATCH_EXCEEDS', facts };
}

/** The other side of the object, seen from the actor; `NOT_FOUND` when it has no part in it. */
function sidesOf(
  state: OpenState,
  { body, actor }: Act<'dispute.open'>,
  { channel }: Context,
): Result<string, Refusal> {
  const { object } = body;
  if (object.type === 'share') return ok(channel.operator);
  const other = object.type === 'financing' ? lenderSide(state, actor) : claimSide(state, actor);
  return other === null ? refuse('NOT_FOUND', { id: object.id }) : ok(other);
}

function lenderSide({ financing }: OpenState, actor: string): string | null {
  if (!financing || !('funder' in financing)) return null;
  if (actor === financing.funder) return financing.holder;
  return actor === financing.holder ? financing.funder : null;
}

function claimSide({ receivable, holdings }: OpenState, actor: string): string | null {
  if (!receivable) return null;
  const { buyer, supplier } = receivable;
  if (actor === buyer) return supplier;
  const isHolder = actor === supplier || holdings.some(({ holder }) => holder === actor);
  return isHolder ? buyer : null;
}

type OneCase = { readonly dispute: Dispute | undefined };

/** `dispute.respond`: the other side answers within five business days. */
export function decideRespond({ dispute }: OneCase, act: Act<'dispute.respond'>): Decision {
  const open = caseIn(dispute, act, { states: ['open'], by: ['other'] });
  if (!open.ok) return open;
  return ok([{ kind: 'dispute.answered', ...saidOf(open.value, act) }]);
}

/** `dispute.pause`: the clock stands still by agreement, at most 15 days in all. */
export function decidePause(
  { dispute }: OneCase,
  act: Act<'dispute.pause'>,
  context: Context,
): Decision {
  const states = ['open', 'answered', 'mediation', 'arbitration'] as const;
  const open = caseIn(dispute, act, { states, by: ['opener', 'other'] });
  if (!open.ok) return open;
  const silent = agreementFault([open.value.opener, open.value.other], context);
  if (silent) return fail(silent);
  const days = open.value.pausedDays + act.body.days;
  if (days > PAUSE_DAYS_MAX) {
    return refuse('PARAM_INVALID', { key: 'dispute.pauseDays', value: days });
  }
  return ok([{ kind: 'dispute.paused', ...saidOf(open.value, act), days: act.body.days }]);
}

/** `dispute.withdraw`: the opener gives up; nothing stays in question. */
export function decideDisputeWithdraw(
  { dispute }: OneCase,
  act: Act<'dispute.withdraw'>,
): Decision {
  const open = caseIn(dispute, act, { states: ['open', 'answered'], by: ['opener'] });
  if (!open.ok) return open;
  return ok([{ kind: 'dispute.withdrawn', ...placeOf(open.value, act) }]);
}

export type NeutralState = OneCase & {
  readonly neutral: Party | undefined;
  readonly parties: readonly Party[];
};

/** `dispute.mediate`, `dispute.escalate`: a neutral that is related to neither side accepts. */
export function decideNeutral(
  state: NeutralState,
  act: Act<'dispute.mediate' | 'dispute.escalate'>,
): Decision {
  const mediates = act.kind === 'dispute.mediate';
  const states = [mediates ? 'answered' : 'mediation'] as const;
  const open = caseIn(state.dispute, act, { states, by: ['opener', 'other'] });
  if (!open.ok) return open;
  const { neutral } = state;
  const id = act.body.neutral;
  if (neutral?.state !== 'active' || !neutral.kinds.includes('neutral')) {
    return refuse('PARTY_NOT_ACTIVE', { party: id, state: neutral?.state ?? 'unknown' });
  }
  if (state.parties.some(party => areRelated(party, neutral))) {
    return refuse('APPROVER_CONFLICT', { person: id, object: `dispute ${act.body.dispute}` });
  }
  const kind = mediates ? 'dispute.mediated' : 'dispute.escalated';
  return ok([{ kind, ...saidOf(open.value, act), neutral: id }]);
}

type Side = 'opener' | 'other' | 'arbitrator';

/** The case when the actor has this side of it and it is in one of the states. */
export function caseIn(
  dispute: Dispute | undefined,
  act: Act & { readonly body: { readonly dispute: string } },
  rule: { readonly states: readonly DisputeStatus[]; readonly by: readonly Side[] },
): Result<Dispute, Refusal> {
  const { body, actor, kind, businessDate } = act;
  if (!dispute || !rule.by.some(side => dispute[side] === actor)) {
    return refuse('NOT_FOUND', { id: body.dispute });
  }
  const state = statusOn(dispute, businessDate);
  if (rule.states.includes(state)) return ok(dispute);
  const facts = { object: `dispute ${body.dispute}`, state, kind };
  return refuse('STATE_WRONG', { ...facts, states: rule.states.join(', ') });
}

export function placeOf(
  { dispute, receivable, opener, other }: Dispute,
  { businessDate: on }: Act,
) {
  return { dispute, receivable, sides: [opener, other], on };
}

function saidOf(
  dispute: Dispute,
  act: Act<'dispute.respond' | 'dispute.pause' | 'dispute.mediate' | 'dispute.escalate'>,
) {
  const { text, evidence } = act.body;
  return { ...placeOf(dispute, act), by: act.actor, text, evidence };
}
