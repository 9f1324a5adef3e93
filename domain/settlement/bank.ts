import type { Act } from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Context } from '../governance/index.ts';
import { maySpeakFor, type Account, type Party } from '../party/index.ts';

/** An account as far as the actor may speak for it; what another bank keeps is not there. */
export function spokenFor(
  actor: Party | undefined,
  account: Account | undefined,
): Account | undefined {
  return account && maySpeakFor(actor, account) ? account : undefined;
}

/**
 * "Bank key, or cash maker+checker": a bank speaks with one key; the operator's own staff needs two
 * distinct persons of which one is cash.
 */
export function bankFault(actor: Party | undefined, act: Act, context: Context): Refusal | null {
  if (actor?.kinds.includes('bank')) return null;
  return twoPersonsFault(act, context);
}

/** Two distinct persons of the actor: a maker of role cash and a checker. */
export function twoPersonsFault(act: Act, context: Context): Refusal | null {
  const own = context.signers.filter(({ party, introduced }) => {
    return party === act.actor && !introduced;
  });
  const isChecker = (role: string): boolean => ['cash', 'checker', 'director'].includes(role);
  const makers = own.filter(({ role }) => role === 'cash');
  const paired = makers.some(maker =>
    own.some(({ person, role }) => person !== maker.person && isChecker(role)),
  );
  if (paired) return null;
  const persons = new Set(own.map(({ person }) => person));
  const facts = { have: Math.min(persons.size, 1), need: 2, missing: ['actor:cash|checker'] };
  return { code: 'APPROVALS_MISSING', facts: { ...facts, band: 'B0' } };
}
