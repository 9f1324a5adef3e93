import { daysFrom, type ModelClaim, type ModelHolding, type ModelState } from './state.ts';

/** Codes under which an act may be refused; none when it stands. */
export type Codes = readonly string[];

/** `when` adds its code. */
export function codes(...rules: readonly (readonly [boolean, string])[]): Codes {
  return rules.filter(([when]) => when).map(([, code]) => code);
}

const ENDED = ['declined', 'withdrawn', 'cancelled', 'expired'];
const OWED = ['confirmed', 'recorded', 'overdue', 'defaulted', 'closedWithLoss'];
const PART_MIN = 10_000n;
export const TIER_MAX = 1;

export const isOwed = ({ status }: ModelClaim): boolean => OWED.includes(status);
const isLate = (model: ModelState, { dueOn }: ModelClaim): boolean => model.today > dueOn;

/** Why a claim may not be passed on or financed. */
export function unclean(model: ModelState, claim: ModelClaim): Codes {
  return codes(
    [claim.frozen || isLate(model, claim) || !isOwed(claim), 'CLAIM_NOT_CLEAN'],
    [claim.flags.length > 0, 'FLAG_OPEN'],
  );
}

/** Only what the debtor signed irrevocably is passed on, sold or pooled. */
export function unassured({ undertaking }: ModelClaim): Codes {
  return codes([undertaking !== 'irrevocable', 'ASSURANCE_TOO_LOW']);
}

/** An invoice may be offered when no claim that stands, or was paid, has it. */
export function offered(model: ModelState, invoice: string): Codes {
  const own = [...model.claims.values()].filter(
    claim => claim.invoice === invoice && !ENDED.includes(claim.status),
  );
  const ids = new Set(own.map(({ id }) => id));
  const financed = [...model.financings.values()].some(({ claim, principal, status }) => {
    return ids.has(claim) && (principal > 0n || ['repaid', 'writtenOff'].includes(status));
  });
  return codes([own.length > 0, 'DUPLICATE_REGISTERED'], [financed, 'DUPLICATE_FINANCED']);
}

export function offer(
  model: ModelState,
  of: { readonly id: string; readonly invoice: string; readonly dueOn: string; supplier: string },
): void {
  const face = model.invoices.get(of.invoice) ?? 0n;
  const born = { status: 'offered', undertaking: '', frozen: false, agedTo: 0 } as const;
  const { id, invoice, dueOn, supplier } = of;
  model.claims.set(id, { ...born, id, invoice, face, dueOn, offeredOn: model.today, flags: [] });
  model.holdings.set(id, part({ id, claim: id, amount: face, holder: supplier, tier: 0 }));
}

function part(of: Pick<ModelHolding, 'id' | 'claim' | 'amount' | 'holder' | 'tier'>): ModelHolding {
  const none = { splitOut: 0n, paid: 0n, writtenOff: 0n };
  return { ...of, ...none, residualTo: of.holder, state: 'free', outstanding: of.amount };
}

export function confirm(
  model: ModelState,
  claim: ModelClaim,
  undertaking: 'irrevocable' | 'setOffReserved',
  debt: readonly [string, string],
): void {
  if (claim.status === 'offered') model.post(...debt, claim.face);
  Object.assign(claim, { status: 'confirmed', undertaking });
}

/** A claim that ends before anybody relied on it. */
export function end(model: ModelState, claim: ModelClaim, status: string): void {
  claim.status = status;
  for (const holding of model.holdings.values()) {
    if (holding.claim !== claim.id || holding.state !== 'free') continue;
    Object.assign(holding, { state: 'closed', outstanding: 0n });
  }
}

/** Supplier and buyer cancel what is all free and all the supplier's. */
export function cancelFaults(model: ModelState, claim: ModelClaim, supplier: string): Codes {
  const live = model.liveOf(claim.id);
  const free = live.every(({ state, holder }) => state === 'free' && holder === supplier);
  const whole = model.openOf(claim.id).outstanding === claim.face;
  return codes(
    [!['confirmed', 'recorded'].includes(claim.status), 'STATE_WRONG'],
    [!free || !whole, 'ENCUMBERED'],
  );
}

