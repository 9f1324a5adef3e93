import { daysBetween } from '../../calendar/index.ts';
import type { CreditFacts, Registry } from '../facts/facts.ts';
import { validMinor } from './rhythm.ts';
import {
  from,
  missing,
  observed,
  parameter,
  ratio,
  total,
  type Feature,
  type Observation,
} from './observation.ts';
import { runningMonths, windowStart } from './window.ts';

const DAYS_PER_MONTH = 365 / 12;
const TAX_LEVELS = { A: 4, B: 3, M: 2, C: 1, D: 0 } as const;

/** D3.1: open suits as defendant / annual sales, with enforcements that halve every 12 months. */
export const judicial: Feature = (facts, { row }) =>
  overRegistry(facts, 'courts', courts => {
    const sales = annualSales(facts);
    const start = windowStart(facts.asOf, row.windowMonths ?? 24);
    const days = courts.enforcements
      .filter(on => on > start && on <= facts.asOf)
      .map(on => daysBetween(on, facts.asOf));
    const halfLife = parameter(row, 'halfLifeMonths', 12) * DAYS_PER_MONTH;
    const enforcementDecayed = decayedSum(
      days.map(age => ({ age, weight: 1 })),
      halfLife,
    );
    const open = courts.openAsDefendantMinor;
    if (open === 0n) return observed(0, { enforcementDecayed });
    return sales === undefined
      ? missing('TOO_SHORT')
      : observed(ratio(open, sales), { enforcementDecayed });
  });

/** D3.2: severity of penalties, halving every 12 months. */
export const administrative: Feature = (facts, { row }) =>
  overRegistry(facts, 'penalties', rows => {
    const halfLife = parameter(row, 'halfLifeMonths', 12) * DAYS_PER_MONTH;
    const past = rows.filter(entry => entry.on <= facts.asOf);
    const ages = past.map(entry => ({
      age: daysBetween(entry.on, facts.asOf),
      weight: entry.severity,
    }));
    return observed(decayedSum(ages, halfLife));
  });

/** D3.3: tax credit level, A 4 · B 3 · M 2 · C 1 · D 0. */
export const taxCredit: Feature = facts =>
  overRegistry(facts, 'taxLevel', level => observed(TAX_LEVELS[level]));

/** D3.4: registry changes in the window; a capital reduction counts double. */
export const registryStability: Feature = (facts, { row }) =>
  overRegistry(facts, 'changes', rows => {
    const start = windowStart(facts.asOf, row.windowMonths ?? 12);
    const reduction = parameter(row, 'capitalReductionCount', 2);
    const counted = rows.filter(entry => entry.on > start && entry.on <= facts.asOf);
    return observed(
      counted.reduce((sum, entry) => sum + (entry.kind === 'capitalReduction' ? reduction : 1), 0),
    );
  });

/** D3.5: severity times credibility of adverse news, halving every 90 days. */
export const news: Feature = (facts, { row }) =>
  overRegistry(facts, 'news', rows => {
    const past = rows.filter(entry => entry.on <= facts.asOf);
    const ages = past.map(entry => ({
      age: daysBetween(entry.on, facts.asOf),
      weight: (entry.severity * entry.credibilityPpm) / 1_000_000,
    }));
    return observed(decayedSum(ages, parameter(row, 'halfLifeDays', 90)));
  });

/** D3.6: the anchor's rating 0–100, with complaint and dispute-loss rates. */
export const counterpartyVoice: Feature = facts =>
  overRegistry(facts, 'voice', voice =>
    observed(voice.rating, {
      complaintRate: voice.complaintPpm / 1_000_000,
      disputeLossRate: voice.disputeLossPpm / 1_000_000,
    }),
  );

/** D3.7: change of insured headcount over the year. */
export const employment: Feature = facts =>
  overRegistry(facts, 'headcount', rows =>
    rows.yearAgo === 0 ? missing('NOT_APPLICABLE') : observed(rows.now / rows.yearAgo - 1),
  );

/** Valid sales of the twelve months to date; `undefined` without sales. */
function annualSales(facts: CreditFacts): bigint | undefined {
  if (!facts.sales.supplied) return undefined;
  const months = new Set(runningMonths(facts.asOf, 12));
  const sales = total(
    facts.sales.value.months.filter(cell => months.has(cell.month)).map(validMinor),
  );
  return sales > 0n ? sales : undefined;
}

/** Σ weight · 2^(−age / half-life), the oldest first, so that order of arrival moves no digit. */
function decayedSum(
  rows: readonly { readonly age: number; readonly weight: number }[],
  halfLifeDays: number,
): number {
  return [...rows]
    .sort((a, b) => b.age - a.age || a.weight - b.weight)
    .reduce((sum, row) => sum + row.weight * 2 ** (-row.age / halfLifeDays), 0);
}

function overRegistry<K extends keyof Registry>(
  facts: CreditFacts,
  name: K,
  read: (value: NonNullable<Registry[K]>) => Observation,
): Observation {
  return from(facts.registry, registry => {
    const value = registry[name];
    return value === undefined ? missing('NOT_SUPPLIED') : read(value);
  });
}
