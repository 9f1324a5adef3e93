import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy, type Changes } from '../event/fold.ts';
import type {
  ControlEntities,
  InFlight,
  ParamProposal,
  Period,
  Periods,
  Trip,
} from './control-state.ts';
import type { Breaker, Parameter } from './state.ts';

/** How breaker, proposals and periods change by events. */
export const applyControl: {
  readonly [T in keyof ControlEntities]: ApplyEntity<ControlEntities[T]>;
} = {
  trip: foldBy<Trip>({
    'breaker.tripped': (_, { kind: _kind, ...trip }) => ({ ...trip, reset: [], findings: null }),
    'breaker.reset': change((state, { flows }) => {
      return { ...state, reset: [...state.reset, ...flows] };
    }),
    'breaker.reviewed': change((state, { findings }) => ({ ...state, findings })),
  }),
  paramProposal: foldBy<ParamProposal>({
    'param.proposed': (_, { kind: _kind, ...proposal }) => ({ ...proposal, status: 'proposed' }),
    'param.scheduled': change(state => ({ ...state, status: 'scheduled' })),
    'param.withdrawn': change(state => ({ ...state, status: 'withdrawn' })),
  }),
  period: foldBy<Period>({
    'period.closed': (state, { month, controlTotals, on }) => {
      return state ?? { month, controlTotals, closedOn: on };
    },
  }),
  periods: foldBy<Periods>({
    'period.closed': (state, { month }) => {
      return { last: state && state.last > month ? state.last : month };
    },
  }),
  inFlight: foldBy<InFlight>({
    'payout.instructed': (_, { payout }) => ({ payout }),
    'payout.confirmed': () => undefined,
    'payout.failed': () => undefined,
  }),
};

/**
 * A flow is paused from the first trip to the reset of the last one that stands; the row stays, so
 * that each change has a version.
 */
export const breakerChanges: Changes<Breaker> = {
  'breaker.tripped': (state, { trip, since, reason }, id) => {
    const stop = { trip, since, reason };
    if (state && !state.running) return { ...state, others: [...(state.others ?? []), stop] };
    return { flow: id.split('~')[0] as Breaker['flow'], ...stop, others: [], running: false };
  },
  'breaker.reset': change((state, { trip }) => {
    const others = (state.others ?? []).filter(stop => stop.trip !== trip);
    if (trip !== state.trip) return { ...state, others };
    const [next, ...rest] = others;
    return next ? { ...state, ...next, others: rest } : { ...state, others, running: true };
  }),
};

/** Rows of a parameter, by the day from which they count; a later row of one day replaces it. */
export const parameterChanges: Changes<Parameter> = {
  'param.scheduled': (state, { value, effectiveOn }, key) => {
    const rows = state?.rows ?? [];
    const version = 1 + Math.max(0, ...rows.map(row => row.version));
    const others = rows.filter(row => row.effectiveOn !== effectiveOn);
    const next = [...others, { effectiveOn, value, version }];
    next.sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
    return { key, rows: next };
  },
  'param.withdrawn': change((state, { effectiveOn }) => {
    return { ...state, rows: state.rows.filter(row => row.effectiveOn !== effectiveOn) };
  }),
};
