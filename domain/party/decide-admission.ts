import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { ownersFault, type ApplicantFile } from './private.ts';
import type { Role } from './roles.ts';
import type { Identity, Key, Negative, Party, PublicKey, Screening } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Roles of the person behind a party's first key; others are granted by it. */
const FIRST_ROLES: readonly Role[] = ['admin', 'maker', 'treasurer'];
const KYB_MONTHS_MAX = 12;

export type ApplyState = {
  readonly party: Party | undefined;
  readonly publicKey: PublicKey | undefined;
  readonly key: Key | undefined;
  /** Who the registration number belongs to, with that party. */
  readonly identity: Identity | undefined;
  readonly owner: Party | undefined;
  readonly negatives: readonly Negative[];
  /** What the applicant shows; `null` when the private fields do not open both roots. */
  readonly file: ApplicantFile | null;
  readonly subjects: readonly string[];
};

/** Takes an application: known registration, lists, owners, possession of the first key. */
export function decidePartyApply(
  state: ApplyState,
  act: Act<'party.apply'>,
  context: Context,
): Decision {
  const { body } = act;
  const malformed = applicationFaults(act);
  if (malformed.length > 0) {
    return refuse('ACT_MALFORMED', { n: malformed.length, faults: malformed });
  }
  if (!context.signers.some(({ key, introduced }) => introduced && key === body.firstKey.key)) {
    return refuse('APPROVALS_MISSING', { have: 0, need: 1, missing: ['firstKey'] });
  }
  if (!state.file) return refuse('ROOT_MISMATCH', { field: 'identityRoot, ownersRoot' });
  const refusal = firstOf([...standingFaults(state, act), ...listFaults(state, act)]);
  if (refusal) return fail(refusal);
  const { party, kinds, class: partyClass, identityRoot, ownersRoot, agreement } = body;
  const roots = { identityRoot, ownersRoot, agreement: agreement.hash };
  const { subjects } = state;
  const { key, publicKey, class: keyClass, person } = body.firstKey;
  const firstKey = { key, publicKey, class: keyClass, person };
  return ok([
    { kind: 'party.applied', party, kinds, class: partyClass, ...roots, subjects, firstKey },
  ]);
}

export type AdmitState = {
  readonly party: Party | undefined;
  readonly firstKey: Key | undefined;
  readonly screening: Screening | undefined;
  readonly negatives: readonly Negative[];
};

/** Admits with two independent proofs and a clean screening of today. */
export function decidePartyAdmit(state: AdmitState, act: Act<'party.admit'>): Decision {
  const { party, firstKey, screening } = state;
  const { body, businessDate, kind } = act;
  if (!party || !firstKey) return refuse('NOT_FOUND', { id: body.party });
  if (party.state !== 'applied') {
    return refuse('STATE_WRONG', {
      object: body.party,
      state: party.state,
      kind,
      states: 'applied',
    });
  }
  const refusal = firstOf([
    ...evidenceFaults(body.evidence),
    ...screeningFaults(screening, act),
    ...negativeFaults(state.negatives, businessDate),
    ...kybFaults(body.kybValidUntil, businessDate),
  ]);
  if (refusal) return fail(refusal);
  const evidence = body.evidence.map(({ hash }) => hash);
  const { kybValidUntil } = body;
  const file = { kybValidUntil, screening: body.screening, evidence };
  const { key, publicKey, class: keyClass, person } = firstKey;
  const validUntil = addMonths(businessDate, KYB_MONTHS_MAX);
  const valid = { validFrom: businessDate, validUntil, roles: FIRST_ROLES };
  const held = { key, publicKey, class: keyClass, person, party: body.party };
  return ok([
    { kind: 'party.admitted', party: body.party, on: businessDate, ...file },
    { kind: 'key.activated', ...held, ...valid },
  ]);
}

