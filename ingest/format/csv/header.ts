import { cleanIdentifier } from '../../../domain/document/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Row } from './tokenize.ts';

/** Letters of other scripts that look like Latin ones; headers that differ only by them are equal. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  т: 't',
  х: 'x',
  у: 'y',
  ο: 'o',
  α: 'a',
  ρ: 'p',
};

/** The names of a header row: outer blanks and invisible marks taken off. */
export function headerNames(header: Row): string[] {
  return header.cells.map(c => cleanIdentifier(c.text).value);
}

/** CSV-02 for blank headers and for two that are equal or look alike. */
export function headerFaults(header: Row): Finding[] {
  const seen = new Map<string, string>();
  const findings: Finding[] = [];
  headerNames(header).forEach((name, at) => {
    const place = { path: name, line: header.line, column: header.cells[at]?.column ?? 1 };
    const folded = fold(name);
    if (folded === '') {
      findings.push(fatal('CSV-02', place, { header: '', position: String(at + 1), why: 'blank' }));
      return;
    }
    const earlier = seen.get(folded);
    if (earlier !== undefined) {
      const why = earlier === name ? 'equal' : 'looks alike';
      findings.push(fatal('CSV-02', place, { header: name, position: String(at + 1), why }));
    }
    seen.set(folded, name);
  });
  return findings;
}

/** A header for comparison: folded case, width, blanks and look-alike letters. */
export function fold(name: string): string {
  const lower = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return lower.replace(/[\u0370-\u04ff]/g, letter => LOOK_ALIKES[letter] ?? letter);
}
