import type { XmlNode } from './xml.ts';

/** What has to be true of an element for a step to take it. */
type Condition = {
  readonly steps: readonly Step[];
  readonly values: readonly string[];
  readonly isNegated: boolean;
};

type Step = {
  readonly name: string;
  readonly axis: 'child' | 'below' | 'above' | 'self';
  readonly conditions: readonly Condition[];
};

const compiled = new Map<string, readonly Step[]>();

/**
 * The elements that a path of a mapping table leads to, by local names. A step may carry
 * conditions: `NAD[NAD01.1=BY|IV]/NAD02.1`, `GlobalID[@schemeID]`, `DATE[QUALF!=012]`; `.` is the
 * element itself, `~LIN` any below it, `^HL-O` the nearest above it.
 */
export function selectNodes(
  node: XmlNode,
  path: string,
  isOwn: (uri: string) => boolean,
): readonly XmlNode[] {
  let steps = compiled.get(path);
  if (!steps) {
    steps = compile(path);
    compiled.set(path, steps);
  }
  return walk(node, steps, isOwn);
}

function walk(
  node: XmlNode,
  steps: readonly Step[],
  isOwn: (uri: string) => boolean,
): readonly XmlNode[] {
  if (steps.length === 0) return [node];
  const way = { steps, isOwn, found: NONE };
  follow(node, 0, way);
  return way.found;
}

const NONE: XmlNode[] = [];

/** What is looked for, and what was found so far; nothing is made until something is found. */
type Following = {
  readonly steps: readonly Step[];
  readonly isOwn: (uri: string) => boolean;
  found: XmlNode[];
};

function follow(node: XmlNode, at: number, way: Following): void {
  const step = way.steps[at];
  if (!step) {
    if (way.found === NONE) way.found = [node];
    else way.found.push(node);
    return;
  }
  const among = step.axis === 'child' ? node.children : candidates(node, step);
  for (const child of among) {
    if (step.axis === 'child' && child.local !== step.name) continue;
    if (way.isOwn(child.uri) && isTaken(child, step, way.isOwn)) follow(child, at + 1, way);
  }
}

/** The elements along another axis than to the children. */
function candidates(node: XmlNode, { name, axis }: Step): readonly XmlNode[] {
  if (axis === 'self') return [node];
  if (axis === 'above') {
    for (let at = node.parent; at; at = at.parent) if (at.local === name) return [at];
    return NONE;
  }
  return below(node, name, []);
}

function below(node: XmlNode, name: string, found: XmlNode[]): XmlNode[] {
  for (const child of node.children) {
    if (child.local === name) found.push(child);
    if (child.children.length > 0) below(child, name, found);
  }
  return found;
}

function isTaken(node: XmlNode, step: Step, isOwn: (uri: string) => boolean): boolean {
  if (step.conditions.length === 0) return true;
  return step.conditions.every(({ steps, values, isNegated }) => {
    const found = textsAt(node, steps, isOwn);
    const isMet =
      values.length === 0 ? found.some(t => t !== '') : found.some(t => values.includes(t));
    return isMet !== isNegated;
  });
}

function textsAt(
  node: XmlNode,
  steps: readonly Step[],
  isOwn: (uri: string) => boolean,
): readonly string[] {
  const [first] = steps;
  if (steps.length === 1 && first?.name.startsWith('@') === true) {
    const name = first.name.slice(1);
    return node.attributes.filter(a => a.local === name).map(a => a.text);
  }
  return walk(node, steps, isOwn).map(n => n.text.trim());
}

function compile(path: string): readonly Step[] {
  if (path === '.') return [];
  return split(path).map(text => {
    const [, mark = '', name = '', conditions = ''] =
      /^([~^]?)([^[]+)((?:\[[^\]]*\])*)$/.exec(text) ?? [];
    const axis = name === '.' ? 'self' : (AXES[mark] ?? 'child');
    const list = [...conditions.matchAll(/\[([^\]]*)\]/g)].map(m => condition(m[1] ?? ''));
    return { name, axis, conditions: list };
  });
}

const AXES: Readonly<Record<string, Step['axis']>> = { '~': 'below', '^': 'above' };

/** Splits at slashes outside brackets. */
function split(path: string): string[] {
  return path.match(/(?:[^/[]|\[[^\]]*\])+/g) ?? [];
}

function condition(text: string): Condition {
  const [, path = '', mark = '', values = ''] = /^(!?[^!=]+?)(?:(!?=)(.*))?$/.exec(text) ?? [];
  const isNegated = mark === '!=' || path.startsWith('!');
  const steps = compile(path.replace(/^!/, ''));
  return { steps, values: mark === '' ? [] : values.split('|'), isNegated };
}
