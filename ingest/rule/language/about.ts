import { nameAtEnd } from './path.ts';
import type { Syntax } from './syntax.ts';

/**
 * The name of elements that a condition is about: without any of them in the document it holds, as
 * in `not(a/b)`, `not(a/b) or …`, `count(a/b) <= 1`, `decimals(a/b) <= 2`. Undefined where that
 * cannot be said.
 */
export function nameAbout(syntax: Syntax): number | undefined {
  if (syntax.is === 'call') return syntax.name === 'not' ? nameOf(syntax.given[0]) : undefined;
  if (syntax.is !== 'binary') return undefined;
  if (syntax.operator === 'or') return nameAbout(syntax.left);
  const { left, right, operator } = syntax;
  const isBound = operator === '<=' && right.is === 'number' && right.number.coefficient >= 0n;
  if (!isBound || left.is !== 'call' || !COUNTED.has(left.name)) return undefined;
  return nameOf(left.given[0]);
}

const COUNTED: ReadonlySet<string> = new Set(['count', 'decimals']);

function nameOf(syntax: Syntax | undefined): number | undefined {
  return syntax?.is === 'path' ? nameAtEnd(syntax) : undefined;
}
