import type { Entities, EntityType } from '../../domain/event/index.ts';

/** One right to read: what the parties named by `source` may see of `object`. */
export type Viewer = {
  readonly tenant: string;
  /** A rights key: rows that carry it in their column `object` are seen. `*` is everything. */
  readonly object: string;
  readonly level: 'party' | 'all';
  /** For a right that may end: the entity from whose state it follows, `type~id`; else empty. */
  readonly source: string;
};

/** Rights key of what every member of the channel may read. */
export const PUBLIC = 'public';

/**
 * Types whose parties may lose sight again: their rights are replaced with each change, all others
 * only grow (a past holder goes on to see the claim).
 */
export const SHRINKING_TYPES: ReadonlySet<EntityType> = new Set<EntityType>([
  'financing',
  'orderLoan',
  'engagement',
  'consent',
  'disclosure',
  // Ends when it is paid.
  'openItem',
]);

/** Types without a page of their own: their events are found by what they are about. */
const UNTRACED_TYPES: ReadonlySet<EntityType> = new Set<EntityType>([
  'fingerprint',
  'orderKey',
  'publicKey',
  'identity',
  'slice',
  'limitDelta',
  'balance',
  'balanceDelta',
  'journalEntry',
  'collectionEntry',
]);

/** Whether events are listed under entities of this type. */
export function isTraced(type: EntityType): boolean {
  return !UNTRACED_TYPES.has(type);
}

/** Kinds of party that see the whole channel. */
const SEE_ALL: readonly string[] = ['operator', 'auditor', 'regulator'];

type Parties = readonly (string | null | undefined)[];

type Rule<T extends EntityType> = {
  /** Under which key the row is read; its own when left out. */
  readonly key?: (state: Entities[T], id: string) => string;
  /** Parties that may read under the row's key. */
  readonly parties?: (state: Entities[T], id: string) => Parties;
  /** Rights to other objects that follow from this state. */
  readonly more?: (state: Entities[T], id: string) => readonly (readonly [string, string])[];
};

const open = { key: () => PUBLIC };
/** Read by those who see the whole channel, and nobody else. */
const closed = {};
const ofReceivable = (id: string): string => `receivable~${id}`;
const ofPool = (id: string): string => `pool~${id}`;
const holdersOf = (issue: string): string => `holdersOf~${issue}`;
const ofLine = (id: string): string => `line~${id}`;
/** Rights key of the journal lines that are kept for a party. */
export const journalOf = (sub: string): string => `journalOf~${sub}`;
const creditOf = (party: string): string => `creditOf~${party}`;

