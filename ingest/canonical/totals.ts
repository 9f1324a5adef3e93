import type { InvoiceLine, Totals } from '../../domain/document/index.ts';
import { sum, type Currency, type Money } from '../../domain/money/index.ts';
import { warning } from '../finding.ts';
import type { Draft, Lexical } from '../locator.ts';
import { present } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

/** Whether an amount names this currency or none. */
export function isIn(lexical: Lexical | undefined, currency: string): boolean {
  const code = lexical?.attributes?.['currencyID']?.text;
  return code === undefined || code === currency;
}

/** The totals of an invoice; what is payable must be stated, or each line with its tax. */
export function readTotals(
  reader: CanonicalReader,
  draft: Draft,
  from: { currency: Currency; lines: readonly InvoiceLine[] },
): Totals | undefined {
  const totals = draft.parts['totals'];
  const { currency, lines } = from;
  if (!totals && !hasGross(draft)) return reader.missing('totals', draft.at);
  const at = (name: string): Money | undefined =>
    reader.amount(totals?.values[name], `totals.${name}`, currency);
  const payable = at('payable') ?? payableOfLines(reader, draft, currency);
  if (!payable) return reader.missing('totals.payable', (totals ?? draft).at);
  const taxExclusive = readTaxExclusive(reader, draft, currency);
  const lineSum = at('lines') ?? deriveLines(reader, { lines, currency, taxExclusive });
  const parts = {
    allowances: at('allowances'),
    charges: at('charges'),
    taxExclusive,
    tax: readTax(reader, draft, currency) ?? at('tax'),
    taxInclusive: at('taxInclusive'),
    prepaid: at('prepaid'),
    rounding: at('rounding'),
  };
  return { lines: lineSum, payable, ...present(parts) };
}

/** Systems without a total of the whole state each line with its tax. */
function hasGross(draft: Draft): boolean {
  const lines = draft.groups['lines'] ?? [];
  return lines.length > 0 && lines.every(line => line.values['gross'] !== undefined);
}

function payableOfLines(
  reader: CanonicalReader,
  draft: Draft,
  currency: Currency,
): Money | undefined {
  if (!hasGross(draft) || draft.parts['totals']?.values['payable']) return undefined;
  const stated = (draft.groups['lines'] ?? []).map(({ values }, n) =>
    reader.amount(values['gross'], `lines[${n}].gross`, currency),
  );
  const gross = stated.filter(amount => amount !== undefined);
  if (gross.length < stated.length) return undefined;
  const from = { formula: 'sum of lines with tax', inputs: ['lines'] };
  return reader.derive(sum(gross, currency), 'totals.payable', from);
}

/**
 * OIOUBL writes the tax into TaxExclusiveAmount ("tax, exclusively"); the field is left absent
 * there and noted MAP-08, so that no sum is compared with it.
 */
function readTaxExclusive(
  reader: CanonicalReader,
  draft: Draft,
  currency: Currency,
): Money | undefined {
  const lexical = draft.parts['totals']?.values['taxExclusive'];
  if (!lexical) return undefined;
  if (draft.values['profile']?.text.startsWith('OIOUBL') === true) {
    const place = { path: 'totals.taxExclusive', line: lexical.at.line, column: lexical.at.column };
    reader.findings.push(warning('MAP-08', place, { value: lexical.text }));
    return undefined;
  }
  return reader.amount(lexical, 'totals.taxExclusive', currency);
}

function readTax(reader: CanonicalReader, draft: Draft, currency: Currency): Money | undefined {
  const total = (draft.groups['taxes'] ?? []).find(t => isIn(t.values['amount'], currency));
  return reader.amount(total?.values['amount'], 'totals.tax', currency);
}

/** The sum of the lines; of an invoice without lines (Factur-X MINIMUM) its tax-exclusive total. */
function deriveLines(
  reader: CanonicalReader,
  of: { lines: readonly InvoiceLine[]; currency: Currency; taxExclusive: Money | undefined },
): Money {
  const { lines, currency, taxExclusive } = of;
  if (lines.length === 0 && taxExclusive) {
    const from = { formula: 'tax-exclusive total, no lines', inputs: ['totals.taxExclusive'] };
    return reader.derive(taxExclusive, 'totals.lines', from);
  }
  const total = sum(
    lines.map(l => l.net),
    currency,
  );
  return reader.derive(total, 'totals.lines', { formula: 'sum of line nets', inputs: ['lines'] });
}
