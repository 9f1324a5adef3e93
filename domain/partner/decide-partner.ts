import type { Act } from '../act/index.ts';
import { addBusinessDays, addDays } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { isUsable } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { entry as posting, posted } from '../journal/index.ts';
import { divide, formatMoney, fromWire, money, type Money } from '../money/index.ts';
import type { Account, Party } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { instruct, type Payout } from '../settlement/index.ts';
import type { Diligence, Margin, Partner, ShareDelta, ShareKind } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const REVIEW_DAYS = { admission: 184, onSite: 184, api: 92, data: 92 } as const;
const REVIEW_GRACE_DAYS = 15;
const CALL_DAYS = 5;
/** What a high-risk partner gives at least, minor units of CNY. */
export const MARGIN_FLOOR = { key: 'margin.floorMinor', fallback: 1_000_000 } as const;
const FIXED_PPM = {
  valueAdded: { key: 'share.valueAddedPpm', fallback: 700_000 },
  data: { key: 'share.dataPpm', fallback: 600_000 },
} as const;
export const SHARE_PARAMETERS = [FIXED_PPM.valueAdded.key, FIXED_PPM.data.key] as const;

export type TermsState = { readonly party: Party | undefined };

/** `partner.terms`: broker and partner agree on risk, margin and what the partner earns. */
export function decideTerms(
  { party }: TermsState,
  act: Act<'partner.terms'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const { party: partner, shareKind, partnerPpm, tiers, riskClass, marginPpm } = body;
  if (!party?.kinds.includes('partner')) return refuse('NOT_FOUND', { id: partner });
  if (party.state !== 'active') {
    return refuse('PARTY_NOT_ACTIVE', { party: partner, state: party.state });
  }
  const fixed = fixedPpm(shareKind, context);
  if (fixed !== null && fixed !== partnerPpm)
    return refuse('TERMS_DIFFER', { field: 'partnerPpm' });
  const steps = tiers.map(({ from, addPpm }) => ({ from: from.minor, addPpm }));
  const ordered = steps.every(({ from }, at) => at === 0 || isAbove(from, steps[at - 1]?.from));
  if (!ordered) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.tiers: must rise'] });
  }
  if (riskClass === 'high' && !isInsured(body.insurance, on)) return refuse('INSURANCE_MISSING');
  const { insurance } = body;
  const policy = insurance ? { document: insurance.document.hash, until: insurance.until } : null;
  const agreed = { partner, riskClass, marginPpm, insurance: policy, on };
  const terms = { partnerPpm, tiers: steps };
  return ok([{ kind: 'partner.termed', ...agreed, of: shareKind, terms }]);
}

/** Added value and data are split as the parameters say; a base share is agreed. */
function fixedPpm(kind: ShareKind, { parameters, businessDate }: Context): number | null {
  if (kind === 'base') return null;
  const { key, fallback } = FIXED_PPM[kind];
  return Number(parameterAt(parameters.get(key), businessDate, fallback));
}

function isAbove(a: string, b = '0'): boolean {
  return BigInt(a) > BigInt(b);
}

function isInsured(policy: { readonly until: string } | null | undefined, on: string): boolean {
  return policy !== null && policy !== undefined && policy.until >= on;
}

/** `diligence.record`: two assessors' review, with the day of the next one (R-16). */
export function decideDiligence({ party }: TermsState, act: Act<'diligence.record'>): Decision {
  const { body, businessDate: on } = act;
  if (!party?.kinds.includes('partner')) return refuse('NOT_FOUND', { id: body.party });
  const latest = addDays(on, REVIEW_DAYS[body.kind]);
  const { nextDueOn, findings, kind: of } = body;
  if (nextDueOn <= on) return refuse('DATES_DISORDERED', { a: on, b: nextDueOn });
  if (nextDueOn > latest) return refuse('DATES_DISORDERED', { a: nextDueOn, b: latest });
  return ok([{ kind: 'diligence.recorded', party: body.party, of, findings, nextDueOn, on }]);
}

export type Standing = {
  readonly party: Party | undefined;
  readonly partner: Partner | undefined;
  readonly margin: Margin | undefined;
  readonly reviews: readonly Diligence[];
};

/** Whether new business of a partner may be attributed; running business goes on. */
export function partnerFault(
  { party, partner, margin, reviews }: Standing,
  id: string,
  context: Context,
): Refusal | null {
  const { businessDate: on } = context;
  if (!party || !partner) return { code: 'NOT_FOUND', facts: { id } };
  if (party.state !== 'active') {
    return { code: 'PARTY_NOT_ACTIVE', facts: { party: id, state: party.state } };
  }
  const late = reviews.find(({ nextDueOn }) => addDays(nextDueOn, REVIEW_GRACE_DAYS) < on);
  if (late) return { code: 'REVIEW_OVERDUE', facts: { date: late.nextDueOn } };
  return partner.riskClass === 'high' ? coverFault(partner, margin, context) : null;
}

