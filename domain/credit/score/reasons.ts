import { byCodeUnit } from '../../wire/index.ts';
import type { CreditTables, CreditTexts, Language } from '../table/index.ts';
import type { ScoreLine } from './points.ts';

/** One cause of a lower score (CR-43). `shortE5` is what it costs against the baseline. */
export type Reason = {
  readonly code: string;
  readonly feature: string;
  readonly missing: boolean;
  readonly shortE5: number;
};

/** At most this many reasons; a longer list explains nothing (Regulation B). */
const REASONS_MAX = 4;

/**
 * The reasons of a score: shortfall against the baseline (mean points of comparable approved cases,
 * or the table's quality everywhere before 30 of them exist), the largest first, one per family.
 */
export function reasonsOf(
  lines: readonly ScoreLine[],
  baselineE5: (line: ScoreLine) => number,
): readonly Reason[] {
  const short = lines
    .map(line => ({ line, shortE5: Math.round(baselineE5(line)) - line.pointsE5 }))
    .filter(row => row.shortE5 > 0)
    .sort((a, b) => b.shortE5 - a.shortE5 || byCodeUnit(a.line.id, b.line.id));
  const families = new Set<string>();
  const reasons: Reason[] = [];
  for (const { line, shortE5 } of short) {
    if (families.has(line.family) || reasons.length === REASONS_MAX) continue;
    families.add(line.family);
    const missing = !line.observation.observed;
    const code = `RC-${line.id}${missing ? '-MISSING' : ''}`;
    reasons.push({ code, feature: line.id, missing, shortE5 });
  }
  return reasons;
}

/** The baseline before 30 approved cases exist: the table's quality on every feature. */
export function startBaseline(tables: CreditTables): (line: ScoreLine) => number {
  return line => line.unitE5 * tables.scorecard.baselineQuality;
}

/** The sentence of a reason code; a missing bin says that data lack and accuses nobody. */
export function reasonText(texts: CreditTexts, reason: Reason, language: Language): string {
  const row = texts.features.find(entry => entry.id === reason.feature);
  if (!row) return reason.code;
  if (!reason.missing) return row[language].reason;
  return texts.missing[language].replace('{name}', row[language].name);
}

/**
 * The sentence of a code as an attestation carries it: `RC-D2.1`, `RC-D4.4-MISSING` or a gate such
 * as `G19`; the code itself where the texts do not know it.
 */
export function codeText(texts: CreditTexts, code: string, language: Language): string {
  const gate = texts.gates.find(entry => entry.code === code);
  if (gate) return gate[language].reason;
  const missing = code.endsWith('-MISSING');
  const feature = code.replace(/^RC-/, '').replace(/-MISSING$/, '');
  return reasonText(texts, { code, feature, missing, shortE5: 0 }, language);
}
