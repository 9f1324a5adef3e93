import type { Separator } from './tokenize.ts';

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];

/** The separator that gives nine in ten of the first fifty records one width above one. */
export function detectSeparator(text: string): Separator | undefined {
  const records = headRecords(text);
  const scored = SEPARATORS.map(separator => {
    const widths = records.map(record => countOutsideQuotes(record, separator));
    const usual = mostFrequent(widths);
    return { separator, usual, share: widths.filter(w => w === usual).length / widths.length };
  });
  const good = scored.filter(s => s.usual > 0 && s.share >= 0.9);
  return good.sort((a, b) => b.share - a.share || b.usual - a.usual)[0]?.separator;
}

/** The separator that occurs most in the first record, for tables with ragged rows. */
export function likelySeparator(text: string): Separator {
  const record = headRecords(text)[0] ?? '';
  const counts = SEPARATORS.map(s => ({ separator: s, count: countOutsideQuotes(record, s) }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

function headRecords(body: string): string[] {
  const records: string[] = [];
  let quoted = false;
  let from = 0;
  const end = Math.min(body.length, 65_536);
  for (let at = 0; at < end && records.length < 50; at += 1) {
    const character = body[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      records.push(body.slice(from, at));
      from = at + 1;
    }
  }
  if (from < end && records.length < 50) records.push(body.slice(from, end));
  return records.filter(r => r.trim() !== '');
}

function countOutsideQuotes(record: string, separator: string): number {
  let quoted = false;
  let count = 0;
  for (const character of record) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) count += 1;
  }
  return count;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
