import {
  compareDecimal,
  DECIMAL_ZERO,
  type Decimal,
  type Invoice,
  type InvoiceLine,
} from '../document/index.ts';
import { divide, type Money } from '../money/index.ts';
import type { Association, MatchResult } from './match.ts';
import { toBase } from './units.ts';

/** Goods received for an invoice line: the part of its net that has L1 evidence. */
export type LineEvidence = {
  readonly line: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly net: Money;
  readonly receipts: readonly Association[];
};

/** What of an invoice may be recorded at L1: the goods that somebody has received. */
export type AssuranceEvidence = {
  readonly level: 'L1';
  readonly invoice: string;
  readonly lines: readonly LineEvidence[];
  readonly net: Money;
  /** Every line is covered in full. */
  readonly isWhole: boolean;
};

/**
 * Evidence of assurance L1 from a match: each line counts with what its receipts cover, rounded
 * down. What nobody received gets no evidence, whatever was billed.
 */
export function assuranceEvidence(invoice: Invoice, match: MatchResult): AssuranceEvidence {
  const { currency } = invoice;
  const lines = invoice.lines.flatMap((line): LineEvidence[] => {
    const found = match.lines.find(l => l.line === line.id);
    if (!found || compareDecimal(found.covered, DECIMAL_ZERO) <= 0) return [];
    const base = toBase(line.quantity);
    const net = { minor: coveredNet(line, found.covered), currency };
    const receipts = found.associations;
    return [{ line: line.id, quantity: found.covered, unit: base.unit, net, receipts }];
  });
  const net = { minor: lines.reduce((total, l) => total + l.net.minor, 0n), currency };
  const isWhole = invoice.lines.every(line => {
    const covered = match.lines.find(l => l.line === line.id)?.covered ?? DECIMAL_ZERO;
    return compareDecimal(covered, toBase(line.quantity).value) >= 0;
  });
  return { level: 'L1', invoice: invoice.id, lines, net, isWhole: isWhole && lines.length > 0 };
}

function coveredNet(line: InvoiceLine, covered: Decimal): bigint {
  const whole = toBase(line.quantity).value;
  const scale = Math.max(whole.scale, covered.scale);
  const lift = (d: Decimal): bigint => d.coefficient * 10n ** BigInt(scale - d.scale);
  if (lift(whole) <= 0n) return 0n;
  return divide(line.net.minor * lift(covered), lift(whole), 'down');
}
