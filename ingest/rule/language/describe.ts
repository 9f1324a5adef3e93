import type { Syntax } from './syntax.ts';

/** In which way a document can break a condition; each has a sentence for people. */
export type Breach = 'missing' | 'notUsed' | 'repeated' | 'decimals' | 'code' | 'condition';

export type Description = {
  readonly breach: Breach;
  /** What the rule speaks about: a path, or the whole condition. */
  readonly about: string;
  readonly list?: string;
};

/** Says what a condition wants, from its form; what has no common form is said as it stands. */
export function describeCondition(syntax: Syntax, text: string): Description {
  return (
    describeCall(syntax) ??
    describePath(syntax, 'missing') ??
    describeBound(syntax) ?? { breach: 'condition', about: text }
  );
}

function describeCall(syntax: Syntax): Description | undefined {
  if (syntax.is !== 'call') return undefined;
  const { name, given } = syntax;
  const [first] = given;
  if (name === 'not') return first && describePath(first, 'notUsed');
  if (name === 'exists' || name === 'filled') {
    return first ? describePath(first, 'missing') : { breach: 'missing', about: '.' };
  }
  return name === 'listed' || name === 'exactly' ? describeCode(given) : undefined;
}

/** `listed(x, 'list')`, or `listed('list')` for the element itself. */
function describeCode(given: readonly Syntax[]): Description | undefined {
  const list = given.at(-1);
  const [first] = given;
  const about = first && first !== list ? pathText(first) : '.';
  if (list?.is !== 'text' || about === undefined) return undefined;
  return { breach: 'code', about, list: list.text };
}

function describePath(syntax: Syntax, breach: Breach): Description | undefined {
  const about = pathText(syntax);
  return about === undefined ? undefined : { breach, about };
}

/** `count(x) <= 1` and `decimals(x) <= 2`. */
function describeBound(syntax: Syntax): Description | undefined {
  if (syntax.is !== 'binary' || syntax.operator !== '<=' || syntax.left.is !== 'call') {
    return undefined;
  }
  const { name, given } = syntax.left;
  const [of] = given;
  const about = of ? pathText(of) : '.';
  if (about === undefined) return undefined;
  if (name === 'count') return { breach: 'repeated', about };
  return name === 'decimals' ? { breach: 'decimals', about } : undefined;
}

function pathText(syntax: Syntax): string | undefined {
  if (syntax.is !== 'path' || typeof syntax.from !== 'string') return undefined;
  const words: string[] = [];
  for (const step of syntax.steps) {
    if (!('name' in step) || step.where.length > 0) return undefined;
    words.push(wordOf(step.axis, step.name));
  }
  return (syntax.from === 'root' ? '/' : '') + words.join('/').replace('//', '/');
}

function wordOf(axis: string, name: string): string {
  if (axis === 'attribute') return `@${name}`;
  if (axis === 'parent') return '..';
  if (axis === 'self') return '.';
  return axis === 'below' ? `/${name}` : name;
}
