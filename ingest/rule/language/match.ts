import { compileTest, type Library } from './compile.ts';
import { RuleSyntaxError, type Step, type Syntax } from './syntax.ts';
import { nameNumber, type TreeNode } from './tree.ts';
import { RuleFault, type Scope, type Test } from './values.ts';

/** Where a rule applies: whether an element is meant, and which names can be meant at all. */
export type Match = {
  /** Absent where elements of every name may be meant. */
  readonly name: number | undefined;
  readonly meets: (node: TreeNode, scope: Scope) => boolean;
};

/** Compiles the places of a rule, `a/b | /Invoice/c[d]`. @throws RuleSyntaxError */
export function compileMatches(syntax: Syntax, library: Library): Match[] {
  if (syntax.is === 'binary' && syntax.operator === '|') {
    return [...compileMatches(syntax.left, library), ...compileMatches(syntax.right, library)];
  }
  if (syntax.is !== 'path' || typeof syntax.from !== 'string') {
    throw new RuleSyntaxError('a rule applies at a path');
  }
  const isRooted = syntax.from === 'root';
  const steps = syntax.steps.map(s => compileStep(s, library));
  const last = steps.at(-1);
  return [
    {
      name: last?.name === -1 ? undefined : last?.name,
      meets: (node, scope) => meetsAt(steps, steps.length - 1, { node, scope, isRooted }),
    },
  ];
}

type MatchStep = {
  readonly name: number;
  readonly isBelow: boolean;
  readonly where: readonly Test[];
};

function compileStep(step: Step, library: Library): MatchStep {
  if (step.axis !== 'child' && step.axis !== 'below') {
    throw new RuleSyntaxError('a place is a path from parent to child');
  }
  return {
    name: step.name === '*' ? -1 : nameNumber(step.name),
    isBelow: step.axis === 'below',
    where: step.where.map(w => compileTest(w, library)),
  };
}

type At = { readonly node: TreeNode; readonly scope: Scope; readonly isRooted: boolean };

function meetsAt(steps: readonly MatchStep[], at: number, of: At): boolean {
  const step = steps[at];
  const { node, scope } = of;
  if (!step || !isMeant(step, node, scope)) return false;
  if (at === 0) return !of.isRooted || step.isBelow || node.parent === undefined;
  for (let above = node.parent; above; above = above.parent) {
    if (meetsAt(steps, at - 1, { ...of, node: above })) return true;
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
