import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { formatMoney, type MoneyWire } from '../money/index.ts';
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

export type ExitState = OneParty & {
  /** Claims that it confirmed and has not paid. */
  readonly claims: readonly { readonly outstanding: MoneyWire }[];
  /** How many financings and order loans it owes or has lent, and cases it is a side of. */
  readonly debts: number;
  /** Money of its own that is still here, folded or not, and its margin. */
  readonly money: readonly MoneyWire[];
};

/**
 * `party.exit`: by its admin or by compliance. The first time no new business begins; the second time
 * nothing may be owed, held or kept any more: `OBLIGATIONS_OPEN`. Then its keys count no more.
 */
export function decidePartyExit(
  { party, claims, debts, money: kept }: ExitState,
  act: Act<'party.exit'>,
  { channel }: Context,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const isAllowed = actor === body.party || actor === channel.operator;
  if (!party || !isAllowed) return refuse('NOT_FOUND', { id: body.party });
  const states = ['active', 'restricted', 'suspended', 'exiting'];
  const isFounder = Object.values(channel).includes(body.party);
  if (isFounder || !states.includes(party.state)) {
    const state = isFounder ? 'a founder' : party.state;
    return refuseState(kind, { object: body.party, state, states });
  }
  const exited = { party: body.party, reason: body.reason, on };
  if (party.state !== 'exiting') return ok([{ kind: 'party.exited', ...exited, isFinal: false }]);
  const open = [...claims.map(({ outstanding }) => outstanding), ...kept].filter(
    ({ minor }) => minor !== '0',
  );
  if (open.length === 0 && debts === 0) {
    return ok([{ kind: 'party.exited', ...exited, isFinal: true }]);
  }
  return refuse('OBLIGATIONS_OPEN', { amount: totals(open), n: open.length + debts });
}

/** Sums by currency. */
function totals(amounts: readonly MoneyWire[]): string {
  const sums = new Map<MoneyWire['currency'], bigint>();
  for (const { minor, currency } of amounts) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor));
  }
  const texts = [...sums].map(([currency, minor]) => formatMoney({ minor, currency }));
  return texts.length === 0 ? formatMoney({ minor: 0n, currency: 'CNY' }) : texts.join(', ');
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
