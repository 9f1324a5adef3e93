/** Everything that travels in acts, events and state: JSON with integers only. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | readonly Wire[]
  | { readonly [name: string]: Wire | undefined };

/** A fault at a place: JSON path (`body.items[0].face`) and what is wrong there. */
export type Fault = { readonly path: string; readonly fault: string };

/**
 * Canonical JSON of RFC 8785 for values whose numbers are safe integers: sorted names (UTF-16 code
 * units), no blanks. Absent (`undefined`) members are left out.
 * @throws TypeError for a number that is no safe integer: amounts are text.
 */
export function canonical(value: Wire): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalInteger(value);
  if (value === null || typeof value === 'boolean') return String(value);
  return isList(value) ? canonicalList(value) : canonicalObject(value);
}

const encoder = new TextEncoder();

/** The canonical bytes, UTF-8. */
export function canonicalBytes(value: Wire): Uint8Array {
  return encoder.encode(canonical(value));
}

export function isList(value: Wire | undefined): value is readonly Wire[] {
  return Array.isArray(value);
}

export function isObject(value: Wire | undefined): value is Readonly<Record<string, Wire>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no safe integer`);
  return Object.is(value, -0) ? '0' : String(value);
}

function canonicalList(value: readonly Wire[]): string {
  let text = '[';
  for (const item of value) text += (text === '[' ? '' : ',') + canonical(item);
  return `${text}]`;
}

function canonicalObject(value: { readonly [name: string]: Wire | undefined }): string {
  let text = '{';
  for (const name of sortedNames(value)) {
    const member = value[name];
    if (member === undefined) continue;
    text += (text === '{' ? '' : ',') + quoted(name) + canonical(member);
  }
  return `${text}}`;
}

const NAMES_MAX = 5_000;
const names = new Map<string, string>();

/** A name as it stands before its value. There are few, and each is written again and again. */
function quoted(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (names.size < NAMES_MAX) names.set(name, text);
  return text;
}

/** Most values were read from canonical text, so their names stand in order already. */
function sortedNames(value: object): string[] {
  const names = Object.keys(value);
  for (let at = 1; at < names.length; at++) {
    if ((names[at - 1] ?? '') > (names[at] ?? '')) return names.sort(byCodeUnit);
  }
  return names;
}

/** Orders text by UTF-16 code units, as RFC 8785 asks; no locale is involved. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
