import type { NumberValue } from './number.ts';
import { compareDecimal, NOT_A_NUMBER, numberOf, value } from './number.ts';
import { textOf, type Tree, type TreeAttribute, type TreeNode } from './tree.ts';

/** What a part of a condition yields: elements, attributes, texts, numbers, yes or no. */
export type Value = TreeNode | TreeAttribute | NumberValue | string | boolean;

export type Bindings = {
  readonly name: string;
  readonly values: readonly Value[];
  readonly outer: Bindings | undefined;
};

/** The document under check, with the variables that were computed for it so far. */
export type Run = {
  readonly tree: Tree;
  readonly variables: Map<string, readonly Value[]>;
  readonly evaluators: ReadonlyMap<string, Evaluate>;
  /** What functions of the document alone gave, by their name and what they were given. */
  readonly answers: Map<string, unknown>;
};

export type Scope = { readonly run: Run; readonly bindings: Bindings | undefined };

export type Evaluate = (here: Value, scope: Scope) => readonly Value[];
export type Test = (here: Value, scope: Scope) => boolean;
/** The first value of those that {@link Evaluate} would give. */
export type First = (here: Value, scope: Scope) => Value | undefined;

/** What a function is given: all its values, or the first alone where no other is looked at. */
export type Operand = { readonly values: Evaluate; readonly first: First };

/** A value of the document that cannot be what a rule needs, such as text for an amount. */
export class RuleFault extends Error {}

export function isNode(of: Value): of is TreeNode {
  return typeof of === 'object' && of.kind === 'node';
}

export function stringOf(of: Value | undefined): string {
  if (of === undefined) return '';
  if (typeof of === 'string') return of;
  if (typeof of === 'boolean') return of ? 'true' : 'false';
  if (of.kind === 'node') return textOf(of);
  if (of.kind === 'attribute') return of.text;
  return of.kind === 'none' ? 'NaN' : plain(of.number);
}

function plain({ coefficient, scale }: { coefficient: bigint; scale: number }): string {
  if (scale === 0) return coefficient.toString();
  const digits = (coefficient < 0n ? -coefficient : coefficient)
    .toString()
    .padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  return (coefficient < 0n ? '-' : '') + (fraction === '' ? whole : `${whole}.${fraction}`);
}

export function numberValueOf(of: Value | undefined): NumberValue {
  if (of === undefined) return NOT_A_NUMBER;
  if (typeof of === 'boolean') return value({ coefficient: of ? 1n : 0n, scale: 0 });
  if (typeof of === 'object' && (of.kind === 'number' || of.kind === 'none')) return of;
  return numberOf(stringOf(of));
}

/** Blanks at both ends taken away, blanks within made one. */
export function normalize(text: string): string {
  return isNormal(text) ? text : text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** Nearly every text is as it would become. */
function isNormal(text: string): boolean {
  let isBlank = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x20) isBlank = false;
    else if (code !== 0x20 || isBlank) return false;
    else isBlank = true;
  }
  return !isBlank || text === '';
}

/** Whether values stand for yes: something of the document, or what is not empty, zero or no. */
export function isTrue(values: readonly Value[]): boolean {
  return isTrueOne(values[0]);
}

export function isTrueOne(first: Value | undefined): boolean {
  if (first === undefined) return false;
  if (typeof first === 'boolean') return first;
  if (typeof first === 'string') return first !== '';
  if (first.kind === 'number') return first.number.coefficient !== 0n;
  return first.kind !== 'none';
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** True where any value on the left stands so to any on the right. */
export function compareAny(
  comparison: Comparison,
  left: readonly Value[],
  right: readonly Value[],
): boolean {
  for (const a of left) for (const b of right) if (compareOne(comparison, a, b)) return true;
  return false;
}

/** Whether one value stands so to another. */
export function compareOne(comparison: Comparison, a: Value, b: Value): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') {
    return holds(comparison, Number(booleanOf(a)) - Number(booleanOf(b)));
  }
  if (isNumber(a) || isNumber(b)) {
    const left = numberValueOf(a);
    const right = numberValueOf(b);
    if (left.kind === 'none' || right.kind === 'none') return comparison === '!=';
    return holds(comparison, compareDecimal(left.number, right.number));
  }
  const left = stringOf(a);
  const right = stringOf(b);
  if (left === right) return holds(comparison, 0);
  return holds(comparison, left < right ? -1 : 1);
}

function holds(comparison: Comparison, order: number): boolean {
  switch (comparison) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function isNumber(of: Value): of is NumberValue {
  return typeof of === 'object' && (of.kind === 'number' || of.kind === 'none');
}

function booleanOf(of: Value): boolean {
  if (typeof of === 'boolean') return of;
  const text = stringOf(of).trim();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new RuleFault(`${text} is neither true nor false`);
}
