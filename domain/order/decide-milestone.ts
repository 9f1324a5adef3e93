import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import { closedBy } from './cover.ts';
import { orderIn, type OneOrder } from './decide-order.ts';
import type { Milestone, Order } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const WHOLE_PPM = 1_000_000;

/** `order.claim`: what the supplier shows for a milestone; it releases nothing. */
export function decideOrderClaim({ order }: OneOrder, act: Act<'order.claim'>): Decision {
  const { body, actor, businessDate: on } = act;
  const found = orderIn(order, act, ['accepted']);
  if (!found.ok) return found;
  if (found.value.supplier !== actor) return refuse('NOT_FOUND', { id: body.order });
  const milestone = openMilestone(found.value, body.milestone, act.kind);
  if (!milestone.ok) return milestone;
  const evidence = body.evidence.map(({ hash }) => hash);
  return ok([
    { kind: 'order.claimed', order: body.order, milestone: body.milestone, evidence, on },
  ]);
}

/**
 * `order.attest`: the named attestor says how much of a milestone is met. What was attested is not
 * taken back: a later word on a part may only add. With the last one met the order is fulfilled.
 */
export function decideOrderAttest({ order }: OneOrder, act: Act<'order.attest'>): Decision {
  const { body, actor, businessDate: on } = act;
  const found = attestedMilestone(order, act);
  if (!order) return refuse('NOT_FOUND', { id: body.order });
  if (!found.ok) return found;
  const milestone = found.value;
  const ppm = attestedPpm(body);
  if (ppm === null || ppm < milestone.attestedPpm) {
    const least = milestone.attestedPpm;
    const faults = [`act.body.ppm: only for a part, from ${least} to ${WHOLE_PPM - 1}`];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  const evidence = body.evidence.map(({ hash }) => hash);
  const { result } = body;
  const said = { order: body.order, milestone: body.milestone, by: actor, result, ppm };
  const last = order.milestones.every(({ code, result: before }) => {
    return code === body.milestone ? result === 'met' : before === 'met';
  });
  const attested: LedgerEvent = { kind: 'order.attested', ...said, evidence, on };
  if (!last) return ok([attested]);
  const fulfilled: LedgerEvent = { kind: 'order.fulfilled', order: body.order, on };
  return ok([attested, fulfilled, ...closedBy(order, 0n, on)]);
}

/** The milestone, for its own attestor, while it is open. */
function attestedMilestone(
  order: Order | undefined,
  { body, actor, kind }: Act<'order.attest'>,
): Result<Milestone, Refusal> {
  const named = order?.milestones.find(({ code }) => code === body.milestone);
  if (!order || !named) return refuse('NOT_FOUND', { id: body.order });
  if (named.attestor !== actor) {
    // Its supplier sees the order; whoever is no part of it does not.
    if (order.supplier === actor) return refuse('ATTESTOR_CONFLICT', { party: actor });
    return refuse('NOT_FOUND', { id: body.order });
  }
  if (order.status === 'accepted') return openMilestone(order, body.milestone, kind);
  const object = `order ${body.order}`;
  return refuseState(kind, { object, state: order.status, states: ['accepted'] });
}

/** All of it, the part that is named, nothing; `null` when a part is named where none belongs. */
function attestedPpm({ result, ppm }: Act<'order.attest'>['body']): number | null {
  if (result === 'partly') return ppm ?? null;
  if (ppm !== undefined) return null;
  return result === 'met' ? WHOLE_PPM : 0;
}

function openMilestone(order: Order, code: string, kind: string): Result<Milestone, Refusal> {
  const milestone = order.milestones.find(one => one.code === code);
  if (!milestone) return refuse('NOT_FOUND', { id: code });
  if (milestone.result !== 'met') return ok(milestone);
  const object = `milestone ${code}`;
  return refuseState(kind, { object, state: 'met', states: ['open'] });
}
