import { ACT_KINDS, type ActKind, type KindSpec } from '../domain/act/index.ts';
import type { PartyKind } from '../domain/party/index.ts';
import type { Caller } from './identity/index.ts';

/** Who asks, by the kind of party (T-44); `applicant` is a party that is not yet on the ledger. */
export const GROUPS = [
  'supplier',
  'buyer',
  'funder',
  'bank',
  'broker',
  'association',
  'auditor',
  'regulator',
  'rater',
  'member',
  'applicant',
] as const;
export type Group = (typeof GROUPS)[number];

/**
 * `own`: about the caller alone · `rows`: what row-level security opens to the caller's party ·
 * `channel`: the same for every member.
 */
export type Ownership = 'own' | 'rows' | 'channel';
export type Classification = 'public' | 'business' | 'personal' | 'secret';

/** Who may use a coordinate of the schema, and on what. */
export type Rule = {
  readonly roles: readonly Group[];
  readonly ownership: Ownership;
  readonly classification: Classification;
  /** A second factor is part of the answer. */
  readonly stepUp?: boolean;
};

/** A field with its arguments: `receivables(first after)`. */
export type FieldRule = Rule & { readonly field: string; readonly args: readonly string[] };

const ALL = GROUPS;
const MEMBERS: readonly Group[] = GROUPS.filter(group => group !== 'applicant');
const TRADERS: readonly Group[] = ['supplier', 'buyer', 'funder', 'bank', 'broker'];
const WATCHERS: readonly Group[] = ['auditor', 'regulator'];
const BUSINESS: readonly Group[] = [...TRADERS, ...WATCHERS, 'association'];
const FILERS: readonly Group[] = ['supplier', 'buyer', 'funder', 'bank', 'broker'];

const page = 'first after last before';

/** Queries: their arguments, who may ask, whose rows answer. */
export const QUERIES: readonly FieldRule[] = [
  ...fields(ALL, 'own', 'personal', 'me'),
  ...fields(ALL, 'channel', 'public', 'day'),
  ...fields(ALL, 'own', 'business', 'act(id)', 'inbox(first)'),
  ...fields(MEMBERS, 'rows', 'business', 'node(id)', 'nodes(ids)', 'search(text kinds first)'),
  ...fields(['supplier', 'buyer'], 'own', 'business', 'supplierHome'),
  ...fields(
    BUSINESS,
    'rows',
    'business',
    `receivables(${page} status buyer supplier dueFrom dueTo sort)`,
    'receivable(id)',
    `financings(${page} status)`,
    'financing(id)',
    'rateCards',
    'attestation(subject role)',
    'creditProfile(subject)',
    'limits',
    'exposure',
    'statements(first)',
    `payments(${page})`,
  ),
  ...fields([...BUSINESS, 'rater'], 'rows', 'business', `pools(${page})`, 'pool(id)'),
  ...fields(MEMBERS, 'rows', 'business', `objects(${page} type status)`),
  // Investors, too, ask for the papers of their notes.
  ...fields(MEMBERS, 'rows', 'business', `documents(${page} subject kind)`, 'document(id)'),
  ...fields(['supplier', 'buyer'], 'own', 'business', `confirmations(${page})`),
  ...fields(['supplier'], 'own', 'secret', `claimDrafts(${page} state)`),
  ...fields(
    ['supplier'],
    'own',
    'business',
    'quoteSelection(receivables card fundOn)',
    'poolPreview(holdings)',
  ),
  ...fields(
    FILERS,
    'own',
    'business',
    `loads(${page})`,
    'load(id)',
    `findings(${page} load severity)`,
    `lineage(${page} document)`,
    `quarantine(${page} state)`,
    'profiles',
    'sourceDocument(id)',
    'sources',
    'sourcePresets',
  ),
  ...fields(
    MEMBERS,
    'channel',
    'public',
    `blocks(${page})`,
    'block(number)',
    'transaction(txId)',
    'proof(object)',
    'deals',
    'deal(id)',
    'parties(kind first)',
    'party(id)',
  ),
  ...fields(MEMBERS, 'rows', 'business', 'stateHistory(object)'),
  ...fields(MEMBERS, 'own', 'business', 'noteHoldings', 'notePayments', 'disclosures', 'consents'),
  ...fields(MEMBERS, 'own', 'business', `dataUse(${page})`),
  ...fields(FILERS, 'own', 'personal', 'dataSubjects(find)'),
  ...fields(MEMBERS, 'rows', 'business', 'sharedDocuments(party purpose kind first after)'),
  ...fields(['broker'], 'own', 'business', 'bankReviews(first)', 'openPayouts(first)'),
  ...fields(['broker', ...WATCHERS], 'rows', 'business', 'journalTrialBalance', 'tieOut'),
  ...fields(['broker', ...WATCHERS], 'rows', 'business', 'reperformance', 'trace(distribution)'),
];

