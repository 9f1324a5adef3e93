import type { Flow } from '../act/index.ts';
import type { Wire } from '../wire/index.ts';

/** One use of the circuit breaker; key `trip~<act>`. */
export type Trip = {
  readonly trip: string;
  readonly flows: readonly Flow[];
  /** The party that alone is stopped; `null` for the whole channel. */
  readonly subject: string | null;
  readonly rule: string | null;
  readonly reason: string;
  readonly by: string;
  readonly since: string;
  readonly on: string;
  /** Flows that run again. */
  readonly reset: readonly Flow[];
  readonly findings: string | null;
};

/** A value that waits for its day; key `paramProposal~<act>`. */
export type ParamProposal = {
  readonly proposal: string;
  readonly key: string;
  readonly value: Wire;
  readonly effectiveOn: string;
  readonly reason: string;
  /** Persons who proposed it: another one approves. */
  readonly persons: readonly string[];
  readonly proposedOn: string;
  readonly status: 'proposed' | 'scheduled' | 'withdrawn';
};

/** A closed month; key `period~<month>`. */
export type Period = {
  readonly month: string;
  readonly controlTotals: string;
  readonly closedOn: string;
};

/** The latest closed month; key `periods~channel`. */
export type Periods = { readonly last: string };

/**
 * Money that was instructed and has no answer; key `inFlight~channel~<payout>`, written blind and
 * deleted with the bank's answer. A structural parameter waits for it.
 */
export type InFlight = { readonly payout: string };

export type ControlEntities = {
  trip: Trip;
  paramProposal: ParamProposal;
  period: Period;
  periods: Periods;
  inFlight: InFlight;
};
