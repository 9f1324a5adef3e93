import type { Act } from '../act/index.ts';
import { daysBetween } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { OWED_STATES, type Financing, type OwedFinancing } from '../financing/index.ts';
import { fromWire, divide, money, toWire } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Provision } from './loss-state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Provisioned = {
  readonly financing: Financing | undefined;
  readonly provision: Provision | undefined;
};

const PPM = 1_000_000n;
/** First day past due of each class and what is provided, of outstanding principal (§7.4). */
export const PROVISION_TABLE = [
  [360, 1_000_000],
  [180, 500_000],
  [90, 200_000],
  [30, 30_000],
  [1, 20_000],
  [0, 10_000],
] as const;

/** Policy by days past due. @example 0 → 10,000; 1 → 20,000; 89 → 30,000; 360 → 1,000,000 ppm */
export function policyPpm(days: number): number {
  return PROVISION_TABLE.find(([first]) => days >= first)?.[1] ?? 0;
}

/** `provision.run`: values financings by policy; what a risk officer provided beyond it stays. */
export function decideProvisionRun(
  state: { readonly items: readonly Provisioned[] },
  act: Act<'provision.run'>,
): Decision {
  const { items } = act.body;
  const faults: Refusal[] = [];
  const events: LedgerEvent[] = [];
  for (const [at, id] of items.entries()) {
    const found = state.items[at];
    const owed = owedOf(found?.financing, id, act);
    if (!owed.ok) faults.push({ code: owed.error.code, facts: { ...owed.error.facts, item: at } });
    else events.push(booked(owed.value, { raisedPpm: found?.provision?.raisedPpm ?? null, act }));
  }
  const fault = firstOf(faults);
  return fault ? fail(fault) : ok(events);
}

/** `provision.raise`: more than policy, never less, with a reason. */
export function decideProvisionRaise(state: Provisioned, act: Act<'provision.raise'>): Decision {
  const { financing: id, ppm, reason } = act.body;
  const owed = owedOf(state.financing, id, act);
  if (!owed.ok) return owed;
  const policy = policyPpm(daysPast(owed.value, act.businessDate));
  if (ppm < policy) return refuse('PROVISION_BELOW_POLICY', { x: policy });
  return ok([booked(owed.value, { raisedPpm: ppm, reason, act })]);
}

/** `provision.undo`: takes a manual impairment back, only before the due date. */
export function decideProvisionUndo(state: Provisioned, act: Act<'provision.undo'>): Decision {
  const { provision: id } = act.body;
  const owed = owedOf(state.financing, id, act);
  if (!owed.ok) return owed;
  const { raisedPpm = null } = state.provision ?? {};
  const late = daysPast(owed.value, act.businessDate) > 0;
  if (raisedPpm === null || late) {
    const found = raisedPpm === null ? 'by policy' : 'past due';
    const facts = { object: `provision ${id}`, state: found, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'raised, before the due date' });
  }
  return ok([booked(owed.value, { raisedPpm: null, act })]);
}

function owedOf(
  financing: Financing | undefined,
  id: string,
  act: Act,
): Result<OwedFinancing, Refusal> {
  const isParty = act.kind === 'provision.run' || (financing && funderOf(financing) === act.actor);
  if (!financing || !isParty) return refuse('NOT_FOUND', { id });
  if (isOwed(financing)) return ok(financing);
  const facts = { object: `financing ${id}`, state: financing.status, kind: act.kind };
  return refuse('STATE_WRONG', { ...facts, states: OWED_STATES.join(', ') });
}

function booked(
  financing: OwedFinancing,
  of: { readonly raisedPpm: number | null; readonly reason?: string; readonly act: Act },
): LedgerEvent {
  const { businessDate: on } = of.act;
  const days = daysPast(financing, on);
  const policy = policyPpm(days);
  const ppm = Math.max(policy, of.raisedPpm ?? 0);
  const principal = money(BigInt(financing.debt.principal), financing.price.advance.currency);
  const amount = { ...principal, minor: divide(principal.minor * BigInt(ppm), PPM, 'halfUp') };
  return {
    kind: 'provision.booked',
    financing: financing.financing,
    funder: financing.funder,
    principal: toWire(principal),
    days,
    policyPpm: policy,
    raisedPpm: of.raisedPpm,
    ppm,
    amount: toWire(amount),
    reason: of.reason ?? null,
    on,
  };
}

function daysPast({ payOn }: OwedFinancing, on: string): number {
  return on > payOn ? daysBetween(payOn, on) : 0;
}

function isOwed(financing: Financing): financing is OwedFinancing {
  return (OWED_STATES as readonly string[]).includes(financing.status);
}

function funderOf(financing: Financing): string | null {
  return 'funder' in financing ? financing.funder : null;
}

/** Outstanding principal of a financing, for what may be written off of it. */
export function principalOf(financing: OwedFinancing) {
  return fromWire({
    minor: financing.debt.principal,
    currency: financing.price.advance.currency,
  });
}
