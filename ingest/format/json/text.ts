/**
 * Whether a first object ends with its line and the next line begins another. Within one text, only
 * a comma, a colon or the start of a list stands before an object on a new line.
 */
export function isOneALine(text: string): boolean {
  const from = text.search(/\S/);
  const to = from < 0 ? -1 : lineEnd(text, from);
  const first = text.slice(from, to).trimEnd();
  if (to < 0 || text[from] !== '{' || first === '{' || /[,:[]$/.test(first)) return false;
  NEXT_OBJECT.lastIndex = to;
  return NEXT_OBJECT.test(text);
}

const NEXT_OBJECT = /[\r\n]+[ \t]*\{/y;

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? -1 : from + end;
}

/** What a text within quotes says; undefined where an escape is none. */
export function unescaped(inner: string): string | undefined {
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return undefined;
  }
}
