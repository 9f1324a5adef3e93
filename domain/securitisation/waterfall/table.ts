import type { Fraction } from '../../rate/index.ts';
import type { Formula } from '../deal/formula.ts';
import type { Run } from './run.ts';

type MembersOf<T> = T extends unknown ? keyof T : never;
type WithMember<M extends PropertyKey> = Extract<Formula, Readonly<Record<M, unknown>>>;

/** The one member that each formula has. */
export type Member = MembersOf<Formula>;

/** How each member of a set of formulas is worked out. */
export type Table<M extends Member> = {
  readonly [K in M]: (args: WithMember<K>[K & keyof WithMember<K>], run: Run) => Fraction;
};
