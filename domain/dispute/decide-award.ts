import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { posted } from '../journal/index.ts';
import { allocate, formatMoney, fromWire, money } from '../money/index.ts';
import { agreementFault, diluteClaim, type Holding, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { caseIn, placeOf, type Decision } from './decide.ts';
import type { Award, Dispute } from './state.ts';

export type AwardState = {
  readonly dispute: Dispute | undefined;
  readonly receivable: Receivable | undefined;
  /** Live holdings of the claim. */
  readonly holdings: readonly Holding[];
};

/** `dispute.award`: the arbitrator decides; the effects are written with it. */
export function decideAward(state: AwardState, act: Act<'dispute.award'>): Decision {
  const open = caseIn(state.dispute, act, { states: ['arbitration'], by: ['arbitrator'] });
  if (!open.ok) return open;
  const award = awardOf(act);
  if (!award.ok) return award;
  const effects = effectsOf(state, award.value, act);
  if (!effects.ok) return effects;
  const closes = award.value.outcome !== 'paid';
  const place = placeOf(open.value, act);
  return ok([{ kind: 'dispute.awarded', ...place, award: award.value, closes }, ...effects.value]);
}

/** `dispute.settle`: both sides agree; the same effects as an award, and the case is closed. */
export function decideSettle(
  state: AwardState,
  act: Act<'dispute.settle'>,
  context: Context,
): Decision {
  const states = ['open', 'answered', 'mediation'] as const;
  const open = caseIn(state.dispute, act, { states, by: ['opener', 'other'] });
  if (!open.ok) return open;
  const silent = agreementFault([open.value.opener, open.value.other], context);
  if (silent) return fail(silent);
  const award = awardOf(act);
  if (!award.ok) return award;
  const effects = effectsOf(state, award.value, act);
  if (!effects.ok) return effects;
  const place = placeOf(open.value, act);
  return ok([{ kind: 'dispute.settled', ...place, award: award.value }, ...effects.value]);
}

/** `dispute.enforce`: an award that was not paid by its day. */
export function decideEnforce(
  { dispute }: Pick<AwardState, 'dispute'>,
  act: Act<'dispute.enforce'>,
): Decision {
  const open = caseIn(dispute, act, { states: ['awarded'], by: ['opener', 'other'] });
  if (!open.ok) return open;
  const { dueOn = null } = open.value.award ?? {};
  if (dueOn !== null && act.businessDate <= dueOn) {
    return refuse('TOO_EARLY', { kind: act.kind, date: dueOn });
  }
  const { proof } = act.body;
  return ok([{ kind: 'dispute.enforced', ...placeOf(open.value, act), proof }]);
}

/** `dispute.enforceStep`: what the court did; paid and returned end the case. */
export function decideEnforceStep(
  { dispute }: Pick<AwardState, 'dispute'>,
  act: Act<'dispute.enforceStep'>,
): Decision {
  const open = caseIn(dispute, act, { states: ['enforcement'], by: ['opener', 'other'] });
  if (!open.ok) return open;
  const { step, amount = null, proof } = act.body;
  const closes = step === 'paid' || step === 'returned';
  const place = placeOf(open.value, act);
  return ok([{ kind: 'dispute.stepped', ...place, step, amount, proof, closes }]);
}

/** The terms that an outcome needs are there, and no others. */
function awardOf(act: Act<'dispute.award' | 'dispute.settle'>): Result<Award, Refusal> {
  const { outcome, amount, bearer, dueOn, document } = act.body;
  const faults: string[] = [];
  const wants = (name: string, is: boolean, must: boolean): void => {
    if (is !== must) faults.push(`act.body.${name}: ${must ? 'is due' : 'is not for'} ${outcome}`);
  };
  wants('amount', amount !== undefined, outcome === 'reduced' || outcome === 'paid');
  wants('bearer', bearer !== undefined, outcome === 'reduced');
  wants('dueOn', dueOn !== undefined, outcome === 'paid');
  if (faults.length > 0) return refuse('ACT_MALFORMED', { n: faults.length, faults });
  const terms = { amount: amount ?? null, bearer: bearer ?? null, dueOn: dueOn ?? null };
  return ok({ outcome, ...terms, document: document.hash });
}

function effectsOf(
  state: AwardState,
  award: Award,
  act: Act<'dispute.award' | 'dispute.settle'>,
): Decision {
  const { receivable, dispute } = state;
  if (!receivable) return ok([]);
  if (award.outcome === 'reduced') return reduced(state, receivable, award, act);
  if (award.outcome !== 'voided' || receivable.frozen) return ok([]);
  const frozen = { reason: 'court', ref: dispute?.dispute ?? '', on: act.businessDate } as const;
  return ok([{ kind: 'receivable.frozen', receivable: receivable.receivable, ...frozen }]);
}

/** A reduction as a credit note, from the holdings of the bearer in proportion. */
function reduced(
  { holdings }: AwardState,
  receivable: Receivable,
  { amount, bearer, document }: Award,
  act: Act,
): Result<readonly LedgerEvent[], Refusal> {
  if (!amount) return ok([]);
  const own = holdings.filter(({ holder, state }) => {
    return holder === bearer && (state === 'free' || state === 'sold' || state === 'pledged');
  });
  const weights = own.map(({ outstanding }) => BigInt(outstanding.minor));
  const held = weights.reduce((whole, part) => whole + part, 0n);
  const { currency } = receivable.face;
  if (amount.currency !== currency) {
    return refuse('CURRENCY_MISMATCH', { a: amount.currency, b: currency });
  }
  if (BigInt(amount.minor) > held) {
    const y = formatMoney(money(held, currency));
    return refuse('DILUTION_NOT_COVERED', { x: formatMoney(fromWire(amount)), y });
  }
  const shares = allocate(BigInt(amount.minor), weights);
  const parts = own.flatMap((holding, at) => {
    const minor = shares[at] ?? 0n;
    return minor > 0n ? [{ holding, amount: { minor: minor.toString(), currency } }] : [];
  });
  const on = act.businessDate;
  const diluted = diluteClaim(receivable, parts, { creditNote: document, on });
  return ok([...diluted.events, ...posted(act, diluted.lines)]);
}