/** Who sees what (receivables.md R-131): from the state alone, so a rebuild gives the same. */
const RULES: { readonly [T in EntityType]: Rule<T> } = {
  channel: open,
  day: open,
  openDays: open,
  param: open,
  breaker: open,
  trip: open,
  paramProposal: open,
  period: open,
  periods: open,
  rate: open,
  latestRate: open,
  inFlight: closed,
  party: {
    key: () => PUBLIC,
    more: ({ kinds }, id) => [
      [id, journalOf(id)],
      ...(kinds.some(kind => SEE_ALL.includes(kind)) ? [[id, '*'] as const] : []),
    ],
  },
  key: open,
  publicKey: open,
  account: open,
  identity: closed,
  user: { parties: ({ party }) => [party] },
  screening: { parties: ({ party }) => [party] },
  negative: closed,
  consent: {
    parties: ({ party, to }) => [party, to],
    more: ({ party, to, withdrawnOn }) => (withdrawnOn === null ? [[to, creditOf(party)]] : []),
  },
  engagement: {
    parties: ({ enterprise, members }) => [
      enterprise,
      ...members.filter(({ leftOn }) => leftOn === null).map(({ firm }) => firm),
    ],
  },
  task: { key: ({ engagement }) => `engagement~${engagement}` },
  room: { parties: ({ parties }) => parties },
  // Grants are the enterprise's own: the firms see the plan, not who was promised what.
  esopGrant: { parties: ({ enterprise }) => [enterprise] },
  order: {
    parties: ({ supplier, buyer, milestones }) => [
      supplier,
      buyer,
      ...milestones.map(({ attestor }) => attestor),
    ],
  },
  orderLoan: {
    // Its terms are between the two; who was only asked loses sight when a quote is accepted.
    parties: ({ supplier, funder, sealedFor }) =>
      funder === null ? [supplier, ...sealedFor] : [supplier, funder],
  },
  orderKey: closed,
  receivable: { parties: ({ supplier, buyer }) => [supplier, buyer] },
  holding: {
    key: ({ receivable }) => ofReceivable(receivable),
    parties: holding => [
      holding.holder,
      holding.state === 'pledged' ? holding.funder : null,
      holding.state === 'sold' ? holding.residualTo : null,
    ],
  },
  invoice: { parties: ({ applicant }) => [applicant] },
  fingerprint: closed,
  flag: { key: ({ receivable }) => ofReceivable(receivable) },
  confirmLine: { parties: ({ buyer }) => [buyer] },
  rateCard: {
    key: ({ suppliers }, id) => (suppliers === 'all' ? PUBLIC : `rateCard~${id}`),
    parties: ({ funder, suppliers }) => (suppliers === 'all' ? [] : [funder, ...suppliers]),
  },
  financing: {
    // The price is between holder and funder; who was only invited loses sight when it is made.
    parties: financing => [financing.holder, ...fundersOf(financing)],
    more: financing =>
      fundersOf(financing).flatMap(funder =>
        financing.holdings.map(({ receivable }) => [funder, ofReceivable(receivable)] as const),
      ),
  },
  label: { parties: ({ supplier, funder, verifier }) => [supplier, funder, verifier] },
  labelsOf: { key: ({ financing }) => `financing~${financing}` },
  quote: { parties: ({ funder, holder }) => [funder, holder] },
  standing: { parties: ({ supplier }) => [supplier] },
  line: { parties: ({ owner }) => [owner] },
  ownRisk: { parties: ({ owner }) => [owner] },
  slice: { key: ({ line }) => ofLine(line) },
  limitDelta: { key: ({ line }) => ofLine(line) },
  limitFold: { key: ({ line }) => ofLine(line) },
  registration: { key: ({ financing }) => `financing~${financing}` },
  // Deleted when it is repaid: read under the financing's own rights.
  openFinancing: { key: ({ financing }) => `financing~${financing}` },
  openLoss: { key: ({ financing }) => `financing~${financing}` },
  provision: { parties: ({ funder }) => [funder] },
  recourse: { parties: ({ funder, supplier }) => [funder, supplier] },
  repurchase: { parties: ({ funder, supplier }) => [funder, supplier] },
  dispute: {
    parties: ({ opener, other, mediator, arbitrator }) => [opener, other, mediator, arbitrator],
    // The neutral sees the claim that it decides on.
    more: ({ receivable, mediator, arbitrator }) =>
      [mediator, arbitrator].flatMap(neutral =>
        neutral !== null && receivable !== null
          ? [[neutral, ofReceivable(receivable)] as const]
          : [],
      ),
  },
  registrySearch: { parties: ({ funder }) => [funder] },
  bufferSlice: closed,
  bufferLine: closed,
  bufferClaim: { parties: ({ funder }) => [funder] },
  bufferMove: closed,
  bufferTarget: closed,
  footprint: { key: ({ receivable }) => ofReceivable(receivable) },
  holdingFootprint: { key: ({ holding }) => `holding~${holding}` },
  hedge: { parties: ({ owner }) => [owner] },
  hedgeCover: { parties: ({ owner }) => [owner] },
  conversion: { parties: ({ party }) => [party] },
  openItem: { parties: ({ party }) => [party] },
  // Deleted when the claim ends: read under the claim's own rights.
  openClaim: { key: ({ receivable }) => ofReceivable(receivable) },
  partner: { parties: ({ partner }) => [partner] },
  diligence: { parties: ({ party }) => [party] },
  margin: { parties: ({ partner }) => [partner] },
  attribution: { parties: ({ partner }) => [partner] },
  shareDelta: { parties: ({ partner }) => [partner] },
  shareClose: open,
  share: { parties: ({ partner }) => [partner] },
  riskReserve: open,
  reserveUse: closed,
  statement: closed,
  cashEntry: closed,
  payment: { parties: ({ payer }) => [payer] },
  match: {
    // One payment may pay several suppliers' claims: then nobody sees the others' shares.
    parties: ({ divisions }) => {
      const holders = new Set(divisions.map(({ holder }) => holder));
      const funders = new Set(divisions.map(({ funder }) => funder));
      return holders.size === 1 && funders.size === 1 ? [...holders, ...funders] : [];
    },
  },
  payout: { parties: ({ funder, payee }) => [funder, payee] },
  payoutFile: closed,
  journalEntry: closed,
  balance: { parties: ({ party }) => [party] },
  // Folded into the balance later: its right is the balance's own, so that none outlives the row.
  balanceDelta: {
    key: ({ party, currency }) => `balance~${party}~${currency}`,
    parties: ({ party }) => [party],
  },
  document: { parties: ({ audience }) => audience },
  evidence: closed,
  disclosure: {
    parties: ({ of, by }) => [of, by],
    more: ({ by, objects, state }) =>
      state === 'granted' ? objects.map(object => [by, ofReceivable(object)] as const) : [],
  },
  documentNumber: closed,
  documentSeries: closed,
  erasure: { parties: ({ party }) => [party] },
  pool: {
    parties: pool => [pool.originator, pool.manager],
  },
  poolPage: { key: ({ pool }) => ofPool(pool) },
  poolCollection: { key: ({ pool }) => ofPool(pool) },
  collectionEntry: { key: ({ pool }) => ofPool(pool) },
  // The terms are read by all who may hold its notes: every member of the channel (SEC-1).
  deal: {
    key: () => PUBLIC,
    // Who keeps the plan's cash records what its pools received.
    more: ({ custodian, pools }) =>
      Object.values(pools).map(pool => [custodian, ofPool(pool)] as const),
  },
  dealPart: open,
  dealBook: open,
  issue: {
    key: () => PUBLIC,
    // Manager and custodian see who holds and who is paid.
    more: ({ manager, custodian, issue }) =>
      [manager, custodian].map(party => [party, holdersOf(issue)] as const),
  },
  subscription: { parties: ({ investor }) => [investor] },
  noteRegister: { key: ({ issue }) => holdersOf(issue) },
  // A holder sees its own rows; the register shows all of them.
  noteHolding: { parties: ({ holder }) => [holder] },
  notePage: { key: ({ issue }) => holdersOf(issue) },
  notePayment: { parties: ({ holder }) => [holder] },
  distribution: open,
  attestation: {
    key: ({ body }) => creditOf(body.subject),
    parties: ({ body }) => [body.subject],
  },
};

