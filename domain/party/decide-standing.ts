import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { Party } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type OneParty = { readonly party: Party | undefined };

const KYB_MONTHS_MAX = 12;

/** `party.review`: the file is renewed for at most twelve months; a restricted party is active. */
export function decidePartyReview({ party }: OneParty, act: Act<'party.review'>): Decision {
  const { body, businessDate: on, kind } = act;
  if (!party) return refuse('NOT_FOUND', { id: body.party });
  const states = ['active', 'restricted'];
  if (!states.includes(party.state)) {
    return refuseState(kind, { object: body.party, state: party.state, states });
  }
  const latest = addMonths(on, KYB_MONTHS_MAX);
  const { kybValidUntil, changes } = body;
  if (kybValidUntil <= on) return refuse('DATES_DISORDERED', { a: on, b: kybValidUntil });
  if (kybValidUntil > latest) return refuse('DATES_DISORDERED', { a: kybValidUntil, b: latest });
  return ok([{ kind: 'party.reviewed', party: body.party, kybValidUntil, changes, on }]);
}

/** `party.suspend`: compliance stops a party's business at once. */
export function decidePartySuspend({ party }: OneParty, act: Act<'party.suspend'>): Decision {
  const { body, kind } = act;
  if (!party) return refuse('NOT_FOUND', { id: body.party });
  const states = ['active', 'restricted'];
  if (!states.includes(party.state)) {
    return refuseState(kind, { object: body.party, state: party.state, states });
  }
  return ok([{ kind: 'party.suspended', party: body.party, reason: body.reason }]);
}

/** `party.reinstate`: two of compliance and the auditor. */
export function decidePartyReinstate({ party }: OneParty, act: Act<'party.reinstate'>): Decision {
  const { body, kind } = act;
  if (!party) return refuse('NOT_FOUND', { id: body.party });
  if (party.state !== 'suspended') {
    return refuseState(kind, { object: body.party, state: party.state, states: ['suspended'] });
  }
  return ok([{ kind: 'party.reinstated', party: body.party, reason: body.reason }]);
}
