import type { EntityType } from '../../domain/event/index.ts';

/** A column that PostgreSQL keeps equal to a place in the body, for filters and order. */
export type Column = {
  readonly name: string;
  readonly sqlType: 'text' | 'numeric';
  readonly expression: string;
  readonly indexed: boolean;
};

/**
 * Places in the body of each type by which readers filter or sort; `face.minor` is an amount. A
 * place in the second list has an index.
 */
type Places = { readonly plain?: readonly string[]; readonly indexed?: readonly string[] };

const placesByType: Readonly<Partial<Record<EntityType, Places>>> = {
  key: { indexed: ['party'], plain: ['person', 'state'] },
  user: { indexed: ['party'], plain: ['person'] },
  account: { indexed: ['party'], plain: ['purpose', 'state'] },
  consent: { indexed: ['party'] },
  engagement: { indexed: ['enterprise', 'status'] },
  task: { indexed: ['engagement', 'status'] },
  orderLoan: { indexed: ['supplier', 'funder', 'status'] },
  order: { indexed: ['supplier', 'buyer', 'status'], plain: ['registeredOn'] },
  receivable: {
    indexed: ['status', 'supplier', 'buyer', 'dueOn'],
    plain: ['offeredOn', 'face.minor', 'outstanding.minor'],
  },
  holding: { indexed: ['receivable', 'holder'], plain: ['state'] },
  invoice: { indexed: ['applicant'] },
  flag: { indexed: ['receivable'], plain: ['state'] },
  rateCard: { indexed: ['funder'], plain: ['status'] },
  financing: {
    indexed: ['status', 'holder', 'funder'],
    plain: ['buyer', 'fundOn', 'payOn'],
  },
  provision: { indexed: ['funder'] },
  recourse: { indexed: ['financing'], plain: ['status', 'dueOn'] },
  repurchase: { indexed: ['financing'], plain: ['status'] },
  dispute: { indexed: ['receivable'], plain: ['status', 'opener', 'other', 'openedOn'] },
  line: { indexed: ['owner', 'subject'] },
  slice: { indexed: ['line'] },
  limitDelta: { indexed: ['line'], plain: ['period'] },
  registrySearch: { indexed: ['funder'], plain: ['subject'] },
  statement: { indexed: ['account'] },
  cashEntry: { indexed: ['account'], plain: ['valueOn'] },
  payment: { indexed: ['status', 'payer'], plain: ['valueOn'] },
  match: { indexed: ['payment'], plain: ['status'] },
  payout: { indexed: ['status', 'financing'], plain: ['valueOn'] },
  pool: { plain: ['state', 'deal'] },
  poolPage: { indexed: ['pool'] },
  poolCollection: { indexed: ['pool'], plain: ['on'] },
  dealPart: { indexed: ['deal'] },
  issue: { indexed: ['deal'], plain: ['state'] },
  subscription: { indexed: ['issue'] },
  noteRegister: { indexed: ['issue'] },
  noteHolding: { indexed: ['issue', 'holder'] },
  notePage: { indexed: ['distribution'], plain: ['on'] },
  notePayment: { indexed: ['distribution', 'holder'], plain: ['on'] },
  distribution: { indexed: ['deal'], plain: ['on', 'state'] },
  journalEntry: { plain: ['period', 'on'] },
  balance: { indexed: ['party'] },
  balanceDelta: { indexed: ['party'], plain: ['on'] },
};

export function columnsOf(type: EntityType): readonly Column[] {
  const { indexed = [], plain = [] } = placesByType[type] ?? {};
  return [
    ...indexed.map(place => columnOf(place, true)),
    ...plain.map(place => columnOf(place, false)),
  ];
}

/** Words of SQL get another name; a status is a status under both of its names. */
const renamed: Readonly<Record<string, string>> = { on: 'bookedOn', state: 'status' };

function columnOf(place: string, indexed: boolean): Column {
  const parts = place.split('.');
  const named = renamed[place] ?? place;
  const isAmount = parts.at(-1) === 'minor';
  const path = parts.map((part, at) => (at === parts.length - 1 ? `->>'${part}'` : `->'${part}'`));
  return {
    name: (isAmount ? parts.join('_') : named).replace(
      /[A-Z]/g,
      letter => `_${letter.toLowerCase()}`,
    ),
    sqlType: isAmount ? 'numeric' : 'text',
    expression: isAmount ? `(body${path.join('')})::numeric` : `body${path.join('')}`,
    indexed,
  };
}
