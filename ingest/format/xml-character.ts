/** Characters that XML 1.0 has no place for, halves of pairs aside. */
export const NOT_ALLOWED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** One of the five, or a character by its number where XML allows it. */
export function entityOf(name: string): string | undefined {
  const known = ENTITIES.get(name);
  if (known !== undefined) return known;
  const [, hexadecimal, decimal = ''] = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name) ?? [];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_ALLOWED.test(character) ? undefined : character;
}
