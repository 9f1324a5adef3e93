import type { CreditFacts } from '../facts/facts.ts';
import type { CreditTables, FeatureRow } from '../table/index.ts';
import {
  anomalies,
  buyerConfirmation,
  completeness,
  fourFlowMatch,
  ledgerTaxBank,
  relatedShare,
} from './authenticity.ts';
import { contractPerformance, fillRate, onTimeDelivery, qualityReject } from './delivery.ts';
import {
  buyerConcentration,
  buyerPaymentQuality,
  buyerQuality,
  counterpartyRetention,
  relationshipDepth,
  repeatBuyers,
  supplierConcentration,
} from './ecosystem.ts';
import { missing, type Feature, type Observation } from './observation.ts';
import { financingRepayment, overdueShare, ownPaydex, paydexTrend } from './payment.ts';
import { dilution, disputes, voidRate } from './quality.ts';
import {
  administrative,
  counterpartyVoice,
  employment,
  judicial,
  news,
  registryStability,
  taxCredit,
} from './reputation.ts';
import { activeMonthRatio, maxMonthShare, recency, salesRegularity } from './rhythm.ts';
import {
  debtServiceCover,
  grossMargin,
  leverage,
  ohlsonDefault,
  salesGrowth,
  scaleOfSales,
  tenure,
  zDoublePrime,
} from './strength.ts';

export * from './observation.ts';
export * from './paydex.ts';
export * from './paydex-views.ts';
export * from './ratios.ts';
export { herfindahl } from './ecosystem.ts';
export { monthsOfHistory } from './strength.ts';
export { completeMonths, runningMonths } from './window.ts';

/** No source of this product feeds the feature yet; the table's missing policy applies. */
const notFed: Feature = () => missing('NOT_SUPPLIED');

/** One function per feature of the scorecard, by id. */
export const FEATURES: Readonly<Record<string, Feature>> = {
  'D1.1': activeMonthRatio,
  'D1.2': salesRegularity,
  'D1.3': maxMonthShare,
  'D1.4': recency,
  'D1.5': onTimeDelivery,
  'D1.6a': fillRate,
  'D1.6b': qualityReject,
  'D1.7': ownPaydex,
  'D1.8': paydexTrend,
  'D1.9': overdueShare,
  'D1.10': voidRate,
  'D1.11': dilution,
  'D1.12': disputes,
  'D1.13': contractPerformance,
  'D1.14': financingRepayment,
  'D2.1': buyerConcentration,
  'D2.2': supplierConcentration,
  'D2.3': buyerQuality,
  'D2.4': buyerPaymentQuality,
  'D2.5': relationshipDepth,
  'D2.6': counterpartyRetention,
  'D2.7': repeatBuyers,
  'D2.8': notFed,
  'D2.9': notFed,
  'D2.10': notFed,
  'D3.1': judicial,
  'D3.2': administrative,
  'D3.3': taxCredit,
  'D3.4': registryStability,
  'D3.5': news,
  'D3.6': counterpartyVoice,
  'D3.7': employment,
  'D4.1': scaleOfSales,
  'D4.2': salesGrowth,
  'D4.3a': grossMargin,
  'D4.3b': notFed,
  'D4.4': debtServiceCover,
  'D4.5': notFed,
  'D4.6': notFed,
  'D4.7': notFed,
  'D4.8a': leverage,
  'D4.8b': zDoublePrime,
  'D4.8c': ohlsonDefault,
  'D4.9': notFed,
  'D4.10': tenure,
  'D4.11': notFed,
  'D5.1': fourFlowMatch,
  'D5.2': buyerConfirmation,
  'D5.3': ledgerTaxBank,
  'D5.6': relatedShare,
  'D5.7': completeness,
  'D5.8': anomalies,
};

/** A feature's id and what was observed of it. */
export type FeatureVector = Readonly<Record<string, Observation>>;

/** All features of the scorecard over one set of facts, in the table's order. */
export function featureVector(facts: CreditFacts, tables: CreditTables): FeatureVector {
  const rows: readonly FeatureRow[] = tables.scorecard.dimensions.flatMap(row => row.features);
  return Object.fromEntries(
    rows.map(row => {
      const feature = FEATURES[row.id] ?? notFed;
      return [row.id, feature(facts, { row, paydex: tables.paydex })];
    }),
  );
}
