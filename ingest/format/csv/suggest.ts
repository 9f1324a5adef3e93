import { hasCheckDigits } from '../../../domain/document/index.ts';
import { isCurrency } from '../../../domain/money/index.ts';
import {
  FIELDS,
  isTableKind,
  TABLE_KINDS,
  type Field,
  type FieldShape,
  type TableKind,
} from './fields.ts';
import { fold } from './header.ts';
import type { MappingProfile } from './profile.ts';
import { SYNONYMS } from './synonyms.ts';
import type { Rows } from './tokenize.ts';

/** What a column may be: `score` 0 to 100; 80 and more is pre-filled, 50 and more offered. */
export type Suggestion = {
  readonly from: string;
  readonly to?: string;
  readonly score: number;
  readonly offered: readonly { readonly to: string; readonly score: number }[];
};

/** Scores headers and the first fifty values of each column against the fields of a kind. */
export function suggestProfile(
  kind: TableKind,
  names: readonly string[],
  rows: Rows,
): Suggestion[] {
  const taken = new Set<string>();
  const first = [...rows.slice(0, 50)];
  return names.map((name, at) => {
    const values = first.map(r => r.cells[at]?.text.trim() ?? '');
    const offered = FIELDS[kind]
      .map(field => ({ to: field.name, score: score(name, values, field) }))
      .filter(o => o.score >= 50)
      .sort((a, b) => b.score - a.score)
      .slice(0, 3);
    const best = offered.find(o => o.score >= 80 && !taken.has(o.to));
    if (best) taken.add(best.to);
    const top = best?.score ?? offered[0]?.score ?? 0;
    return { from: name, score: top, offered, ...(best ? { to: best.to } : {}) };
  });
}

/**
 * The product's own table form: every header is the name of a field. It needs no saved profile. A
 * table whose headers say anything else is never guessed.
 */
export function builtInProfile(
  names: readonly string[],
  kind: string | undefined,
): MappingProfile | undefined {
  const kinds = kind === undefined ? TABLE_KINDS : isTableKind(kind) ? [kind] : [];
  const fits = kinds.filter(k => fitsKind(k, names));
  const chosen = fits[0];
  if (chosen === undefined) return undefined;
  const grouped = names.some(n => n.startsWith('line.')) ? { rowGroup: 'number' } : {};
  const columns = names.map(name => ({ from: name, to: name }));
  return { name: `own ${chosen}`, version: 1, kind: chosen, format: 'csv', columns, ...grouped };
}

function fitsKind(kind: TableKind, names: readonly string[]): boolean {
  const fields = FIELDS[kind];
  const known = new Set(fields.map(f => f.name));
  const required = fields.filter(f => f.required).map(f => f.name);
  return names.every(n => known.has(n)) && required.every(n => names.includes(n));
}

function score(name: string, values: readonly string[], field: Field): number {
  const header = fold(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const words = [field.name, ...(SYNONYMS[field.name] ?? [])].map(w => fold(w));
  const exact = words.some(w => w.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() === header);
  const within = words.some(w => w.length >= 3 && header.includes(w));
  const base = exact ? 85 : within ? 60 : 0;
  if (base === 0) return 0;
  return Math.max(0, Math.min(100, base + shapeScore(values, field.shape)));
}

/** How well values look like a shape: +15 when nine in ten do, −30 when under half do. */
function shapeScore(values: readonly string[], shape: FieldShape): number {
  const filled = values.filter(v => v !== '');
  if (filled.length === 0) return 0;
  const share = filled.filter(v => SHAPES[shape](v)).length / filled.length;
  if (share >= 0.9) return 15;
  return share < 0.5 ? -30 : 0;
}

const SHAPES: Readonly<Record<FieldShape, (value: string) => boolean>> = {
  id: v => v.length <= 40 || hasCheckDigits('USCC', v),
  text: () => true,
  date: v => /^\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?$|^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(v),
  amount: v => /^[-+(]?[\d.,' ]+[-)]?$/.test(v),
  percent: v => /^[\d.,]+ ?%?$/.test(v),
  currency: isCurrency,
  period: v => /^\d{4}-?\d{2}$/.test(v),
};
