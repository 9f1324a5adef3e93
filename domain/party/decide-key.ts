import type { Act } from '../act/index.ts';
import { addBusinessDays, addMonths, nextBusinessDay } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { evidenceFaults } from './decide-admission.ts';
import { SERVICE_ROLES, type PartyKind, type Role } from './roles.ts';
import type { Key, Party, PublicKey, User } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const KEY_MONTHS_MAX = 12;

export type RegisterState = {
  readonly party: Party | undefined;
  readonly key: Key | undefined;
  readonly publicKey: PublicKey | undefined;
};

/**
 * A later key of a party: two admins sign where there are two; with one admin it counts
 * from the next business day. The new key signs too.
 */
export function decideKeyRegister(
  state: RegisterState,
  act: Act<'key.register'>,
  context: Context,
): Decision {
  const { body, businessDate, actor } = act;
  if (state.key || state.publicKey) return refuse('KEY_KNOWN');
  if (!context.signers.some(({ key, introduced }) => introduced && key === body.key)) {
    return refuse('APPROVALS_MISSING', { have: 0, need: 1, missing: ['newKey'] });
  }
  const latest = addMonths(businessDate, KEY_MONTHS_MAX);
  if (body.validUntil > latest || body.validUntil < businessDate) {
    const facts = { first: 'validUntil', a: body.validUntil, second: '1 year', b: latest };
    return refuse('DATES_DISORDERED', facts);
  }
  const from = effectiveFrom(state.party, act, context);
  if (!from.ok) return from;
  const { key, publicKey, class: keyClass, person, validUntil } = body;
  const held = { key, publicKey, class: keyClass, person, party: actor };
  return ok([{ kind: 'key.activated', ...held, validFrom: from.value, validUntil, roles: [] }]);
}

/** States of a party that has been admitted and has not left. */
const ADMITTED: readonly Party['state'][] = ['active', 'restricted', 'suspended', 'exiting'];
const RECOVERY_DAYS = 3;

/**
 * A party that lost all its keys gets one for an admin: two independent proofs, the operator,
 * the registrar and the auditor; it counts three business days later, so that all can object.
 */
export function decideKeyRecover(
  state: RegisterState,
  act: Act<'key.recover'>,
  context: Context,
): Decision {
  const { body, businessDate, kind } = act;
  const { party } = state;
  if (!party) return refuse('NOT_FOUND', { id: body.party });
  if (!ADMITTED.includes(party.state)) {
    const facts = { object: body.party, state: party.state, kind, states: ADMITTED.join(', ') };
    return refuse('STATE_WRONG', facts);
  }
  if (state.key || state.publicKey) return refuse('KEY_KNOWN');
  if (!context.signers.some(({ key, introduced }) => introduced && key === body.key)) {
    return refuse('APPROVALS_MISSING', { have: 0, need: 1, missing: ['newKey'] });
  }
  const dependent = firstOf(evidenceFaults(body.evidence));
  if (dependent) return fail(dependent);
  const from = addBusinessDays(businessDate, RECOVERY_DAYS);
  if (!from.ok) return from;
  const { key, publicKey, class: keyClass, person } = body;
  const held = { key, publicKey, class: keyClass, person, party: body.party };
  const validUntil = addMonths(businessDate, KEY_MONTHS_MAX);
  const valid = { validFrom: from.value, validUntil, roles: ['admin'] as const };
  const evidence = body.evidence.map(({ hash }) => hash);
  return ok([{ kind: 'key.recovered', ...held, ...valid, evidence }]);
}

/** The holder, an admin of its party, or the operator's compliance ends a key at once. */
export function decideKeyRevoke(
  state: { readonly key: Key | undefined },
  act: Act<'key.revoke'>,
  context: Context,
): Decision {
  const { key } = state;
  const { channel, signers } = context;
  const mayRevoke = signers.some(({ party, person, role, introduced }) => {
    if (introduced || !key) return false;
    if (party === key.party) return person === key.person || role === 'admin';
    return party === channel.operator && role === 'compliance';
  });
  if (!key || !mayRevoke) return refuse('NOT_FOUND', { id: act.body.key });
  if (key.state !== 'active') return refuse('KEY_INACTIVE', { key: key.key, state: key.state });
  return ok([{ kind: 'key.revoked', key: key.key, reason: act.body.reason }]);
}

/** Gives a person of the party a role; nobody grants to itself. */
export function decideUserGrant(
  state: { readonly party: Party | undefined },
  act: Act<'user.grant'>,
  context: Context,
): Decision {
  const { body, actor, businessDate } = act;
  const { person, role, until } = body;
  if (ownSigners(act, context).some(signer => signer.person === person)) {
    return refuse('APPROVER_CONFLICT', { person, object: `role ${role}` });
  }
  if (!state.party?.kinds.some(kind => rolesOf(kind).includes(role))) {
    const faults = [`act.body.role: ${role} is no role of this kind of party`];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  if (until !== undefined && until < businessDate) {
    const facts = { first: 'today', a: businessDate, second: 'until', b: until };
    return refuse('DATES_DISORDERED', facts);
  }
  const from = effectiveFrom(state.party, act, context);
  if (!from.ok) return from;
  const grant = { party: actor, person, role, from: from.value, until: until ?? null };
  return ok([{ kind: 'user.granted', ...grant }]);
}

/** Takes a role away at once; one admin suffices, but the last admin stays. */
export function decideUserRevoke(
  state: { readonly party: Party | undefined; readonly user: User | undefined },
  act: Act<'user.revoke'>,
): Decision {
  const { person, role } = act.body;
  if (!state.user?.roles.some(held => held.role === role))
    return refuse('NOT_FOUND', { id: person });
  if (role === 'admin' && state.party?.admins.length === 1) {
    const facts = { object: act.actor, state: 'left with one admin', kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'another admin' });
  }
  return ok([{ kind: 'user.revoked', party: act.actor, person, role }]);
}

type AdminAct = Act<'key.register'> | Act<'user.grant'>;

/** Today with two admins' signatures; the next business day where the party has only one. */
function effectiveFrom(
  party: Party | undefined,
  act: AdminAct,
  context: Context,
): Result<string, Refusal> {
  const admins = ownSigners(act, context).filter(({ role }) => role === 'admin');
  const have = new Set(admins.map(({ person }) => person)).size;
  if (have >= 2) return ok(act.businessDate);
  if ((party?.admins.length ?? 0) >= 2) {
    return refuse('APPROVALS_MISSING', { have, need: 2, missing: ['actor:admin'] });
  }
  return nextBusinessDay(act.businessDate);
}

function ownSigners({ actor }: AdminAct, { signers }: Context): Context['signers'] {
  return signers.filter(({ party, introduced }) => party === actor && !introduced);
}

const COMMON: readonly Role[] = [
  'admin',
  'maker',
  'checker',
  'director',
  'treasurer',
  'attestor',
  'viewer',
];
const OPERATOR: readonly Role[] = [
  ...COMMON,
  'onboarding',
  'compliance',
  'risk',
  'cash',
  'operations',
  'banker',
  'breaker',
  ...SERVICE_ROLES,
];

function rolesOf(kind: PartyKind): readonly Role[] {
  if (kind === 'operator') return OPERATOR;
  if (kind === 'association') return [...COMMON, 'registrar', 'breaker', 'system'];
  if (kind === 'auditor') return [...COMMON, 'breaker', 'system'];
  return kind === 'funder' ? [...COMMON, 'risk', 'system'] : [...COMMON, 'ingest', 'system'];
}
