import type { Act } from '../act/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { areRelated } from '../party/related.ts';
import type { Party } from '../party/state.ts';
import { agreementFault } from '../receivable/agreed.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Order, OrderKey, OrderStatus } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const WHOLE_PPM = 1_000_000;
/** A signature alone is worth little: the most that a milestone of that code weighs. */
const SIGNED = { code: 'signed', maxPpm: 300_000 } as const;

export type RegisterState = {
  readonly order: Order | undefined;
  /** K6 of the private fields, or the path that does not open the root. */
  readonly opened: Result<string, string>;
  readonly key: OrderKey | undefined;
  /** The live order that bears the key. */
  readonly twin: Order | undefined;
  readonly supplier: Party | undefined;
  /** Attestors by id; absent ones are left out. */
  readonly attestors: ReadonlyMap<string, Party>;
};

type Birth = Act<'order.register'> | Act<'order.issue'>;

/** `order.register` by the supplier, `order.issue` by the buyer: the other side accepts it. */
export function decideOrder(state: RegisterState, act: Birth): Decision {
  const { body, actor, businessDate: on } = act;
  const { supplier, buyer } = sidesOf(act);
  if (state.order) {
    const object = `order ${body.order}`;
    return refuseState(act.kind, { object, state: state.order.status, states: ['unknown'] });
  }
  const codes = new Set(body.milestones.map(({ code }) => code));
  if (codes.size < body.milestones.length) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.milestones: a code twice'] });
  }
  const { opened } = state;
  if (!opened.ok) return refuse('ROOT_MISMATCH', { field: opened.error });
  const fault = firstOf([
    ...(supplier === buyer ? [same(actor)] : []),
    ...dateFaults(act),
    ...weightFaults(body.milestones),
    ...attestorFaults(state, body.milestones),
    ...twinFaults(state, supplier),
  ]);
  if (fault) return fail(fault);
  const milestones = body.milestones.map(milestone => ({
    ...milestone,
    ...{ claimed: [], result: null, attestedPpm: 0, attestedOn: null },
  }));
  const { order, value, root, validUntil, terms } = body;
  const sides = { order, supplier, buyer, by: actor, value, root, key: opened.value };
  const kind = act.kind === 'order.register' ? 'order.registered' : 'order.issued';
  const times = { validUntil, payDays: terms.payDays, registeredOn: on };
  return ok([{ kind, ...sides, milestones, ...times }]);
}

function sidesOf(act: Birth): { readonly supplier: string; readonly buyer: string } {
  if (act.kind === 'order.register') return { supplier: act.actor, buyer: act.body.buyer };
  return { supplier: act.body.supplier, buyer: act.actor };
}

function same(party: string): Refusal {
  return { code: 'SAME_PARTY', facts: { party } };
}

type Steps = Birth['body']['milestones'];

function dateFaults({ body, businessDate: on }: Birth): readonly Refusal[] {
  const { validUntil, milestones } = body;
  const pairs = [
    [on, validUntil] as const,
    ...milestones.flatMap(({ dueOn }) => [[on, dueOn] as const, [dueOn, validUntil] as const]),
  ];
  const wrong = pairs.find(([a, b]) => a > b);
  return wrong ? [{ code: 'DATES_DISORDERED', facts: { a: wrong[0], b: wrong[1] } }] : [];
}

function weightFaults(milestones: Steps): readonly Refusal[] {
  const x = milestones.reduce((sum, { weightPpm }) => sum + weightPpm, 0);
  if (x !== WHOLE_PPM) return [{ code: 'WEIGHTS_NOT_WHOLE', facts: { x } }];
  const at = milestones.findIndex(({ code, weightPpm }) => {
    return code === SIGNED.code && weightPpm > SIGNED.maxPpm;
  });
  if (at < 0) return [];
  const faults = [`act.body.milestones[${at}].weightPpm: to ${SIGNED.maxPpm} for a signature`];
  return [{ code: 'ACT_MALFORMED', facts: { n: 1, faults } }];
}

/** Neither the supplier nor related to it, and known. */
function attestorFaults(
  { attestors, supplier }: RegisterState,
  milestones: Steps,
): readonly Refusal[] {
  const named = [...new Set(milestones.map(({ attestor }) => attestor))];
  return named.flatMap((id): readonly Refusal[] => {
    const attestor = attestors.get(id);
    if (attestor?.state !== 'active') {
      const state = attestor?.state ?? 'unknown';
      return [{ code: 'PARTY_NOT_ACTIVE', facts: { party: id, state } }];
    }
    if (supplier && !areRelated(supplier, attestor)) return [];
    return [{ code: 'ATTESTOR_CONFLICT', facts: { party: id } }];
  });
}

function twinFaults({ twin }: RegisterState, applicant: string): readonly Refusal[] {
  if (!twin) return [];
  const whose = twin.supplier === applicant ? 'same' : 'another';
  const line = { key: 'K6', applicant: whose, match: 'exact' };
  return [{ code: 'DUPLICATE_REGISTERED', facts: { ...line, matches: [line] } }];
}

export type OneOrder = { readonly order: Order | undefined };

/** The order when the actor is one of its sides and it is in a state; else why not. */
export function orderIn(
  order: Order | undefined,
  act: Act & { readonly body: { readonly order: string } },
  states: readonly OrderStatus[],
): Result<Order, Refusal> {
  const isSide = order?.supplier === act.actor || order?.buyer === act.actor;
  if (!order || !isSide) return refuse('NOT_FOUND', { id: act.body.order });
  if (states.includes(order.status)) return ok(order);
  const object = `order ${order.order}`;
  return refuseState(act.kind, { object, state: order.status, states });
}

/** `order.accept`: the other side, the very version and root; a buyer signs the value with it. */
export function decideOrderAccept({ order }: OneOrder, act: Act<'order.accept'>): Decision {
  const { body, actor, businessDate: on } = act;
  const found = orderIn(order, act, ['registered']);
  if (!found.ok) return found;
  const { by, version, root, buyer, value } = found.value;
  if (by === actor) return refuse('NOT_FOUND', { id: body.order });
  if (body.expect !== version) {
    return refuse('STATE_MOVED', { object: `order ${body.order}`, version });
  }
  if (body.root !== root) return refuse('ROOT_MISMATCH', { field: 'root' });
  const given = body.value;
  const differs = given?.minor !== value.minor || given.currency !== value.currency;
  if (differs && (actor === buyer || given)) return refuse('TERMS_DIFFER', { field: 'value' });
  return ok([{ kind: 'order.accepted', order: body.order, on }]);
}

/** `order.decline`: either side before it is accepted; the number is free again. */
export function decideOrderDecline({ order }: OneOrder, act: Act<'order.decline'>): Decision {
  const { body, businessDate: on } = act;
  const found = orderIn(order, act, ['registered']);
  if (!found.ok) return found;
  const { key } = found.value;
  return ok([{ kind: 'order.declined', order: body.order, key, reason: body.reason, on }]);
}

/** `order.close`: both sides say that nothing more comes of it. */
export function decideOrderClose(
  { order }: OneOrder,
  act: Act<'order.close'>,
  context: Context,
): Decision {
  const found = orderIn(order, act, ['fulfilled']);
  if (!found.ok) return found;
  const { supplier, buyer } = found.value;
  const missing = agreementFault([supplier, buyer], context);
  if (missing) return fail(missing);
  return ok([{ kind: 'order.closed', order: act.body.order, on: act.businessDate }]);
}
