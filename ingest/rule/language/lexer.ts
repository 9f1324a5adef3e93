import { RuleSyntaxError } from './syntax.ts';

export type Token = { readonly kind: 'name' | 'text' | 'number' | 'mark'; readonly text: string };

const TOKEN =
  /\s*(?:(?<name>\$?[A-Za-z_][\w-]*)|'(?<quoted>[^']*)'|(?<number>\d+(?:\.\d+)?)|(?<mark>\/\/|\.\.|::|!=|<=|>=|[/.@[\](),|=<>+\-*]))/y;

/** Splits the text of a condition into names, quoted text, numbers and marks. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new RuleSyntaxError(`cannot read ${text.slice(at)} in ${text}`);
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  const { name, quoted, number, mark } = groups;
  if (name !== undefined) return { kind: 'name', text: name };
  if (quoted !== undefined) return { kind: 'text', text: quoted };
  if (number !== undefined) return { kind: 'number', text: number };
  return { kind: 'mark', text: mark ?? '' };
}
