import { compileTest, type Library } from './compile.ts';
import { RuleSyntaxError, type Step, type Syntax } from './syntax.ts';
import { FOREIGN, nameNumber, type TreeNode } from './tree.ts';
import { isNode, RuleFault, type Scope, type Test } from './values.ts';

/**
 * Where a rule applies. `fits` looks at the names of an element and of those above it alone, so its
 * answer holds for every element of that path; `meets` asks the conditions where it fits.
 */
export type Match = {
  readonly fits: Test;
  readonly meets: (node: TreeNode, scope: Scope) => boolean;
  /** Nothing is asked but names. */
  readonly isSure: boolean;
};

/** Compiles the places of a rule, `a/b | /Invoice/c[d]`. @throws RuleSyntaxError */
export function compileMatches(syntax: Syntax, library: Library): Match[] {
  if (syntax.is === 'binary' && syntax.operator === '|') {
    return [...compileMatches(syntax.left, library), ...compileMatches(syntax.right, library)];
  }
  if (syntax.is !== 'path' || typeof syntax.from !== 'string') {
    throw new RuleSyntaxError('a rule applies at a path');
  }
  return [
    matchOf(
      syntax.steps.map(s => compileStep(s, library)),
      syntax.from === 'root',
    ),
  ];
}

function matchOf(steps: readonly MatchStep[], fromRoot: boolean): Match {
  const isRooted = fromRoot && steps[0]?.isBelow === false;
  const isChain = !steps.slice(1).some(s => s.isBelow);
  const of = { steps, isRooted };
  const { name = -1, byName = [] } = steps.at(-1) ?? {};
  const suits = suitsBy(byName);
  if (!isChain) {
    return {
      fits: (node, scope) =>
        isNode(node) && (name === -1 || name === node.name) && suits(node, scope),
      meets: (node, scope) => meetsAt(of, steps.length - 1, node, scope),
      isSure: false,
    };
  }
  return {
    fits: (node, scope) => isNode(node) && isNamed(of, node) && suits(node, scope),
    meets: (node, scope) => meetsAll(steps, node, scope),
    isSure: steps.every(step => step.where.length === 0),
  };
}

/** Elements of other namespaces have no name in common: their path says nothing of it. */
function suitsBy(tests: readonly Test[]): Test {
  return (node, scope) =>
    (isNode(node) && node.name === FOREIGN) || tests.every(test => test(node, scope));
}

type MatchStep = {
  readonly name: number;
  readonly isBelow: boolean;
  readonly where: readonly Test[];
  /** Those parts of the conditions that look at the name alone. */
  readonly byName: readonly Test[];
};

function compileStep(step: Step, library: Library): MatchStep {
  if (step.axis !== 'child' && step.axis !== 'below') {
    throw new RuleSyntaxError('a place is a path from parent to child');
  }
  return {
    name: step.name === '*' ? -1 : nameNumber(step.name),
    isBelow: step.axis === 'below',
    where: step.where.map(w => compileTest(w, library)),
    byName: step.where
      .flatMap(partsOf)
      .filter(isAboutName)
      .map(w => compileTest(w, library)),
  };
}

/** The conditions that stand beside each other in one: `a and b` is both. */
function partsOf(syntax: Syntax): Syntax[] {
  if (syntax.is !== 'binary' || syntax.operator !== 'and') return [syntax];
  return [...partsOf(syntax.left), ...partsOf(syntax.right)];
}

function isAboutName(syntax: Syntax): boolean {
  if (syntax.is === 'text') return true;
  if (syntax.is !== 'call') return false;
  if (syntax.name === 'name') return syntax.given.length === 0;
  return ABOUT_TEXT.has(syntax.name) && syntax.given.every(isAboutName);
}

const ABOUT_TEXT: ReadonlySet<string> = new Set(['not', 'starts-with', 'ends-with', 'contains']);

type Steps = { readonly steps: readonly MatchStep[]; readonly isRooted: boolean };

/** Whether the names of an element and of those above it are those of a chain of steps. */
function isNamed({ steps, isRooted }: Steps, node: TreeNode): boolean {
  let one: TreeNode | undefined = node;
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    const name = steps[at]?.name;
    if (!one || (name !== -1 && name !== one.name)) return false;
    one = one.parent;
  }
  return !isRooted || one === undefined;
}

/** The conditions of a chain, asked only where its names are right. */
function meetsAll(steps: readonly MatchStep[], node: TreeNode, scope: Scope): boolean {
  let one: TreeNode | undefined = node;
  for (let at = steps.length - 1; one && at >= 0; at -= 1) {
    const step = steps[at];
    if (step && step.where.length > 0 && !holds(step, one, scope)) return false;
    one = one.parent;
  }
  return true;
}

function meetsAt(of: Steps, at: number, node: TreeNode, scope: Scope): boolean {
  const step = of.steps[at];
  if (!step || !isMeant(step, node, scope)) return false;
  if (at === 0) return !of.isRooted || node.parent === undefined;
  for (let above = node.parent; above; above = above.parent) {
    if (meetsAt(of, at - 1, above, scope)) return true;
    if (!step.isBelow) return false;
  }
  return false;
}

function isMeant(step: MatchStep, node: TreeNode, scope: Scope): boolean {
  if (step.name !== -1 && step.name !== node.name) return false;
  return step.where.length === 0 || holds(step, node, scope);
}

/** A place that cannot be told, because a value is not what it should be, is not meant. */
function holds(step: MatchStep, node: TreeNode, scope: Scope): boolean {
  try {
    return step.where.every(test => test(node, scope));
  } catch (error) {
    if (error instanceof RuleFault) return false;
    throw error;
  }
}
