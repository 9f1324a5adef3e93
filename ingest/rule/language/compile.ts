import { calculate } from './calculate.ts';
import { compileComparison } from './comparison.ts';
import { isConstant, isPlaceless } from './placeless.ts';
import { FUNCTIONS, ONE, TESTS } from './functions.ts';
import { existsAlong, firstAlong, isOneStep, valuesAlong } from './path.ts';
import { RuleSyntaxError, type Syntax } from './syntax.ts';
import {
  isNode,
  isTrue,
  isTrueOne,
  type Evaluate,
  type First,
  type Operand,
  type Scope,
  type Test,
  type Value,
} from './values.ts';

/** A function written in the rule text itself, with the names of what it is given. */
export type OwnFunction = { readonly given: readonly string[]; readonly body: Syntax };

export type Library = ReadonlyMap<string, OwnFunction>;

/** Turns a condition into a program that yields values. @throws RuleSyntaxError */
export function compileValues(syntax: Syntax, library: Library): Evaluate {
  switch (syntax.is) {
    case 'text':
      return constant(syntax.text);
    case 'number':
      return constant({ kind: 'number', number: syntax.number });
    case 'variable':
      return variable(syntax.name);
    case 'call':
      return compileCall(syntax.name, syntax.given, library);
    case 'list':
      return compileList(syntax.items, library);
    case 'path':
      return valuesAlong(
        syntax,
        s => compileValues(s, library),
        s => compileTest(s, library),
      );
    case 'if':
      return compileChoice(syntax, library);
    case 'for':
      return compileLoop(syntax, library);
    case 'binary':
      return compileBinary(syntax, library);
    default:
      return asValues(compileTest(syntax, library));
  }
}

function compileList(given: readonly Syntax[], library: Library): Evaluate {
  const items = given.map(i => compileValues(i, library));
  return (here, scope) => items.flatMap(i => i(here, scope));
}

function compileChoice(syntax: Extract<Syntax, { is: 'if' }>, library: Library): Evaluate {
  const test = compileTest(syntax.test, library);
  const then = compileValues(syntax.then, library);
  const otherwise = compileValues(syntax.otherwise, library);
  return (here, scope) => (test(here, scope) ? then : otherwise)(here, scope);
}

/** Turns a condition into a program that says yes or no. @throws RuleSyntaxError */
export function compileTest(syntax: Syntax, library: Library): Test {
  if (syntax.is === 'path') {
    return existsAlong(
      syntax,
      s => compileValues(s, library),
      s => compileTest(s, library),
    );
  }
  if (syntax.is === 'some' || syntax.is === 'every') return compileQuantified(syntax, library);
  if (syntax.is === 'call') {
    const test = compileTestCall(syntax.name, syntax.given, library);
    if (test) return test;
  }
  if (syntax.is === 'binary') {
    const test = compileBinaryTest(syntax, library);
    if (test) return test;
  }
  if (isOne(syntax, library)) {
    const first = compileFirst(syntax, library);
    return (here, scope) => isTrueOne(first(here, scope));
  }
  const values = compileValues(syntax, library);
  return (here, scope) => isTrue(values(here, scope));
}

/** Turns a condition into a program that yields the first of its values. @throws RuleSyntaxError */
function compileFirst(syntax: Syntax, library: Library): First {
  if (syntax.is === 'path') {
    return firstAlong(
      syntax,
      s => compileValues(s, library),
      s => compileTest(s, library),
    );
  }
  const one = syntax.is === 'call' && !library.has(syntax.name) ? ONE[syntax.name] : undefined;
  if (one && syntax.is === 'call') return one(compileGiven(syntax.given, library));
  const values = compileValues(syntax, library);
  return (here, scope) => values(here, scope)[0];
}

/** Whether a condition yields one value at most, wherever it is asked. */
function isOne(syntax: Syntax, library: Library): boolean {
  if (syntax.is === 'text' || syntax.is === 'number') return true;
  if (syntax.is === 'path') return isOneStep(syntax);
  return syntax.is === 'call' && !library.has(syntax.name) && ONE[syntax.name] !== undefined;
}

function compileGiven(given: readonly Syntax[], library: Library): Operand[] {
  return given.map(g => ({ values: compileValues(g, library), first: compileFirst(g, library) }));
}

function constant(value: Value): Evaluate {
  const values = [value];
  return () => values;
}

function asValues(test: Test): Evaluate {
  return (here, scope) => [test(here, scope)];
}

function variable(name: string): Evaluate {
  return (_here, scope) => {
    for (let at = scope.bindings; at; at = at.outer) if (at.name === name) return at.values;
    return documentVariable(name, scope);
  };
}

/** A variable of the whole document, computed when it is first asked for. */
function documentVariable(name: string, scope: Scope): readonly Value[] {
  const { variables, evaluators, tree } = scope.run;
  const known = variables.get(name);
  if (known) return known;
  const evaluate = evaluators.get(name);
  if (!evaluate) throw new RuleSyntaxError(`no variable ${name}`);
  const values = evaluate(tree.root, { run: scope.run, bindings: undefined });
  variables.set(name, values);
  return values;
}

type Loop = Extract<Syntax, { name: string; over: Syntax }>;

function compileLoop(syntax: Loop, library: Library): Evaluate {
  const over = compileValues(syntax.over, library);
  const body = compileValues(syntax.body, library);
  return (here, scope) =>
    over(here, scope).flatMap(value => body(here, bind(scope, syntax.name, [value])));
}

