import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import { inState } from './faults.ts';
import type { Financing } from './state.ts';

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

function isFunder(act: Act, agent: boolean): (seen: Financing) => boolean {
  return seen => agent || ('funder' in seen && seen.funder === act.actor);
}
