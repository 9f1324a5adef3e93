import type { Act } from '../act/index.ts';
import { addDays, addMonths, businessDayFrom } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { posted } from '../journal/index.ts';
import { formatMoney, fromWire } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { agreementFault } from './agreed.ts';
import { minorOf, sumOf, withMinor } from './amounts.ts';
import { stateFault } from './decide-claim.ts';
import { diluteClaim, type DilutedHolding } from './dilution.ts';
import { isLive } from './effects.ts';
import type { Holding, Receivable } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const EXTEND_DAYS_MAX = 30;
const TENOR_MONTHS_MAX = 12;

export type ClaimHoldings = {
  readonly receivable: Receivable | undefined;
  /** Every live holding of the claim. */
  readonly holdings: readonly Holding[];
};

export type DiluteState = ClaimHoldings & {
  /** Manager of each sealed or sold pool that a holding of the claim is in, by pool. */
  readonly managers: ReadonlyMap<string, string>;
  /** The private fields of the credit note open its root. */
  readonly opened: boolean;
};

/**
 * A credit note after confirmation: the holders whose parts it takes from sign it, and for what is in
 * a sealed or sold pool its manager too; the pool books it with its next collection.
 */
export function decideDilute(
  state: DiluteState,
  act: Act<'receivable.dilute'>,
  context: Context,
): Decision {
  const { receivable } = state;
  const { body, actor, kind, businessDate: on } = act;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['confirmed', 'recorded', 'overdue', 'defaulted']);
  if (wrong) return fail(wrong);
  if (!state.opened) return refuse('ROOT_MISMATCH', { field: 'creditNote' });
  const parts = partsOf(state, act);
  if (!parts.ok) return parts;
  const amounts = firstOf(dilutionFaults(receivable, parts.value, act));
  if (amounts) return fail(amounts);
  const buyer = agreementFault([receivable.buyer], context);
  if (buyer) return fail(buyer);
  const others = parts.value.flatMap(({ holding }) =>
    [holding.holder, ...(poolManager(state, holding) ?? [])].filter(party => party !== actor),
  );
  if (agreementFault(others, context)) {
    const foreign = parts.value.filter(({ holding }) => holding.holder !== actor);
    const touched = sumOf(foreign.map(({ amount }) => amount));
    const x = formatMoney(fromWire(withMinor(receivable.face, touched)));
    return refuse('DILUTION_NOT_COVERED', { x, y: shown(body.creditNote.amount) });
  }
  const diluted = diluteClaim(receivable, parts.value, { creditNote: body.creditNote.root, on });
  return ok([...diluted.events, ...posted(act, diluted.lines)]);
}

/** Who manages the sealed or sold pool of a holding; `null` for one that is in none. */
function poolManager({ managers }: DiluteState, holding: Holding): readonly string[] | null {
  if (holding.state !== 'reserved' || holding.lockedFor.kind !== 'pool') return null;
  const manager = managers.get(holding.lockedFor.id);
  return manager === undefined ? null : [manager];
}

function partsOf(
  state: DiluteState,
  { body }: Act<'receivable.dilute'>,
): Result<readonly DilutedHolding[], Refusal> {
  const { holdings } = state;
  const byId = new Map(holdings.map(holding => [holding.holding, holding]));
  const named = new Set(body.holdings.map(({ holding }) => holding));
  if (named.size < body.holdings.length) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.holdings: one is given twice'] });
  }
  const parts: DilutedHolding[] = [];
  for (const { holding: id, amount } of body.holdings) {
    const holding = byId.get(id);
    if (!holding) return refuse('NOT_FOUND', { id });
    if (!isLive(holding) || (holding.state === 'reserved' && !poolManager(state, holding))) {
      return refuse('HOLDING_LOCKED', { state: holding.state, ref: id });
    }
    parts.push({ holding, amount });
  }
  return ok(parts);
}

function dilutionFaults(
  { face, outstanding }: Receivable,
  parts: readonly DilutedHolding[],
  { body }: Act<'receivable.dilute'>,
): readonly Refusal[] {
  const { amount } = body.creditNote;
  const amounts = parts.map(part => part.amount);
  const foreign = [amount, ...amounts].find(({ currency }) => currency !== face.currency);
  if (foreign) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: foreign.currency, b: face.currency } }];
  }
  const faults: Refusal[] = [];
  if (minorOf(amount) > minorOf(outstanding)) {
    const facts = { x: shown(amount), y: shown(outstanding) };
    faults.push({ code: 'DILUTION_NOT_COVERED', facts });
  }
  if (sumOf(amounts) !== minorOf(amount)) {
    const x = formatMoney(fromWire(withMinor(face, sumOf(amounts))));
    faults.push({ code: 'SPLIT_NOT_WHOLE', facts: { x, y: shown(amount) } });
  }
  for (const part of parts) {
    if (minorOf(part.amount) <= minorOf(part.holding.outstanding)) continue;
    const facts = { x: shown(part.amount), y: shown(part.holding.outstanding) };
    faults.push({ code: 'DILUTION_NOT_COVERED', facts });
  }
  return faults;
}