/** A type that nobody has thought about is read by those who see everything, and nobody else. */
function ruleOf<T extends EntityType>(type: T): Rule<T> {
  const rules: { readonly [K in EntityType]?: Rule<K> } = RULES;
  return rules[type] ?? closed;
}

/** The rights key under which an entity is read. */
export function rightsKeyOf<T extends EntityType>(type: T, id: string, state: Entities[T]): string {
  return ruleOf(type).key?.(state, id) ?? `${type}~${id}`;
}

/** The rights that follow from an entity's state. */
export function viewersOf<T extends EntityType>(
  type: T,
  id: string,
  state: Entities[T],
): readonly Viewer[] {
  const rule = ruleOf(type);
  const source = SHRINKING_TYPES.has(type) ? `${type}~${id}` : '';
  const own = rightsKeyOf(type, id, state);
  const pairs = new Map<string, Viewer>();
  const add = (tenant: string | null | undefined, object: string): void => {
    if (tenant === null || tenant === undefined || !isUuid(tenant)) return;
    const level = object === '*' ? 'all' : 'party';
    pairs.set(`${tenant} ${object}`, { tenant, object, level, source });
  };
  for (const tenant of rule.parties?.(state, id) ?? []) add(tenant, own);
  for (const [tenant, object] of rule.more?.(state, id) ?? []) add(tenant, object);
  return [...pairs.values()];
}

function fundersOf(financing: Entities['financing']): readonly string[] {
  return 'funder' in financing ? [financing.funder] : financing.invited;
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
