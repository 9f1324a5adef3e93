import type { EntityRef } from '../../event/entity-ref.ts';
import type { MoneyWire } from '../../money/index.ts';
import type { Wire } from '../../wire/index.ts';
import type { CalculatedDate, DealParties } from './deal-state.ts';
import type { NotePaid, OfferedClass } from './deal-state.ts';
import { pageOf, PART_SIGNS } from './pages.ts';

/** Deals, issues, the register of notes and payment dates. */
export type DealEvent =
  | (DealParties & {
      readonly kind: 'deal.published';
      readonly deal: string;
      readonly hash: string;
      readonly version: number;
      readonly currency: MoneyWire['currency'];
      /** The canonical terms. */
      readonly terms: string;
      readonly documents: readonly string[];
      readonly pools: Readonly<Record<string, string>>;
      readonly on: string;
    })
  | {
      readonly kind: 'deal.fixed';
      readonly deal: string;
      readonly index: string;
      readonly on: string;
      readonly ppb: number;
      readonly source: string;
    }
  | {
      readonly kind: 'deal.observed';
      readonly deal: string;
      readonly name: string;
      readonly value: string;
      readonly on: string;
      readonly evidence: string | null;
    }
  | {
      readonly kind: 'issue.offered';
      readonly issue: string;
      readonly deal: string;
      readonly dealHash: string;
      readonly manager: string;
      readonly custodian: string;
      readonly classes: readonly OfferedClass[];
      readonly amount: MoneyWire;
      readonly minimum: MoneyWire;
      readonly until: string;
      readonly on: string;
    }
  | {
      readonly kind: 'issue.subscribed';
      readonly issue: string;
      readonly bond: string;
      readonly investor: string;
      readonly units: number;
      readonly price: MoneyWire;
      readonly on: string;
    }
  | {
      readonly kind: 'issue.allocated';
      readonly issue: string;
      readonly lines: readonly Allotted[];
    }
  | {
      /** The notes are paid for, and the pools' price is paid. */
      readonly kind: 'issue.closed';
      readonly issue: string;
      readonly deal: string;
      readonly proceeds: MoneyWire;
      readonly entries: readonly string[];
      readonly on: string;
    }
  | {
      readonly kind: 'note.transferred';
      readonly issue: string;
      readonly bond: string;
      readonly from: string;
      readonly to: string;
      readonly units: number;
      readonly price: MoneyWire | null;
    }
  | ({ readonly kind: 'note.frozen' } & UnderOrder)
  | ({ readonly kind: 'note.unfrozen' } & UnderOrder)
  | ({ readonly kind: 'note.forced'; readonly to: string } & UnderOrder)
  | {
      readonly kind: 'issue.failed';
      readonly issue: string;
      readonly deal: string;
      readonly on: string;
    }
  | {
      readonly kind: 'distribution.missed';
      readonly distribution: string;
      readonly deal: string;
      readonly payDate: string;
      readonly reason: string;
      readonly on: string;
    }
  | ({ readonly kind: 'distribution.calculated' } & CalculatedDate)
  | {
      /** The custodian ran the period itself and found the same lines. */
      readonly kind: 'distribution.reviewed';
      readonly distribution: string;
      readonly deal: string;
      readonly custodian: string;
      readonly linesHash: string;
      readonly on: string;
    }
  | {
      readonly kind: 'distribution.settled';
      readonly distribution: string;
      readonly deal: string;
      readonly issue: string;
      /** The payment date, and the day of settlement. */
      readonly payDate: string;
      readonly on: string;
      readonly entry: string;
      readonly total: MoneyWire;
      readonly holders: readonly NotePaid[];
      readonly done: number;
      readonly position: Wire;
    };

/** Units of a holder under an order of a court or regulator, named by its hash. */
type UnderOrder = {
  readonly issue: string;
  readonly bond: string;
  readonly holder: string;
  readonly units: number;
  readonly by: string;
  readonly order: string;
  readonly on: string;
};

export type Allotted = {
  readonly investor: string;
  readonly bond: string;
  readonly units: number;
};

type Targets = {
  readonly [K in DealEvent['kind']]: (
    event: Extract<DealEvent, { kind: K }>,
  ) => readonly EntityRef[];
};

const ofDeal = ({ deal }: { readonly deal: string }): EntityRef => ({ type: 'deal', id: deal });
const ofBook = ({ deal }: { readonly deal: string }): EntityRef => ({ type: 'dealBook', id: deal });
const ofIssue = ({ issue }: { readonly issue: string }): EntityRef => ({
  type: 'issue',
  id: issue,
});
const ofDistribution = ({ distribution }: { readonly distribution: string }): EntityRef => ({
  type: 'distribution',
  id: distribution,
});

export const dealTargets: Targets = {
  'deal.published': event => [
    ofDeal(event),
    ofBook(event),
    ...numbered(event.terms.length, PART_SIGNS).map(part => ({
      type: 'dealPart' as const,
      id: `${event.deal}~${part}`,
    })),
    ...Object.values(event.pools).map(id => ({ type: 'pool' as const, id })),
  ],
  'deal.fixed': event => [ofBook(event)],
  'deal.observed': event => [ofBook(event)],
  'issue.offered': event => [ofIssue(event), ofDeal(event)],
  'issue.subscribed': ({ issue, bond, investor }) => [
    { type: 'subscription', id: `${issue}~${bond}~${investor}` },
  ],
  'issue.allocated': event => [
    ofIssue(event),
    ...registers(event.lines.map(({ bond, investor }) => [event.issue, bond, investor])),
  ],
  'issue.closed': event => [ofIssue(event)],
  'note.transferred': ({ issue, bond, from, to }) =>
    registers([
      [issue, bond, from],
      [issue, bond, to],
    ]),
  'note.frozen': ({ issue, bond, holder }) => registers([[issue, bond, holder]]),
  'note.unfrozen': ({ issue, bond, holder }) => registers([[issue, bond, holder]]),
  'note.forced': ({ issue, bond, holder, to }) =>
    registers([
      [issue, bond, holder],
      [issue, bond, to],
    ]),
  'issue.failed': event => [ofIssue(event), ofDeal(event)],
  'distribution.missed': event => [ofDistribution(event)],
  'distribution.calculated': event => [ofDistribution(event), ofBook(event)],
  'distribution.reviewed': event => [ofDistribution(event)],
  'distribution.settled': event => [
    ofDistribution(event),
    ofBook(event),
    ...[...new Set(event.holders.map(([, holder]) => pageOf(holder)))].map(page => ({
      type: 'notePage' as const,
      id: `${event.distribution}~${page}`,
    })),
    ...[...new Set(event.holders.map(([, holder]) => holder))].map(holder => ({
      type: 'notePayment' as const,
      id: `${event.distribution}~${holder}`,
    })),
  ],
};

function numbered(length: number, size: number): number[] {
  return Array.from({ length: Math.ceil(length / size) }, (_, at) => at);
}

/** Each register page once, and the holders' own rows. */
function registers(of: readonly (readonly [string, string, string])[]): EntityRef[] {
  const pages = of.map(([issue, bond, holder]) => `${issue}~${bond}~${pageOf(holder)}`);
  return [
    ...[...new Set(pages)].map(id => ({ type: 'noteRegister' as const, id })),
    ...of.map(place => ({ type: 'noteHolding' as const, id: place.join('~') })),
  ];
}
