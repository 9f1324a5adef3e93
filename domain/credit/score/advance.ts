import {
  ASSURANCES,
  type Assurance,
  type CreditTables,
  type Grade,
  type Policy,
} from '../table/index.ts';

/** Inputs of the reserves (CR-62); ratios as plain numbers. */
export type LossReserveInputs = {
  readonly safetyFactor: number;
  readonly peakLossRatio: number;
  readonly lossHorizonRatio: number;
};
export type DilutionReserveInputs = {
  readonly safetyFactor: number;
  /** ED: mean of twelve months. */
  readonly expectedDilution: number;
  /** DS: the highest two- or three-month figure. */
  readonly dilutionSpike: number;
  /** DHR: sales in the dilution horizon / eligible balance. */
  readonly dilutionHorizonRatio: number;
};

export type ReserveInputs = {
  readonly loss?: { readonly peakLossRatio: number; readonly lossHorizonRatio: number };
  readonly dilution?: Omit<DilutionReserveInputs, 'safetyFactor'>;
  readonly yieldReservePpm: number;
  /** Stands in for the loss history until there is one: PD and LGD of the obligor. */
  readonly pdPpm: number;
};

export type AdvanceInputs = {
  /** The debtor's grade; the table of CR-62 is by anchor. */
  readonly anchorGrade: Grade;
  readonly reserve: ReserveInputs;
  readonly dilutionPpm: number;
  readonly termsDays: number;
  readonly currenciesDiffer: boolean;
  readonly orange: boolean;
};

export type Advance = {
  readonly capsPpm: Readonly<Record<Assurance, number>>;
  readonly reservePpm: Readonly<Record<Assurance, number>>;
  readonly stepsPpm: number;
};

/** SF · peak three-month mean loss ratio · loss-horizon ratio. @example 2 · 2 % · 1.25 = 5 % */
export function lossReserve(x: LossReserveInputs): number {
  return x.safetyFactor * x.peakLossRatio * x.lossHorizonRatio;
}

/** [SF · ED + (DS − ED) · DS / ED] · DHR; without expected dilution DS · DHR. */
export function dilutionReserve(x: DilutionReserveInputs): number {
  const { safetyFactor, expectedDilution: ed, dilutionSpike: ds } = x;
  const factor = ed === 0 ? ds : safetyFactor * ed + ((ds - ed) * ds) / ed;
  return factor * x.dilutionHorizonRatio;
}

/** min(cap, 1 − max(floor, reserves)). @example floor 10 %, 5 % + 9.3333 % = 0.856667 */
export function effectiveAdvance(x: {
  readonly cap: number;
  readonly floor: number;
  readonly reserves: number;
}): number {
  return Math.min(x.cap, 1 - Math.max(x.floor, x.reserves));
}

/**
 * Caps and reserves by assurance (CR-62, CR-63). For confirmed claims floor and dilution reserve
 * are zero; every other claim carries the floor. Reserves are rounded up, caps down, to whole ppm.
 */
export function advanceOf(inputs: AdvanceInputs, tables: CreditTables): Advance {
  const { policy } = tables;
  const stepsPpm = stepsOf(inputs, policy);
  const reserve = (level: Assurance): number => reservePpmOf(inputs.reserve, policy, level);
  const cap = (level: Assurance): number => {
    const row = policy.advance.caps.find(entry => entry.assurance === level);
    const table = row?.ppm[inputs.anchorGrade] ?? 0;
    return Math.max(0, Math.min(table, 1_000_000 - reserve(level)) - stepsPpm);
  };
  return { capsPpm: byAssurance(cap), reservePpm: byAssurance(reserve), stepsPpm };
}

function reservePpmOf(inputs: ReserveInputs, policy: Policy, level: Assurance): number {
  const { advance } = policy;
  const confirmed = level === 'L3';
  const safetyFactor = advance.safetyFactorPpm[advance.reserveRating] / 1_000_000;
  const lgdPpm = confirmed ? advance.lgdPpm.confirmed : advance.lgdPpm.unconfirmed;
  const loss = inputs.loss
    ? lossReserve({ safetyFactor, ...inputs.loss })
    : (safetyFactor * inputs.pdPpm * lgdPpm) / 1e12;
  const dilution =
    confirmed || !inputs.dilution ? 0 : dilutionReserve({ safetyFactor, ...inputs.dilution });
  const floor = confirmed ? 0 : advance.reserveFloorPpm;
  const ppm = Math.ceil((loss + dilution) * 1_000_000 - 1e-6) + inputs.yieldReservePpm;
  return Math.min(1_000_000, Math.max(floor, ppm));
}

/** Points taken off the cap: dilution, long terms, another currency, an orange warning. */
function stepsOf(inputs: AdvanceInputs, policy: Policy): number {
  const { steps } = policy.advance;
  const dilution = steps.dilution.filter(row => inputs.dilutionPpm > row.abovePpm);
  const worst = Math.max(0, ...dilution.map(row => row.lessPpm));
  const terms = inputs.termsDays > steps.termsDaysAbove ? steps.termsLessPpm : 0;
  const currency = inputs.currenciesDiffer ? steps.currencyLessPpm : 0;
  return worst + terms + currency + (inputs.orange ? steps.orangeLessPpm : 0);
}

function byAssurance(of: (level: Assurance) => number): Readonly<Record<Assurance, number>> {
  const entries = ASSURANCES.map(level => [level, of(level)] as const);
  return Object.fromEntries(entries) as Record<Assurance, number>;
}