/** Mutations beside the acts; an act's own rule comes from its kind. */
export const MUTATIONS: readonly FieldRule[] = [
  ...fields(ALL, 'own', 'business', 'actSign(actId signatures)', 'actWithdraw(actId)'),
  ...fields(ALL, 'own', 'secret', 'stepUpChallenge(actHashes key person)').map(withStepUp),
  ...fields(ALL, 'own', 'secret', 'stepUpVerify(challenge code)').map(withStepUp),
  ...fields(
    FILERS,
    'own',
    'business',
    'beginUpload(name bytes sha256 profile)',
    'completeUpload(token)',
    'saveProfile(name kind body version)',
    'replayLoad(load records)',
    'editQuarantined(id field value reason alike)',
    'approveQuarantined(id)',
    'dropQuarantined(id reason)',
    'resolveConflict(id choice reason)',
    'releaseStatement(document reason)',
    'answerLoad(load)',
    'eraseSubject(id reason)',
    'answerInvoice(document word reasons actions clarification)',
    'checkSource(id)',
    'compareSource(id)',
    'runSource(id since)',
    'setSourceStatus(id status)',
    'acceptDrift(source stream)',
  ),
  ...fields(
    FILERS,
    'own',
    'secret',
    'createSource(preset name settings credential policy lagDays perMinute everyMinutes)',
  ),
  ...fields(
    [...TRADERS, 'auditor', 'rater', 'member'],
    'rows',
    'business',
    'documentIssue(kind subject locale)',
  ),
  ...fields(
    ['broker'],
    'rows',
    'business',
    'creditScore(actId attestation businessDate subject role product rating)',
    'screenParties(parties)',
  ),
  ...fields(['funder', 'broker'], 'rows', 'business', 'financingExamine(financing)'),
];

const ACT_ARGUMENTS = 'actId businessDate body signatures transient dryRun hint'.split(' ');

const GROUPS_OF: Readonly<Record<PartyKind, readonly Group[]>> = {
  enterprise: ['supplier', 'buyer'],
  funder: ['funder'],
  bank: ['bank'],
  partner: ['member'],
  professional: ['rater'],
  auditor: ['auditor'],
  regulator: ['regulator'],
  neutral: ['member'],
  investor: ['member'],
  operator: ['broker'],
  association: ['association'],
};

/** Kinds that a party signs before it is on the ledger. */
const FIRST_KINDS: readonly string[] = ['channel.bootstrap', 'party.apply'];

/** The groups of a party by its kinds on the ledger. */
export function groupsOf(kinds: readonly PartyKind[]): readonly Group[] {
  return kinds.length === 0 ? ['applicant'] : kinds.flatMap(kind => GROUPS_OF[kind]);
}

/** Rule of an act's mutation: the kinds of party that may be its actor. */
export function actRule(kind: ActKind): Rule & { readonly args: readonly string[] } {
  const { actors, stepUp } = ACT_KINDS[kind] as unknown as KindSpec<unknown>;
  const roles = [...new Set(actors.flatMap(actor => GROUPS_OF[actor]))];
  return {
    roles: FIRST_KINDS.includes(kind) ? [...roles, 'applicant'] : roles,
    ownership: 'own',
    classification: 'business',
    stepUp: stepUp !== 'none',
    args: ACT_ARGUMENTS,
  };
}

export function mayUse(rule: Rule, kinds: readonly PartyKind[]): boolean {
  return groupsOf(kinds).some(group => rule.roles.includes(group));
}

/** Act kinds and areas for the portal's navigation: what the caller's party and roles allow. */
export function capabilitiesOf(
  _caller: Pick<Caller, 'roles'>,
  kinds: readonly PartyKind[],
): readonly string[] {
  const acts = (Object.keys(ACT_KINDS) as ActKind[]).filter(kind => mayUse(actRule(kind), kinds));
  const queries = QUERIES.filter(rule => mayUse(rule, kinds)).map(({ field }) => `query:${field}`);
  return [...groupsOf(kinds).map(group => `area:${group}`), ...acts, ...queries];
}

function withStepUp(rule: FieldRule): FieldRule {
  return { ...rule, stepUp: true };
}

/** Rules of several fields that share everything but their names. */
function fields(
  roles: readonly Group[],
  ownership: Ownership,
  classification: Classification,
  ...texts: readonly string[]
): readonly FieldRule[] {
  return texts.map(text => {
    const [field = '', inner = ''] = text.split(/[()]/);
    const args = inner === '' ? [] : inner.split(' ');
    return { field, args, roles, ownership, classification };
  });
}
