import type { Act } from '../act/index.ts';
import { addDays, daysBetween } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { Role } from './roles.ts';
import type { Party, User } from './state.ts';

/** Days without a signature after which a role is taken away. */
const UNUSED_DAYS = 90;

/** A person's roles in a party, and the last day on which each of them signed an act that stood. */
export type SweptUser = {
  readonly party: Party | undefined;
  readonly user: User | undefined;
  readonly usedOn: ReadonlyMap<string, string>;
};

type Held = {
  readonly party: string;
  readonly person: string;
  readonly role: Role;
  readonly usedOn: string;
};

/**
 * `user.sweep`: takes the roles away that nobody used for 90 days, by date alone; a new grant brings
 * one back. The last admin of a party stays: nobody could grant any more.
 */
export function decideSweep(
  { users }: { readonly users: readonly SweptUser[] },
  { body, businessDate: on, kind }: Act<'user.sweep'>,
): Result<readonly LedgerEvent[], Refusal> {
  const unknown = users.findIndex(({ user }) => user === undefined);
  if (unknown >= 0) return refuse('NOT_FOUND', { id: body.persons[unknown]?.person ?? '' });
  const held = users.flatMap(rolesOf);
  const due = held.filter(({ usedOn }) => daysBetween(usedOn, on) >= UNUSED_DAYS);
  const swept = withoutLastAdmin(due, users);
  if (swept.length > 0) {
    return ok(swept.map((role): LedgerEvent => ({ kind: 'user.swept', ...role, on })));
  }
  const [first] = held
    .filter(role => !due.includes(role))
    .map(({ usedOn }) => addDays(usedOn, UNUSED_DAYS))
    .sort();
  if (first !== undefined) return refuse('TOO_EARLY', { kind, date: first });
  const object = body.persons[0]?.person ?? '';
  return refuseState(kind, { object, state: 'the last admin', states: ['another role'] });
}

function rolesOf({ user, usedOn }: SweptUser): readonly Held[] {
  if (!user) return [];
  const { party, person, roles } = user;
  return roles.map(({ role, from }) => {
    const used = usedOn.get(role) ?? from;
    return { party, person, role, usedOn: used > from ? used : from };
  });
}

/** Of each party's admins that are due, in the order of the act, one stays if none else is left. */
function withoutLastAdmin(due: readonly Held[], users: readonly SweptUser[]): readonly Held[] {
  const admins = new Map(
    users.flatMap(({ party }) => (party ? [[party.party, party.admins.length] as const] : [])),
  );
  return due.filter(({ party, role }) => {
    if (role !== 'admin') return true;
    const left = (admins.get(party) ?? 1) - 1;
    if (left > 0) admins.set(party, left);
    return left > 0;
  });
}
