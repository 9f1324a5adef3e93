import type { KeyClass, Role } from '../party/roles.ts';
import type { Wire } from '../wire/index.ts';
import type { LatestRate } from './exchange.ts';
import type { Channel, Parameter } from './state.ts';

/** Version of the rules; every envelope names it, a changed formula raises it. */
export const RULES_VERSION = '2026.1';

/** A verified signature: whose key signed, in which role. */
export type Signer = {
  readonly key: string;
  readonly party: string;
  readonly person: string;
  readonly role: Role;
  readonly class: KeyClass;
  readonly at: string;
  /** The step-up service confirmed a fresh second factor for these bytes. */
  readonly steppedUp: boolean;
  /** The key is introduced by this very act (proof of possession). */
  readonly introduced: boolean;
};

/** What every decision is given beside its state; the same on every peer. */
export type Context = {
  readonly channel: Channel;
  readonly businessDate: string;
  readonly signers: readonly Signer[];
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Last official rates of the pairs that the act's band asks, by pair. */
  readonly rates?: ReadonlyMap<string, LatestRate>;
  readonly sha256: (bytes: Uint8Array) => string;
};

/** The last row of a parameter not later than the business date, or `fallback`. */
export function parameterAt(
  parameter: Parameter | undefined,
  businessDate: string,
  fallback: Wire,
): Wire {
  const rows = parameter?.rows.filter(row => row.effectiveOn <= businessDate) ?? [];
  return rows.at(-1)?.value ?? fallback;
}
