import { FLOWS, type Act } from '../act/index.ts';
import { addDays, addMonths, daysBetween } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { ParamProposal, Period, Periods, Trip } from './control-state.ts';
import { parameterAt, type Context } from './context.ts';
import { changeOf, type Change } from './parameters.ts';
import type { OpenDays, Parameter } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** `breaker.trip`: one signature stops flows, of the channel or of one party. */
export function decideTrip(_state: null, act: Act<'breaker.trip'>, context: Context): Decision {
  const { body, actor, businessDate: on } = act;
  const all = body.scope === 'all';
  if (all === body.flows.length > 0) {
    const faults = ['act.body.flows: names the flows, or none when all are meant'];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  const since = context.signers[0]?.at ?? `${on}T00:00:00.000Z`;
  const flows = all ? FLOWS : [...new Set(body.flows)];
  const cause = { rule: body.rule ?? null, reason: body.reason, by: actor, since, on };
  const subject = body.subject ?? null;
  return ok([{ kind: 'breaker.tripped', trip: act.id, flows, subject, ...cause }]);
}

type Tripped = { readonly trip: Trip | undefined };

/** `breaker.reset`: a quorum lets flows run again, with cause and measures on file. */
export function decideReset({ trip }: Tripped, act: Act<'breaker.reset'>): Decision {
  const { body, businessDate: on, kind } = act;
  if (!trip) return refuse('NOT_FOUND', { id: body.trip });
  const flows = [...new Set(body.flows)];
  const idle = flows.find(flow => !trip.flows.includes(flow) || trip.reset.includes(flow));
  if (idle !== undefined) {
    return refuseState(kind, { object: `flow ${idle}`, state: 'running', states: ['paused'] });
  }
  const { subject } = trip;
  const papers = { cause: body.cause.hash, measures: body.measures.hash };
  return ok([{ kind: 'breaker.reset', trip: body.trip, flows, subject, ...papers, on }]);
}

/** `breaker.review`: what was found, once. */
export function decideTripReview({ trip }: Tripped, act: Act<'breaker.review'>): Decision {
  const { body, businessDate: on, kind } = act;
  if (!trip) return refuse('NOT_FOUND', { id: body.trip });
  if (trip.findings !== null) {
    const object = `trip ${body.trip}`;
    return refuseState(kind, { object, state: 'reviewed', states: ['not reviewed'] });
  }
  return ok([{ kind: 'breaker.reviewed', trip: body.trip, findings: body.findings.hash, on }]);
}

export type ProposalState = {
  readonly parameter: Parameter | undefined;
  readonly proposal: ParamProposal | undefined;
  /** Payouts without an answer, as many as were looked for. */
  readonly inFlight: number;
};

/** `param.propose`: a known key, a value of its type, and its notice. */
export function decideParamPropose(
  { parameter }: Pick<ProposalState, 'parameter'>,
  act: Act<'param.propose'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const change = changed(parameter, body, on);
  if (!change) return refuse('PARAM_INVALID', { key: body.key, value: body.value });
  const short = noticeFault(change, body.effectiveOn, on);
  if (short) return fail(short);
  const persons = context.signers.map(({ person }) => person);
  const { key, value, effectiveOn, reason } = body;
  const proposed = { key, value, effectiveOn, reason, persons, proposedOn: on };
  return ok([{ kind: 'param.proposed', proposal: act.id, ...proposed }]);
}

/** `param.approve`: another person, for structure and loosening the auditor too. */
export function decideParamApprove(
  { parameter, proposal, inFlight }: ProposalState,
  act: Act<'param.approve'>,
  context: Context,
): Decision {
  const { body, businessDate: on, kind } = act;
  if (!proposal) return refuse('NOT_FOUND', { id: body.proposal });
  const { status: state, key, value, effectiveOn, persons } = proposal;
  if (state !== 'proposed') {
    return refuseState(kind, { object: `proposal ${body.proposal}`, state, states: ['proposed'] });
  }
  const change = changed(parameter, proposal, on);
  if (!change) return refuse('PARAM_INVALID', { key, value });
  const fault = approvalFault(change, persons, context) ?? noticeFault(change, effectiveOn, on);
  if (fault) return fail(fault);
  if (change.notice === 'structure' && inFlight > 0) {
    return refuse('MONEY_IN_FLIGHT', { n: inFlight });
  }
  return ok([{ kind: 'param.scheduled', proposal: body.proposal, key, value, effectiveOn, on }]);
}

/** `param.withdraw`: before its day. */
export function decideParamWithdraw(
  { proposal }: Pick<ProposalState, 'proposal'>,
  act: Act<'param.withdraw'>,
): Decision {
  const { body, businessDate: on, kind } = act;
  if (!proposal) return refuse('NOT_FOUND', { id: body.proposal });
  const { status, key, effectiveOn } = proposal;
  const begun = status === 'scheduled' && effectiveOn <= on;
  if (status === 'withdrawn' || begun) {
    const state = begun ? 'in force' : status;
    const states = ['proposed', 'scheduled'];
    return refuseState(kind, { object: `proposal ${body.proposal}`, state, states });
  }
  const scheduled = status === 'scheduled';
  const row = { key, scheduled, effectiveOn, reason: body.reason, on };
  return ok([{ kind: 'param.withdrawn', proposal: body.proposal, ...row }]);
}

function changed(
  parameter: Parameter | undefined,
  { key, value, effectiveOn }: Pick<ParamProposal, 'key' | 'value' | 'effectiveOn'>,
  on: string,
): Change | null {
  return changeOf(key, value, parameterAt(parameter, effectiveOn > on ? effectiveOn : on, null));
}

function noticeFault({ days: need }: Change, effectiveOn: string, on: string): Refusal | null {
  const days = effectiveOn < on ? -daysBetween(effectiveOn, on) : daysBetween(on, effectiveOn);
  return days >= need ? null : { code: 'NOTICE_TOO_SHORT', facts: { days, need } };
}

function approvalFault(
  { auditor }: Change,
  proposers: readonly string[],
  { signers, channel }: Context,
): Refusal | null {
  const own = signers.find(({ person }) => proposers.includes(person));
  if (own) {
    return { code: 'APPROVER_CONFLICT', facts: { person: own.person, object: 'proposal' } };
  }
  if (!auditor || signers.some(({ party }) => party === channel.auditor)) return null;
  return { code: 'APPROVALS_MISSING', facts: { have: 1, need: 2, missing: ['auditor:maker'] } };
}

export type PeriodState = {
  readonly period: Period | undefined;
  readonly periods: Periods | undefined;
  readonly days: OpenDays | undefined;
};

/** `period.close`: months close in order and once; the same totals again are the same answer. */
export function decidePeriodClose(state: PeriodState, act: Act<'period.close'>): Decision {
  const { body, businessDate: on, kind } = act;
  const { month, controlTotals } = body;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.month: must be like 2026-03'] });
  }
  const closed: LedgerEvent = { kind: 'period.closed', month, controlTotals, on };
  if (state.period) {
    if (state.period.controlTotals === controlTotals) return ok([closed]);
    return refuseState(kind, { object: `month ${month}`, state: 'closed', states: ['open'] });
  }
  const next = addMonths(`${month}-01`, 1);
  if (on < next) return refuse('TOO_EARLY', { kind, date: next });
  const before = addDays(`${month}-01`, -1).slice(0, 7);
  if (state.periods && state.periods.last < before) {
    const earlier = addMonths(`${state.periods.last}-01`, 1).slice(0, 7);
    return refuse('PERIOD_ORDER', { earlier });
  }
  const open = state.days?.open.find(day => day.startsWith(month));
  if (open !== undefined) {
    return refuseState(kind, { object: `day ${open}`, state: 'open', states: ['closed'] });
  }
  return ok([closed]);
}
