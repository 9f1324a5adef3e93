import type { Step, Syntax } from './syntax.ts';
import { attributeOf, attributesOf, nameNumber, type TreeNode } from './tree.ts';
import {
  isNode,
  isTrue,
  type Evaluate,
  type First,
  type Scope,
  type Test,
  type Value,
} from './values.ts';
import { anyOnWay, firstOnWay, plainWay } from './way.ts';

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
  const attribute = anyAttribute(path);
  if (attribute !== undefined) return (_, scope) => scope.run.tree.attributes.has(attribute);
  const exists = existsOn(path, valuesAlong(path, values, test));
  const name = nameAtEnd(path);
  if (name === undefined) return exists;
  // Most of what a rule asks for stands nowhere in the document.
  return (here, scope) => scope.run.tree.named.has(name) && exists(here, scope);
}

function existsOn(path: Path, along: Evaluate): Test {
  const way = plainWay(path);
  if (!way) return (here, scope) => isTrue(along(here, scope));
  return (here, scope) =>
    isNode(here) ? anyOnWay(here, way, isAnything) : isTrue(along(here, scope));
}

/** The name of the elements that a path leads to, where nothing on it can be a fault. */
export function nameAtEnd({ from, steps }: Path): number | undefined {
  const last = steps.at(-1);
  if (typeof from !== 'string' || !last || !steps.every(isFaultless)) return undefined;
  if (last.axis !== 'child' && last.axis !== 'below') return undefined;
  return last.name === '*' ? undefined : nameNumber(last.name);
}

function isFaultless(step: Step): boolean {
  if (step.where.length > 0 || step.axis === 'all') return false;
  return step.axis !== 'each' || isWays(step.body);
}

/** Plain paths, or several of them joined. */
function isWays(syntax: Syntax): boolean {
  if (syntax.is === 'path') return plainWay(syntax) !== undefined;
  if (syntax.is !== 'binary' || syntax.operator !== '|') return false;
  return isWays(syntax.left) && isWays(syntax.right);
}

/** The first value at the end of a path, without collecting the others. */
export function firstAlong(path: Path, values: CompileValues, test: CompileTest): First {
  const along = valuesAlong(path, values, test);
  const way = plainWay(path);
  if (!way) return (here, scope) => along(here, scope)[0];
  return (here, scope) => (isNode(here) ? firstOnWay(here, way) : along(here, scope)[0]);
}

/** Whether any value at the end of a path is as a condition wants it; undefined for other paths. */
export function anyAlong(
  path: Path,
  meets: (value: Value) => boolean,
  along: Evaluate,
): Test | undefined {
  const way = plainWay(path);
  if (!way) return undefined;
  return (here, scope) =>
    isNode(here) ? anyOnWay(here, way, meets) : along(here, scope).some(meets);
}

const isAnything = (): boolean => true;

/** A path that leads to one value at most, from an element. */
export function isOneStep(path: Path): boolean {
  return plainWay(path)?.names.length === 0;
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
  const plain = plainChildren(step) ?? plainAttributes(step);
  if (plain) return plain;
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

/** The attributes of one name, which few elements have. */
function plainAttributes(step: Step): Walk | undefined {
  if (step.axis !== 'attribute' || step.name === '*' || step.where.length > 0) return undefined;
  const { name } = step;
  return (from, scope) => {
    if (!scope.run.tree.attributes.has(name)) return NONE;
    const found: Value[] = [];
    for (const one of from) {
      const attribute = isNode(one) ? attributeOf(one, name) : undefined;
      if (attribute) found.push(attribute);
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