function compileQuantified(syntax: Loop, library: Library): Test {
  const over = compileValues(syntax.over, library);
  const body = compileTest(syntax.body, library);
  const isEvery = syntax.is === 'every';
  return (here, scope) => {
    const holds = (value: Value): boolean => body(here, bind(scope, syntax.name, [value]));
    return isEvery ? over(here, scope).every(holds) : over(here, scope).some(holds);
  };
}

function bind(scope: Scope, name: string, values: readonly Value[]): Scope {
  return { run: scope.run, bindings: { name, values, outer: scope.bindings } };
}

type Binary = Extract<Syntax, { is: 'binary' }>;

function compileBinaryTest(syntax: Binary, library: Library): Test | undefined {
  const { operator } = syntax;
  if (operator === 'or' || operator === 'and') {
    const left = compileTest(syntax.left, library);
    const right = compileTest(syntax.right, library);
    return operator === 'or'
      ? (here, scope) => left(here, scope) || right(here, scope)
      : (here, scope) => left(here, scope) && right(here, scope);
  }
  return compileComparison(syntax, {
    values: s => compileValues(s, library),
    first: s => compileFirst(s, library),
    isOne: s => isOne(s, library),
  });
}

function compileBinary(syntax: Binary, library: Library): Evaluate {
  const test = compileBinaryTest(syntax, library);
  if (test) return asValues(test);
  const left = compileValues(syntax.left, library);
  const right = compileValues(syntax.right, library);
  if (syntax.operator === '|') {
    return (here, scope) => union(left(here, scope), right(here, scope));
  }
  const calculation = calculate(syntax.operator);
  return (here, scope) => calculation(left(here, scope), right(here, scope));
}

/** Both in document order, each once. */
function union(left: readonly Value[], right: readonly Value[]): readonly Value[] {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const all = [...new Set([...left, ...right])];
  return all.sort((a, b) => (isNode(a) && isNode(b) ? a.order - b.order : 0));
}

function compileTestCall(
  name: string,
  given: readonly Syntax[],
  library: Library,
): Test | undefined {
  if (name === 'not') {
    const test = compileTest(only(name, given), library);
    return (here, scope) => !test(here, scope);
  }
  if (name === 'boolean') return compileTest(only(name, given), library);
  if (name === 'exists') return compileExists(only(name, given), library);
  const make = TESTS[name];
  if (make) return make(compileGiven(given, library));
  const own = library.get(name);
  return own
    ? ownFunction(own, { name, given, library, compile: compileTest, as: 'test' })
    : undefined;
}

/** Whether there is any value at all; a calculated zero is one. */
function compileExists(of: Syntax, library: Library): Test {
  if (of.is === 'path' && of.steps.every(s => s.axis !== 'each')) return compileTest(of, library);
  const values = compileValues(of, library);
  return (here, scope) => values(here, scope).length > 0;
}

function compileCall(name: string, given: readonly Syntax[], library: Library): Evaluate {
  const own = library.get(name);
  if (own) return ownFunction(own, { name, given, library, compile: compileValues, as: 'values' });
  const test = compileTestCall(name, given, library);
  if (test) return asValues(test);
  const one = ONE[name]?.(compileGiven(given, library));
  if (one) return (here, scope) => [one(here, scope) ?? ''];
  const make = FUNCTIONS[name];
  if (!make) throw new RuleSyntaxError(`no function ${name}`);
  return make(compileGiven(given, library));
}

type Call<T> = {
  readonly name: string;
  readonly given: readonly Syntax[];
  readonly library: Library;
  readonly compile: (body: Syntax, library: Library) => (here: Value, scope: Scope) => T;
  readonly as: 'test' | 'values';
};

function ownFunction<T>(own: OwnFunction, call: Call<T>): (here: Value, scope: Scope) => T {
  const { given, library, compile } = call;
  const values = given.map(g => compileValues(g, library));
  let body: ((here: Value, scope: Scope) => T) | undefined;
  const ask = (here: Value, scope: Scope): T => {
    // Compiled when first used: a function may name itself or one that follows.
    body ??= compile(own.body, library);
    let inner: Scope = { run: scope.run, bindings: undefined };
    for (const [at, value] of values.entries()) {
      inner = bind(inner, own.given[at] ?? '', value(here, scope));
    }
    return body(here, inner);
  };
  let key: string | undefined;
  return (here, scope) => {
    key ??= answerKey(own, call);
    return key === '' ? ask(here, scope) : remembered(key, here, { scope, ask });
  };
}

/** The answer to a question that is the same wherever in the document it is asked. */
function remembered<T>(
  key: string,
  here: Value,
  by: { readonly scope: Scope; readonly ask: (here: Value, scope: Scope) => T },
): T {
  const { answers } = by.scope.run;
  const known = answers.get(key);
  if (known !== undefined) return known as T;
  const found = by.ask(here, by.scope);
  answers.set(key, found);
  return found;
}

/** Empty where the answer depends on the place that asks. */
function answerKey<T>(own: OwnFunction, { name, given, library, as }: Call<T>): string {
  const isFixed = given.every(g => isConstant(g)) && isPlaceless(own.body, library);
  return isFixed ? `${as} ${name} ${JSON.stringify(given, bigintText)}` : '';
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function only(name: string, given: readonly Syntax[]): Syntax {
  const [first] = given;
  if (!first) throw new RuleSyntaxError(`${name} is given nothing`);
  return first;
}
