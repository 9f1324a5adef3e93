import type { Step, Syntax } from './syntax.ts';
import { attributesOf, nameNumber, type TreeNode } from './tree.ts';
import { isNode, isTrue, type Evaluate, type Scope, type Test, type Value } from './values.ts';

type Path = Extract<Syntax, { is: 'path' }>;
type Walk = (from: readonly Value[], scope: Scope) => readonly Value[];

type CompileValues = (syntax: Syntax) => Evaluate;
type CompileTest = (syntax: Syntax) => Test;

/** The document itself, of which the root element is the only child. */
const DOCUMENT = 'document';

/** A path as a program: what stands at its end. */
export function valuesAlong(path: Path, values: CompileValues, test: CompileTest): Evaluate {
  const { from, steps } = path;
  const walks = steps.map(s => walkOf(s, values, test));
  const start = typeof from === 'string' ? undefined : values(from);
  return (here, scope) => {
    let found: readonly Value[] = start ? start(here, scope) : [here];
    if (from === 'root') found = [DOCUMENT];
    for (const walk of walks) {
      if (found.length === 0) return NONE;
      found = walk(found, scope);
    }
    return found;
  };
}

/** A path as a question: whether anything stands at its end. */
export function existsAlong(path: Path, values: CompileValues, test: CompileTest): Test {
  const names = plainNames(path);
  if (names) return here => isNode(here) && hasAlong(here, names, 0);
  const attribute = anyAttribute(path);
  if (attribute !== undefined) return (_, scope) => scope.run.tree.attributes.has(attribute);
  const along = valuesAlong(path, values, test);
  return (here, scope) => isTrue(along(here, scope));
}

/** The names of a path that steps from child to child and asks nothing on its way. */
function plainNames(path: Path): readonly number[] | undefined {
  if (path.from !== 'here') return undefined;
  const names: number[] = [];
  for (const step of path.steps) {
    if (step.axis !== 'child' || step.name === '*' || step.where.length > 0) return undefined;
    names.push(nameNumber(step.name));
  }
  return names;
}

function hasAlong(node: TreeNode, names: readonly number[], at: number): boolean {
  const name = names[at];
  for (const child of node.children) {
    if (child.name !== name) continue;
    if (at + 1 === names.length || hasAlong(child, names, at + 1)) return true;
  }
  return false;
}

/** The name in `//@name`. */
function anyAttribute({ from, steps }: Path): string | undefined {
  const [below, attribute, more] = steps;
  if (from !== 'root' || below?.axis !== 'below' || below.name !== '*' || more) return undefined;
  const isPlain = attribute?.axis === 'attribute' && attribute.where.length === 0;
  return isPlain && below.where.length === 0 ? attribute.name : undefined;
}

function walkOf(step: Step, values: CompileValues, test: CompileTest): Walk {
  const where = step.where.map(w => filterOf(w, test));
  const filter = (found: readonly Value[], scope: Scope): readonly Value[] =>
    where.reduce((left, keep) => keep(left, scope), found);
  if (step.axis === 'each') {
    const body = values(step.body);
    return (from, scope) =>
      filter(
        from.flatMap(f => body(f, scope)),
        scope,
      );
  }
  if (step.axis === 'all') return filter;
  const toChildren = plainChildren(step);
  if (toChildren) return toChildren;
  const reach = reachOf(step);
  if (where.length === 0) return (from, scope) => distinct(step, from, f => reach(f, scope));
  return (from, scope) => distinct(step, from, f => filter(reach(f, scope), scope));
}

/** The commonest step of all, to the children of one name, without a call for each of them. */
function plainChildren(step: Step): Walk | undefined {
  if (step.axis !== 'child' || step.name === '*' || step.where.length > 0) return undefined;
  const name = nameNumber(step.name);
  return (from, scope) => {
    const found: Value[] = [];
    for (const one of from) {
      for (const child of childrenOf(one, scope)) if (child.name === name) found.push(child);
    }
    return found;
  };
}

function filterOf(condition: Syntax, test: CompileTest): Walk {
  if (condition.is === 'number') {
    const at = Number(condition.number.coefficient) - 1;
    return from => from.slice(at, at + 1);
  }
  const holds = test(condition);
  return (from, scope) => from.filter(f => holds(f, scope));
}

/** Steps that can meet one element from two sides keep each once, in document order. */
function distinct(
  step: Step,
  from: readonly Value[],
  reach: (from: Value) => readonly Value[],
): readonly Value[] {
  const [first] = from;
  if (from.length === 1 && first !== undefined) return reach(first);
  const found = from.flatMap(reach);
  if (step.axis === 'child' || step.axis === 'attribute' || step.axis === 'self') return found;
  return [...new Set(found)].sort((a, b) => (isNode(a) && isNode(b) ? a.order - b.order : 0));
}

type Named = Extract<Step, { name: string }>;
type Reach = (from: Value, scope: Scope) => readonly Value[];

const NONE: readonly Value[] = [];

function reachOf(step: Named): Reach {
  const isAny = step.name === '*';
  const name = isAny ? -1 : nameNumber(step.name);
  const named = (node: TreeNode): boolean => isAny || node.name === name;
  switch (step.axis) {
    case 'attribute':
      return from => (isNode(from) ? attributesOf(from, step.name) : NONE);
    case 'self':
      return from => (!isNode(from) || named(from) ? [from] : NONE);
    case 'parent':
      return from => parentOf(from);
    case 'child':
      return (from, scope) => childrenOf(from, scope).filter(named);
    case 'below':
      return (from, scope) => belowOf(from, scope, isAny ? undefined : name);
    case 'ancestor':
      return from => ancestorsOf(from).filter(named);
    case 'following':
      return from => followingOf(from).filter(named);
  }
}

function parentOf(from: Value): readonly Value[] {
  if (typeof from !== 'object' || !('parent' in from) || !from.parent) return NONE;
  return [from.parent];
}

function childrenOf(from: Value, scope: Scope): readonly TreeNode[] {
  if (from === DOCUMENT) return [scope.run.tree.root];
  return isNode(from) ? from.children : [];
}

function belowOf(from: Value, scope: Scope, name: number | undefined): readonly Value[] {
  const { tree } = scope.run;
  const all = name === undefined ? tree.nodes : (tree.named.get(name) ?? []);
  if (from === DOCUMENT) return all;
  if (!isNode(from)) return NONE;
  return all.filter(n => n.order > from.order && n.order <= from.last);
}

function ancestorsOf(from: Value): TreeNode[] {
  const found: TreeNode[] = [];
  for (let at = parentOf(from)[0]; at && isNode(at); at = at.parent) found.unshift(at);
  return found;
}

function followingOf(from: Value): readonly TreeNode[] {
  if (!isNode(from)) return [];
  return from.parent?.children.filter(n => n.order > from.order) ?? [];
}
