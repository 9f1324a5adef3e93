import type { MoneyWire } from '../money/index.ts';
import type { PartyKind, Role } from '../party/roles.ts';
import type { Schema } from './schema.ts';

/** Endorsement class (receivables.md §14): which organisations must endorse. */
export type EndorsementClass = 'E0' | 'E1' | 'E2' | 'E3';
/** Visibility class (receivables.md §14). */
export type VisibilityClass = 'V0' | 'V1' | 'V2' | 'V3';
/** Flow that the circuit breaker can pause; `core` never stops. */
export type Flow =
  | 'core'
  | 'onboarding'
  | 'offer'
  | 'confirm'
  | 'transfer'
  | 'finance'
  | 'drawdown'
  | 'disburse'
  | 'revenue'
  | 'pool'
  | 'param';

/** Who a group of signers belongs to: the actor, a founding organisation, or a party by id. */
export type SignerOf =
  'actor' | 'operator' | 'association' | 'auditor' | { readonly party: string };

/** Distinct persons of one party; each inner list is the roles of which that person needs one. */
export type SignerGroup = { readonly of: SignerOf; readonly needs: readonly (readonly Role[])[] };

/** All groups of one option must sign; a rule is met by any of its options. */
export type SignerOption = readonly SignerGroup[];

/** Step-up that the kind asks for at any amount: none, one signer, or all of the actor's signers. */
export type StepUp = 'none' | 'one' | 'all';

export type KindSpec<B> = {
  readonly body: Schema<B>;
  readonly endorsement: EndorsementClass;
  readonly visibility: VisibilityClass;
  readonly flow: Flow;
  /** Kinds of party that may be the actor. */
  readonly actors: readonly PartyKind[];
  readonly signers: (body: B, actor: string) => readonly SignerOption[];
  /** Amounts that decide the band B0–B3 of the actor's group (§9.1). */
  readonly band?: (body: B) => readonly MoneyWire[];
  readonly stepUp: StepUp;
};

/** Declares a kind with its body type inferred. */
export function kind<B>(spec: KindSpec<B>): KindSpec<B> {
  return spec;
}

/** "A bare role means a user of the acting party": any person who may act for it. */
export const USER: readonly Role[] = ['maker', 'checker', 'treasurer', 'director', 'admin'];
