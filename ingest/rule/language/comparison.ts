import { anyAlong } from './path.ts';
import { isConstant } from './placeless.ts';
import type { Syntax } from './syntax.ts';
import {
  compareAny,
  compareOne,
  stringOf,
  type Comparison,
  type Evaluate,
  type First,
  type Test,
  type Value,
} from './values.ts';

type Binary = Extract<Syntax, { is: 'binary' }>;

/** How the sides of a comparison are compiled. */
export type Sides = {
  readonly values: (syntax: Syntax) => Evaluate;
  readonly first: (syntax: Syntax) => First;
  /** Whether there is one value at most. */
  readonly isOne: (syntax: Syntax) => boolean;
};

const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/**
 * A comparison as a program; undefined for other operators. Most compare what stands at a short
 * path, or one text, with a constant: those collect no values.
 */
export function compileComparison(syntax: Binary, compile: Sides): Test | undefined {
  if (!COMPARISONS.has(syntax.operator)) return undefined;
  const comparison = syntax.operator as Comparison;
  const left = compile.values(syntax.left);
  const right = compile.values(syntax.right);
  if (compile.isOne(syntax.left) && compile.isOne(syntax.right)) {
    return compareFirsts(comparison, compile.first(syntax.left), compile.first(syntax.right));
  }
  if (!isConstant(syntax.right)) {
    return (here, scope) => compareAny(comparison, left(here, scope), right(here, scope));
  }
  const meets = meetsConstant(comparison, syntax.right);
  if (!meets) return (here, scope) => compareAny(comparison, left(here, scope), right(here, scope));
  const along = syntax.left.is === 'path' ? anyAlong(syntax.left, meets, left) : undefined;
  return along ?? ((here, scope) => left(here, scope).some(meets));
}

function compareFirsts(comparison: Comparison, left: First, right: First): Test {
  return (here, scope) => {
    const a = left(here, scope);
    const b = right(here, scope);
    return a !== undefined && b !== undefined && compareOne(comparison, a, b);
  };
}

function meetsConstant(
  comparison: Comparison,
  constant: Syntax,
): ((value: Value) => boolean) | undefined {
  if (constant.is === 'call') {
    const is = constant.name === 'true';
    return value => compareOne(comparison, value, is);
  }
  if (constant.is === 'number') {
    const { number } = constant;
    return value => compareOne(comparison, value, { kind: 'number', number });
  }
  if (constant.is !== 'text') return undefined;
  const { text } = constant;
  if (comparison !== '=') return value => compareOne(comparison, value, text);
  return value => (isText(value) ? stringOf(value) === text : compareOne(comparison, value, text));
}

function isText(value: Value): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && (value.kind === 'node' || value.kind === 'attribute');
}