/** Refuses an application; the applicant may apply again with a new key. */
export function decidePartyRefuse(
  state: { readonly party: Party | undefined },
  act: Act<'party.refuse'>,
): Decision {
  const { party, reason } = act.body;
  if (!state.party) return refuse('NOT_FOUND', { id: party });
  if (state.party.state !== 'applied') {
    const facts = { object: party, state: state.party.state, kind: act.kind, states: 'applied' };
    return refuse('STATE_WRONG', facts);
  }
  return ok([{ kind: 'party.refused', party, reason }]);
}

/** Rows that hit on this day. */
export function activeNegatives(
  negatives: readonly Negative[],
  businessDate: string,
): readonly Negative[] {
  return negatives.filter(
    ({ removedOn, from, until }) =>
      removedOn === null && from <= businessDate && (until === null || until >= businessDate),
  );
}

function applicationFaults({ actor, body }: Act<'party.apply'>): string[] {
  const faults: string[] = [];
  if (actor !== body.party) faults.push('act.actor: must be the applicant');
  if (body.kinds.some(kind => kind === 'operator' || kind === 'association')) {
    faults.push('act.body.kinds: comes by channel.bootstrap only');
  }
  if (body.firstKey.class === 'service') faults.push('act.body.firstKey.class: must be a person');
  return faults;
}

function standingFaults(state: ApplyState, { body, kind }: Act<'party.apply'>): Refusal[] {
  const faults: Refusal[] = [];
  const { party, owner } = state;
  if (party) {
    const facts = { object: body.party, state: party.state, kind, states: 'unknown' };
    faults.push({ code: 'STATE_WRONG', facts });
  }
  if (state.identity && owner?.state !== 'refused' && owner?.party !== body.party) {
    faults.push({ code: 'PARTY_EXISTS', facts: {} });
  }
  if (state.publicKey || state.key) faults.push({ code: 'KEY_KNOWN', facts: {} });
  return faults;
}

function listFaults(state: ApplyState, { businessDate }: Act<'party.apply'>): Refusal[] {
  const faults = [...negativeFaults(state.negatives, businessDate)];
  const open = state.file ? ownersFault(state.file.owners) : null;
  if (open) faults.push({ code: 'OWNERS_INCOMPLETE', facts: open });
  return faults;
}

/** Who is on the list on a day, with since when. */
export function negativeFaults(
  negatives: readonly Negative[],
  businessDate: string,
): readonly Refusal[] {
  return activeNegatives(negatives, businessDate).map(({ subject, from }) => ({
    code: 'NEGATIVE_LIST_HIT',
    facts: { subject, date: from },
  }));
}

type Evidence = Act<'party.admit'>['body']['evidence'];

/** The operator and the registrar each looked for themselves, in another way. */
/** Two proofs over different channels, one of each verifier, all hashes different. */
export function evidenceFaults(evidence: Evidence): Refusal[] {
  const hashes = new Set(evidence.map(({ hash }) => hash));
  const own = evidence.filter(({ by }) => by === 'onboarding');
  const others = evidence.filter(({ by }) => by === 'registrar');
  const apart = own.some(mine => others.some(({ channel }) => channel !== mine.channel));
  if (hashes.size === evidence.length && apart) return [];
  return [{ code: 'EVIDENCE_NOT_INDEPENDENT', facts: {} }];
}

function screeningFaults(screening: Screening | undefined, act: Act<'party.admit'>): Refusal[] {
  const { businessDate, body } = act;
  const isClean =
    screening?.screening === body.screening &&
    screening.result === 'clear' &&
    screening.on === businessDate;
  return isClean ? [] : [{ code: 'SCREENING_MISSING', facts: { date: businessDate } }];
}

function kybFaults(kybValidUntil: string, businessDate: string): Refusal[] {
  const latest = addMonths(businessDate, KYB_MONTHS_MAX);
  if (kybValidUntil > latest) {
    const facts = { first: 'kybValidUntil', a: kybValidUntil, second: '12 months', b: latest };
    return [{ code: 'DATES_DISORDERED', facts }];
  }
  if (kybValidUntil >= businessDate) return [];
  const facts = { first: 'today', a: businessDate, second: 'kybValidUntil', b: kybValidUntil };
  return [{ code: 'DATES_DISORDERED', facts }];
}
