import { isCurrency, type Currency } from '../../domain/money/index.ts';
import { fatal, warning } from '../finding.ts';
import type { Draft, Lexical } from '../locator.ts';
import type { CanonicalReader } from './reader.ts';

/**
 * The document's currency: declared, else the single one of all totals (CUR-01). None is MAP-01,
 * two without a declaration are CUR-03, one that this product cannot carry is CUR-02.
 */
export function readCurrency(
  reader: CanonicalReader,
  draft: Draft,
  amounts: readonly (Lexical | undefined)[],
): Currency | undefined {
  const declared = reader.identifier(draft.values['currency'], 'currency');
  const seen = new Set(amounts.map(codeOf).filter(code => code !== undefined));
  const found = declared ?? (seen.size === 1 ? [...seen][0] : undefined);
  const place = { path: 'currency', line: draft.at.line, column: draft.at.column };
  if (found === undefined) {
    const rule = seen.size > 1 ? 'CUR-03' : 'MAP-01';
    reader.findings.push(fatal(rule, place, { found: [...seen].join(' ') }));
    return undefined;
  }
  if (!isCurrency(found)) {
    reader.findings.push(fatal('CUR-02', place, { currency: found }));
    return undefined;
  }
  if (declared !== undefined) return found;
  reader.findings.push(warning('CUR-01', place, { currency: found }));
  const from = { formula: 'currency of all totals', inputs: ['totals'] };
  return reader.derive(found, 'currency', from);
}

function codeOf(amount: Lexical | undefined): string | undefined {
  return (amount?.attributes?.['currencyID'] ?? amount?.attributes?.['Ccy'])?.text;
}