export type RescheduleState = ClaimHoldings & {
  /** Live financings on the claim with the latest due day of their other claims. */
  readonly financings: readonly {
    readonly financing: string;
    readonly holder: string;
    readonly buyer: string;
    readonly payOn: string;
    readonly othersDueOn: string;
  }[];
};

/**
 * One extension that buyer and every holder sign; what is financed on it is paid on the first
 * business day from then.
 */
export function decideReschedule(
  state: RescheduleState,
  act: Act<'receivable.reschedule'>,
  context: Context,
): Decision {
  const { receivable, holdings } = state;
  const { body, actor, kind, businessDate: on } = act;
  if (receivable?.buyer !== actor) return refuse('NOT_FOUND', { id: body.receivable });
  const wrong = stateFault(receivable, kind, ['confirmed', 'recorded']);
  if (wrong) return fail(wrong);
  const { dueOn, rescheduled } = receivable;
  if (body.dueOn <= dueOn) return refuse('DATES_DISORDERED', { a: dueOn, b: body.dueOn });
  const latest = latestOf(receivable);
  if (rescheduled || body.dueOn > latest) return refuse('RESCHEDULE_BARRED', { latest });
  const holders = holdings.map(({ holder }) => holder);
  const silent = agreementFault([actor, ...holders], context);
  if (silent) return fail(silent);
  const paid = paidLater(state.financings, body.dueOn);
  if (!paid.ok) return paid;
  const moved = { from: dueOn, dueOn: body.dueOn, reason: body.reason, financings: paid.value, on };
  return ok([{ kind: 'receivable.rescheduled', receivable: body.receivable, ...moved }]);
}

/** A financing that is paid later, as the event tells it. */
type Paid = Extract<LedgerEvent, { kind: 'receivable.rescheduled' }>['financings'][number];

function paidLater(
  financings: RescheduleState['financings'],
  dueOn: string,
): Result<readonly Paid[], Refusal> {
  const paid: Paid[] = [];
  for (const { othersDueOn, payOn: from, ...named } of financings) {
    const payOn = businessDayFrom(othersDueOn > dueOn ? othersDueOn : dueOn);
    if (!payOn.ok) return payOn;
    paid.push({ ...named, from, payOn: payOn.value });
  }
  return ok(paid);
}

/** At most 30 days later, and never past 12 months from the start of the tenor. */
function latestOf({ invoiceOn, acceptedOn, dueOn }: Receivable): string {
  const start = acceptedOn !== null && acceptedOn < invoiceOn ? acceptedOn : invoiceOn;
  const year = addMonths(start, TENOR_MONTHS_MAX);
  const month = addDays(dueOn, EXTEND_DAYS_MAX);
  return month < year ? month : year;
}

/** Compliance stops a claim, with the reference of a court or of a duplicate. */
export function decideFreeze(
  { receivable }: Pick<ClaimHoldings, 'receivable'>,
  act: Act<'receivable.freeze'>,
): Decision {
  const { body, businessDate: on, kind } = act;
  if (!receivable) return refuse('NOT_FOUND', { id: body.receivable });
  if (receivable.frozen) {
    const facts = { object: body.receivable, state: 'frozen', kind, states: 'not frozen' };
    return refuse('STATE_WRONG', facts);
  }
  const live = ['offered', 'issued', 'confirmed', 'recorded', 'overdue', 'defaulted'] as const;
  const wrong = stateFault(receivable, kind, live);
  if (wrong) return fail(wrong);
  const { reason, ref } = body;
  return ok([{ kind: 'receivable.frozen', receivable: body.receivable, reason, ref, on }]);
}

/** Two of compliance and the auditor let it go again. */
export function decideUnfreeze(
  { receivable }: Pick<ClaimHoldings, 'receivable'>,
  act: Act<'receivable.unfreeze'>,
): Decision {
  const { body, businessDate: on, kind } = act;
  if (!receivable) return refuse('NOT_FOUND', { id: body.receivable });
  if (!receivable.frozen) {
    const facts = { object: body.receivable, state: 'not frozen', kind, states: 'frozen' };
    return refuse('STATE_WRONG', facts);
  }
  return ok([
    { kind: 'receivable.unfrozen', receivable: body.receivable, reason: body.reason, on },
  ]);
}

function shown(amount: Receivable['face']): string {
  return formatMoney(fromWire(amount));
}
