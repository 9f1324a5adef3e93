/** Letters, digits and marks of names below 128: 1 where a name may begin, 2 where it may go on. */
const ASCII = new Uint8Array(128);
for (const character of ':_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  ASCII[character.charCodeAt(0)] = 3;
}
for (const character of '-.0123456789') ASCII[character.charCodeAt(0)] = 2;

/** Production NameStartChar of XML 1.0, fifth edition, beyond 127. */
const START =
  '\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const WIDE_START = new RegExp(`[${START}]`, 'uy');
const WIDE_NAME = new RegExp(`[-.:_A-Za-z0-9${START}\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`, 'uy');

/** Whether an XML name can begin at a character. */
export function isNameStart(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (code < 128) return ((ASCII[code] ?? 0) & 1) === 1;
  WIDE_START.lastIndex = at;
  return WIDE_START.test(source);
}

/** The character behind the name that stands at a place. */
export function nameEnd(source: string, from: number): number {
  for (let at = from; ; at += 1) {
    const code = source.charCodeAt(at);
    if (code < 128) {
      if (ASCII[code] === 0) return at;
      continue;
    }
    WIDE_NAME.lastIndex = at;
    return at + (WIDE_NAME.exec(source)?.[0].length ?? 0);
  }
}
