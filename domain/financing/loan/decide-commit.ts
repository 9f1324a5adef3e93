import type { Act } from '../../act/index.ts';
import { addDays, nextBusinessDay } from '../../calendar/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../../credit/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/index.ts';
import { fromWire } from '../../money/index.ts';
import type { Order } from '../../order/state.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { creditFaults, type Credit } from '../credit-check.ts';
import { lineFaults, takeLines, type LineState } from '../decide-commit.ts';
import { lossFaults, type UnbookedLoss } from '../faults.ts';
import type { QuoteTerms } from '../quote-state.ts';
import { capFault } from './decide-accept.ts';
import type { OrderLoan } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type LoanCommitState = {
  readonly loan: OrderLoan | undefined;
  readonly order: Order | undefined;
  readonly credit: Credit;
  readonly lines: readonly LineState[];
  readonly losses: readonly UnbookedLoss[];
};

/** `orderLoan.commit`: the funder binds itself; the whole loan is frozen on every line. */
export function decideLoanCommit(
  state: LoanCommitState,
  act: Act<'orderLoan.commit'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Decision {
  const { body, actor, businessDate: on } = act;
  const { credit } = state;
  const accepted = acceptedBy(state, act);
  if (!accepted.ok) return accepted;
  const { loan, order, terms } = accepted.value;
  const { amount, buyer, supplier: holder } = loan;
  const { programme } = terms;
  const lined = { buyer, holder, programme, funder: actor, outstanding: amount };
  const fault = firstOf([
    ...lineFaults(lined, state.lines, { named: body.lines, on }),
    ...lossFaults(state.losses, buyer),
    ...creditFaults(credit, { assurance: 'order', kind: 'pledge', businessDate: on }),
    ...[capFault({ loan, order, terms, credit }, on, policy) ?? []].flat(),
  ]);
  if (fault) return fail(fault);
  const taken = takeLines({ amount: fromWire(amount), funder: actor }, state.lines, {
    credit,
    context,
  });
  if (!taken.ok) return taken;
  const period = on.slice(0, 7);
  return ok([
    { kind: 'orderLoan.committed', loan: body.loan, takes: taken.value, on },
    ...taken.value.map(({ line, slices }): LedgerEvent => {
      return { kind: 'limit.frozen', line, period, act: act.id, slices };
    }),
  ]);
}

/** The loan that this funder's quote won, over the amount that it signs. */
function acceptedBy(
  { loan, order }: LoanCommitState,
  { body, actor, kind }: Act<'orderLoan.commit'>,
): Result<
  { readonly loan: OrderLoan; readonly order: Order; readonly terms: QuoteTerms },
  Refusal
> {
  if (!loan?.terms || loan.funder !== actor || !order) {
    return refuse('NOT_FOUND', { id: body.loan });
  }
  if (loan.status !== 'accepted') {
    const object = `loan ${body.loan}`;
    return refuseState(kind, { object, state: loan.status, states: ['accepted'] });
  }
  const { amount, terms } = loan;
  if (amount.minor !== body.amount.minor || amount.currency !== body.amount.currency) {
    return refuse('TERMS_DIFFER', { field: 'amount' });
  }
  return ok({ loan, order, terms });
}

/**
 * By date alone: a quote that was accepted and not committed by the next business day, a commitment
 * that was never drawn by its due day, a debt past it (§3.1).
 */
export function ageLoan(loan: OrderLoan | undefined, id: string, act: Act<'claim.age'>): Decision {
  if (!loan) return refuse('NOT_FOUND', { id });
  const { status, acceptedOn, dueOn, order } = loan;
  const { businessDate: on, kind } = act;
  const states = ['accepted', 'committed', 'active'];
  if (!states.includes(status)) {
    return refuseState(kind, { object: `loan ${id}`, state: status, states });
  }
  const after = status === 'accepted' ? nextBusinessDay(acceptedOn ?? on) : ok(dueOn);
  if (!after.ok) return after;
  if (on <= after.value) {
    const next = nextBusinessDay(after.value);
    return next.ok ? refuse('TOO_EARLY', { kind, date: next.value }) : next;
  }
  if (status === 'active') return ok([{ kind: 'orderLoan.overdue', loan: id, on }]);
  // Money that is on its way counts: its payout decides first.
  if (loan.draws.some(draw => draw.status === 'instructed')) {
    return refuseState(kind, { object: `loan ${id}`, state: 'paying out', states });
  }
  return ok([{ kind: 'orderLoan.expired', loan: id, order, on }, ...frozenBack(loan, act)]);
}

/** An overdue loan that is more than the days of a default past its due day. */
export function defaultLoan(
  loan: OrderLoan | undefined,
  { body, kind, businessDate: on }: Act<'claim.default'>,
  days: number,
): Decision {
  const id = 'loan' in body ? body.loan : '';
  if (!loan) return refuse('NOT_FOUND', { id });
  if (loan.status !== 'overdue') {
    return refuseState(kind, { object: `loan ${id}`, state: loan.status, states: ['overdue'] });
  }
  const date = addDays(loan.dueOn, days + 1);
  if (on < date) return refuse('TOO_EARLY', { kind, date });
  return ok([{ kind: 'orderLoan.defaulted', loan: id, on }]);
}

/** What lines still hold for a loan that nothing more is drawn of. */
export function frozenBack({ frozen, loan }: OrderLoan, act: Act): readonly LedgerEvent[] {
  const period = act.businessDate.slice(0, 7);
  // A row of its own for each loan and line: one act may end several, and repay on the same line.
  const row = `${act.id}.${loan}`;
  return frozen
    .filter(({ slices }) => slices.length > 0)
    .map(({ line, slices }) => {
      return { kind: 'limit.released', from: 'frozen', line, period, act: row, slices };
    });
}
