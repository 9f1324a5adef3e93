import type { Act } from '../act/index.ts';
import type { ApplyEntity, EntityRef } from '../event/entity-ref.ts';
import { foldBy } from '../event/fold.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { allocate } from '../money/index.ts';
import { areRelated } from '../party/related.ts';
import type { Party } from '../party/state.ts';
import type { Holding, Receivable } from '../receivable/state.ts';
import { invariant, ok, type Result } from '../result/index.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Scopes of the greenhouse gas protocol that a claim can carry. */
export const SCOPES = ['1', '2', '3-upstream'] as const;
export type Scope = (typeof SCOPES)[number];

/** Grams of CO2e behind a claim; key `footprint~<receivable>~<scope>`. */
export type Footprint = {
  readonly receivable: string;
  readonly scope: Scope;
  readonly supplier: string;
  readonly verifier: string;
  /** Whole grams, as text. */
  readonly grams: string;
  readonly method: string;
  readonly period: string;
  readonly unit: string;
  /** 1 is measured, 5 is estimated. */
  readonly quality: number;
  readonly on: string;
};

/** A holding's part; key `holdingFootprint~<holding>~<scope>`. It goes on with the holding. */
export type HoldingFootprint = {
  readonly holding: string;
  readonly receivable: string;
  readonly scope: Scope;
  readonly grams: string;
};

export type FootprintEntities = { footprint: Footprint; holdingFootprint: HoldingFootprint };

type Part = { readonly holding: string; readonly grams: string };

export type FootprintEvent =
  | ({ readonly kind: 'footprint.recorded'; readonly parts: readonly Part[] } & Footprint)
  /** A holding became others: its grams follow (INV-R21). */
  | {
      readonly kind: 'footprint.split';
      readonly holding: string;
      readonly receivable: string;
      readonly scope: Scope;
      readonly parts: readonly Part[];
    };

type Of<K extends FootprintEvent['kind']> = Extract<FootprintEvent, { kind: K }>;

const partOf =
  (scope: string) =>
  ({ holding }: Part): EntityRef => ({ type: 'holdingFootprint', id: `${holding}~${scope}` });

/** Which entities an event changes. */
export const footprintTargets: {
  readonly [K in FootprintEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'footprint.recorded': ({ receivable, scope, parts }) => [
    { type: 'footprint', id: `${receivable}~${scope}` },
    { type: 'receivable', id: receivable },
    ...parts.map(partOf(scope)),
  ],
  'footprint.split': ({ holding, scope, parts }) => [
    partOf(scope)({ holding, grams: '0' }),
    ...parts.map(partOf(scope)),
  ],
};

/** How footprints change by events. */
export const applyFootprint: {
  readonly [T in keyof FootprintEntities]: ApplyEntity<FootprintEntities[T]>;
} = {
  footprint: foldBy<Footprint>({
    'footprint.recorded': (_, { kind: _kind, parts: _parts, ...footprint }) => footprint,
  }),
  holdingFootprint: foldBy<HoldingFootprint>({
    'footprint.recorded': (state, { receivable, scope, parts }, id) => {
      const part = parts.find(({ holding }) => `${holding}~${scope}` === id);
      return part ? { ...part, receivable, scope } : state;
    },
    'footprint.split': (state, { holding, receivable, scope, parts }, id) => {
      if (id === `${holding}~${scope}`) return state && { ...state, grams: '0' };
      const part = parts.find(row => `${row.holding}~${scope}` === id);
      return part ? { ...part, receivable, scope } : state;
    },
  }),
};

export type FootprintState = {
  readonly receivable: Receivable | undefined;
  readonly footprint: Footprint | undefined;
  readonly holdings: readonly Holding[];
  readonly supplier: Party | undefined;
  readonly buyer: Party | undefined;
  readonly verifier: Party | undefined;
};

/**
 * `footprint.record`: grams of CO2e of a claim, signed by its supplier and an unrelated verifier. They
 * are divided over its live holdings by outstanding, largest remainder, and go on with them.
 */
export function decideFootprint(state: FootprintState, act: Act<'footprint.record'>): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const { receivable, verifier } = state;
  if (receivable?.supplier !== actor) return refuse('NOT_FOUND', { id: body.subject });
  const object = `receivable ${body.subject}`;
  if (BigInt(receivable.outstanding.minor) === 0n) {
    return refuseState(kind, { object, state: receivable.status, states: ['outstanding'] });
  }
  if (state.footprint) {
    const found = `footprint of ${body.subject}, scope ${body.scope}`;
    return refuseState(kind, { object: found, state: 'recorded', states: ['none'] });
  }
  if (!verifier?.kinds.includes('professional')) return refuse('NOT_FOUND', { id: body.verifier });
  const sides = [state.supplier, state.buyer].flatMap(party => party ?? []);
  if (sides.some(party => areRelated(party, verifier))) {
    return refuse('APPROVER_CONFLICT', { person: body.verifier, object });
  }
  const { subject, scope, grams, ...how } = body;
  const parts = partsOf(grams, state.holdings);
  const footprint = { receivable: subject, scope, supplier: actor, grams, ...how, on };
  return ok([{ kind: 'footprint.recorded', ...footprint, parts }]);
}

function partsOf(grams: string, holdings: readonly Holding[]): readonly Part[] {
  const weights = holdings.map(({ outstanding }) => BigInt(outstanding.minor));
  return assertWhole(
    grams,
    allocate(BigInt(grams), weights).map((part, at) => {
      return { holding: holdings[at]?.holding ?? '', grams: part.toString() };
    }),
  );
}

/** INV-R21: the parts sum to the whole. */
export function assertWhole(grams: string, parts: readonly Part[]): readonly Part[] {
  const total = parts.reduce((sum, part) => sum + BigInt(part.grams), 0n);
  invariant('INV-R21', total === BigInt(grams), () => `${total} grams of ${grams}`);
  return parts;
}

/** The grams of a holding that becomes others, by amount, largest remainder; one event a scope. */
export function footprintsSplit(
  footprints: readonly HoldingFootprint[],
  parts: readonly { readonly holding: string; readonly amount: { readonly minor: string } }[],
): readonly Of<'footprint.split'>[] {
  return footprints.map(({ holding, receivable, scope, grams }) => {
    const weights = parts.map(({ amount }) => BigInt(amount.minor));
    const divided = allocate(BigInt(grams), weights).map((part, at) => {
      return { holding: parts[at]?.holding ?? '', grams: part.toString() };
    });
    const whole = assertWhole(grams, divided);
    return { kind: 'footprint.split', holding, receivable, scope, parts: whole };
  });
}
