import type { Flow } from '../act/index.ts';
import type { Wire } from '../wire/index.ts';

/** The channel's founding facts; written once by `channel.bootstrap`. Key `channel~<name>`. */
export type Channel = {
  readonly channel: string;
  readonly clock: 'wall' | 'test';
  readonly operator: string;
  readonly association: string;
  readonly auditor: string;
};

/** A business day; key `day~<date>`. */
export type Day = { readonly date: string; readonly state: 'open' | 'closed' };

/** Which days are open, and the latest ever opened; key `openDays~channel`. */
export type OpenDays = { readonly open: readonly string[]; readonly last: string };

/** Rows of one parameter, oldest first; key `param~<key>`. */
export type Parameter = {
  readonly key: string;
  readonly rows: readonly {
    readonly effectiveOn: string;
    readonly value: Wire;
    readonly version: number;
  }[];
};

/** Pause of one flow; key `breaker~<flow>`, or `breaker~<flow>~<party>`. Absent means running. */
export type Breaker = {
  readonly flow: Flow;
  readonly trip: string;
  readonly since: string;
  readonly reason: string;
  /** Later stops that stand too: the flow runs when each has had its own reset. */
  readonly others?: readonly Stop[];
  readonly running: boolean;
};

type Stop = { readonly trip: string; readonly since: string; readonly reason: string };

export type GovernanceEntities = {
  channel: Channel;
  day: Day;
  openDays: OpenDays;
  param: Parameter;
  breaker: Breaker;
};
