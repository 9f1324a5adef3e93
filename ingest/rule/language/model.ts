import { codeList } from '../../codelist/index.ts';
import type { Description } from './describe.ts';
import { RuleSyntaxError } from './syntax.ts';
import { nameNumber, textOf, type Tree, type TreeNode } from './tree.ts';
import { normalize } from './values.ts';

/** One demand of a data model on an element, with the number of its rule. */
export type Demand = {
  readonly id: string;
  readonly description: Description;
  readonly holds: (node: TreeNode) => boolean;
};

/**
 * An element of a data model: what it must have, which elements may stand in it, and the rule that
 * any other element in it breaks.
 */
export type ModelNode = {
  readonly name: number;
  readonly demands: readonly Demand[];
  readonly children: Map<number, ModelNode>;
  other?: string;
};

/**
 * Reads one line of a data model, `Party +EndpointID:02001 !:02003`: `+A:n` A is required (`+@a:n`
 * an attribute), `@a=LIST:n` and `=LIST:n` a code of a list of `codelist/` or of `{A,B}` (several
 * with `|`), `'x':n` this value, `~:n` no schema location, `!:n` no other elements.
 */
export function readModelLine(line: string, prefix: string): ModelNode {
  const [name = '', ...words] = line.split(' ');
  const demands: Demand[] = [];
  let other: string | undefined;
  for (const word of words) {
    const at = word.lastIndexOf(':');
    const id = prefix + word.slice(at + 1);
    const said = word.slice(0, at);
    if (said === '!') other = id;
    else demands.push({ id, ...demandOf(said) });
  }
  const node = { name: nameNumber(name), demands, children: new Map<number, ModelNode>() };
  return other === undefined ? node : { ...node, other };
}

type Form = Omit<Demand, 'id'>;

function demandOf(said: string): Form {
  const [, required] = /^\+(@?\w+)$/.exec(said) ?? [];
  if (required !== undefined) return requiredForm(required);
  const [, value] = /^'(.*)'$/.exec(said) ?? [];
  if (value !== undefined) {
    const description: Description = { breach: 'code', about: '.', list: value };
    return { description, holds: node => normalize(textOf(node)) === value };
  }
  const [, attribute, lists] = /^(?:@(\w+))?=(.+)$/.exec(said) ?? [];
  if (lists !== undefined) return codeForm(attribute, lists);
  if (said !== '~') throw new RuleSyntaxError(`a data model has no “${said}”`);
  const description: Description = { breach: 'notUsed', about: '@xsi:schemaLocation' };
  return {
    description,
    holds: node => !node.source.attributes.some(a => a.uri !== '' && a.local === 'schemaLocation'),
  };
}

function requiredForm(about: string): Form {
  const description: Description = { breach: 'missing', about };
  if (about.startsWith('@')) {
    const name = about.slice(1);
    return { description, holds: node => attributeOf(node, name) !== undefined };
  }
  const name = nameNumber(about);
  return { description, holds: node => node.children.some(c => c.name === name) };
}

function codeForm(attribute: string | undefined, lists: string): Form {
  const codes = lists.split('|').map(codesOf);
  const has = (code: string): boolean => codes.some(known => known().has(code));
  const description: Description = {
    breach: 'code',
    about: attribute === undefined ? '.' : `@${attribute}`,
    list: lists,
  };
  if (attribute === undefined) return { description, holds: n => has(normalize(textOf(n))) };
  const holds = (node: TreeNode): boolean => {
    const code = attributeOf(node, attribute);
    return code === undefined || has(code);
  };
  return { description, holds };
}

function codesOf(list: string): () => ReadonlySet<string> {
  if (!list.startsWith('{')) return () => codeList(list);
  const codes = new Set(list.slice(1, -1).split(','));
  return () => codes;
}

function attributeOf(node: TreeNode, name: string): string | undefined {
  return node.source.attributes.find(a => a.uri === '' && a.local === name)?.text;
}

/** Walks a document beside its data model; `tell` hears of every rule that an element breaks. */
export function walkModel(
  model: ModelNode,
  tree: Tree,
  tell: (id: string, description: Description, node: TreeNode) => void,
): void {
  const walk = (of: ModelNode, node: TreeNode): void => {
    for (const { id, description, holds } of of.demands) {
      if (!holds(node)) tell(id, description, node);
    }
    for (const child of node.children) {
      const known = of.children.get(child.name);
      if (known) walk(known, child);
      else if (of.other !== undefined) tell(of.other, NOT_IN_MODEL, child);
    }
  };
  if (tree.root.name === model.name) walk(model, tree.root);
}

const NOT_IN_MODEL: Description = { breach: 'notUsed', about: '.' };
