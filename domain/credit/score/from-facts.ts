import { divide } from '../../money/index.ts';
import type { CreditFacts } from '../facts/facts.ts';
import { completeMonths, runningMonths, type FeatureVector } from '../feature/index.ts';
import type { Grade } from '../table/index.ts';
import type { CreditRequest } from './assessment.ts';
import type { DilutionReserveInputs } from './advance.ts';
import type { DemandInputs, LimitInputs } from './limits.ts';
import type { Score } from './points.ts';

const DEMAND_MONTHS = 6;
const SPIKE_MONTHS = 3;

/** The limit's inputs as far as the facts hold them; what they lack is a missing term. */
export function limitInputsOf(
  facts: CreditFacts,
  vector: FeatureVector,
  assessed: { readonly request: CreditRequest; readonly grade: Grade; readonly score: Score },
): LimitInputs {
  const { request, grade, score } = assessed;
  const trend = vector['D1.8'];
  const demand = demandOf(facts, request);
  const latest = facts.statements.supplied ? facts.statements.value[0] : undefined;
  const service = latest?.service;
  return {
    role: request.role,
    product: request.product,
    grade,
    segment: score.segment,
    roomMinor: request.roomMinor,
    warning: request.warning,
    ...(demand ? { demand } : {}),
    ...(service
      ? { freeCashFlowMinor: service.ebitdaMinor - service.taxMinor - service.maintenanceMinor }
      : {}),
    ...(latest ? { netWorth: { minor: latest.equityMinor, secured: false } } : {}),
    ...(trend?.observed ? { paydexTrend: trend.value } : {}),
  };
}

/** Twelve months' dilution in ppm, rounded up, and the reserve's figures where sales exist. */
export function dilutionFigures(
  facts: CreditFacts,
  vector: FeatureVector,
): {
  readonly ppm: number;
  readonly reserve?: Omit<DilutionReserveInputs, 'safetyFactor'>;
} {
  const seen = vector['D1.11'];
  const ppm = seen?.observed ? Math.min(1_000_000, Math.ceil(seen.value * 1_000_000 - 1e-6)) : 0;
  const months = monthlyDilution(facts);
  if (months.length === 0) return { ppm };
  const ratios = months.map((_, at) =>
    ratioOf(months.slice(Math.max(0, at - SPIKE_MONTHS + 1), at + 1)),
  );
  const reserve = {
    expectedDilution: ratioOf(months),
    dilutionSpike: Math.max(...ratios),
    dilutionHorizonRatio: 1,
  };
  return { ppm, reserve };
}

type DilutionMonth = { readonly gross: bigint; readonly reduced: bigint };

function monthlyDilution(facts: CreditFacts): readonly DilutionMonth[] {
  const { sales, dilutions } = facts;
  if (!sales.supplied || !dilutions.supplied) return [];
  return runningMonths(facts.asOf, 12).flatMap(month => {
    const cell = sales.value.months.find(entry => entry.month === month);
    const gross = cell ? cell.issuedMinor - cell.voidedMinor : 0n;
    if (gross === 0n) return [];
    const notes = dilutions.value.filter(note => note.originMonth === month);
    return [{ gross, reduced: notes.reduce((sum, note) => sum + note.minor, 0n) }];
  });
}

function ratioOf(months: readonly DilutionMonth[]): number {
  const gross = months.reduce((sum, month) => sum + month.gross, 0n);
  const reduced = months.reduce((sum, month) => sum + month.reduced, 0n);
  return Number(divide(reduced * 1_000_000_000n, gross, 'up')) / 1_000_000_000;
}

/** Verified monthly sales to eligible buyers over the demand window. */
function demandOf(facts: CreditFacts, request: CreditRequest): DemandInputs | undefined {
  if (!facts.sales.supplied || facts.sales.value.firstOn === undefined) return undefined;
  const { edges } = facts.sales.value;
  const eligible = (buyer: string): boolean => request.eligibleBuyers?.includes(buyer) ?? true;
  const monthlyMinor = completeMonths(facts.asOf, DEMAND_MONTHS).map(month =>
    edges
      .filter(edge => edge.month === month && eligible(edge.counterparty))
      .reduce((sum, edge) => sum + edge.minor, 0n),
  );
  return { monthlyMinor, termsDays: request.termsDays };
}
