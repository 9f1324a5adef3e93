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

/** One statement of a text: from its first tag up to the next statement's. */
export type MtPart = {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly tags: number;
};

type Written = { -readonly [N in keyof MtPart]: MtPart[N] };

/** The statements of a text, by their places; each begins at `:20:`, the first at any tag. */
export function splitStatements(text: string): readonly MtPart[] {
  const parts: Written[] = [];
  let line = 1;
  let seen = 0;
  for (const match of text.matchAll(TAG)) {
    const from = match.index + (match[1] ?? '').length;
    const last = parts.at(-1);
    if (last && match[3] !== '20') last.tags += 1;
    else {
      for (
        let at = text.indexOf('\n', seen);
        at >= 0 && at < from;
        at = text.indexOf('\n', at + 1)
      ) {
        line += 1;
      }
      seen = from;
      if (last) last.to = from;
      parts.push({ from, to: text.length, line, tags: 1 });
    }
  }
  return parts;
}

/** The tags of a statement; a line with a hyphen or a block's end closes one. */
export function splitTags(whole: string, part: MtPart): Tag[] {
  const text = whole.slice(part.from, part.to);
  const starts = [...text.matchAll(TAG)].map(match => ({
    name: match[3] ?? '',
    at: match.index + (match[1] ?? '').length,
    from: match.index + match[0].length,
  }));
  let { line } = part;
  let seen = 0;
  return starts.map(({ name, at, from }, n) => {
    for (; seen < at; seen += 1) if (text.charAt(seen) === '\n') line += 1;
    const end = starts[n + 1]?.at ?? text.length;
    return { name, body: closed(text.slice(from, end)), from: part.from + from, line };
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
