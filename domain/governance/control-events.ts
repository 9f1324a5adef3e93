import type { Flow } from '../act/index.ts';
import type { EntityRef } from '../event/entity-ref.ts';
import type { Wire } from '../wire/index.ts';
import type { ParamProposal, Trip } from './control-state.ts';

export type ControlEvent =
  | ({ readonly kind: 'breaker.tripped' } & Omit<Trip, 'reset' | 'findings'>)
  | {
      readonly kind: 'breaker.reset';
      readonly trip: string;
      readonly flows: readonly Flow[];
      readonly subject: string | null;
      readonly cause: string;
      readonly measures: string;
      readonly on: string;
    }
  | {
      readonly kind: 'breaker.reviewed';
      readonly trip: string;
      readonly findings: string;
      readonly on: string;
    }
  | ({ readonly kind: 'param.proposed' } & Omit<ParamProposal, 'status'>)
  | {
      readonly kind: 'param.scheduled';
      readonly proposal: string;
      readonly key: string;
      readonly value: Wire;
      readonly effectiveOn: string;
      readonly on: string;
    }
  | {
      readonly kind: 'param.withdrawn';
      readonly proposal: string;
      readonly key: string;
      /** It had a row already. */
      readonly scheduled: boolean;
      readonly effectiveOn: string;
      readonly reason: string;
      readonly on: string;
    }
  | {
      readonly kind: 'period.closed';
      readonly month: string;
      readonly controlTotals: string;
      readonly on: string;
    }
  | {
      readonly kind: 'party.reviewed';
      readonly party: string;
      readonly kybValidUntil: string;
      readonly changes: string;
      readonly on: string;
    }
  | { readonly kind: 'party.suspended'; readonly party: string; readonly reason: string }
  | { readonly kind: 'party.reinstated'; readonly party: string; readonly reason: string }
  /** The first time it is exiting; `isFinal` when it is gone and its keys count no more. */
  | {
      readonly kind: 'party.exited';
      readonly party: string;
      readonly isFinal: boolean;
      readonly reason: string;
      readonly on: string;
    };

type Of<K extends ControlEvent['kind']> = Extract<ControlEvent, { kind: K }>;

/** Key of a pause: the flow, and the party when only one is stopped. */
export function breakerId(flow: string, subject: string | null): string {
  return subject === null ? flow : `${flow}~${subject}`;
}

const ofFlows = (event: {
  readonly trip: string;
  readonly flows: readonly Flow[];
  readonly subject: string | null;
}): readonly EntityRef[] => [
  { type: 'trip', id: event.trip },
  ...event.flows.map(flow => ({ type: 'breaker' as const, id: breakerId(flow, event.subject) })),
];
const ofParty = ({ party }: { readonly party: string }): readonly EntityRef[] => [
  { type: 'party', id: party },
];
const ofProposal = ({ proposal }: { readonly proposal: string }): EntityRef => {
  return { type: 'paramProposal', id: proposal };
};

/** Which entities an event changes, in the order in which they are changed. */
export const controlTargets: {
  readonly [K in ControlEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'breaker.tripped': ofFlows,
  'breaker.reset': ofFlows,
  'breaker.reviewed': ({ trip }) => [{ type: 'trip', id: trip }],
  'param.proposed': event => [ofProposal(event)],
  'param.scheduled': event => [ofProposal(event), { type: 'param', id: event.key }],
  'param.withdrawn': event => [
    ofProposal(event),
    ...(event.scheduled ? [{ type: 'param' as const, id: event.key }] : []),
  ],
  'period.closed': ({ month }) => [
    { type: 'period', id: month },
    { type: 'periods', id: 'channel' },
  ],
  'party.reviewed': ofParty,
  'party.suspended': ofParty,
  'party.reinstated': ofParty,
  'party.exited': ofParty,
};
