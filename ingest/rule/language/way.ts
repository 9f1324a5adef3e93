import type { Step, Syntax } from './syntax.ts';
import { attributeOf, nameNumber, type TreeNode } from './tree.ts';
import type { Value } from './values.ts';

type Path = Extract<Syntax, { is: 'path' }>;

/**
 * A path that asks nothing on its way: at each step the names that a child may have (none for any),
 * then perhaps an attribute. `(A|B)/C/@d` is one; `.` alone is the empty one.
 */
export type Way = {
  readonly names: readonly (readonly number[])[];
  readonly attribute: string | undefined;
};

/** The way of a path that begins here; undefined for every other path. */
export function plainWay(path: Path): Way | undefined {
  if (path.from !== 'here') return undefined;
  const names: (readonly number[])[] = [];
  for (const [at, step] of path.steps.entries()) {
    if (step.where.length > 0) return undefined;
    const isLast = at === path.steps.length - 1;
    if (step.axis === 'attribute' && isLast && step.name !== '*') {
      return { names, attribute: step.name };
    }
    if (step.axis === 'self' && step.name === '*') continue;
    const found = namesOf(step);
    if (!found) return undefined;
    names.push(found);
  }
  return { names, attribute: undefined };
}

/** The names of one step to children, or of several joined: `A`, `(A|B)`. */
function namesOf(step: Step): readonly number[] | undefined {
  if (step.axis === 'each') return joinedNames(step.body);
  if (step.axis !== 'child') return undefined;
  return step.name === '*' ? [] : [nameNumber(step.name)];
}

function joinedNames(syntax: Syntax): readonly number[] | undefined {
  if (syntax.is === 'binary' && syntax.operator === '|') {
    const [left, right] = [joinedNames(syntax.left), joinedNames(syntax.right)];
    return left && right && [...left, ...right];
  }
  return syntax.is === 'path' ? onlyNames(plainWay(syntax)) : undefined;
}

/** The names of a way of one step to elements. */
function onlyNames(way: Way | undefined): readonly number[] | undefined {
  if (!way || way.attribute !== undefined) return undefined;
  const [names = [], ...more] = way.names;
  return names.length > 0 && more.length === 0 ? names : undefined;
}

/** The first value at the end of a way. */
export function firstOnWay(node: TreeNode, way: Way, at = 0): Value | undefined {
  const names = way.names[at];
  if (!names) return way.attribute === undefined ? node : attributeOf(node, way.attribute);
  for (const child of node.children) {
    if (!isAmong(child.name, names)) continue;
    const found = firstOnWay(child, way, at + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether any value at the end of a way is as it is wanted. */
export function anyOnWay(
  node: TreeNode,
  way: Way,
  meets: (value: Value) => boolean,
  at = 0,
): boolean {
  const names = way.names[at];
  if (!names) {
    const found = way.attribute === undefined ? node : attributeOf(node, way.attribute);
    return found !== undefined && meets(found);
  }
  for (const child of node.children) {
    if (isAmong(child.name, names) && anyOnWay(child, way, meets, at + 1)) return true;
  }
  return false;
}

function isAmong(name: number, names: readonly number[]): boolean {
  return name === names[0] || names.length === 0 || (names.length > 1 && names.includes(name));
}
