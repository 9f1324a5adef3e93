import { applyWritten } from '../mapping.ts';
import type { Lexical } from '../../locator.ts';

/** One tag of an MT message with its text up to the next; `from` is the character it begins at. */
export type Tag = {
  readonly name: string;
  readonly body: string;
  readonly from: number;
  readonly line: number;
};

export type Source = {
  readonly text: string;
  readonly byteAt: (character: number) => number;
};

const TAG = /(^|[\r\n])(:)(\d{2}[A-Z]?):/g;

/** Splits a text at the tags that begin a line; a line with a hyphen or a block's end closes one. */
export function splitTags(text: string): Tag[] {
  const starts = [...text.matchAll(TAG)].map(match => ({
    name: match[3] ?? '',
    at: match.index + (match[1] ?? '').length,
    from: match.index + match[0].length,
  }));
  let line = 1;
  let seen = 0;
  return starts.map(({ name, at, from }, n) => {
    for (; seen < at; seen += 1) if (text.charAt(seen) === '\n') line += 1;
    const end = starts[n + 1]?.at ?? text.length;
    return { name, body: closed(text.slice(from, end)), from, line };
  });
}

/** What stands after a tag's closing hyphen belongs to the bank's own lines. */
function closed(body: string): string {
  const end = /[\r\n]+-(\}|[^\r\n]{0,4}(?=[\r\n]|$))|\s+$/.exec(body);
  return end ? body.slice(0, end.index) : body;
}

/** A piece of a tag's text with its place; outer blanks lie outside. */
export function lexicalIn(
  source: Source,
  tag: Tag,
  range: { readonly from: number; readonly to: number },
): Lexical {
  const cut = tag.body.slice(range.from, range.to);
  const text = cut.trim();
  const from = tag.from + range.from + (cut.length - cut.trimStart().length);
  const { byteAt } = source;
  return {
    text,
    at: {
      kind: 'mt',
      path: `:${tag.name}:`,
      from: byteAt(from),
      to: byteAt(from + text.length),
      escaped: false,
      line: tag.line,
      column: 1,
    },
  };
}

/** A value after steps; its own text stays as the raw one. */
export function stepped(lexical: Lexical, ...steps: string[]): Lexical {
  return { ...lexical, text: steps.reduce(applyWritten, lexical.text), raw: lexical.text, steps };
}
