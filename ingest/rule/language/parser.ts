import { readNumber } from './number.ts';
import { tokensOf, type Token } from './lexer.ts';
import { RuleSyntaxError, type Axis, type Operator, type Step, type Syntax } from './syntax.ts';

/** Reads the text of a condition; a fault names the place. @throws RuleSyntaxError */
export function parseCondition(text: string): Syntax {
  const parser = new Parser(tokensOf(text), text);
  const found = parser.expression();
  parser.end();
  return found;
}

/** Operators by rank, weakest first. */
const RANKS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['to'],
  ['+', '-'],
  ['*', 'div', 'mod', 'idiv'],
  ['|'],
];

const AXES: Readonly<Record<string, Axis>> = {
  self: 'self',
  ancestor: 'ancestor',
  'following-sibling': 'following',
};

class Parser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #at = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail();
  }

  expression(): Syntax {
    if (this.#isWord('if') && this.#peek(1)?.text === '(') return this.#condition();
    const word = this.#peek()?.text;
    if ((word === 'some' || word === 'every' || word === 'for') && this.#peek(1)?.text[0] === '$') {
      return this.#quantified(word);
    }
    return this.#ranked(0);
  }

  #condition(): Syntax {
    this.#take('if');
    this.#take('(');
    const test = this.expression();
    this.#take(')');
    this.#take('then');
    const then = this.expression();
    this.#take('else');
    return { is: 'if', test, then, otherwise: this.expression() };
  }

  #quantified(word: 'some' | 'every' | 'for'): Syntax {
    this.#take(word);
    const name = this.#next().text.slice(1);
    this.#take('in');
    const over = this.expression();
    this.#take(word === 'for' ? 'return' : 'satisfies');
    return { is: word, name, over, body: this.expression() };
  }

  #ranked(rank: number): Syntax {
    const operators = RANKS[rank];
    if (!operators) return this.#signed();
    let left = this.#ranked(rank + 1);
    for (;;) {
      const operator = operators.find(o => this.#isWord(o));
      if (operator === undefined) return left;
      this.#at += 1;
      left = { is: 'binary', operator, left, right: this.#ranked(rank + 1) };
    }
  }

  #signed(): Syntax {
    if (!this.#isWord('-')) return this.#path();
    this.#at += 1;
    const zero: Syntax = { is: 'number', number: readNumber('0') };
    return { is: 'binary', operator: '-', left: zero, right: this.#path() };
  }

  #path(): Syntax {
    if (this.#isWord('/') || this.#isWord('//')) {
      const steps = this.#isStepAfter() ? this.#steps([]) : [];
      if (steps.length === 0) this.#take('/');
      return { is: 'path', from: 'root', steps };
    }
    const start = this.#start();
    if (!this.#isWord('/') && !this.#isWord('//')) return start;
    if (start.is === 'path' && start.from === 'here') {
      return { ...start, steps: this.#steps(start.steps) };
    }
    return { is: 'path', from: start, steps: this.#steps([]) };
  }

  #isStepAfter(): boolean {
    const next = this.#peek(1);
    return next !== undefined && (next.kind === 'name' || /^(@|\*|\.|\.\.|\()$/.test(next.text));
  }

  /** What a path begins with: a value, a bracket, or its first step. */
  #start(): Syntax {
    const token = this.#peek() ?? this.#fail();
    if (token.kind === 'text') return { is: 'text', text: this.#next().text };
    if (token.kind === 'number') return { is: 'number', number: readNumber(this.#next().text) };
    if (token.text.startsWith('$')) {
      return this.#filtered({ is: 'variable', name: this.#next().text.slice(1) });
    }
    if (token.text === '(') return this.#filtered(this.#bracket());
    if (this.#isCall()) return this.#filtered(this.#call());
    return { is: 'path', from: 'here', steps: [this.#step('child')] };
  }

  #filtered(of: Syntax): Syntax {
    const where = this.#where();
    if (where.length === 0) return of;
    return { is: 'path', from: of, steps: [{ axis: 'all', where }] };
  }

  #bracket(): Syntax {
    this.#take('(');
    const items: Syntax[] = [];
    while (!this.#isWord(')')) {
      items.push(this.expression());
      if (!this.#isWord(')')) this.#take(',');
    }
    this.#take(')');
    const [only] = items;
    return items.length === 1 && only ? only : { is: 'list', items };
  }

  #isCall(): boolean {
    return this.#peek()?.kind === 'name' && this.#peek(1)?.text === '(';
  }

  #call(): Syntax {
    const name = this.#next().text;
    const given = this.#bracket();
    return { is: 'call', name, given: given.is === 'list' ? given.items : [given] };
  }

  #steps(before: readonly Step[]): Step[] {
    const steps = [...before];
    while (this.#isWord('/') || this.#isWord('//')) {
      const axis = this.#next().text === '//' ? 'below' : 'child';
      if (axis === 'below' && (this.#isWord('@') || this.#isWord('('))) {
        steps.push({ axis, name: '*', where: [] });
      }
      steps.push(this.#step(axis));
    }
    return steps;
  }

  #step(axis: 'child' | 'below'): Step {
    if (this.#isWord('.')) return this.#plain('self', 1);
    if (this.#isWord('..')) return this.#plain('parent', 1);
    if (this.#isWord('(')) return { axis: 'each', body: this.#bracket(), where: this.#where() };
    if (this.#isCall()) return { axis: 'each', body: this.#call(), where: this.#where() };
    if (this.#isWord('@')) {
      this.#at += 1;
      return { axis: 'attribute', name: this.#next().text, where: this.#where() };
    }
    const word = this.#next().text;
    if (!this.#isWord('::')) return { axis, name: word, where: this.#where() };
    const named = AXES[word] ?? this.#fail();
    this.#at += 1;
    return { axis: named, name: this.#next().text, where: this.#where() };
  }

  #plain(axis: Axis, taken: number): Step {
    this.#at += taken;
    return { axis, name: '*', where: this.#where() };
  }

  #where(): Syntax[] {
    const found: Syntax[] = [];
    while (this.#isWord('[')) {
      this.#at += 1;
      found.push(this.expression());
      this.#take(']');
    }
    return found;
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #next(): Token {
    const token = this.#peek() ?? this.#fail();
    this.#at += 1;
    return token;
  }

  #isWord(text: string): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== 'text' && token.text === text;
  }

  #take(text: string): void {
    if (!this.#isWord(text)) this.#fail(text);
    this.#at += 1;
  }

  #fail(wanted?: string): never {
    const rest = this.#tokens
      .slice(this.#at)
      .map(t => t.text)
      .join(' ');
    const said = wanted === undefined ? '' : `, wanted ${wanted}`;
    throw new RuleSyntaxError(`cannot read “${rest}”${said} in ${this.#text}`);
  }
}
