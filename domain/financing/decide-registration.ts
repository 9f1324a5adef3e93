import type { Act } from '../act/index.ts';
import { addBusinessDays } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { formatMoney, money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { inState, stateWrong } from './faults.ts';
import type { Financing, FinancingStatus, Registration } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** A registration belongs to a financing that has a funder and is not over. */
const STATES = ['committed', 'cleared', 'disbursing', 'active'] as const;

/** `registration.draft`: the hash of the text that goes to the outside registry. */
export function decideRegistrationDraft(
  state: { readonly financing: Financing | undefined; readonly operator: string },
  act: Act<'registration.draft'>,
): Decision {
  const agent = state.operator === act.actor;
  const open = inState(state.financing, act, { states: STATES, seenBy: isFunder(act, agent) });
  if (!open.ok) return open;
  const { financing, template, text } = act.body;
  return ok([{ kind: 'registration.drafted', financing, template, text, on: act.businessDate }]);
}

/** `registration.search`: what the outside registry answered about a subject, and its report. */
export function decideRegistrationSearch(_state: null, act: Act<'registration.search'>): Decision {
  const { subject, searchedOn, result, report } = act.body;
  const { actor: funder, businessDate } = act;
  if (searchedOn > businessDate) {
    return refuse('DATES_DISORDERED', { a: searchedOn, b: businessDate });
  }
  const found = { funder, subject, searchedOn, result, report: report.hash };
  return ok([{ kind: 'registration.searched', ...found }]);
}

/** `registration.file`: the registry's number and proof; it lasts to the pay day at least. */
export function decideRegistrationFile(
  state: { readonly financing: Financing | undefined },
  act: Act<'registration.file'>,
): Decision {
  const open = inState(state.financing, act, { states: STATES, seenBy: isFunder(act, false) });
  if (!open.ok) return open;
  const { financing, number, filedOn, until, proof } = act.body;
  if (filedOn > act.businessDate) {
    return refuse('DATES_DISORDERED', { a: filedOn, b: act.businessDate });
  }
  if (until < open.value.payOn) {
    return refuse('DATES_DISORDERED', { a: open.value.payOn, b: until });
  }
  const filed = { financing, number, filedOn, until, proof: proof.hash };
  return ok([{ kind: 'registration.filed', ...filed }]);
}

/** A filing is kept up as long as its financing may owe something. */
const KEPT = [...STATES, 'overdue', 'defaulted', 'writtenOff'] as const;
const ENDED = ['repaid', 'returned', 'cancelled', 'expired'] as const;
const DISCHARGE_DAYS = 10;

export type FiledState = {
  readonly financing: Financing | undefined;
  readonly registration: Registration | undefined;
};

type Change = Act<'registration.amend' | 'registration.extend' | 'registration.discharge'>;

/** `registration.amend`, `registration.extend`: a filing that stands says other things, or longer. */
export function decideRegistrationChange(
  state: FiledState,
  act: Act<'registration.amend' | 'registration.extend'>,
): Decision {
  const filed = filedIn(state, act, KEPT);
  if (!filed.ok) return filed;
  const { financing, filing } = filed.value;
  const { number, on, proof } = act.body;
  const until = act.body.until ?? filing.until;
  const isLonger = act.kind === 'registration.amend' || until > filing.until;
  if (!isLonger) return refuse('DATES_DISORDERED', { a: filing.until, b: until });
  if (until < financing.payOn) {
    return refuse('DATES_DISORDERED', { a: financing.payOn, b: until });
  }
  const changed = { financing: financing.financing, number, filedOn: on, until, proof: proof.hash };
  const kind = act.kind === 'registration.amend' ? 'registration.amended' : 'registration.extended';
  return ok([{ kind, ...changed }]);
}

/**
 * `registration.discharge`: the lien is struck out of the registry; due within ten business days
 * of the day on which nothing was owed any more, and marked when it comes later.
 */
export function decideRegistrationDischarge(
  state: FiledState,
  act: Act<'registration.discharge'>,
): Decision {
  const { financing: seen } = state;
  if (seen && 'debt' in seen && isFunder(act, false)(seen)) {
    const owing = owedFault(seen);
    if (owing) return fail(owing);
  }
  const filed = filedIn(state, act, ENDED);
  if (!filed.ok) return filed;
  const { financing } = filed.value;
  const { number, on, proof } = act.body;
  const zeroOn = endOf(financing);
  if (on < zeroOn) return refuse('DATES_DISORDERED', { a: zeroOn, b: on });
  const due = addBusinessDays(zeroOn, DISCHARGE_DAYS);
  if (!due.ok) return due;
  const struck = { financing: financing.financing, number, on, proof: proof.hash };
  const dueOn = due.value;
  return ok([{ kind: 'registration.discharged', ...struck, dueOn, isLate: on > dueOn }]);
}

type Filed<S extends FinancingStatus> = {
  readonly financing: Extract<Financing, { readonly status: S }>;
  readonly filing: NonNullable<Registration['filing']>;
};

/** The financing in one of the states, and its filing that stands under the number. */
function filedIn<S extends FinancingStatus>(
  { financing, registration }: FiledState,
  act: Change,
  states: readonly S[],
): Result<Filed<S>, Refusal> {
  const open = inState(financing, act, { states, seenBy: isFunder(act, false) });
  if (!open.ok) return open;
  const { body, businessDate } = act;
  const filing = registration?.filing;
  if (!filing || registration.discharge) {
    const state = registration?.discharge ? 'discharged' : 'not filed';
    const object = `registration of ${body.financing}`;
    return fail(stateWrong(act, { object, state, states: 'filed' }));
  }
  if (body.number !== filing.number) return refuse('TERMS_DIFFER', { field: 'number' });
  if (body.on > businessDate) return refuse('DATES_DISORDERED', { a: body.on, b: businessDate });
  if (body.on < filing.filedOn) {
    return refuse('DATES_DISORDERED', { a: filing.filedOn, b: body.on });
  }
  return ok({ financing: open.value, filing });
}

/** `OBLIGATIONS_OPEN` while a financing owes anything, written off or not. */
function owedFault(financing: Extract<Financing, { readonly debt: unknown }>): Refusal | null {
  const { debt, status, price } = financing;
  if ((ENDED as readonly string[]).includes(status)) return null;
  const { principal, interestDue, lateDue, writtenOff } = debt;
  const minor = [principal, interestDue, lateDue, writtenOff].reduce(
    (total, part) => total + BigInt(part),
    0n,
  );
  const amount = formatMoney(money(minor, price.advance.currency));
  return { code: 'OBLIGATIONS_OPEN', facts: { amount, n: 1 } };
}

/** The day on which nothing was owed any more. */
function endOf(financing: Filed<(typeof ENDED)[number]>['financing']): string {
  if (financing.status === 'repaid') return financing.repaidOn;
  return financing.status === 'returned' ? financing.returnedOn : financing.endedOn;
}

function isFunder(act: Act, agent: boolean): (seen: Financing) => boolean {
  return seen => agent || ('funder' in seen && seen.funder === act.actor);
}
