import type { ActBodies, ActKind } from '../../domain/act/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { idOf, type StateDouble } from '../flow/state-double.ts';
import { by, OPERATOR } from '../flow/trade.ts';
import type { Codes } from './claim-rules.ts';
import type { ModelState } from './state.ts';

/** One act that is tried on both: what the contract is given, and what the model says of it. */
export type Attempt = {
  readonly kind: ActKind;
  readonly actor: string;
  readonly signers: readonly Signer[];
  readonly body: object;
  readonly transient?: ReadonlyMap<string, Wire>;
  readonly id?: string;
  readonly hint?: number;
  /** Why it may be refused; it stands when there is nothing. */
  readonly codes: Codes;
  /** What it does to the model when it stands. */
  readonly apply: () => void;
  /** The claim that it is about, to be compared afterwards. */
  readonly claim?: string;
  readonly order?: string;
  readonly loan?: string;
};

/** Three numbers from which an act is made. */
export type Pick = { readonly a: number; readonly b: number; readonly c: number };

/** Both sides of a run, and new ids. */
export type Sides = {
  readonly model: ModelState;
  readonly ledger: StateDouble;
  readonly fresh: () => string;
  /** What the contract has booked so far: debits less credits by account. */
  readonly booked: Map<string, bigint>;
};

export type Trial = (sides: Sides, pick: Pick) => Promise<Attempt | null> | Attempt | null;

/** Ids that no other object of a run has. */
export function freshIds(): () => string {
  let next = 20_000;
  return () => idOf(next++);
}

/** One of a list: three times out of four one that `suits`, when there is one. */
export function oneOf<T>(
  list: Iterable<T>,
  number: number,
  suits: (one: T) => boolean = () => true,
): T | undefined {
  const all = [...list];
  const good = all.filter(suits);
  const from = number % 4 !== 0 && good.length > 0 ? good : all;
  return from[Math.floor(number / 4) % from.length];
}

export const cny = (minor: bigint) => ({ minor: minor.toString(), currency: 'CNY' as const });

/** Maker and checker; or, when `twice`, one person in both roles. */
export function pair(party: string, twice = false): readonly Signer[] {
  return [by(party, 'maker', 1), by(party, 'checker', twice ? 1 : 2)];
}

export const cashiers = (twice = false): readonly Signer[] => [
  by(OPERATOR, 'cash', 1),
  by(OPERATOR, 'checker', twice ? 1 : 2),
];

/** An act with its body's type checked. */
export function attempt<K extends ActKind>(
  kind: K,
  body: ActBodies[K],
  rest: Omit<Attempt, 'kind' | 'body'>,
): Attempt {
  return { kind, body, ...rest };
}
