import type { EntityType } from '../../domain/event/index.ts';

/** A column that PostgreSQL keeps equal to a place in the body, for filters and order. */
export type Column = {
  readonly name: string;
  readonly sqlType: 'text' | 'numeric';
  readonly expression: string;
  readonly indexed: boolean;
};

/** Places in the body of each type by which readers filter or sort; `face.minor` is an amount. */
const placesByType: Readonly<Partial<Record<EntityType, readonly string[]>>> = {
  key: ['party', 'person'],
  user: ['party', 'person'],
  account: ['party', 'purpose'],
  consent: ['party'],
  receivable: ['supplier', 'buyer', 'dueOn', 'offeredOn', 'face.minor', 'outstanding.minor'],
  holding: ['receivable', 'holder'],
  invoice: ['applicant'],
  flag: ['receivable'],
  rateCard: ['funder'],
  financing: ['holder', 'funder', 'buyer', 'fundOn', 'payOn'],
  line: ['owner', 'subject'],
  slice: ['line'],
  limitDelta: ['line', 'period'],
  registrySearch: ['funder', 'subject'],
  statement: ['account'],
  cashEntry: ['account', 'valueOn'],
  payment: ['payer', 'valueOn'],
  match: ['payment'],
  payout: ['financing', 'valueOn'],
  journalEntry: ['period', 'on'],
  balance: ['party'],
  balanceDelta: ['party', 'on'],
};

/** Every type has a status, under one of two names. */
const status: Column = {
  name: 'status',
  sqlType: 'text',
  expression: "coalesce(body->>'status', body->>'state')",
  indexed: true,
};

export function columnsOf(type: EntityType): readonly Column[] {
  return [status, ...(placesByType[type] ?? []).map(columnOf)];
}

function columnOf(place: string): Column {
  const parts = place.split('.');
  const named = place === 'on' ? 'bookedOn' : place;
  const isAmount = parts.at(-1) === 'minor';
  const path = parts.map((part, at) => (at === parts.length - 1 ? `->>'${part}'` : `->'${part}'`));
  return {
    name: (isAmount ? parts.join('_') : named).replace(
      /[A-Z]/g,
      letter => `_${letter.toLowerCase()}`,
    ),
    sqlType: isAmount ? 'numeric' : 'text',
    expression: isAmount ? `(body${path.join('')})::numeric` : `body${path.join('')}`,
    indexed: true,
  };
}
