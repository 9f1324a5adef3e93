import {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
  multiplyDecimal,
  readDecimal,
  subtractDecimal,
  type Decimal,
} from '../../../domain/document/index.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import type { XmlNode } from '../xml.ts';

/** SAC02 of charges that are a tax; where TXI stands they repeat it. */
const TAX_CHARGE = /^(H740|H750|H770|H780|H850)$/;

/**
 * Holds TDS01 against the lines (X12-21) and names what explains the difference: charges and taxes
 * of the summary, or of the lines. What explains it becomes the invoice's charges and tax; a
 * difference that nothing explains is fatal.
 */
export function balanceInvoice(draft: Draft, findings: Finding[]): void {
  const stated = numberOf(draft.parts['totals']?.values['payable']);
  const lines = (draft.groups['lines'] ?? []).map(lineNet).reduce(addDecimal, DECIMAL_ZERO);
  const difference = subtractDecimal(stated, lines);
  const explained = explanations(draft).find(e => compareDecimal(e.sum, difference) === 0);
  if (compareDecimal(difference, DECIMAL_ZERO) !== 0) {
    const { line, column } = (draft.parts['totals'] ?? draft).at;
    const params = {
      stated: formatExact(stated),
      lines: formatExact(lines),
      difference: formatExact(difference),
    };
    const say = explained ? warning : fatal;
    findings.push(say('X12-21', { path: 'TDS01', line, column }, params));
  }
  if (explained) applyExplanation(draft, explained);
}

function applyExplanation(draft: Draft, { charges, taxes }: Explanation): void {
  for (const charge of charges) addCharge(draft, charge);
  const [only] = taxes;
  if (only && taxes.length === 1) addTax(draft, only);
  else if (taxes.length > 1) addTaxes(draft, taxes);
}

type Explanation = {
  readonly sum: Decimal;
  readonly charges: readonly Draft[];
  readonly taxes: readonly Lexical[];
};

/** What may stand between lines and total, the likeliest first. */
function explanations(draft: Draft): Explanation[] {
  const summary = draft.groups['charges'] ?? [];
  const ofLines = (draft.groups['lines'] ?? []).flatMap(l => l.groups['charges'] ?? []);
  const taxes = (draft.groups['stated'] ?? []).flatMap(t => present(t.values['amount']));
  return [summary, ofLines, [...summary, ...ofLines], []].flatMap(charges => [
    explanation(charges, taxes),
    explanation(charges, []),
  ]);
}

/** Charges for tax stand for the taxes of TXI where both are stated. */
function explanation(charges: readonly Draft[], taxes: readonly Lexical[]): Explanation {
  const isTax = (charge: Draft): boolean => TAX_CHARGE.test(charge.values['code']?.text ?? '');
  const ownTaxes = charges.filter(isTax).flatMap(c => present(c.values['amount']));
  const others = charges.filter(c => !isTax(c));
  const counted = taxes.length > 0 ? taxes : ownTaxes;
  const sum = [...others.map(signed), ...counted.map(numberOf)].reduce(addDecimal, DECIMAL_ZERO);
  return { sum, charges: others, taxes: counted };
}

function present(lexical: Lexical | undefined): Lexical[] {
  return lexical ? [lexical] : [];
}

function signed(charge: Draft): Decimal {
  const amount = numberOf(charge.values['amount']);
  const isAllowance = charge.values['sign']?.text === 'A';
  return isAllowance ? { ...amount, coefficient: -amount.coefficient } : amount;
}

function addCharge(draft: Draft, charge: Draft): void {
  const made = emptyDraft(charge.at);
  Object.assign(made.values, charge.values);
  const { sign } = charge.values;
  if (sign) {
    const steps = ['lookup {"C":"true","A":"false"}'];
    made.values['charge'] = { ...sign, text: String(sign.text === 'C'), raw: sign.text, steps };
  }
  (draft.groups['allowances'] ??= []).push(made);
}

function addTax(draft: Draft, tax: Lexical): void {
  const total = emptyDraft(draft.at);
  total.values['amount'] = tax;
  (draft.groups['taxes'] ??= []).push(total);
}

/** Several taxes have no one place: their sum is a value of its own. */
function addTaxes(draft: Draft, taxes: readonly Lexical[]): void {
  const sum = taxes.map(numberOf).reduce(addDecimal, DECIMAL_ZERO);
  const { at } = draft;
  addTax(draft, { text: formatExact(sum), at: { ...at, to: at.from }, constant: true });
}

function lineNet(line: Draft): Decimal {
  const quantity = numberOf(line.values['quantity']);
  const { net, per } = line.parts['price']?.values ?? {};
  const product = multiplyDecimal(quantity, numberOf(net));
  const hundreds = per?.text === '100' ? 2 : per?.text === '1000' ? 3 : 0;
  return { ...product, scale: product.scale + hundreds };
}

function numberOf(lexical: Lexical | undefined): Decimal {
  const read = readDecimal(lexical?.text ?? '0');
  return read.ok ? read.value.value : DECIMAL_ZERO;
}

/** X12-20: CTT01 counts the lines, in a hierarchy its levels. */
export function checkLineCount(root: XmlNode, findings: Finding[]): void {
  const [ctt] = below(root, node => node.local === 'CTT');
  const stated = ctt?.children.find(c => c.local === 'CTT01')?.text;
  if (!ctt || stated === undefined || !/^\d+$/.test(stated)) return;
  const levels = below(root, node => node.local.startsWith('HL-')).length;
  const lines = root.children.filter(c => /^(PO1|IT1|RCD)$/.test(c.local)).length;
  const found = levels > 0 ? levels : lines;
  if (Number(stated) === found) return;
  const params = { stated, found: String(found) };
  findings.push(warning('X12-20', { path: 'CTT01', line: ctt.line, column: 1 }, params));
}

function below(node: XmlNode, is: (node: XmlNode) => boolean, found: XmlNode[] = []): XmlNode[] {
  for (const child of node.children) {
    if (is(child)) found.push(child);
    if (child.children.length > 0) below(child, is, found);
  }
  return found;
}