export function splitFaults(
  model: ModelState,
  holding: ModelHolding,
  of: { readonly actor: string; readonly parts: readonly bigint[] },
): Codes {
  const claim = model.claims.get(holding.claim);
  const sum = of.parts.reduce((whole, amount) => whole + amount, 0n);
  return codes(
    [holding.holder !== of.actor, 'NOT_HOLDER'],
    [holding.state !== 'free', 'HOLDING_LOCKED'],
    [!['confirmed', 'recorded'].includes(claim?.status ?? ''), 'STATE_WRONG'],
    [sum !== holding.outstanding, 'SPLIT_NOT_WHOLE'],
    [of.parts.some(amount => amount < PART_MIN), 'PART_TOO_SMALL'],
  );
}

export function split(
  model: ModelState,
  holding: ModelHolding,
  children: readonly { readonly id: string; readonly amount: bigint }[],
): void {
  for (const { id, amount } of children) {
    const { claim, holder, tier } = holding;
    model.holdings.set(id, part({ id, claim, amount, holder, tier }));
  }
  holding.splitOut += holding.outstanding;
  Object.assign(holding, { state: 'split', outstanding: 0n });
}

export function transferFaults(
  model: ModelState,
  holding: ModelHolding,
  of: { readonly actor: string; readonly to: string; readonly voluntary: boolean },
): Codes {
  const claim = model.claims.get(holding.claim);
  return [
    ...codes(
      [holding.holder !== of.actor, 'NOT_HOLDER'],
      [holding.state !== 'free', 'HOLDING_LOCKED'],
      [of.to === of.actor, 'SAME_PARTY'],
      [!of.voluntary, 'NOT_VOLUNTARY'],
      [holding.tier + 1 > TIER_MAX, 'TIER_LIMIT'],
    ),
    ...(claim ? [...unclean(model, claim), ...unassured(claim)] : ['NOT_FOUND']),
  ];
}

export function transfer(
  model: ModelState,
  holding: ModelHolding,
  of: { readonly to: string; readonly child: string },
): void {
  const { claim, holder, outstanding: amount, tier } = holding;
  model.post(`8001 ${of.to}`, `8001 ${holder}`, amount);
  model.holdings.set(
    of.child,
    part({ id: of.child, claim, amount, holder: of.to, tier: tier + 1 }),
  );
  holding.splitOut += amount;
  Object.assign(holding, { state: 'split', outstanding: 0n });
}

const CLASSES = [30, 90, 180, 360];

/** What the passing of days makes of a claim; `TOO_EARLY` when nothing. */
export function ageFaults(model: ModelState, claim: ModelClaim): Codes {
  const days = daysFrom(claim.dueOn, model.today);
  switch (claim.status) {
    case 'offered':
      return codes([daysFrom(claim.offeredOn, model.today) <= 30, 'TOO_EARLY']);
    case 'confirmed':
    case 'recorded':
      return codes([days <= 0, 'TOO_EARLY']);
    case 'overdue':
    case 'defaulted': {
      const late = [...model.financings.values()].some(({ claim: of, status }) => {
        return of === claim.id && status === 'active';
      });
      return codes([!late && classOf(days) <= claim.agedTo, 'TOO_EARLY']);
    }
    default:
      return ['STATE_WRONG'];
  }
}

function classOf(days: number): number {
  return CLASSES.filter(first => first <= days).at(-1) ?? 0;
}

export function age(model: ModelState, claim: ModelClaim): void {
  if (claim.status === 'offered') return end(model, claim, 'expired');
  if (claim.status === 'overdue' || claim.status === 'defaulted') {
    claim.agedTo = Math.max(claim.agedTo, classOf(daysFrom(claim.dueOn, model.today)));
  } else Object.assign(claim, { status: 'overdue', agedTo: 1 });
  for (const financing of model.financings.values()) {
    if (financing.claim === claim.id && financing.status === 'active') financing.status = 'overdue';
  }
}
