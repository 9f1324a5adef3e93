import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { parameterAt, type Context } from '../governance/context.ts';
import { posted, titleLines } from '../journal/index.ts';
import { footprintsSplit, type HoldingFootprint } from '../label/footprint.ts';
import { divide, formatMoney, fromWire, MINOR_DIGITS, type MoneyWire } from '../money/index.ts';
import type { Party } from '../party/state.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { minorOf, sumOf, withMinor } from './amounts.ts';
import { stateFault } from './decide-claim.ts';
import { confirmationOf, OWED_CLAIMS, uncleanFaults } from './standing.ts';
import type { Holding, Receivable } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export const HOLDING_PARAMETERS = ['holding.tierMax', 'leaves.max'] as const;
const TIER_MAX = 10;
const LEAVES_MAX = 500;
const PART_MIN_UNITS = 100n;
const PART_MIN_SHARE = 100n;

export type SplitState = {
  readonly holding: Holding | undefined;
  readonly receivable: Receivable | undefined;
  /** Holdings that carry an id of the parts already. */
  readonly taken: readonly string[];
  /** What it carries of a carbon footprint, by scope. */
  readonly footprints: readonly HoldingFootprint[];
};

/** A free holding becomes two or more that sum to it (INV-R2). */
export function decideSplit(
  state: SplitState,
  act: Act<'holding.split'>,
  context: Context,
): Decision {
  const { holding, receivable } = state;
  const { body, actor, kind } = act;
  if (!holding || !receivable) return refuse('NOT_FOUND', { id: body.holding });
  const held =
    holderFault(holding, actor) ?? stateFault(receivable, kind, ['confirmed', 'recorded']);
  if (held) return fail(held);
  const ids = new Set(body.parts.map(part => part.holding));
  if (ids.size < body.parts.length || state.taken.length > 0) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.parts: ids must be new'] });
  }
  const refusal = firstOf(partFaults(body.parts, { holding, receivable }, context));
  if (refusal) return fail(refusal);
  const { outstanding: amount, holder, tier, recourseTo } = holding;
  const moved = { holding: body.holding, receivable: receivable.receivable, amount };
  return ok([
    { kind: 'holding.split', ...moved, holder, parts: body.parts, tier, recourseTo },
    ...footprintsSplit(state.footprints, body.parts),
  ]);
}

export type TransferState = {
  readonly holding: Holding | undefined;
  readonly receivable: Receivable | undefined;
  readonly to: Party | undefined;
  /** Whether private fields opened `underlying`: opened, wrong, or not given at all. */
  readonly underlying: 'opened' | 'wrong' | 'absent';
  readonly footprints: readonly HoldingFootprint[];
};

/** A whole holding in lieu of payment to another party that agrees. */
export function decideTransfer(
  state: TransferState,
  act: Act<'holding.transfer'>,
  context: Context,
): Decision {
  const { holding, receivable } = state;
  const { body, actor, kind } = act;
  if (!holding || !receivable) return refuse('NOT_FOUND', { id: body.holding });
  const held = holderFault(holding, actor);
  if (held) return fail(held);
  const refusal = firstOf([
    ...assuranceFaults(receivable, kind),
    ...uncleanFaults(receivable, act.businessDate),
    ...transfereeFaults(state, act),
    ...tradeFaults(state, act),
    ...tierFaults(holding, context),
  ]);
  if (refusal) return fail(refusal);
  const { to, underlying, settles, recourse } = body;
  const amount = holding.outstanding;
  const moved = { holding: body.holding, receivable: receivable.receivable, amount };
  const recourseTo = recourse === 'toTransferor' ? actor : null;
  const child = { child: act.id, tier: holding.tier + 1, underlying, settles, recourseTo };
  return ok([
    { kind: 'holding.transferred', ...moved, from: actor, to, ...child },
    ...footprintsSplit(state.footprints, [{ holding: act.id, amount }]),
    ...posted(act, titleLines({ from: actor, to, amount })),
  ]);
}

function holderFault(holding: Holding, actor: string): Refusal | null {
  if (holding.holder !== actor) {
    return { code: 'NOT_HOLDER', facts: { party: actor, holding: holding.holding } };
  }
  if (holding.state === 'free') return null;
  return { code: 'HOLDING_LOCKED', facts: { state: holding.state, ref: lockOf(holding) } };
}

