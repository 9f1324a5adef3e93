import type { Act } from '../act/index.ts';
import { addMonths, nextBusinessDay } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { ok, type Result } from '../result/index.ts';
import type { Account, Consent, Identity, Negative, Party, Screening } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const CONSENT_MONTHS_MAX = 12;

type AccountState = {
  readonly account: Account | undefined;
  /** The party that the body names as its bank. */
  readonly bank: Party | undefined;
};

/** A new account; a change of account is a new one. */
export function decideAccountRegister(state: AccountState, act: Act<'account.register'>): Decision {
  const { account, bankRoot, currency, purpose, bank } = act.body;
  if (state.account) {
    const facts = { object: account, state: state.account.state, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'unknown' });
  }
  if (bank !== undefined && !state.bank?.kinds.includes('bank')) {
    return refuse('NOT_FOUND', { id: bank });
  }
  const place = { account, party: act.actor, bankRoot, currency, purpose, bank: bank ?? null };
  return ok([{ kind: 'account.registered', ...place, on: act.businessDate }]);
}

/**
 * The key of the bank that keeps the account, or two cash persons of the operator with the bank's
 * message. What another bank keeps is not there.
 */
export function decideAccountVerify(
  state: { readonly account: Account | undefined; readonly actor: Party | undefined },
  act: Act<'account.verify'>,
  context: Context,
): Decision {
  const { account, message } = act.body;
  if (!state.account || !maySpeakFor(state.actor, state.account)) {
    return refuse('NOT_FOUND', { id: account });
  }
  if (state.account.state !== 'registered') {
    const facts = { object: account, state: state.account.state, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'registered' });
  }
  const have = personsOf(context, act.actor, ['cash', 'checker']);
  if (!state.actor?.kinds.includes('bank') && have < 2) {
    return refuse('APPROVALS_MISSING', { have, need: 2, missing: ['actor:cash|checker'] });
  }
  const usableFrom = nextBusinessDay(act.businessDate);
  if (!usableFrom.ok) return usableFrom;
  const on = act.businessDate;
  return ok([{ kind: 'account.verified', account, message, on, usableFrom: usableFrom.value }]);
}

/** The operator's cash desk speaks for every account, a bank for those that it keeps. */
export function maySpeakFor(actor: Party | undefined, { bank }: Pick<Account, 'bank'>): boolean {
  return actor?.kinds.includes('bank') === true ? bank === actor.party : actor !== undefined;
}

/** Whether an account may be paid to on this day; else its state for the refusal's sentence. */
export function accountFault(account: Account | undefined, businessDate: string): string | null {
  if (!account) return 'unknown';
  if (account.state === 'registered') return 'new';
  return account.usableFrom > businessDate ? `usable from ${account.usableFrom}` : null;
}

export type ScreeningState = {
  readonly party: Party | undefined;
  readonly screening: Screening | undefined;
};

/** A hit restricts an active party; only two compliance persons clear an open hit. */
export function decideScreening(
  state: ScreeningState,
  act: Act<'screening.record'>,
  context: Context,
): Decision {
  const { body, businessDate, actor } = act;
  if (!state.party) return refuse('NOT_FOUND', { id: body.party });
  if (body.until < businessDate) {
    const facts = { first: 'today', a: businessDate, second: 'until', b: body.until };
    return refuse('DATES_DISORDERED', facts);
  }
  const have = personsOf(context, actor, ['compliance']);
  if (state.screening?.result === 'hit' && body.result === 'clear' && have < 2) {
    return refuse('APPROVALS_MISSING', { have, need: 2, missing: ['actor:compliance'] });
  }
  const { party, lists, listVersion, result, until, evidence } = body;
  const row = { screening: act.id, party, lists, listVersion, result, on: businessDate };
  const recorded: LedgerEvent = { kind: 'screening.recorded', ...row, until, evidence };
  if (result === 'clear' || state.party.state !== 'active') return ok([recorded]);
  return ok([recorded, { kind: 'party.restricted', party, reason: 'screeningHit' }]);
}

export type NegativeState = {
  readonly negative: Negative | undefined;
  readonly identity: Identity | undefined;
  readonly party: Party | undefined;
};

/** Lists a subject; the party with that registration number loses new business at once. */
export function decideNegativeAdd(state: NegativeState, act: Act<'negativeList.add'>): Decision {
  const { subject, reason, source, from, until } = act.body;
  if (state.negative && state.negative.removedOn === null) {
    const facts = { object: subject, state: 'listed', kind: act.kind, states: 'not listed' };
    return refuse('STATE_WRONG', facts);
  }
  if (until !== undefined && until < from) {
    return refuse('DATES_DISORDERED', { first: 'from', a: from, second: 'until', b: until });
  }
  const row = { subject, reason, source, from, until: until ?? null };
  const added: LedgerEvent = { kind: 'negativeList.added', ...row };
  if (state.party?.state !== 'active') return ok([added]);
  const party = state.party.party;
  return ok([added, { kind: 'party.restricted', party, reason: 'negativeList' }]);
}

export function decideNegativeRemove(
  state: { readonly negative: Negative | undefined },
  act: Act<'negativeList.remove'>,
): Decision {
  const { subject } = act.body;
  if (state.negative?.removedOn !== null) return refuse('NOT_FOUND', { id: subject });
  return ok([{ kind: 'negativeList.removed', subject, on: act.businessDate }]);
}

/** A consent for at most 12 months; a later one for the same reader and purpose replaces it. */
export function decideConsentGrant(
  state: { readonly to: Party | undefined },
  act: Act<'consent.grant'>,
): Decision {
  const { to, purpose, dataClasses, until } = act.body;
  const { businessDate, actor } = act;
  if (!state.to) return refuse('NOT_FOUND', { id: to });
  const latest = addMonths(businessDate, CONSENT_MONTHS_MAX);
  if (until > latest || until < businessDate) {
    return refuse('DATES_DISORDERED', { first: 'until', a: until, second: '12 months', b: latest });
  }
  const row = { party: actor, to, purpose, dataClasses, from: businessDate, until };
  return ok([{ kind: 'consent.granted', ...row }]);
}

export function decideConsentWithdraw(
  state: { readonly consent: Consent | undefined },
  act: Act<'consent.withdraw'>,
): Decision {
  const { to, purpose } = act.body;
  if (state.consent?.withdrawnOn !== null) return refuse('NOT_FOUND', { id: to });
  return ok([{ kind: 'consent.withdrawn', party: act.actor, to, purpose, on: act.businessDate }]);
}

function personsOf({ signers }: Context, party: string, roles: readonly string[]): number {
  const own = signers.filter(
    signer => signer.party === party && !signer.introduced && roles.includes(signer.role),
  );
  return new Set(own.map(({ person }) => person)).size;
}
