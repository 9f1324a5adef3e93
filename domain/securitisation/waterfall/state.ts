import type { BusinessDate } from '../../calendar/index.ts';
import type { Cumulative, FlowRow } from '../asset/flow.ts';
import type { Bond, Deal, Interest, Key, Status } from '../deal/deal.ts';
import type { Formula } from '../deal/formula.ts';

export type BondState = {
  balance: bigint;
  ratePpb: bigint;
  principalDue: bigint;
  interestDue: bigint;
  onInterest: bigint;
  accruedTo: BusinessDate | null;
  /** Replaces the definition of the deal after a step-up or a trigger. */
  interest: Interest | null;
  principalPaid: bigint;
  writtenOff: bigint;
  /** Balance from each day on which it moved. */
  trail: [BusinessDate, bigint][];
};

export type FeeState = {
  due: bigint;
  arrears: bigint;
  calculatedTo: BusinessDate | null;
  calculated: boolean;
  paid: bigint;
};

export type AccountState = {
  balance: bigint;
  interestTo: BusinessDate | null;
  ratePpb: bigint;
  /** Balance before each movement since interest was last added; kept for accounts that bear it. */
  trail: [BusinessDate, bigint][];
};

export type FacilityState = {
  drawn: bigint;
  /** `null`: without end. */
  available: bigint | null;
  interest: bigint;
  premium: bigint;
  accruedTo: BusinessDate | null;
  trail: [BusinessDate, drawn: bigint, available: bigint][];
};

export type SwapState = {
  net: bigint;
  payPpb: bigint;
  receivePpb: bigint;
  accruedTo: BusinessDate | null;
};

export type TriggerState = { fired: boolean };

export type PoolState = {
  balance: bigint;
  original: bigint;
  /** What the pool had paid and lost before the deal. */
  before: PoolHistory;
  rows: FlowRow[];
  liquidatedOn: BusinessDate | null;
};

/** Amounts of the life of a pool before the deal's first collection, by flow kind. */
export type PoolHistory = Readonly<Record<string, bigint>>;

/** Where a deal stands. Records are by key of the deal. */
export type DealState = {
  status: Status;
  accounts: Record<Key, AccountState>;
  fees: Record<Key, FeeState>;
  bonds: Record<Key, BondState>;
  ledgers: Record<Key, bigint>;
  facilities: Record<Key, FacilityState>;
  swaps: Record<Key, SwapState>;
  triggers: Record<Key, TriggerState>;
  /** Reserve targets that a trigger has put in the place of the deal's. */
  targets: Record<Key, Formula>;
  pools: Record<Key, PoolState>;
  /** How long each `lasting` condition has held: newest last. */
  lasting: Record<string, boolean[]>;
  collections: number;
  payments: number;
  paidTo: BusinessDate;
};

/** What a deal stands with when a run begins, where it differs from a new deal. */
export type Position = {
  readonly status: Status;
  /** The status after closing; absent: amortising. */
  readonly afterClosing?: Status;
  readonly accounts: Readonly<Record<Key, bigint>>;
  readonly bonds: Readonly<Record<Key, BondPosition>>;
  readonly fees: Readonly<Record<Key, FeePosition>>;
  readonly pools: Readonly<Record<Key, PoolHistory>>;
  readonly ledgers: Readonly<Record<Key, bigint>>;
  readonly facilities: Readonly<
    Record<
      Key,
      {
        readonly drawn: bigint;
        readonly available: bigint | null;
        readonly interest: bigint;
        readonly premium: bigint;
        readonly accruedTo: BusinessDate | null;
      }
    >
  >;
};

export type BondPosition = {
  readonly balance: bigint;
  readonly ratePpb: bigint;
  readonly principalDue: bigint;
  readonly interestDue: bigint;
  readonly onInterest: bigint;
  readonly accruedTo: BusinessDate | null;
};

export type FeePosition = {
  readonly due: bigint;
  readonly arrears: bigint;
  readonly calculatedTo: BusinessDate | null;
};

/** The state that a run begins with. */
export function openingState(deal: Deal, position: Position): DealState {
  return {
    status: position.status,
    accounts: mapped(deal.accounts, ({ opening, interest }, key) => ({
      balance: position.accounts[key] ?? BigInt(opening),
      interestTo: interest?.from ?? null,
      ratePpb: interest && 'ppb' in interest.rate ? BigInt(interest.rate.ppb) : 0n,
      trail: [],
    })),
    fees: mapped(deal.fees, (_fee, key) => ({
      due: 0n,
      arrears: 0n,
      calculatedTo: null,
      calculated: false,
      paid: 0n,
      ...position.fees[key],
    })),
    bonds: mapped(deal.bonds, (bond, key) => openingBond(deal, bond, position.bonds[key])),
    ledgers: mapped(deal.ledgers, ({ opening }, key) => position.ledgers[key] ?? BigInt(opening)),
    facilities: mapped(deal.facilities, (_facility, key) => ({
      drawn: 0n,
      available: null,
      interest: 0n,
      premium: 0n,
      accruedTo: null,
      trail: [],
      ...position.facilities[key],
    })),
    swaps: mapped(deal.swaps, () => ({ net: 0n, payPpb: 0n, receivePpb: 0n, accruedTo: null })),
    triggers: Object.fromEntries(
      deal.triggers.map(({ id, fired }) => [id, { fired: fired ?? false }]),
    ),
    pools: mapped(deal.pools, (_pool, key) => ({
      balance: 0n,
      original: 0n,
      before: position.pools[key] ?? {},
      rows: [],
      liquidatedOn: null,
    })),
    targets: {},
    lasting: {},
    collections: 0,
    payments: 0,
    paidTo: deal.dates.closing,
  };
}

function openingBond(deal: Deal, bond: Bond, held: BondPosition | undefined): BondState {
  const { interest } = bond;
  const balance = held?.balance ?? BigInt(bond.original);
  return {
    balance,
    ratePpb: interest.kind === 'fixed' ? BigInt(interest.ppb) : 0n,
    principalDue: 0n,
    interestDue: 0n,
    onInterest: 0n,
    accruedTo: null,
    ...held,
    interest: null,
    principalPaid: 0n,
    writtenOff: 0n,
    trail: [[bond.issuedOn ?? deal.dates.closing, balance]],
  };
}

/** A copy that a run may change. */
export function copyState(state: DealState): DealState {
  return {
    ...state,
    accounts: mapped(state.accounts, one => ({ ...one, trail: [...one.trail] })),
    fees: mapped(state.fees, one => ({ ...one })),
    bonds: mapped(state.bonds, one => ({ ...one, trail: [...one.trail] })),
    ledgers: { ...state.ledgers },
    facilities: mapped(state.facilities, one => ({ ...one, trail: [...one.trail] })),
    swaps: mapped(state.swaps, one => ({ ...one })),
    triggers: mapped(state.triggers, one => ({ ...one })),
    pools: mapped(state.pools, one => ({ ...one, rows: [...one.rows] })),
    targets: { ...state.targets },
    lasting: mapped(state.lasting, one => [...one]),
  };
}

/** Totals of a pool's life: what was before, and every collected row. */
export function poolTotals(before: PoolHistory): Cumulative {
  const of = (kind: string): bigint => before[kind] ?? 0n;
  return [
    of('principal'),
    of('prepayment'),
    of('delinquent'),
    of('default'),
    of('recovery'),
    of('loss'),
  ];
}

export function mapped<A, B>(
  record: Readonly<Record<string, A>>,
  to: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]));
}