/** A partner of high risk is insured and has given its margin. */
function coverFault(
  { insurance }: Partner,
  margin: Margin | undefined,
  context: Context,
): Refusal | null {
  const { businessDate: on } = context;
  if (!isInsured(insurance, on)) return { code: 'INSURANCE_MISSING', facts: {} };
  const called = margin?.called;
  const target = called && called.dueOn < on ? BigInt(called.target) : 0n;
  const floor = floorOf(context);
  const short = (target > floor ? target : floor) - BigInt(margin?.held ?? '0');
  if (short <= 0n) return null;
  return { code: 'MARGIN_SHORT', facts: { amount: formatMoney(money(short, 'CNY')) } };
}

function floorOf({ parameters, businessDate }: Context): bigint {
  const { key, fallback } = MARGIN_FLOOR;
  return BigInt(Number(parameterAt(parameters.get(key), businessDate, fallback)));
}

export type MarginState = {
  readonly partner: Partner | undefined;
  readonly margin: Margin | undefined;
  /** What was attributed to the partner within 90 days. */
  readonly volume: readonly ShareDelta[];
  readonly account: Account | undefined;
  readonly payout: Payout | undefined;
  /** The party that a margin is applied for. */
  readonly payee: Party | undefined;
};

/** max(floor, marginPpm × volume of 90 days), rounded up; nothing of who is not high risk. */
function requiredOf({ partner, volume }: MarginState, context: Context): bigint {
  if (partner?.riskClass !== 'high') return 0n;
  const disbursed = volume.reduce((total, row) => total + BigInt(row.disbursed), 0n);
  const share = divide(disbursed * BigInt(partner.marginPpm), 1_000_000n, 'up');
  const floor = floorOf(context);
  return share > floor ? share : floor;
}

/** `margin.call`: exactly what is lacking, by a day that leaves five business days. */
export function decideMarginCall(
  state: MarginState,
  act: Act<'margin.call'>,
  context: Context,
): Decision {
  const { body, businessDate: on, kind } = act;
  const { partner } = state;
  if (!partner) return refuse('NOT_FOUND', { id: body.partner });
  const required = requiredOf(state, context);
  const short = required - BigInt(state.margin?.held ?? '0');
  if (short <= 0n) {
    const object = `margin of ${body.partner}`;
    return refuseState(kind, { object, state: 'enough', states: ['short'] });
  }
  if (BigInt(body.amount.minor) !== short || body.amount.currency !== 'CNY') {
    return refuse('TERMS_DIFFER', { field: 'amount' });
  }
  const first = addBusinessDays(on, CALL_DAYS);
  if (!first.ok) return first;
  if (body.dueOn < first.value) return refuse('TOO_EARLY', { kind, date: first.value });
  const target = { minor: required.toString(), currency: 'CNY' } as const;
  const { amount, dueOn } = body;
  return ok([{ kind: 'margin.called', partner: body.partner, amount, target, dueOn, on }]);
}

/** `margin.release`: what is held above what is required goes back to the partner's account. */
export function decideMarginRelease(
  state: MarginState,
  act: Act<'margin.release'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const fault = heldFault(state, body.partner, amount);
  if (fault) return fail(fault);
  const { account } = state;
  if (account?.party !== body.partner || !isUsable(account, on)) {
    return refuse('ACCOUNT_NOT_VERIFIED', { account: body.to, state: account ? 'new' : 'unknown' });
  }
  const left = BigInt(state.margin?.held ?? '0') - amount.minor;
  const short = requiredOf(state, context) - left;
  if (short > 0n) return refuse('MARGIN_SHORT', { amount: formatMoney(money(short, 'CNY')) });
  const { partner, reason, to } = body;
  const source = { account: '2601', sub: partner } as const;
  const of = { payout: act.id, purpose: 'margin', financing: null, funder: null } as const;
  const order = { ...of, source, payee: partner, account: to, valueOn: on, amount };
  return ok([
    { kind: 'margin.released', partner, amount: body.amount, reason, on },
    ...instruct(order, act, context),
  ]);
}

/** `margin.apply`: a partner's margin makes good what it owes: to a party, or to the risk reserve. */
export function decideMarginApply(state: MarginState, act: Act<'margin.apply'>): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const fault = heldFault(state, body.partner, amount);
  if (fault) return fail(fault);
  const { partner, reason, to = null } = body;
  if (to !== null && !state.payee) return refuse('NOT_FOUND', { id: to });
  const place = to === null ? (['2701', 'reserve'] as const) : (['2101', to] as const);
  return ok([
    { kind: 'margin.applied', partner, to, amount: body.amount, reason, on },
    ...posted(act, posting('cash', ['2601', partner], place, amount)),
  ]);
}

function heldFault({ partner, margin }: MarginState, id: string, amount: Money): Refusal | null {
  if (!partner || !margin) return { code: 'NOT_FOUND', facts: { id } };
  if (amount.currency !== 'CNY') {
    return { code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: 'CNY' } };
  }
  if (amount.minor <= BigInt(margin.held)) return null;
  const open = formatMoney(money(BigInt(margin.held), 'CNY'));
  return { code: 'MATCH_EXCEEDS', facts: { x: formatMoney(amount), open } };
}
