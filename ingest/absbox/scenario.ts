import { fraction, fractionOf, type Fraction } from '../../domain/rate/index.ts';
import type { Assumption, Curve, Curves } from '../../domain/securitisation/index.ts';
import type { Node } from './reader.ts';

/** What the text of a scenario says of the pools, and of index levels. */
export type Scenario = {
  readonly assumption: Assumption;
  readonly curves: Curves;
  /** The parts that were understood, for whoever runs the deck. */
  readonly read: readonly string[];
};

const PERCENT = String.raw`([0-9]+(?:\.[0-9]+)?)\s*%`;
const INDEX =
  'LPR5Y|LPR1Y|LIBOR1M|LIBOR3M|LIBOR6M|LIBOR1Y|USTSY\\d+Y|USCMT1Y|PRIME|COFI|SOFR1M|SOFR3M|SOFR6M|SOFR1Y|EURIBOR1M|EURIBOR3M|EURIBOR6M|EURIBOR12M|BBSW|IRPH|SONIA';

/**
 * Reads the assumptions that a scenario states in words: "CDR 1%, CPR 10%, no recovery", "recovery
 * 30% lag 4", "LPR5Y 4%". What it does not state does not happen.
 */
export function readScenario(node: Node): Scenario {
  const text = node.isAbsent ? '' : node.text;
  const read: string[] = [];
  const percent = (name: string): Fraction | null => {
    const match = new RegExp(String.raw`\b${name}\b\s*(?:of|=|:|at)?\s*${PERCENT}`, 'i').exec(text);
    if (match) read.push(match[0].trim());
    return match?.[1] === undefined ? null : parts(match[1]);
  };
  const [cdr, cpr, smm, psa] = [percent('CDR'), percent('CPR'), percent('SMM'), percent('PSA')];
  const recovery = recoveryOf(text, read);
  const assumption: Assumption = {
    ...(cdr ? { default: { kind: 'cdr', annual: cdr } } : {}),
    ...prepaymentOf(cpr, smm, psa),
    ...(recovery ? { recovery } : {}),
  };
  return { assumption, curves: curvesOf(text, read), read };
}

function prepaymentOf(
  cpr: Fraction | null,
  smm: Fraction | null,
  psa: Fraction | null,
): Pick<Assumption, 'prepayment'> {
  if (cpr) return { prepayment: { kind: 'cpr', annual: cpr } };
  if (smm) return { prepayment: { kind: 'perPeriod', rate: smm } };
  return psa ? { prepayment: { kind: 'psa', speed: psa } } : {};
}

function recoveryOf(text: string, read: string[]): Assumption['recovery'] {
  const pattern = String.raw`\brecover(?:y|ies)\b\s*(?:of|=|:|rate)?\s*${PERCENT}(?:[^0-9;.)]{0,24}?(\d+))?`;
  const match = new RegExp(pattern, 'i').exec(text);
  if (!match?.[1]) return undefined;
  read.push(match[0].trim());
  return { kind: 'lag', share: parts(match[1]), periods: Number(match[2] ?? '0') };
}

function curvesOf(text: string, read: string[]): Curves {
  const curves: Record<string, Curve> = {};
  for (const match of text.matchAll(
    new RegExp(String.raw`\b(${INDEX})\b\s*(?:at|=|:)?\s*${PERCENT}`, 'g'),
  )) {
    const [whole, index = '', level = '0'] = match;
    const { n, d } = parts(level);
    read.push(whole.trim());
    curves[index] = [['1900-01-01', (n * 1_000_000_000n) / d]];
  }
  return curves;
}

function parts(text: string): Fraction {
  const { n, d } = fractionOf(text) ?? fraction(0n);
  return fraction(n, d * 100n);
}
