import type { ApplyEntity } from '../event/entity-ref.ts';
import { foldBy } from '../event/fold.ts';
import { breakerChanges, parameterChanges } from './apply-control.ts';
import type { Breaker, GovernanceEntities, Parameter } from './state.ts';

const applyParameter = foldBy<Parameter>(parameterChanges);

/** How the channel's own entities change by events. Other events leave them as they are. */
export const applyGovernance: {
  readonly [T in keyof GovernanceEntities]: ApplyEntity<GovernanceEntities[T]>;
} = {
  channel: (state, event) => {
    if (event.kind !== 'channel.bootstrapped') return state;
    const party = (kind: string): string =>
      event.organisations.find(organisation => organisation.kind === kind)?.party ?? '';
    return {
      channel: event.channel,
      clock: event.clock,
      operator: party('operator'),
      association: party('association'),
      auditor: party('auditor'),
    };
  },
  day: (state, event) => {
    if (event.kind === 'day.opened') return { date: event.date, state: 'open' };
    if (event.kind === 'day.closed') return { date: event.date, state: 'closed' };
    return state;
  },
  openDays: (state, event) => {
    if (event.kind === 'day.opened') {
      return { open: [...(state?.open ?? []), event.date], last: event.date };
    }
    if (event.kind === 'day.closed' && state) {
      return { ...state, open: state.open.filter(date => date !== event.date) };
    }
    return state;
  },
  param: (state, event, id) => {
    if (event.kind !== 'channel.bootstrapped') return applyParameter(state, event, id);
    const value = event.parameters.find(({ key }) => key === id)?.value ?? null;
    return { key: id, rows: [{ effectiveOn: event.on, value, version: 1 }] };
  },
  breaker: foldBy<Breaker>(breakerChanges),
};
