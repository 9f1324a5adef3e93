import type { Syntax } from './syntax.ts';

type Functions = ReadonlyMap<string, { readonly body: Syntax }>;

/** A text, a number, yes or no. */
export function isConstant(syntax: Syntax): boolean {
  if (syntax.is === 'text' || syntax.is === 'number') return true;
  const isCall = syntax.is === 'call' && syntax.given.length === 0;
  return isCall && (syntax.name === 'true' || syntax.name === 'false');
}

/**
 * Whether a condition has the same value wherever in a document it is asked: all its paths begin at
 * the root or at what it was given. What stands within a path is asked at the path's own elements.
 */
export function isPlaceless(
  syntax: Syntax,
  library: Functions,
  within: readonly Syntax[] = [],
): boolean {
  const isOne = (of: Syntax): boolean => isPlaceless(of, library, within);
  if (syntax.is === 'call') return isPlacelessCall(syntax, library, within);
  if (syntax.is !== 'path') return partsOf(syntax).every(isOne);
  return syntax.from === 'root' || (syntax.from !== 'here' && isOne(syntax.from));
}

/** What a condition that is no path and no function is made of. */
function partsOf(syntax: Exclude<Syntax, { is: 'path' | 'call' }>): readonly Syntax[] {
  switch (syntax.is) {
    case 'list':
      return syntax.items;
    case 'binary':
      return [syntax.left, syntax.right];
    case 'if':
      return [syntax.test, syntax.then, syntax.otherwise];
    case 'some':
    case 'every':
    case 'for':
      return [syntax.over, syntax.body];
    default:
      return [];
  }
}

/** A function that is given nothing looks at where it stands; one of our own says what it does. */
function isPlacelessCall(
  syntax: Extract<Syntax, { is: 'call' }>,
  library: Functions,
  within: readonly Syntax[],
): boolean {
  if (isConstant(syntax)) return true;
  if (!syntax.given.every(g => isPlaceless(g, library, within))) return false;
  const own = library.get(syntax.name);
  if (!own) return syntax.given.length > 0 && !LOOKS_HERE.has(syntax.name);
  return !within.includes(own.body) && isPlaceless(own.body, library, [...within, own.body]);
}

/** Functions that are given one value less than they need take the element they stand at. */
const LOOKS_HERE: ReadonlySet<string> = new Set([
  'starts-with',
  'ends-with',
  'contains',
  'matches',
  'listed',
  'exactly',
  'oneOf',
  'substring-before',
  'substring-after',
  'tokenize',
  'timesIn',
  'hasSchemaLocation',
]);
