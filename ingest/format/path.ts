import type { XmlNode } from './xml.ts';

/** What has to be true of an element for a step to take it. */
type Condition = {
  readonly steps: readonly Step[];
  readonly values: readonly string[];
  readonly isNegated: boolean;
};

type Step = { readonly name: string; readonly conditions: readonly Condition[] };

const compiled = new Map<string, readonly Step[]>();

/**
 * The elements that a path of a mapping table leads to, by local names. A step may carry
 * conditions: `NAD[NAD01.1=BY|IV]/NAD02.1`, `GlobalID[@schemeID]`, `DATE[QUALF!=012]`; `.` is the
 * element itself.
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
  let nodes: readonly XmlNode[] = [node];
  for (const step of steps) {
    const next: XmlNode[] = [];
    for (const one of nodes) {
      for (const child of one.children) {
        if (child.local === step.name && isOwn(child.uri) && isTaken(child, step, isOwn))
          next.push(child);
      }
    }
    if (next.length === 0) return next;
    nodes = next;
  }
  return nodes;
}

function isTaken(node: XmlNode, step: Step, isOwn: (uri: string) => boolean): boolean {
  return step.conditions.every(({ steps, values, isNegated }) => {
    const found = textsAt(node, steps, isOwn);
    const isMet = values.length === 0 ? found.length > 0 : found.some(t => values.includes(t));
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
    const [, name = '', conditions = ''] = /^([^[]+)((?:\[[^\]]*\])*)$/.exec(text) ?? [];
    const list = [...conditions.matchAll(/\[([^\]]*)\]/g)].map(m => condition(m[1] ?? ''));
    return { name, conditions: list };
  });
}

/** Splits at slashes outside brackets. */
function split(path: string): string[] {
  return path.match(/(?:[^/[]|\[[^\]]*\])+/g) ?? [];
}

function condition(text: string): Condition {
  const [, path = '', mark = '', values = ''] = /^([^!=]+?)(?:(!?=)(.*))?$/.exec(text) ?? [];
  const isNegated = mark === '!=' || path.startsWith('!');
  const steps = compile(path.replace(/^!/, ''));
  return { steps, values: mark === '' ? [] : values.split('|'), isNegated };
}
