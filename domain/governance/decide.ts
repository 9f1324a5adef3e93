import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { Context } from './context.ts';
import type { Periods } from './control-state.ts';
import type { Channel, Day, OpenDays } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const OPEN_DAYS_MAX = 2;

/** Founds the channel once; each organisation shows possession of one founding key. */
export function decideBootstrap(
  state: {
    readonly channel: Channel | undefined;
    readonly name: string;
    /** Private: the key of the duplicate registry, in base64url. */
    readonly registryKey: string | null;
  },
  act: Act<'channel.bootstrap'>,
  context: Pick<Context, 'signers'>,
): Decision {
  if (state.channel) {
    const facts = { object: state.name, state: 'founded', kind: act.kind, states: 'none' };
    return refuse('STATE_WRONG', facts);
  }
  if (state.registryKey === null) {
    const faults = ['transient.registryKey: must be 32 bytes or more in base64url'];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  const { organisations, clock, parameters } = act.body;
  const kinds = new Set(organisations.map(({ kind }) => kind));
  if (kinds.size !== 3) {
    const faults = ['act.body.organisations: one operator, one association, one auditor'];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  const signed = new Set(context.signers.map(({ party }) => party));
  const missing = organisations.filter(({ party }) => !signed.has(party));
  if (missing.length > 0) {
    const facts = { have: 3 - missing.length, need: 3, missing: missing.map(({ kind }) => kind) };
    return refuse('APPROVALS_MISSING', facts);
  }
  const founded = { channel: state.name, clock, on: act.businessDate, organisations, parameters };
  return ok([{ kind: 'channel.bootstrapped', ...founded }]);
}

/** Opens a day later than any opened before; at most two days are open. */
export function decideDayOpen(
  state: { readonly days: OpenDays | undefined; readonly periods: Periods | undefined },
  act: Act<'day.open'>,
): Decision {
  const { date } = act.body;
  const open = state.days?.open ?? [];
  const month = date.slice(0, 7);
  if (state.periods && month <= state.periods.last) return refuse('PERIOD_CLOSED', { month, open });
  if (state.days && date <= state.days.last) {
    const facts = { object: `day ${date}`, state: 'past', kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: `a day after ${state.days.last}` });
  }
  if (open.length >= OPEN_DAYS_MAX) {
    const facts = { object: 'channel', state: `open on ${open.join(' and ')}`, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'at most one open day' });
  }
  return ok([{ kind: 'day.opened', date }]);
}

/** Closes an open day, the earlier one first. */
export function decideDayClose(
  state: { readonly day: Day | undefined; readonly days: OpenDays | undefined },
  act: Act<'day.close'>,
): Decision {
  const { date } = act.body;
  if (state.day?.state !== 'open') return refuse('DAY_NOT_OPEN', { date });
  const [earliest = date] = [...(state.days?.open ?? [])].sort();
  if (earliest < date) {
    const facts = { object: `day ${earliest}`, state: 'open', kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'earlier days closed' });
  }
  return ok([{ kind: 'day.closed', date }]);
}
