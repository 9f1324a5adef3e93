import type { Party } from './state.ts';

/** Two parties that share a person with a key, an owner, a representative or the registration. */
export function areRelated(a: Party, b: Party): boolean {
  const own = new Set([...a.persons, ...a.subjects]);
  return [...b.persons, ...b.subjects].some(subject => own.has(subject));
}