/** What a holding is locked for, for a refusal's sentence. */
export function lockOf(holding: Holding): string {
  if (holding.state === 'reserved') return holding.lockedFor.id;
  if (holding.state === 'pledged' || holding.state === 'sold') return holding.financing;
  return holding.holding;
}

type Parts = Act<'holding.split'>['body']['parts'];

function partFaults(
  parts: Parts,
  { holding, receivable }: { readonly holding: Holding; readonly receivable: Receivable },
  context: Context,
): Refusal[] {
  const faults: Refusal[] = [];
  const amounts = parts.map(({ amount }) => amount);
  const foreign = amounts.find(({ currency }) => currency !== holding.amount.currency);
  if (foreign) {
    const facts = { a: foreign.currency, b: holding.amount.currency };
    return [{ code: 'CURRENCY_MISMATCH', facts }];
  }
  const total = sumOf(amounts);
  if (total !== minorOf(holding.outstanding)) {
    const x = shown(withMinor(holding.outstanding, total));
    faults.push({ code: 'SPLIT_NOT_WHOLE', facts: { x, y: shown(holding.outstanding) } });
  }
  const min = partMinimum(receivable.face);
  const small = amounts.find(({ minor }) => BigInt(minor) < min);
  if (small) {
    const facts = { x: shown(small), min: shown(withMinor(small, min)) };
    faults.push({ code: 'PART_TOO_SMALL', facts });
  }
  const leaves = receivable.holdings.length - 1 + parts.length;
  const max = numberOf(context, 'leaves.max', LEAVES_MAX);
  if (leaves > max) faults.push({ code: 'TOO_MANY_PARTS', facts: { n: leaves, max } });
  return faults;
}

/** 100 units of the currency, or 1 % of the face if that is less. */
function partMinimum(face: MoneyWire): bigint {
  const units = PART_MIN_UNITS * 10n ** BigInt(MINOR_DIGITS[face.currency]);
  const share = divide(minorOf(face), PART_MIN_SHARE, 'down');
  return share < units ? share : units;
}

export function assuranceFaults(receivable: Receivable, kind: string): Refusal[] {
  // What the debtor signed stays signed when the claim falls overdue.
  const signed = OWED_CLAIMS.includes(receivable.status) ? confirmationOf(receivable) : null;
  if (signed?.undertaking === 'irrevocable') return [];
  const have = 'assurance' in receivable ? receivable.assurance : receivable.status;
  return [{ code: 'ASSURANCE_TOO_LOW', facts: { kind, need: 'L3 irrevocable', have } }];
}

function transfereeFaults(
  { to }: TransferState,
  { body, actor }: Act<'holding.transfer'>,
): Refusal[] {
  const faults: Refusal[] = [];
  if (body.to === actor) faults.push({ code: 'SAME_PARTY', facts: { party: actor } });
  if (to?.state !== 'active') {
    const facts = { party: body.to, state: to?.state ?? 'unknown' };
    faults.push({ code: 'PARTY_NOT_ACTIVE', facts });
  }
  if (!body.voluntary) faults.push({ code: 'NOT_VOLUNTARY', facts: { to: body.to } });
  return faults;
}

function tradeFaults(state: TransferState, { body }: Act<'holding.transfer'>): Refusal[] {
  const faults: Refusal[] = [];
  const currency = state.holding?.amount.currency ?? body.settles.currency;
  if (state.underlying === 'absent') faults.push({ code: 'UNDERLYING_MISSING', facts: {} });
  if (state.underlying === 'wrong') {
    faults.push({ code: 'ROOT_MISMATCH', facts: { field: 'underlying' } });
  }
  if (body.settles.currency !== currency) {
    faults.push({ code: 'CURRENCY_MISMATCH', facts: { a: body.settles.currency, b: currency } });
  }
  return faults;
}

function tierFaults({ tier }: Holding, context: Context): Refusal[] {
  const max = numberOf(context, 'holding.tierMax', TIER_MAX);
  return tier + 1 > max ? [{ code: 'TIER_LIMIT', facts: { n: max } }] : [];
}

function numberOf(
  { parameters, businessDate }: Context,
  key: (typeof HOLDING_PARAMETERS)[number],
  fallback: number,
): number {
  const value = parameterAt(parameters.get(key), businessDate, fallback);
  return typeof value === 'number' ? value : fallback;
}

function shown(amount: MoneyWire): string {
  return formatMoney(fromWire(amount));
}
