import { isList, isObject, type Wire } from '../../wire/index.ts';
import type { Deal } from './deal.ts';

type Kind =
  | 'account'
  | 'class'
  | 'fee'
  | 'pool'
  | 'ledger'
  | 'facility'
  | 'swap'
  | 'test'
  | 'trigger'
  | 'observation';

/** A name that something in the deal uses, and where. */
export type Reference = { readonly kind: Kind; readonly name: string; readonly path: string };

const CODES: Readonly<Record<Kind, string>> = {
  account: 'V-01',
  class: 'V-02',
  fee: 'V-03',
  pool: 'V-04',
  ledger: 'V-05',
  facility: 'V-06',
  swap: 'V-06',
  test: 'V-06',
  trigger: 'V-06',
  observation: 'V-06',
};

/** Members whose text, or list of texts, names something. */
const MEMBERS: Readonly<Record<string, Kind>> = {
  from: 'account',
  to: 'account',
  account: 'account',
  bonds: 'class',
  bond: 'class',
  before: 'class',
  interestOf: 'class',
  group: 'class',
  anchor: 'class',
  fees: 'fee',
  fee: 'fee',
  accrueFee: 'fee',
  ledger: 'ledger',
  facility: 'facility',
  facilities: 'facility',
  swap: 'swap',
  pools: 'pool',
  trigger: 'trigger',
  triggers: 'trigger',
};

/** Members of a formula or condition whose `names`, or `name`, name something. */
const NAMED: Readonly<Record<string, Kind>> = {
  bondBalance: 'class',
  bondOriginal: 'class',
  bondFactor: 'class',
  interestDue: 'class',
  interestCarried: 'class',
  principalDue: 'class',
  scheduledBalance: 'class',
  balanceGap: 'class',
  rate: 'class',
  averageBondBalance: 'class',
  averageOriginalBondBalance: 'class',
  paid: 'class',
  paidOff: 'class',
  accountBalance: 'account',
  reserveTarget: 'account',
  reserveGap: 'account',
  reserveExcess: 'account',
  feeDue: 'fee',
  feePaid: 'fee',
  feesPaid: 'fee',
  facilityAvailable: 'facility',
  facilityDrawn: 'facility',
  facilitiesPaid: 'facility',
  swapNet: 'swap',
  ledgerBalance: 'ledger',
  test: 'test',
  observation: 'observation',
  observed: 'observation',
};

/** Every name that a part of a deal uses. */
export function referencesIn(value: Wire | undefined, path: string): Reference[] {
  if (isList(value)) return value.flatMap((one, at) => referencesIn(one, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = path === '' ? name : `${path}.${name}`;
    return [
      ...direct(name, member, place),
      ...named(name, member, place),
      ...referencesIn(member, place),
    ];
  });
}

function direct(name: string, member: Wire, path: string): Reference[] {
  const kind = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
  return kind ? texts(member, path).map(one => ({ kind, ...one })) : [];
}

function named(name: string, member: Wire, path: string): Reference[] {
  const kind = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (!kind || !isObject(member)) return [];
  const found = [
    ...texts(member['names'], `${path}.names`),
    ...texts(member['name'], `${path}.name`),
  ];
  return found.map(one => ({ kind, ...one }));
}

/** Text, or texts of a list. Days are not names: an anchor of dates is one of them. */
function texts(value: Wire | undefined, path: string): { name: string; path: string }[] {
  if (typeof value === 'string') return /^\d/.test(value) ? [] : [{ name: value, path }];
  if (!isList(value)) return [];
  return value.flatMap((one, at) =>
    typeof one === 'string' ? [{ name: one, path: `${path}[${at}]` }] : [],
  );
}

/** What each kind of name may be in this deal. */
export function namesOf(deal: Deal): Readonly<Record<Kind, ReadonlySet<string>>> {
  const of = (record: object): Set<string> => new Set(Object.keys(record));
  return {
    account: of(deal.accounts),
    class: new Set([...Object.keys(deal.bonds), ...Object.keys(deal.groups)]),
    fee: of(deal.fees),
    pool: of(deal.pools),
    ledger: of(deal.ledgers),
    facility: of(deal.facilities),
    swap: of(deal.swaps),
    test: of(deal.tests),
    trigger: new Set(deal.triggers.map(({ id }) => id)),
    observation: of(deal.observations),
  };
}

export function codeOf(kind: Kind): string {
  return CODES[kind];
}
