import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const READ = new Map<string, ReadonlySet<string>>();

/**
 * The codes of a list that stands in this folder as `NAME.txt`: lines that begin with `#` say
 * title, source and date, all else is codes between blanks.
 */
export function codeList(name: string): ReadonlySet<string> {
  const known = READ.get(name);
  if (known) return known;
  const text = readFileSync(join(import.meta.dirname, `${name}.txt`), 'utf8');
  const codes = text.replace(/^#.*$/gm, '').split(/\s+/).filter(Boolean);
  const read = new Set(codes);
  READ.set(name, read);
  return read;
}
