import { compileTest, compileValues, type OwnFunction } from './compile.ts';
import { describeCondition, type Description } from './describe.ts';
import { compileMatches, type Match } from './match.ts';
import { nameAbout } from './about.ts';
import { readModelLine, type ModelNode } from './model.ts';
import { parseCondition } from './parser.ts';
import { RuleSyntaxError } from './syntax.ts';
import type { Evaluate, Test } from './values.ts';

/** One condition of a published rule: it must hold wherever its place stands. */
export type Rule = {
  readonly id: string;
  readonly severity: 'fatal' | 'warning';
  readonly description: Description;
  readonly holds: Test;
  /** A name without which the rule holds: where it stands nowhere, nothing is to be asked. */
  readonly about: number | undefined;
};

/** Rules for one kind of place; `lets` are computed there when a condition asks for them. */
export type Place = {
  readonly matches: readonly Match[];
  readonly lets: readonly { readonly name: string; readonly values: Evaluate }[];
  readonly rules: readonly Rule[];
};

/** Within a group an element is judged at the first place that means it, and there alone. */
export type Group = { readonly places: readonly Place[] };

/** A set of rules as read from its file. */
export type RuleSet = {
  readonly name: string;
  readonly version: string;
  /** Local names of the root elements it is for. */
  readonly roots: readonly string[];
  readonly namespaces: readonly string[];
  readonly variables: ReadonlyMap<string, Evaluate>;
  readonly groups: readonly Group[];
  readonly models: readonly ModelNode[];
  /** Every rule by its id. */
  readonly ids: ReadonlySet<string>;
};

/**
 * Reads the text of a rule set: `set NAME VERSION`, `root NAMES`, `namespace URI`, then `function
 * name($a) = …`, `let name = …`, `group`, `at PLACES`, and beneath a place `let` and `ID fatal
 * CONDITION`; `model PREFIX` and its lines, `-` for each level; `include NAME` for what sets share,
 * which `textOf` gives. A line that begins with four blanks goes on with the one before; `#` is a
 * remark.
 * @throws RuleSyntaxError with the line
 */
export function readRuleSet(text: string, textOf: (name: string) => string): RuleSet {
  const reader = new Reader();
  readLines(reader, text, textOf);
  return reader.set();
}

function readLines(reader: Reader, text: string, textOf: (name: string) => string): void {
  for (const line of joinedLines(text)) {
    const [word, name] = splitOnce(line);
    if (word === 'include') {
      readLines(reader, textOf(name ?? ''), textOf);
      reader.leave();
      continue;
    }
    try {
      reader.read(line);
    } catch (error) {
      if (!(error instanceof RuleSyntaxError)) throw error;
      throw new RuleSyntaxError(`${error.message} (line “${line.slice(0, 60)}”)`);
    }
  }
}

function joinedLines(text: string): string[] {
  const lines: string[] = [];
  for (const raw of text.split('\n')) {
    if (raw.trim() === '' || /^\s*#/.test(raw)) continue;
    const last = lines.at(-1);
    if (raw.startsWith('    ') && last !== undefined) {
      lines[lines.length - 1] = `${last} ${raw.trim()}`;
    } else {
      lines.push(raw.trim());
    }
  }
  return lines;
}

type OpenPlace = {
  readonly matches: Match[];
  readonly lets: { name: string; values: Evaluate }[];
  readonly rules: Rule[];
};

class Reader {
  #name = '';
  #version = '';
  readonly #roots: string[] = [];
  readonly #namespaces: string[] = [];
  readonly #library = new Map<string, OwnFunction>();
  readonly #variables = new Map<string, Evaluate>();
  readonly #groups: { places: OpenPlace[] }[] = [];
  #place: OpenPlace | undefined;
  readonly #models: ModelNode[] = [];
  readonly #ids = new Set<string>();
  #modelPrefix = '';
  /** The elements of the data model from its root to the last line. */
  #modelPath: ModelNode[] = [];

  read(line: string): void {
    const [word = '', rest = ''] = splitOnce(line);
    if (/^-+$/.test(word)) {
      this.#readModel(word.length, rest);
      return;
    }
    const reads = this.#words[word];
    if (reads) reads(rest);
    else this.#readRule(word, rest);
  }

  readonly #words: Readonly<Record<string, (rest: string) => void>> = {
    set: rest => {
      [this.#name = '', this.#version = ''] = splitOnce(rest);
    },
    root: rest => void this.#roots.push(...rest.split(' ')),
    namespace: rest => void this.#namespaces.push(rest),
    function: rest => this.#readFunction(rest),
    let: rest => this.#readLet(rest),
    group: () => {
      this.#groups.push({ places: [] });
      this.leave();
    },
    model: rest => {
      this.#modelPrefix = rest;
      this.#modelPath = [];
    },
    at: rest => this.#openPlace(rest),
  };

  /** What follows stands beneath no place. */
  leave(): void {
    this.#place = undefined;
  }

  set(): RuleSet {
    return {
      name: this.#name,
      version: this.#version,
      roots: this.#roots,
      namespaces: this.#namespaces,
      variables: this.#variables,
      groups: this.#groups,
      models: this.#models,
      ids: this.#ids,
    };
  }

  #readFunction(rest: string): void {
    const [, name = '', given = '', body = ''] = /^(\w+)\(([^)]*)\) = (.*)$/.exec(rest) ?? [];
    if (name === '') throw new RuleSyntaxError('a function is `name($a) = …`');
    const names = given.split(/[\s,]+/).flatMap(n => (n === '' ? [] : [n.slice(1)]));
    this.#library.set(name, { given: names, body: parseCondition(body) });
  }

  #readLet(rest: string): void {
    const [, name = '', body = ''] = /^([\w-]+) = (.*)$/.exec(rest) ?? [];
    if (name === '') throw new RuleSyntaxError('a variable is `let name = …`');
    const values = compileValues(parseCondition(body), this.#library);
    if (this.#place) this.#place.lets.push({ name, values });
    else this.#variables.set(name, values);
  }

  #readModel(depth: number, rest: string): void {
    const node = readModelLine(rest, this.#modelPrefix);
    this.#modelPath.length = depth - 1;
    for (const { id } of node.demands) this.#ids.add(id);
    if (node.other !== undefined) this.#ids.add(node.other);
    const above = this.#modelPath.at(-1);
    if (above) above.children.set(node.name, node);
    else this.#models.push(node);
    this.#modelPath.push(node);
  }

  #openPlace(rest: string): void {
    const matches = compileMatches(parseCondition(rest), this.#library);
    const place: OpenPlace = { matches, lets: [], rules: [] };
    const group = this.#groups.at(-1);
    if (!group) throw new RuleSyntaxError('a place stands in a group');
    group.places.push(place);
    this.#place = place;
  }

  #readRule(id: string, rest: string): void {
    const [severity = '', condition = ''] = splitOnce(rest);
    if (!this.#place || (severity !== 'fatal' && severity !== 'warning')) {
      throw new RuleSyntaxError('a rule is `ID fatal CONDITION` or `ID warning CONDITION`');
    }
    const syntax = parseCondition(condition);
    this.#ids.add(id);
    this.#place.rules.push({
      id,
      severity,
      description: describeCondition(syntax, condition),
      holds: compileTest(syntax, this.#library),
      about: nameAbout(syntax),
    });
  }
}

function splitOnce(line: string): [string?, string?] {
  const at = line.search(/\s/);
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at).trim()];
}
